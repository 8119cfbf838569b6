// Trie: the pairs of one relation in memory, sorted, as two levels: distinct first values, and for each the
// sorted list of its second values. What leapfrog triejoin walks over.
//
// Values are ranks: places in one sorted list of all ids that occur (the domain), so that they take four
// bytes, index arrays and bitmaps, and still compare like ids.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "kg/algebra/plan.h"
#include "kg/exec/operator.h"

namespace kg {

using Rank = std::uint32_t;

// The ids that the tries of one join hold, ascending, and the way back from id to rank.
class Domain {
 public:
  explicit Domain(Context& context) : context_(context), charge_(context.budget) {}

  // Adds what a pattern with a constant relation holds at its variables; each pattern before finish().
  void add(const TriplePattern& pattern);
  void finish();

  [[nodiscard]] std::size_t size() const { return ids_.size(); }
  [[nodiscard]] Id id(Rank rank) const { return ids_[rank]; }
  // Precondition: the id is in the domain.
  [[nodiscard]] Rank rank(Id id) const;

 private:
  void add_distinct(const ScanSpec& spec, std::uint8_t place);
  void charge();

  Context& context_;
  std::vector<Id> ids_;
  std::vector<Rank>
      table_;  // rank of the id that lies so far above the first; empty when ids lie too far apart
  MemoryCharge charge_;
};

struct Trie {
  std::vector<Rank> first;
  // Two levels: second[offsets[r], offsets[r + 1]) belong to first value r; by rank, one more than the
  // domain.
  std::vector<std::uint32_t> offsets;
  std::vector<Rank> second;

  [[nodiscard]] std::span<const Rank> below(Rank value) const {
    return {second.data() + offsets[value], second.data() + offsets[value + 1]};
  }
};

// The trie of a pattern with a constant relation. Two variables: two levels, the subject's values first when
// `subject_first`. One variable and a constant: one level. Memory is charged to `charge`.
Trie load_trie(Context& context, const Domain& domain, const TriplePattern& pattern, bool subject_first,
               MemoryCharge& charge);

// The first place in [from, last) whose value is not below `key`, by doubling steps and bisection.
const Rank* gallop_to(const Rank* from, const Rank* last, Rank key);

}  // namespace kg
