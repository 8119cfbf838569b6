// Optimizer: plan in, plan out, with the same bag of solutions. Rewrites (filter pushdown, id ranges,
// counting from statistics), then join order by dynamic programming over cardinalities.
// Can be left out: exec runs logical plans too, slowly.
#pragma once

#include "kg/algebra/plan.h"
#include "kg/base/budget.h"
#include "kg/model/triple_source.h"

namespace kg {

PlanPtr optimize(const PlanPtr& plan, const TripleSource& source, Variables& variables);

}  // namespace kg
