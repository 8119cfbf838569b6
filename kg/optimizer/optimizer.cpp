#include "kg/optimizer/optimizer.h"

#include "kg/algebra/visit.h"
#include "kg/base/error.h"
#include "kg/optimizer/physical.h"
#include "kg/optimizer/rules.h"

namespace kg {
namespace {

// Rules and planner walk plans by recursion.
constexpr std::size_t kMaxPlanNestingLevels = 1000;

void check_depth(const Plan& plan) {
  std::vector<std::pair<const Plan*, std::size_t>> open{{&plan, 1}};
  while (!open.empty()) {
    const auto [node, depth] = open.back();
    open.pop_back();
    if (depth > kMaxPlanNestingLevels) {
      throw Failure(ErrorCode::limit, "The query nests its parts too deeply",
                    "Write fewer optional, not and or parts inside one another");
    }
    for_each_child(
        *node, [&open, below = depth + 1](const PlanPtr& child) { open.emplace_back(child.get(), below); });
  }
}

}  // namespace

PlanPtr optimize(const PlanPtr& plan, const TripleSource& source, Variables& variables) {
  check_depth(*plan);
  const Cardinality cardinality(source);
  PlanPtr logical = push_filters(fold_expressions(plan));
  logical = prune_empty(logical, cardinality);
  logical = search_texts(logical, source);
  logical = drop_distinct(push_limits(logical));
  logical = count_from_statistics(logical, variables);
  return PhysicalPlanner(cardinality).plan(logical, {}).plan;
}

}  // namespace kg
