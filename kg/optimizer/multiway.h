// When and how a cycle of patterns is joined at once.
#pragma once

#include <vector>

#include "kg/optimizer/join_order.h"

namespace kg {

struct MultiwayPlan {
  bool possible = false;
  double cost = 0;
  double startup = 0;
  std::vector<std::size_t> order;  // local variables
};

// Possible for three patterns or more of which each has a constant relation, two variables and no filter,
// that form nothing but cycles, and whose relations fit the memory allowed for this.
MultiwayPlan plan_multiway(const std::vector<const Factor*>& links);

}  // namespace kg
