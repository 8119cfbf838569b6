// Runs of a bulk load: what one thread parsed until its share of the memory was full. A run in the making
// is a RunBuilder; closed, it is files: its distinct terms in order, and its triples as numbers of terms.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
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
  std::string scope;  // of blank node labels of this load; the inputs' scopes start with it
  const Budget* budget;
  unsigned narrow_key_bits = 64;  // see BulkTuning
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
// What the triples of a load use a literal for.
struct TermUse {
  static constexpr std::uint8_t kSearched = 1;  // object of a searched relation
  static constexpr std::uint8_t kName = 2;      // of a label; such a one is searched, too
};
struct LocalRank {
  std::uint32_t self;
  std::uint32_t rank;
};

struct Run {
  std::uint32_t terms = 0;  // triple terms included
  // In order of (tag, key): varint 4 * size + TermUse, then the key. Section [tag] begins at
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
  // Closes the run and gives it to `keep` whenever it uses more than `run_bytes`.
  RunBuilder(const Context& context, std::size_t run_bytes, std::function<void(Run)> keep);
  ~RunBuilder() override;

  void triple(const RawTerm& subject, const RawTerm& relation, const RawTerm& object) override;
  // What goes before blank node labels from now on.
  void set_scope(std::string scope);

  // Sorts and writes the terms of a run that is not empty, gives it away and starts the next one.
  void close();

 private:
  struct Relation {
    std::string iri;
    std::uint32_t number = 0;
    std::uint8_t use = 0;  // TermUse of its objects
  };
  // A term on its way through the table.
  struct Lookup {
    Tag tag = Tag::undefined;
    std::uint16_t size = 0;
    std::uint64_t hash = 0;
    std::array<char, 184> key;
    [[nodiscard]] std::string_view view() const { return {key.data(), size}; }
  };
  // A triple whose subject and object are being looked up.
  struct Pending {
    std::uint32_t relation = 0;
    bool same_subject = false;  // as the triple enqueued before
    Lookup subject;
    Lookup object;
  };
  static constexpr std::size_t kPending = 16;  // a power of two
  static constexpr std::size_t kRecordAhead = 8;

  std::uint32_t intern(const RawTerm& term);
  // The tag and key of a term that is not a triple term. The view is valid until the next call.
  std::string_view key_of(const RawTerm& term, Tag& tag);
  bool enqueue(const RawTerm& subject, std::uint32_t relation, const RawTerm& object);
  bool look_up(Lookup& lookup, const RawTerm& term);
  void resolve(const Pending& pending);
  void drain();
  std::uint32_t intern_triple(const RawTerm& term);
  const Relation& intern_relation(std::string_view iri);
  void note_use(std::uint32_t subject, std::uint32_t object, std::uint8_t use);
  void start();
  [[nodiscard]] std::size_t memory() const;
  void write_terms(const std::vector<std::uint32_t>& sorted);
  void write_triple_terms(const std::uint32_t* first, std::size_t count);

  const Context* context_;
  std::size_t run_bytes_;
  std::function<void(Run)> keep_;
  std::unique_ptr<TermTable> table_;
  Run run_;
  std::unique_ptr<FileWriter> triple_writer_;
  std::unique_ptr<FileWriter> label_writer_;
  std::uint64_t triples_ = 0;
  std::array<Pending, kPending> pending_;  // a ring; the next one goes to [queued_ % kPending]
  std::size_t queued_ = 0;
  std::size_t resolved_ = 0;
  std::string last_subject_;  // of the triple enqueued last
  Tag last_subject_tag_ = Tag::undefined;
  bool last_subject_global_ = false;
  std::uint32_t resolved_subject_ = 0;  // of the triple resolved last
  IdKey inline_key_{};
  std::string scope_;
  std::string scoped_;
  std::vector<Relation> relation_cache_;
  std::unordered_map<std::uint32_t, std::uint32_t> relation_numbers_;
  std::vector<std::uint8_t> uses_;  // TermUse by number; 0 from the end on
};

}  // namespace kg::bulk
