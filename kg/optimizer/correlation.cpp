#include "kg/optimizer/correlation.h"

#include <algorithm>

#include "kg/algebra/visit.h"

namespace kg {
namespace {

bool has_empty_walk(const PathExpression& path) {
  if (path.kind == PathExpression::Kind::repeat && path.at_least == 0) return true;
  return std::any_of(path.parts.begin(), path.parts.end(),
                     [](const PathPtr& part) { return has_empty_walk(*part); });
}

// The outer variables that the expression speaks of are certain in its input.
bool sees_outer(const ExpressionPtr& expression, const Plan& input, const VarSet& outer) {
  if (!expression) return true;
  return includes(certain_variables_of(input), common(variables_of(*expression), outer));
}

bool touches(const Plan& plan, const VarSet& outer) { return !disjoint(mentioned_in(plan), outer); }

bool node_allows(const Plan& plan, const VarSet& outer) {
  if (const auto* n = plan.as<Path>()) return !has_empty_walk(*n->path) || !touches(plan, outer);
  if (const auto* n = plan.as<Filter>()) return sees_outer(n->condition, *n->input, outer);
  if (const auto* n = plan.as<Extend>()) {
    return !contains(outer, n->variable) && sees_outer(n->expression, *n->input, outer);
  }
  if (const auto* n = plan.as<LeftJoin>()) return sees_outer(n->condition, *n->left, outer);
  if (const auto* n = plan.as<AntiJoin>()) {
    return includes(certain_variables_of(*n->left), common(mentioned_in(*n->right), outer));
  }
  if (const auto* n = plan.as<Group>()) {
    return includes(sorted_set(n->keys), common(mentioned_in(plan), outer));
  }
  if (const auto* n = plan.as<Project>()) {
    return includes(sorted_set(n->variables), common(mentioned_in(*n->input), outer));
  }
  if (const auto* n = plan.as<OrderBy>()) return n->limit == OrderBy{}.limit || !touches(plan, outer);
  if (plan.as<Slice>() != nullptr) return !touches(plan, outer);
  return true;
}

}  // namespace

bool substitution_is_join(const Plan& plan, const VarSet& outer) {
  const VarSet seen = common(variables_of(plan), outer);
  if (!includes(certain_variables_of(plan), seen) || !node_allows(plan, outer)) return false;
  bool all = true;
  for_each_child(plan, [&](const PlanPtr& child) {
    const auto* anti = plan.as<AntiJoin>();
    const bool inner = anti != nullptr && child == anti->right;  // sees left's values, which are certain
    all = all && (inner || substitution_is_join(*child, outer));
  });
  return all;
}

bool runs_alone(const Plan& left, const Plan& right) {
  const VarSet outer = common(mentioned_in(right), variables_of(left));
  return includes(certain_variables_of(left), outer) && includes(certain_variables_of(right), outer) &&
         substitution_is_join(right, outer);
}

}  // namespace kg
