// Planned: a physical plan with what the optimizer expects of it.
#pragma once

#include <limits>
#include <vector>

#include "kg/algebra/plan.h"

namespace kg {

struct Planned {
  PlanPtr plan;
  double rows = 0;
  double cost = 0;     // to the last row
  double startup = 0;  // to the first row
};

// What the consumer of a plan would like.
struct Wish {
  std::vector<Var> order;                                 // sorted by these, the first one first
  double rows = std::numeric_limits<double>::infinity();  // it will take no more

  [[nodiscard]] Wish without_order() const { return {{}, rows}; }
};

}  // namespace kg
