// Conjunctions of patterns run one after the other, each looked up for the rows so far.
#pragma once

#include <optional>
#include <vector>

#include "kg/algebra/plan.h"
#include "kg/exec/operator.h"

namespace kg {

// Patterns, and filters over their variables.
struct PatternList {
  std::vector<TriplePattern> triples;
  std::vector<TripleTermPattern> triple_terms;
  std::vector<ExpressionPtr> filters;
};

// A plan that is nothing but inner joins of patterns, with filters that see only what their own input
// certainly binds, taken apart; nothing for any other plan.
std::optional<PatternList> patterns_of(const Plan& plan);

// Joins the patterns (constants resolved) to the rows of `start`, which may be null; the filters are left
// aside. Of the patterns left, the one with most places bound comes next.
OperatorPtr join_patterns(Context& context, OperatorPtr start, PatternList patterns);

}  // namespace kg
