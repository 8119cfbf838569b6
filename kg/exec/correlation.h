// Whether EXISTS and NOT EXISTS can be answered by a join instead of by substituting each row.
#pragma once

#include <set>

#include "kg/algebra/plan.h"

namespace kg {

using VarSet = std::set<Var>;

// Every variable that occurs in the plan, those inside expressions and below projections too.
VarSet all_variables_of(const Plan& plan);

// Whether substituting values for `outer` into `plan` (SPARQL 1.1, 18.6) gives the solutions of `plan` that
// are compatible with those values. It does not where a filter, a limit or an optional part looks at an
// outer variable that its own input leaves open.
bool substitution_is_join(const Plan& plan, const VarSet& outer);

}  // namespace kg
