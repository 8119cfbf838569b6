// MemorySource: a TripleSource, its Statistics, a NameIndex and a TextIndex over sorted vectors: small,
// obvious, and exact about every clause of triple_source.h. For tests only.
//
//   MemorySource source;
//   source.add(Term::iri("s"), Term::iri("p"), Term::integer(3));
//   source.build();
//   const Id s = source.find(Term::iri("s"));
//
// Cursors hand out blocks of random sizes, so that readers meet the edges of batches.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "kg/model/name_index.h"
#include "kg/model/triple_source.h"

namespace kg::test {

struct MemorySourceOptions {
  std::uint64_t seed = 1;
  std::size_t max_block_rows = 7;
  // Whether every dictionary term stands in order, as after a bulk load. Otherwise about every third was
  // appended later.
  bool ordered = true;
};

class MemorySource final : public TripleSource, public Statistics, public NameIndex, public TextIndex {
 public:
  explicit MemorySource(const MemorySourceOptions& options = {}) : options_(options) {}

  // Before build(). Adding a triple twice has no effect.
  void add(const Term& subject, const Term& predicate, const Term& object);
  void add_iris(std::string_view subject, std::string_view predicate, std::string_view object);
  // Makes the source hold a term, or a triple term, that stands in no triple.
  void add_term(const Term& term) { terms_.push_back(term); }
  void build();

  // After build(), in ascending order.
  [[nodiscard]] const std::vector<Triple>& all() const { return rows_[0]; }

  // TripleSource
  [[nodiscard]] std::unique_ptr<TripleCursor> cursor(const ScanSpec& spec) const override;
  [[nodiscard]] bool contains(const Triple& triple) const override;
  [[nodiscard]] std::uint64_t count(const ScanSpec& spec, std::uint64_t exact_rows) const override;
  [[nodiscard]] const Statistics& statistics() const override { return *this; }
  [[nodiscard]] const TextIndex* text_index() const override { return this; }
  [[nodiscard]] Id find(const Term& term) const override;
  [[nodiscard]] Term term(Id id) const override;
  void decode(std::span<const Id> ids,
              const std::function<void(std::size_t, std::string_view)>& visit) const override;
  [[nodiscard]] PrefixRanges string_prefix(std::string_view prefix) const override;
  [[nodiscard]] Id ordered_up_to(Tag tag) const override;
  [[nodiscard]] Id fold(const Triple& triple) const override;
  [[nodiscard]] Triple unfold(Id id) const override;
  void for_each_triple_term(const Triple& prefix, std::uint8_t bound,
                            const std::function<bool(Id, const Triple&)>& visit) const override;

  // Statistics
  [[nodiscard]] std::uint64_t triples() const override { return rows_[0].size(); }
  [[nodiscard]] RelationStatistics relation(Id relation) const override;
  void for_each_relation(const std::function<void(Id, const RelationStatistics&)>& visit) const override;

  // NameIndex
  [[nodiscard]] std::vector<Id> find(std::string_view folded) const override;
  void for_each(std::string_view prefix,
                const std::function<bool(std::string_view, Id)>& visit) const override;

  // TextIndex
  [[nodiscard]] TextTotals totals() const override { return text_totals_; }
  void for_each(std::string_view word, bool prefix,
                const std::function<bool(std::span<const TextPosting>)>& visit) const override;

 private:
  struct Dictionary {
    std::vector<std::string> keys;  // by place
    std::size_t ordered = 0;        // so many of them are in order
    std::map<std::string, std::size_t, std::less<>> places;
  };

  void build_dictionaries();
  void build_statistics();
  void build_names();
  void build_texts();
  void collect(const Term& term, std::map<Tag, std::vector<std::string>>& keys) const;
  Id make_id(const Term& term);

  MemorySourceOptions options_;
  std::vector<Term> terms_;
  std::vector<std::array<Term, 3>> added_;
  std::map<Tag, Dictionary> dictionaries_;
  std::array<std::vector<PermutedTriple>, kPermutations> rows_;
  std::vector<Triple> triple_terms_;  // by place
  std::map<Triple, Id> triple_term_ids_;
  std::map<Id, RelationStatistics> relations_;
  std::map<std::string, std::vector<Id>, std::less<>> names_;
  std::map<std::string, std::vector<TextPosting>, std::less<>> words_;
  TextTotals text_totals_;
};

}  // namespace kg::test
