#include "kg/optimizer/physical.h"

#include <algorithm>
#include <cmath>

#include "kg/algebra/visit.h"
#include "kg/optimizer/cost.h"
#include "kg/optimizer/join_order.h"
#include "kg/optimizer/rewrite.h"
#include "kg/optimizer/rules.h"

namespace kg {
namespace {

constexpr std::uint64_t kNoLimit = std::numeric_limits<std::uint64_t>::max();

// Takes the constant filters out. False when one of them never holds.
bool settle_constant_filters(JoinGroup& group) {
  bool holds = true;
  std::erase_if(group.filters, [&](const ExpressionPtr& filter) {
    const std::optional<bool> known = constant_truth(*filter);
    holds = holds && known.value_or(true);
    return known.has_value();
  });
  return holds;
}

Planned nothing(const VarSet& vars) { return {make_plan(Values{vars, {}}, 0), 0, 0, 0}; }

VarSet variables_after(const JoinGroup& group) {
  VarSet vars = variables_of(*make_plan(Bgp{group.triples, group.triple_terms}));
  for (const Path& path : group.paths) vars = united(vars, variables_of(*make_plan(path)));
  for (const PlanPtr& plan : group.others) vars = united(vars, variables_of(*plan));
  for (const Step& step : group.steps) {
    if (step.kind == Step::Kind::left_join) vars = united(vars, variables_of(*step.right));
    if (step.kind == Step::Kind::extend) vars = united(vars, VarSet{step.variable});
  }
  return vars;
}

// Takes up to a JoinOrder's comfortable size of patterns that hang together out of `from`.
JoinGroup take_chunk(std::vector<TriplePattern>& from) {
  JoinGroup chunk;
  VarSet vars;
  for (bool grown = true; grown && chunk.triples.size() < kMaxDynamicFactors;) {
    grown = false;
    for (std::size_t i = 0; i < from.size() && chunk.triples.size() < kMaxDynamicFactors; ++i) {
      const VarSet more = variables_of(*make_plan(Bgp{{from[i]}, {}}));
      if (!chunk.triples.empty() && disjoint(more, vars)) continue;
      vars = united(vars, more);
      chunk.triples.push_back(std::move(from[i]));
      from.erase(from.begin() + static_cast<std::ptrdiff_t>(i));
      --i;
      grown = true;
    }
  }
  return chunk;
}

Planned hash_or_compatible(Planned left, Planned right) {
  const VarSet shared = common(variables_of(*left.plan), variables_of(*right.plan));
  const bool certain = includes(certain_variables_of(*left.plan), shared) &&
                       includes(certain_variables_of(*right.plan), shared);
  const double rows = shared.empty() ? left.rows * right.rows : std::max(left.rows, right.rows);
  Planned out;
  out.rows = rows;
  out.cost = left.cost + right.cost + right.rows * cost::kHashBuild + left.rows * cost::kHashProbe +
             rows * cost::kHashOut;
  out.startup = left.startup + right.cost;
  out.plan =
      certain ? make_plan(PhysicalJoin{std::move(left.plan), std::move(right.plan), JoinMethod::hash, shared},
                          rows)
              : make_plan(Join{std::move(left.plan), std::move(right.plan)}, rows);
  return out;
}

}  // namespace

// Too many factors or variables for one search: parts of it by themselves, then one after the other.
Planned PhysicalPlanner::plan_large_core(const JoinGroup& group) {
  std::vector<Planned> parts;
  std::vector<TriplePattern> triples = group.triples;
  while (!triples.empty()) parts.push_back(plan_core(take_chunk(triples), {}));
  for (const TripleTermPattern& pattern : group.triple_terms) {
    JoinGroup one;
    one.triple_terms.push_back(pattern);
    parts.push_back(plan_core(one, {}));
  }
  for (const Path& path : group.paths) {
    JoinGroup one;
    one.paths.push_back(path);
    parts.push_back(plan_core(one, {}));
  }
  for (const PlanPtr& other : group.others) parts.push_back(plan(other, {}));

  Planned all = parts.empty() ? Planned{make_plan(Unit{}, 1), 1, 0, 0} : std::move(parts.front());
  if (!parts.empty()) parts.erase(parts.begin());
  while (!parts.empty()) {
    const VarSet bound = variables_of(*all.plan);
    auto next = std::find_if(parts.begin(), parts.end(),
                             [&](const Planned& part) { return !disjoint(variables_of(*part.plan), bound); });
    if (next == parts.end()) next = parts.begin();
    all = hash_or_compatible(std::move(all), std::move(*next));
    parts.erase(next);
  }
  if (!group.filters.empty()) all.plan = make_plan(Filter{all.plan, conjunction(group.filters)}, all.rows);
  return all;
}

Planned PhysicalPlanner::plan_core(const JoinGroup& group, const Wish& wish) {
  if (!JoinOrder::fits(group)) return plan_large_core(group);
  std::vector<Planned> others;
  others.reserve(group.others.size());
  for (const PlanPtr& other : group.others) others.push_back(plan(other, {}));
  return JoinOrder(group, std::move(others), cardinality_, wish).plan();
}

Planned PhysicalPlanner::plan_join(JoinGroup group, const Wish& wish) {
  const bool possible = bind_constants(group, cardinality_.source()) && settle_constant_filters(group);
  if (!possible) return nothing(variables_after(group));
  Wish core_wish = wish;
  for (const Step& step : group.steps) {
    const bool drops = step.kind == Step::Kind::filter || step.kind == Step::Kind::anti_join;
    if (drops) core_wish.rows *= 2;
  }
  Planned planned = plan_core(group, core_wish);
  if (is_nothing(*planned.plan)) return nothing(variables_after(group));
  for (const Step& step : group.steps) planned = apply(step, std::move(planned));
  return planned;
}

double PhysicalPlanner::values_of(const Plan& plan, Var variable, double rows) const {
  double least = std::max(1.0, rows);
  const auto look = [&](const TriplePattern& pattern) {
    for (std::size_t i = 0; i < 3; ++i) {
      if (pattern.at(i).variable == variable) {
        least = std::min(least, std::max(1.0, cardinality_.pattern(pattern).distinct[i]));
      }
    }
  };
  std::vector<const Plan*> open{&plan};
  while (!open.empty()) {
    const Plan& at = *open.back();
    open.pop_back();
    if (const auto* n = at.as<Scan>()) look(n->pattern);
    if (const auto* n = at.as<LookupJoin>()) look(n->pattern);
    if (const auto* n = at.as<MultiwayJoin>()) std::for_each(n->patterns.begin(), n->patterns.end(), look);
    if (const auto* n = at.as<Bgp>()) std::for_each(n->triples.begin(), n->triples.end(), look);
    // Unions, groups and the like may bind it to other values too.
    const bool opaque = at.as<Union>() != nullptr || at.as<Group>() != nullptr;
    if (!opaque) for_each_child(at, [&open](const PlanPtr& child) { open.push_back(child.get()); });
  }
  return least;
}

double PhysicalPlanner::joined_rows(const Planned& left, const Planned& right, const VarSet& keys) const {
  double rows = left.rows * right.rows;
  for (const Var v : keys) {
    rows /= std::max(values_of(*left.plan, v, left.rows), values_of(*right.plan, v, right.rows));
  }
  return rows;
}

Planned PhysicalPlanner::plan_union(const Union& node, const Wish& wish) {
  Union copy;
  Planned out;
  for (const PlanPtr& input : node.inputs) {
    Planned planned = plan(input, Wish{{}, wish.rows});
    out.rows += planned.rows;
    out.cost += planned.cost;
    if (copy.inputs.empty()) out.startup = planned.startup;
    copy.inputs.push_back(std::move(planned.plan));
  }
  out.plan = make_plan(std::move(copy), out.rows);
  return out;
}

Planned PhysicalPlanner::plan_group_by(const Group& node, const Wish&) {
  Planned input = plan(node.input, Wish{node.keys, std::numeric_limits<double>::infinity()});
  double groups = 1;
  for (const Var key : node.keys) groups *= values_of(*input.plan, key, input.rows);
  Planned out;
  out.rows = node.keys.empty() ? 1 : std::max(1.0, std::min(groups, input.rows));
  out.cost = input.cost + input.rows * cost::kGroupRow;
  out.startup = out.cost;
  Group copy = node;
  copy.input = std::move(input.plan);
  out.plan = make_plan(std::move(copy), out.rows);
  return out;
}

Planned PhysicalPlanner::plan_distinct(const Distinct& node, const Wish& wish) {
  Planned input = plan(node.input, wish);
  double values = 1;
  for (const Var v : variables_of(*input.plan)) values *= values_of(*input.plan, v, input.rows);
  Planned out = input;
  out.rows = std::min(values, input.rows);
  out.cost += input.rows * cost::kGroupRow;
  out.plan = make_plan(Distinct{std::move(input.plan)}, out.rows);
  return out;
}

Planned PhysicalPlanner::plan_slice(const Slice& node, const Wish& wish) {
  const double wanted = node.limit == kNoLimit
                            ? std::numeric_limits<double>::infinity()
                            : static_cast<double>(node.offset) + static_cast<double>(node.limit);
  Planned out = plan(node.input, Wish{wish.order, std::min(wish.rows, wanted)});
  out.rows = std::clamp(out.rows - static_cast<double>(node.offset), 0.0, static_cast<double>(node.limit));
  out.plan = make_plan(Slice{std::move(out.plan), node.offset, node.limit}, out.rows);
  return out;
}

Planned PhysicalPlanner::plan_project(const Project& node, const Wish& wish) {
  Planned out = plan(node.input, wish);
  out.plan = make_plan(Project{std::move(out.plan), node.variables}, out.rows);
  return out;
}

// A round's new rows are few as a rule, and looking up what hangs on them beats reading relations each round.
Planned PhysicalPlanner::plan_fixpoint(const Fixpoint& node) {
  constexpr double kRounds = 10;
  Fixpoint copy = node;
  Planned out;
  for (PlanPtr& input : copy.inputs) {
    Planned planned = plan(input, {});
    out.rows += planned.rows * kRounds;
    out.cost += planned.cost * kRounds;
    input = std::move(planned.plan);
  }
  out.startup = out.cost;
  out.plan = make_plan(std::move(copy), out.rows);
  return out;
}

Planned PhysicalPlanner::plan_leaf(const PlanPtr& leaf) {
  if (const auto* rows = leaf->as<RuleRows>()) {
    constexpr double kRecentRows = 4;
    constexpr double kKnownRows = 1000;
    const double count = rows->recent ? kRecentRows : kKnownRows;
    return {make_plan(*rows, count), count, count, 0};
  }
  if (const auto* n = leaf->as<Values>()) {
    const auto rows = static_cast<double>(n->rows.size());
    return {make_plan(*n, rows), rows, rows, 0};
  }
  if (const auto* n = leaf->as<TextSearch>()) {
    const double rows = cardinality_.text_search(*n);
    return {make_plan(*n, rows), rows, cost::kScanStart + rows, cost::kScanStart + rows};
  }
  // Counts from statistics, made by a rule before.
  const bool by_relation = leaf->as<CountByRelation>() != nullptr;
  const double rows = by_relation ? 64 : 1;
  return {std::make_shared<const Plan>(Plan{leaf->node, rows}), rows, cost::kScanStart, cost::kScanStart};
}

Planned PhysicalPlanner::plan(const PlanPtr& node, const Wish& wish) {
  for (const auto& [known, planned] : known_) {
    if (known == node) return planned;
  }
  if (const auto* n = node->as<Union>()) return plan_union(*n, wish);
  if (const auto* n = node->as<Group>()) return plan_group_by(*n, wish);
  if (const auto* n = node->as<Distinct>()) return plan_distinct(*n, wish);
  if (const auto* n = node->as<OrderBy>()) return plan_order_by(*n, wish);
  if (const auto* n = node->as<Slice>()) return plan_slice(*n, wish);
  if (const auto* n = node->as<Project>()) return plan_project(*n, wish);
  if (const auto* n = node->as<Fixpoint>()) return plan_fixpoint(*n);
  const bool joins = node->as<Unit>() != nullptr || node->as<Bgp>() != nullptr ||
                     node->as<Path>() != nullptr || node->as<Join>() != nullptr ||
                     node->as<LeftJoin>() != nullptr || node->as<AntiJoin>() != nullptr ||
                     node->as<Filter>() != nullptr || node->as<Extend>() != nullptr;
  return joins ? plan_join(flatten(node), wish) : plan_leaf(node);
}

}  // namespace kg
