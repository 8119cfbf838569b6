// JoinGroup: a part of a plan whose pieces may be joined in any order.
#pragma once

#include <optional>
#include <vector>

#include "kg/algebra/plan.h"
#include "kg/model/triple_source.h"

namespace kg {

// What follows the join, in this order.
struct Step {
  enum class Kind : std::uint8_t { left_join, anti_join, filter, extend };
  Kind kind = Kind::filter;
  PlanPtr right;             // left_join, anti_join
  ExpressionPtr expression;  // left_join (may be null), filter, extend
  Var variable = kNoVar;     // extend
  bool negated = true;       // anti_join
};

// Equal to: the join of all patterns, paths and other plans, then the filters, then the steps one by one.
struct JoinGroup {
  std::vector<TriplePattern> triples;
  std::vector<TripleTermPattern> triple_terms;
  std::vector<Path> paths;
  std::vector<PlanPtr> others;
  std::vector<ExpressionPtr> filters;
  std::vector<Step> steps;
};

// Takes joins, basic graph patterns and filters apart. A left join, an anti join or a `let` inside a join
// moves behind it as a step where that changes nothing: the rest of the join does not speak of what the
// optional side may bind.
JoinGroup flatten(const PlanPtr& plan);

// Filters that fix a variable of a pattern to one term (`=` with an IRI or a string, same_term) put the
// constant into the patterns and a `let` behind the join; `?x in (...)` over such terms becomes Values.
// `=` on numbers, dates and booleans is by value and stays. False when the source lacks the term, so that
// the group has no solution.
bool bind_constants(JoinGroup& group, const TripleSource& source);

}  // namespace kg
