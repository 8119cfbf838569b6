// TripleSource: what query processing sees of a store. The RocksDB store implements it over one
// snapshot; tests implement it over a sorted vector. Nothing here knows how triples are kept.
//
// Thread safety: a TripleSource is immutable and may be used by many threads at once. A TripleCursor
// belongs to one thread and must not outlive its source.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "kg/model/id.h"
#include "kg/model/term.h"
#include "kg/model/text_index.h"

namespace kg {

// The sort orders in which a source can deliver triples. The letters name subject, predicate, object.
enum class Permutation : std::uint8_t { spo, pos, osp, pso };
inline constexpr std::size_t kPermutations = 4;

// positions(p)[i]: which position of a triple (0 s, 1 p, 2 o) stands at place i of the permutation.
constexpr std::array<std::uint8_t, 3> positions(Permutation p) {
  switch (p) {
    case Permutation::spo:
      return {0, 1, 2};
    case Permutation::pos:
      return {1, 2, 0};
    case Permutation::osp:
      return {2, 0, 1};
    case Permutation::pso:
      return {1, 0, 2};
  }
  return {0, 1, 2};
}
const char* permutation_name(Permutation p) noexcept;

// A key in the order of a permutation (not of s, p, o).
using PermutedTriple = std::array<Id, 3>;

// Which rows to read: the first `bound` places equal `prefix`, and place `bound` lies in `range`.
// With bound == 3 the range is ignored.
struct ScanSpec {
  Permutation permutation = Permutation::spo;
  std::uint8_t bound = 0;
  PermutedTriple prefix{};
  IdRange range = kAllIds;
  // Which places the caller reads (bit i: place i). Others need not be decoded.
  std::uint8_t needed = 0b111;
};

// Rows as columns in permutation order. Columns that were not asked for are null. The memory belongs
// to the cursor and stays valid until its next call.
struct TripleColumns {
  std::array<const Id*, 3> column{};
  std::size_t size = 0;
};

// Reads the rows of a ScanSpec in ascending order, without duplicates. Blocks come as they lie in the
// store, cut to the spec, so a size is anything from 1 to a few thousand.
class TripleCursor {
 public:
  TripleCursor() = default;
  TripleCursor(const TripleCursor&) = delete;
  TripleCursor& operator=(const TripleCursor&) = delete;
  virtual ~TripleCursor() = default;

  // Starts over on another spec. Cheap when the rows lie near the last ones read: this is what an
  // index lookup join calls once a probe, with ascending probes where it can.
  virtual void reset(const ScanSpec& spec) = 0;

  // The next rows, or false at the end.
  virtual bool next(TripleColumns& out) = 0;

  // Skips forward: the next rows start at the first row of the spec that is not below `key`. Never
  // moves backwards. Rows already handed out by next() and not below `key` may be handed out again,
  // so that a caller that stopped in the middle of a block can seek inside it.
  virtual void seek(const PermutedTriple& key) = 0;
};

struct RelationStatistics {
  std::uint64_t triples = 0;
  std::uint64_t distinct_subjects = 0;
  std::uint64_t distinct_objects = 0;
  friend bool operator==(const RelationStatistics&, const RelationStatistics&) = default;
};

// Exact numbers about the snapshot.
class Statistics {
 public:
  virtual ~Statistics() = default;
  [[nodiscard]] virtual std::uint64_t triples() const = 0;
  // Zeros for a relation without triples.
  [[nodiscard]] virtual RelationStatistics relation(Id relation) const = 0;
  // In ascending order of the relation's id, each with at least one triple.
  virtual void for_each_relation(const std::function<void(Id, const RelationStatistics&)>& visit) const = 0;
};

class TripleSource {
 public:
  virtual ~TripleSource() = default;

  [[nodiscard]] virtual std::unique_ptr<TripleCursor> cursor(const ScanSpec& spec) const = 0;
  [[nodiscard]] virtual bool contains(const Triple& triple) const = 0;

  // Number of rows of a spec: exact up to `exact_rows`, an estimate from block keys beyond it (so
  // its cost does not grow with the answer). The range is honoured, `needed` is not looked at.
  [[nodiscard]] virtual std::uint64_t count(const ScanSpec& spec, std::uint64_t exact_rows) const = 0;

  [[nodiscard]] virtual const Statistics& statistics() const = 0;

  // Null when the source has none: then searched literals must be read.
  [[nodiscard]] virtual const TextIndex* text_index() const { return nullptr; }

  // --- terms -------------------------------------------------------------------------------------
  // The id of a term, kMissing when the source does not hold it.
  [[nodiscard]] virtual Id find(const Term& term) const = 0;
  // The term of an id that came from this source or is inline; an empty Term for kUnbound.
  [[nodiscard]] virtual Term term(Id id) const = 0;
  // Dictionary texts of many ids (see dictionary_key for their form). `visit(i, key)` is called once
  // for each i, in any order; the view is valid during the call. Inline ids, triple terms and
  // kUnbound are skipped. Sorts internally, so that neighbours are decoded together.
  virtual void decode(std::span<const Id> ids,
                      const std::function<void(std::size_t, std::string_view)>& visit) const = 0;
  // Ids of all literals of kind xsd:string whose text starts with `prefix`: every such term lies in
  // one of the `exact` ranges, or in `rest` and must still be looked at.
  struct PrefixRanges {
    std::vector<IdRange> exact;
    std::vector<IdRange> rest;
  };
  [[nodiscard]] virtual PrefixRanges string_prefix(std::string_view prefix) const = 0;
  // Whether ids of this tag at or below the answer are ordered like their dictionary keys.
  [[nodiscard]] virtual Id ordered_up_to(Tag tag) const = 0;

  // --- triple terms (RDF 1.2) --------------------------------------------------------------------
  // The id of the triple term << s p o >>, kMissing when the source has none.
  [[nodiscard]] virtual Id fold(const Triple& triple) const = 0;
  // The components of a triple term. Precondition: id.tag() == Tag::triple, from this source.
  [[nodiscard]] virtual Triple unfold(Id id) const = 0;
  // All triple terms whose first `bound` components (s, then p, then o) equal those of `prefix`, in
  // ascending order of their components, until `visit` returns false.
  virtual void for_each_triple_term(const Triple& prefix, std::uint8_t bound,
                                    const std::function<bool(Id, const Triple&)>& visit) const = 0;
};

// A cursor that is made at its first use and repositioned at each later one. One source for its life.
class ProbeCursor {
 public:
  TripleCursor& start(const TripleSource& source, const ScanSpec& spec) {
    if (cursor_ == nullptr) {
      cursor_ = source.cursor(spec);
    } else {
      cursor_->reset(spec);
    }
    return *cursor_;
  }
  // Precondition: started.
  TripleCursor& operator*() const { return *cursor_; }
  TripleCursor* operator->() const { return cursor_.get(); }

 private:
  std::unique_ptr<TripleCursor> cursor_;
};

}  // namespace kg
