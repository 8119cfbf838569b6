// Trie: the pairs of one relation in memory, sorted, as two levels: distinct first values, and for each the
// range of its second values. What leapfrog triejoin walks over.
#pragma once

#include <cstdint>
#include <vector>

#include "kg/algebra/plan.h"
#include "kg/exec/operator.h"

namespace kg {

struct Trie {
  std::vector<Id> first;
  std::vector<std::uint32_t>
      offsets;  // second[offsets[i], offsets[i + 1]) belong to first[i]; empty for one level
  std::vector<Id> second;

  [[nodiscard]] std::size_t bytes() const {
    return (first.size() + second.size()) * sizeof(Id) + offsets.size() * sizeof(std::uint32_t);
  }
};

// The trie of a pattern with a constant relation. Two variables: two levels, the subject's values first when
// `subject_first`. One variable and a constant: one level. Memory is charged to `charge`.
Trie load_trie(Context& context, const TriplePattern& pattern, bool subject_first, MemoryCharge& charge);

// The first place in [from, last) whose id is not below `key`, by doubling steps and bisection.
const Id* gallop_to(const Id* from, const Id* last, Id key);

}  // namespace kg
