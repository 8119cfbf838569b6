#include "kg/exec/correlation.h"

#include <algorithm>

#include "kg/algebra/visit.h"
#include "kg/exec/path_walk.h"

namespace kg {
namespace {

void add_expression(const ExpressionPtr& expression, VarSet& out) {
  if (expression != nullptr) {
    const std::vector<Var> variables = variables_of(*expression);
    out.insert(variables.begin(), variables.end());
  }
}

void collect(const Plan& plan, VarSet& out) {
  const std::vector<Var> visible = variables_of(plan);
  out.insert(visible.begin(), visible.end());
  if (const auto* filter = plan.as<Filter>()) {
    add_expression(filter->condition, out);
  } else if (const auto* extend = plan.as<Extend>()) {
    add_expression(extend->expression, out);
  } else if (const auto* left_join = plan.as<LeftJoin>()) {
    add_expression(left_join->condition, out);
  } else if (const auto* group = plan.as<Group>()) {
    for (const AggregateItem& item : group->aggregates) {
      add_expression(item.expression, out);
    }
  } else if (const auto* order = plan.as<OrderBy>()) {
    for (const OrderKey& key : order->keys) {
      add_expression(key.expression, out);
    }
  }
  for_each_child(plan, [&out](const PlanPtr& child) { collect(*child, out); });
}

VarSet common(const VarSet& a, const std::vector<Var>& b) {
  VarSet out;
  for (const Var variable : b) {
    if (a.contains(variable)) {
      out.insert(variable);
    }
  }
  return out;
}

// Whether `input` certainly binds each of `wanted` that is an outer variable.
bool settles(const Plan& input, const VarSet& wanted, const VarSet& outer) {
  const std::vector<Var> certain = certain_variables_of(input);
  return std::all_of(wanted.begin(), wanted.end(), [&](Var variable) {
    return !outer.contains(variable) || std::find(certain.begin(), certain.end(), variable) != certain.end();
  });
}

bool expression_is_settled(const ExpressionPtr& expression, const Plan& input, const VarSet& outer) {
  VarSet wanted;
  add_expression(expression, wanted);
  return settles(input, wanted, outer);
}

bool pattern_is_settled(const TriplePattern& pattern, const Plan& input, const VarSet& outer) {
  VarSet wanted;
  for (std::size_t position = 0; position < 3; ++position) {
    if (pattern.at(position).is_variable()) {
      wanted.insert(pattern.at(position).variable);
    }
  }
  return settles(input, wanted, outer);
}

bool has_empty_walk(const PathExpression& path) {
  return is_nullable(path) || std::any_of(path.parts.begin(), path.parts.end(),
                                          [](const PathPtr& p) { return has_empty_walk(*p); });
}

bool path_is_settled(const Path& path, const VarSet& outer) {
  const auto is_outer = [&](const PatternTerm& end) {
    return end.is_variable() && outer.contains(end.variable);
  };
  return !has_empty_walk(*path.path) || (!is_outer(path.subject) && !is_outer(path.object));
}

// The node itself, its children left aside.
bool node_is_settled(const Plan& plan, const VarSet& outer) {
  if (const auto* filter = plan.as<Filter>()) {
    return expression_is_settled(filter->condition, *filter->input, outer);
  }
  if (const auto* extend = plan.as<Extend>()) {
    return !outer.contains(extend->variable) &&
           expression_is_settled(extend->expression, *extend->input, outer);
  }
  if (const auto* join = plan.as<LeftJoin>()) {
    return expression_is_settled(join->condition, *join->left, outer) &&
           settles(*join->left, all_variables_of(*join->right), outer);
  }
  if (const auto* join = plan.as<AntiJoin>()) {
    return settles(*join->left, all_variables_of(*join->right), outer);
  }
  if (const auto* join = plan.as<LookupJoin>()) {
    return join->kind == LookupKind::inner || pattern_is_settled(join->pattern, *join->left, outer);
  }
  if (const auto* path = plan.as<Path>()) {
    return path_is_settled(*path, outer);
  }
  if (const auto* join = plan.as<PathJoin>()) {
    return path_is_settled(join->path, outer);
  }
  if (const auto* order = plan.as<OrderBy>()) {
    return order->limit == OrderBy{}.limit || common(outer, variables_of(plan)).empty();
  }
  if (plan.as<Slice>() != nullptr) {
    return common(outer, variables_of(plan)).empty();
  }
  if (const auto* group = plan.as<Group>()) {
    for (const AggregateItem& item : group->aggregates) {
      if (outer.contains(item.variable)) {
        return false;
      }
    }
    return settles(*group->input, VarSet(group->keys.begin(), group->keys.end()), outer);
  }
  return true;
}

}  // namespace

VarSet all_variables_of(const Plan& plan) {
  VarSet out;
  collect(plan, out);
  return out;
}

bool substitution_is_join(const Plan& plan, const VarSet& outer) {
  if (!node_is_settled(plan, outer)) {
    return false;
  }
  if (const auto* join = plan.as<AntiJoin>()) {
    return substitution_is_join(*join->left, outer);  // the right side sees what the left has settled
  }
  if (const auto* join = plan.as<LeftJoin>()) {
    return substitution_is_join(*join->left, outer) && substitution_is_join(*join->right, outer);
  }
  // A variable below a projection or a grouping is another one, unless it is let out.
  VarSet inner = outer;
  if (const auto* project = plan.as<Project>()) {
    inner = common(outer, project->variables);
  } else if (const auto* group = plan.as<Group>()) {
    inner = common(outer, group->keys);
  }
  bool all = true;
  for_each_child(plan, [&](const PlanPtr& child) { all = all && substitution_is_join(*child, inner); });
  return all;
}

}  // namespace kg
