// Filters go down to the smallest plan that decides them.
//
// A filter may go below a join, a left join or an anti join into one side when each of its variables has the
// same value there as above: certain in that side, or bound by no other.
#include "kg/optimizer/correlation.h"
#include "kg/optimizer/rewrite.h"
#include "kg/optimizer/rules.h"
#include "kg/optimizer/vars.h"

namespace kg {
namespace {

using Conjuncts = std::vector<ExpressionPtr>;

PlanPtr with_filters(PlanPtr plan, Conjuncts conjuncts);

PlanPtr filter_over(PlanPtr plan, const Conjuncts& conjuncts) {
  return conjuncts.empty() ? plan : make_plan(Filter{std::move(plan), conjunction(conjuncts)});
}

// Moves the conjuncts that `fits` out of `from`.
template <typename Fits>
Conjuncts take(Conjuncts& from, Fits&& fits) {
  Conjuncts taken;
  Conjuncts left;
  for (ExpressionPtr& c : from) (fits(*c) ? taken : left).push_back(std::move(c));
  from = std::move(left);
  return taken;
}

// Whether the filter sees in `side` what it sees above, with `other` joined to it.
bool decided_by(const Expression& filter, const VarSet& side_certain, const VarSet& other_possible) {
  if (is_volatile(filter)) return false;
  const VarSet vars = variables_of(filter);
  return disjoint(without(vars, side_certain), other_possible);
}

PlanPtr push_join(const Join& join, Conjuncts conjuncts) {
  const VarSet left = variables_of(*join.left);
  const VarSet right = variables_of(*join.right);
  const VarSet left_certain = certain_variables_of(*join.left);
  const VarSet right_certain = certain_variables_of(*join.right);
  Conjuncts to_left;
  Conjuncts to_right;
  Conjuncts above;
  for (ExpressionPtr& c : conjuncts) {
    const bool in_left = decided_by(*c, left_certain, right);
    // A filter that speaks of neither side goes to the left alone.
    const bool in_right =
        decided_by(*c, right_certain, left) && !(in_left && disjoint(variables_of(*c), right));
    if (in_left && !(in_right && disjoint(variables_of(*c), left))) to_left.push_back(c);
    if (in_right) to_right.push_back(c);
    if (!in_left && !in_right) above.push_back(std::move(c));
  }
  PlanPtr changed = make_plan(
      Join{with_filters(join.left, std::move(to_left)), with_filters(join.right, std::move(to_right))});
  return filter_over(std::move(changed), above);
}

// A condition that only the matched rows can meet makes the left join a join.
bool demands_match(const LeftJoin& join, const Conjuncts& conjuncts) {
  const VarSet optional = without(certain_variables_of(*join.right), variables_of(*join.left));
  for (const ExpressionPtr& c : conjuncts) {
    for (const Var v : variables_of(*c)) {
      if (contains(optional, v) && rejects_unbound(*c, v)) return true;
    }
  }
  return false;
}

PlanPtr push_left_join(const LeftJoin& join, Conjuncts conjuncts) {
  if (demands_match(join, conjuncts)) {
    if (join.condition) {
      for (ExpressionPtr& c : conjuncts_of(join.condition)) conjuncts.push_back(std::move(c));
    }
    return push_join(Join{join.left, join.right}, std::move(conjuncts));
  }
  const VarSet right = variables_of(*join.right);
  const VarSet left_certain = certain_variables_of(*join.left);
  Conjuncts to_left =
      take(conjuncts, [&](const Expression& c) { return decided_by(c, left_certain, right); });

  Conjuncts inside = join.condition ? conjuncts_of(join.condition) : Conjuncts{};
  const VarSet left = variables_of(*join.left);
  const VarSet right_certain = certain_variables_of(*join.right);
  Conjuncts to_right = take(inside, [&](const Expression& c) {
    return decided_by(c, right_certain, left) && !disjoint(variables_of(c), right);
  });
  const bool condition_same = to_right.empty();
  ExpressionPtr condition = condition_same ? join.condition : conjunction(inside);
  PlanPtr changed = make_plan(LeftJoin{with_filters(join.left, std::move(to_left)),
                                       with_filters(join.right, std::move(to_right)), std::move(condition)});
  return filter_over(std::move(changed), conjuncts);
}

PlanPtr push_group(const Group& group, Conjuncts conjuncts) {
  const VarSet keys = sorted_set(group.keys);
  // Without keys there is a row even over nothing.
  Conjuncts below = take(conjuncts, [&](const Expression& c) {
    const VarSet vars = variables_of(c);
    return !vars.empty() && includes(keys, vars);
  });
  Group copy = group;
  copy.input = with_filters(group.input, std::move(below));
  return filter_over(make_plan(std::move(copy)), conjuncts);
}

PlanPtr push_project(const Project& project, Conjuncts conjuncts) {
  // What the projection hides is unbound above it.
  const VarSet kept = sorted_set(project.variables);
  Conjuncts below = take(conjuncts, [&](const Expression& c) { return includes(kept, variables_of(c)); });
  return filter_over(make_plan(Project{with_filters(project.input, std::move(below)), project.variables}),
                     conjuncts);
}

PlanPtr push_anti_join(const AntiJoin& join, Conjuncts conjuncts) {
  AntiJoin copy = join;
  copy.left = with_filters(join.left, std::move(conjuncts));
  // Under a left row's values a variable is never unbound, which the rules below would rely on.
  if (runs_alone(*join.left, *join.right)) copy.right = push_filters(join.right);
  return make_plan(std::move(copy));
}

PlanPtr push_union(const Union& node, const Conjuncts& conjuncts) {
  Union copy;
  for (const PlanPtr& input : node.inputs) copy.inputs.push_back(with_filters(input, conjuncts));
  return make_plan(std::move(copy));
}

PlanPtr push_extend(const Extend& node, Conjuncts conjuncts) {
  Conjuncts below =
      take(conjuncts, [&](const Expression& c) { return !contains(variables_of(c), node.variable); });
  return filter_over(
      make_plan(Extend{with_filters(node.input, std::move(below)), node.variable, node.expression}),
      conjuncts);
}

// push_filters(plan) with `conjuncts` on top of it.
PlanPtr with_filters(PlanPtr plan, Conjuncts conjuncts) {
  if (const auto* n = plan->as<Filter>(); n != nullptr && is_volatile(*n->condition)) {
    return make_plan(Filter{with_filters(n->input, std::move(conjuncts)), n->condition});
  }
  if (const auto* n = plan->as<Filter>()) {
    for (ExpressionPtr& c : conjuncts_of(n->condition)) conjuncts.push_back(std::move(c));
    return with_filters(n->input, std::move(conjuncts));
  }
  if (const auto* n = plan->as<LeftJoin>(); n != nullptr && (n->condition || !conjuncts.empty())) {
    return push_left_join(*n, std::move(conjuncts));
  }
  if (const auto* n = plan->as<AntiJoin>()) return push_anti_join(*n, std::move(conjuncts));
  if (conjuncts.empty()) return rewrite_children(plan, push_filters);
  if (const auto* n = plan->as<Join>()) return push_join(*n, std::move(conjuncts));
  if (const auto* n = plan->as<Union>()) return push_union(*n, conjuncts);
  if (const auto* n = plan->as<Extend>()) return push_extend(*n, std::move(conjuncts));
  if (const auto* n = plan->as<Project>()) return push_project(*n, std::move(conjuncts));
  if (const auto* n = plan->as<Group>()) return push_group(*n, std::move(conjuncts));
  if (const auto* n = plan->as<Distinct>()) {
    return make_plan(Distinct{with_filters(n->input, std::move(conjuncts))});
  }
  if (const auto* n = plan->as<OrderBy>(); n != nullptr && n->limit == OrderBy{}.limit) {
    return make_plan(OrderBy{with_filters(n->input, std::move(conjuncts)), n->keys, n->limit});
  }
  return filter_over(rewrite_children(plan, push_filters), conjuncts);
}

}  // namespace

PlanPtr push_filters(const PlanPtr& plan) { return with_filters(plan, {}); }

}  // namespace kg
