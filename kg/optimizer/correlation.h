// What the right side of an anti join or a left join has to do with the left.
#pragma once

#include "kg/algebra/plan.h"
#include "kg/optimizer/vars.h"

namespace kg {

// Whether running `plan` with values in place of the variables `outer` gives the same as joining its
// solutions with those values: where an outer variable is spoken of, it is certain.
bool substitution_is_join(const Plan& plan, const VarSet& outer);

// Whether an anti join's right side may run by itself and meet the left in the variables that both speak of:
// both always bind these, and substitution_is_join.
bool runs_alone(const Plan& left, const Plan& right);

}  // namespace kg
