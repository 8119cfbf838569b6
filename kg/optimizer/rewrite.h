// Rebuilding plans: what every rule is made with.
#pragma once

#include <utility>

#include "kg/algebra/visit.h"

namespace kg {

// A plan without rows that may bind the variables of `plan`.
inline PlanPtr nothing_like(const Plan& plan) { return make_plan(Values{variables_of(plan), {}}, 0); }

inline bool is_nothing(const Plan& plan) {
  const auto* values = plan.as<Values>();
  return values != nullptr && values->rows.empty();
}

}  // namespace kg
