// TermRanks: the order of ORDER BY (value.h, order_compare) over a set of ids, as numbers that compare fast.
// Ids whose order is that of their bits are not decoded; texts are decoded once each.
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <vector>

#include "kg/exec/operator.h"

namespace kg {

// Replaces each id by a number: a < b among the numbers when the term of a sorts before the term of b, and
// equal for equal ids. The numbers mean nothing outside this call. Memory is charged while it runs.
std::vector<std::uint64_t> rank_terms(Context& context, std::span<const Id> ids);

}  // namespace kg
