// From the candidates chosen to the plan.
#include <algorithm>

#include "kg/optimizer/join_order.h"
#include "kg/optimizer/rules.h"

namespace kg {

std::vector<Var> JoinOrder::names(Mask vars) const {
  std::vector<Var> out;
  for (std::size_t v = 0; v < vars_.size(); ++v) {
    if ((vars & bit(v)) != 0) out.push_back(vars_[v]);
  }
  std::sort(out.begin(), out.end());
  return out;
}

PlanPtr JoinOrder::filtered(PlanPtr plan, Mask filters, double rows) const {
  if (filters == 0) return plan;
  std::vector<ExpressionPtr> parts;
  for_each_bit(filters, [&](std::size_t i) { parts.push_back(filters_[i].expression); });
  return make_plan(Filter{std::move(plan), conjunction(parts)}, rows);
}

PlanPtr JoinOrder::build_scan(const Candidate& candidate) const {
  const Factor& factor = factors_[candidate.right];
  if (!candidate.ranged) return make_plan(Scan{factor.triple, candidate.permutation}, factor.index_rows);
  Union all;
  for (const ValueRange& range : factor.ranges) {
    const double rows = cardinality_.in_range(factor.triple, candidate.permutation, range.ids);
    PlanPtr scan = make_plan(Scan{factor.triple, candidate.permutation, range.ids}, rows);
    all.inputs.push_back(range.exact ? std::move(scan)
                                     : filtered(std::move(scan), factor.ranged_filters, rows));
  }
  if (all.inputs.size() == 1) return all.inputs.front();
  return make_plan(std::move(all), factor.ranged_rows);
}

PlanPtr JoinOrder::build_leaf(const Candidate& candidate) const {
  const Factor& factor = factors_[candidate.right];
  switch (factor.kind) {
    case Factor::Kind::path:
      return make_plan(factor.path, candidate.rows_before_filters);
    case Factor::Kind::triple_term:
      return make_plan(TripleTermJoin{make_plan(Unit{}, 1), {factor.name, factor.triple}},
                       candidate.rows_before_filters);
    case Factor::Kind::plan:
      return factor.sub.plan;
    case Factor::Kind::triple:
      break;
  }
  return make_plan(Scan{factor.triple, candidate.permutation}, factor.index_rows);
}

PlanPtr JoinOrder::build_pair(const Candidate& candidate) const {
  const double rows = candidate.rows_before_filters;
  PlanPtr left = build(candidate.left);
  switch (candidate.operation) {
    case Operation::lookup:
      return make_plan(LookupJoin{std::move(left), factors_[candidate.right].triple, candidate.permutation},
                       rows);
    case Operation::term_join: {
      const Factor& factor = factors_[candidate.right];
      return make_plan(TripleTermJoin{std::move(left), {factor.name, factor.triple}}, rows);
    }
    case Operation::path_join:
      return make_plan(PathJoin{std::move(left), factors_[candidate.right].path}, rows);
    case Operation::compatible:
      return make_plan(Join{std::move(left), build(candidate.right)}, rows);
    default:
      break;
  }
  std::vector<Var> keys;
  if (candidate.operation == Operation::merge) {
    for (std::size_t i = 0; i < static_cast<std::size_t>(std::popcount(candidate.keys)); ++i) {
      keys.push_back(vars_[candidate.key_order[i]]);
    }
    return make_plan(
        PhysicalJoin{std::move(left), build(candidate.right), JoinMethod::merge, std::move(keys)}, rows);
  }
  return make_plan(
      PhysicalJoin{std::move(left), build(candidate.right), JoinMethod::hash, names(candidate.keys)}, rows);
}

PlanPtr JoinOrder::build(std::uint32_t index) const {
  const Candidate& candidate = candidates_[index];
  PlanPtr plan;
  if (candidate.operation == Operation::scan) {
    plan = build_scan(candidate);
  } else if (candidate.operation == Operation::leaf) {
    plan = build_leaf(candidate);
  } else if (candidate.operation == Operation::multiway) {
    const auto& [factors, order] = multiways_[candidate.left];
    MultiwayJoin node;
    for_each_bit(factors, [&](std::size_t f) { node.patterns.push_back(factors_[f].triple); });
    for (const std::size_t v : order) node.order.push_back(vars_[v]);
    plan = make_plan(std::move(node), candidate.rows_before_filters);
  } else {
    plan = build_pair(candidate);
  }
  return filtered(std::move(plan), candidate.filters, candidate.rows);
}

}  // namespace kg
