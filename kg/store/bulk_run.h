// Runs of a bulk load: what one thread parsed until its share of the memory was full. A run in the making
// is a RunBuilder; closed, it is files: its distinct terms in order, and its triples as numbers of terms.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "kg/base/budget.h"
#include "kg/base/limits.h"
#include "kg/model/raw_term.h"
#include "kg/store/bulk_files.h"
#include "kg/store/bulk_terms.h"
#include "kg/store/keys.h"

namespace kg::bulk {

// What all parts of a load share. Immutable while threads run.
struct Context {
  std::string directory;     // of temporary files
  std::size_t memory_bytes;  // for everything
  unsigned threads;
  std::string scope;  // goes before blank node labels of this load
  const Budget* budget;
};

// Terms are merged in two groups, each on its own thread: blank nodes and IRIs (what subjects and relations
// are), and literals.
inline constexpr std::size_t kGroups = 2;
constexpr std::size_t group_of(Tag tag) { return tag <= Tag::iri ? 0 : 1; }

// In numbers of one run: relations have their own.
struct LocalTriple {
  std::uint32_t subject;
  std::uint32_t relation;
  std::uint32_t object;
};
struct LocalLabel {
  std::uint32_t subject;
  std::uint32_t object;
};
struct LocalTripleTerm {
  std::uint32_t subject;
  std::uint32_t relation;  // a term's number, not a relation's
  std::uint32_t object;
  std::uint32_t self;
};
struct LocalRank {
  std::uint32_t self;
  std::uint32_t rank;
};

struct Run {
  std::uint32_t terms = 0;  // triple terms included
  // In order of (tag, key): varint 2 * size + (used as a name), then the key. Section [tag] begins at
  // byte section[tag] and ends where the next begins.
  TempFile sorted_terms;
  std::array<std::uint64_t, kTags + 1> section{};
  TempFile order;                        // number of each of sorted_terms
  TempFile triples;                      // LocalTriple
  TempFile labels;                       // LocalLabel, of label triples with literal objects
  std::vector<TempFile> triple_terms;    // LocalTripleTerm; [level - 1]
  std::vector<std::uint32_t> relations;  // the term of each relation

  // Written by the merge: the rank of each of sorted_terms within its group, and of triple terms.
  std::array<TempFile, kGroups> ranks;
  TempFile triple_ranks;  // LocalRank
};

class RunBuilder final : public TripleSink {
 public:
  explicit RunBuilder(const Context& context);
  ~RunBuilder() override;

  void triple(const RawTerm& subject, const RawTerm& relation, const RawTerm& object) override;

  [[nodiscard]] bool empty() const { return triples_ == 0; }
  [[nodiscard]] std::size_t memory() const;
  // Sorts and writes the run's terms, and starts the next run.
  Run close();

 private:
  struct Relation {
    std::string iri;
    std::uint32_t number = 0;
    bool label = false;
  };

  std::uint32_t intern(const RawTerm& term);
  std::uint32_t intern_triple(const RawTerm& term);
  std::uint32_t intern_subject(const RawTerm& subject);
  const Relation& intern_relation(std::string_view iri);
  void start();
  void write_terms(const std::vector<std::uint32_t>& sorted);
  void write_triple_terms(const std::uint32_t* first, std::size_t count);

  const Context* context_;
  std::unique_ptr<TermTable> table_;
  Run run_;
  std::unique_ptr<FileWriter> triple_writer_;
  std::unique_ptr<FileWriter> label_writer_;
  std::uint64_t triples_ = 0;
  std::string scoped_;
  std::string last_subject_;
  Tag last_subject_tag_ = Tag::undefined;
  std::uint32_t last_subject_number_ = 0;
  std::vector<Relation> relation_cache_;
  std::unordered_map<std::uint32_t, std::uint32_t> relation_numbers_;
  std::vector<bool> named_;
};

}  // namespace kg::bulk
