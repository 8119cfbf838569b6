// Cardinality: how many rows things have. Exact where the source knows it cheaply, estimates elsewhere.
//
// One object serves one optimisation by one thread; it remembers counts, so that asking twice is free.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "kg/algebra/plan.h"
#include "kg/model/triple_source.h"

namespace kg {

// Counts are exact up to this many rows. A store counts whole blocks by their metadata: some ten
// microseconds.
inline constexpr std::uint64_t kExactRows = 50'000;

struct PatternStatistics {
  double rows = 0;
  std::array<double, 3> distinct{1, 1, 1};  // values at each position, constants: 1
  bool certainly_empty = false;
};

class Cardinality {
 public:
  explicit Cardinality(const TripleSource& source) : source_(source) {}

  [[nodiscard]] const TripleSource& source() const { return source_; }

  // Rows of a pattern without regard to variables that stand twice, except in the estimate.
  [[nodiscard]] PatternStatistics pattern(const TriplePattern& pattern) const;
  // Rows of a pattern whose place after the constants lies in the range. At most one call of count().
  [[nodiscard]] double in_range(const TriplePattern& pattern, Permutation permutation, IdRange range) const;
  // The largest range at the upper end of `range` that has at least `rows` rows but for a higher start would
  // not; `range` when that is not found out. Asks the source about sixty times, for few rows each.
  [[nodiscard]] IdRange highest(const TriplePattern& pattern, Permutation permutation, IdRange range,
                                std::uint64_t rows) const;
  [[nodiscard]] RelationStatistics relation(Id relation) const;
  // Texts that a search finds: exact for one word, as far as few postings tell.
  [[nodiscard]] double text_search(const TextSearch& search) const;
  // An estimate of how many triple terms there are.
  [[nodiscard]] double triple_terms() const;
  // Rows that a path reaches from one start, and its pairs as a whole.
  struct PathStatistics {
    double per_start = 1;
    double per_end = 1;
    double pairs = 1;
    double starts = 1;
    double ends = 1;
  };
  [[nodiscard]] PathStatistics path(const PathExpression& path) const;

 private:
  [[nodiscard]] std::uint64_t count(const ScanSpec& spec) const;

  const TripleSource& source_;
  mutable std::vector<std::pair<ScanSpec, std::uint64_t>> counts_;
  mutable std::vector<std::pair<Id, RelationStatistics>> relations_;
};

// How many places of the permutation the pattern's constants fill from the start on, or nothing when they do
// not stand first.
std::optional<std::uint8_t> bound_prefix(const TriplePattern& pattern, Permutation permutation);

}  // namespace kg
