// Counts that need no rows.
#include <algorithm>

#include "kg/optimizer/correlation.h"
#include "kg/optimizer/rewrite.h"
#include "kg/optimizer/rules.h"
#include "kg/optimizer/vars.h"

namespace kg {
namespace {

// Projections keep the number of rows, so that a count may look through them.
const Plan& below_projections(const Plan& plan, const VarSet& needed) {
  const Plan* at = &plan;
  while (const auto* n = at->as<Project>()) {
    if (!includes(sorted_set(n->variables), needed)) break;
    at = n->input.get();
  }
  return *at;
}

// The only pattern of the plan, provided that no variable stands twice in it.
const TriplePattern* single_pattern(const Plan& plan) {
  const auto* bgp = plan.as<Bgp>();
  if (bgp == nullptr || bgp->triples.size() != 1 || !bgp->triple_terms.empty()) return nullptr;
  const TriplePattern& pattern = bgp->triples.front();
  std::size_t open = 0;
  for (std::size_t i = 0; i < 3; ++i) open += pattern.at(i).is_variable() ? 1U : 0U;
  return variables_of(plan).size() == open ? &pattern : nullptr;
}

VarSet needed_by(const Group& group) {
  VarSet vars = group.keys;
  for (const AggregateItem& item : group.aggregates) {
    if (item.expression) {
      for (const Var v : variables_of(*item.expression)) vars.push_back(v);
    }
  }
  return sorted_set(std::move(vars));
}

// The variable that is counted; kNoVar for count(*); nothing for other aggregates.
std::optional<Var> counted(const AggregateItem& item) {
  if (item.aggregate != Aggregate::count) return std::nullopt;
  if (!item.expression) return item.distinct ? std::nullopt : std::optional<Var>(kNoVar);
  if (item.expression->kind != Expression::Kind::variable) return std::nullopt;
  return item.expression->variable;
}

std::size_t position_of(const TriplePattern& pattern, Var variable) {
  for (std::size_t i = 0; i < 3; ++i) {
    if (pattern.at(i).variable == variable) return i;
  }
  return 3;
}

// One row with the aggregate over the pattern's solutions; null when the statistics do not have it.
PlanPtr count_of(const TriplePattern& pattern, const AggregateItem& item, Variables& variables) {
  const std::optional<Var> variable = counted(item);
  if (!variable) return nullptr;
  if (*variable != kNoVar && position_of(pattern, *variable) == 3) return nullptr;  // a count of nothing
  if (!item.distinct) return make_plan(CountPattern{pattern, item.variable}, 1);

  const std::size_t position = position_of(pattern, *variable);
  std::size_t open = 0;
  for (std::size_t i = 0; i < 3; ++i) open += pattern.at(i).is_variable() ? 1U : 0U;
  if (open == 1) return make_plan(CountPattern{pattern, item.variable}, 1);
  if (open == 2 && !pattern.relation.is_variable() && position != 1) {
    return make_plan(CountDistinct{pattern, static_cast<std::uint8_t>(position), item.variable}, 1);
  }
  if (open == 3 && position == 1) {
    const Var count = variables.fresh("count");
    return make_plan(Group{make_plan(CountByRelation{*variable, count}),
                           {},
                           {{item.variable, Aggregate::count, nullptr, false}}},
                     1);
  }
  return nullptr;
}

PlanPtr count_all(const Group& group, const TriplePattern& pattern, Variables& variables) {
  PlanPtr all;
  for (const AggregateItem& item : group.aggregates) {
    PlanPtr one = count_of(pattern, item, variables);
    if (!one) return nullptr;
    all = all ? make_plan(Join{std::move(all), std::move(one)}, 1) : std::move(one);
  }
  return all;
}

PlanPtr count_by_relation(const Group& group, const TriplePattern& pattern) {
  const bool all_open =
      pattern.subject.is_variable() && pattern.relation.is_variable() && pattern.object.is_variable();
  if (!all_open || group.keys.size() != 1 || group.keys.front() != pattern.relation.variable ||
      group.aggregates.empty()) {
    return nullptr;
  }
  for (const AggregateItem& item : group.aggregates) {
    const std::optional<Var> variable = counted(item);
    const bool each_row =
        variable && !item.distinct && (*variable == kNoVar || position_of(pattern, *variable) < 3);
    if (!each_row) return nullptr;
  }
  const Var count = group.aggregates.front().variable;
  PlanPtr plan = make_plan(CountByRelation{group.keys.front(), count});
  for (std::size_t i = 1; i < group.aggregates.size(); ++i) {
    plan = make_plan(Extend{std::move(plan), group.aggregates[i].variable, make_variable(count)});
  }
  return plan;
}

}  // namespace

PlanPtr count_from_statistics(const PlanPtr& plan, Variables& variables) {
  const auto rewrite = [&](const PlanPtr& child) { return count_from_statistics(child, variables); };
  if (const auto* n = plan->as<AntiJoin>(); n != nullptr && !runs_alone(*n->left, *n->right)) {
    AntiJoin copy = *n;  // a right side that is run for each row stays logical
    copy.left = rewrite(n->left);
    return copy.left == n->left ? plan : make_plan(std::move(copy));
  }
  PlanPtr changed = rewrite_children(plan, rewrite);
  const auto* group = changed->as<Group>();
  if (group == nullptr || group->aggregates.empty()) return changed;
  const TriplePattern* pattern = single_pattern(below_projections(*group->input, needed_by(*group)));
  if (pattern == nullptr) return changed;
  PlanPtr counted_plan =
      group->keys.empty() ? count_all(*group, *pattern, variables) : count_by_relation(*group, *pattern);
  return counted_plan ? counted_plan : changed;
}

}  // namespace kg
