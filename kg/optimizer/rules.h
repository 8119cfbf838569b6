// The rewrites of logical plans. Each is a pure function: plan in, plan with the same bag of solutions out.
// The meaning of each node is SPARQL 1.1's (section 18).
#pragma once

#include <vector>

#include "kg/algebra/plan.h"
#include "kg/optimizer/cardinality.h"

namespace kg {

// --- expressions ---------------------------------------------------------------------------------

// Computes what is constant and cannot fail: comparisons, arithmetic and logic over constants; `x in (a)`
// becomes `x = a`; a test against itself stays (it may fail).
ExpressionPtr fold_constants(const ExpressionPtr& expression);
// The parts of nested `and`s, left to right.
std::vector<ExpressionPtr> conjuncts_of(const ExpressionPtr& expression);
// The parts joined by `and`; null for none.
ExpressionPtr conjunction(const std::vector<ExpressionPtr>& parts);
// The expression with a constant in place of a variable.
ExpressionPtr substitute(const ExpressionPtr& expression, Var variable, const Term& constant);
// Whether a filter with this condition drops every row that leaves the variable unbound.
bool rejects_unbound(const Expression& condition, Var variable);
// The effective boolean value of a constant expression, where it has one.
std::optional<bool> constant_truth(const Expression& expression);

// --- plans ---------------------------------------------------------------------------------------

// fold_constants in every filter, left join, `let`, order key and aggregate.
PlanPtr fold_expressions(const PlanPtr& plan);

// Splits filters on `and` and moves each part down to the smallest plan that decides it: into joins, the
// left side of left and anti joins, unions, past `let`, projections, distinct, order and the keys of groups.
// A left join whose optional side must be bound for the filter to hold becomes a join. Parts of a left
// join's condition that speak of the right side alone go there.
PlanPtr push_filters(const PlanPtr& plan);

// What can have no solution (a constant that the store lacks, a pattern with an exact count of zero, a false
// filter) becomes Values without rows, and what follows from it is taken away.
PlanPtr prune_empty(const PlanPtr& plan, const Cardinality& cardinality);

// `matches` of a constant query with a wanted word, over objects of a searched relation, becomes a join with
// what the text index finds. Nothing changes for a source without one. Throws Failure(query) for a malformed
// query.
PlanPtr search_texts(const PlanPtr& plan, const TripleSource& source);

// A limit becomes the limit of the order below it and of each input of a union; slices of slices are one.
PlanPtr push_limits(const PlanPtr& plan);

// Whether no two solutions of the plan are the same.
bool is_distinct(const Plan& plan);
// Distinct goes where its input is distinct already.
PlanPtr drop_distinct(const PlanPtr& plan);

// Counts of a whole pattern, of its distinct subjects or objects, or grouped by relation come from the
// statistics. Only where these are exactly the answer.
PlanPtr count_from_statistics(const PlanPtr& plan, Variables& variables);

}  // namespace kg
