// From plans to operators.
#pragma once

#include "kg/exec/expression_program.h"
#include "kg/exec/operator.h"

namespace kg {

// The operators of a plan. `bindings` (may be null, used during the call only): values substituted for
// variables (SPARQL 1.1, 18.6); those variables are no columns of the result. A variable below a projection
// or grouping that does not let it out is another one, and keeps its freedom.
// Throws Failure(limit) for a plan nested deeper than kMaxPlanLevels.
OperatorPtr build_operator(Context& context, const Plan& plan, const Bindings* bindings);

inline constexpr std::size_t kMaxPlanLevels = 2'000;

}  // namespace kg
