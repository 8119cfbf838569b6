// What follows a join: filters, `let`, left joins and anti joins.
//
// A right side that joins the left on variables that both always bind can run in three ways, and the cheapest
// wins: once as a whole, into a hash table; looked up for each left row, when it is one pattern; or joined
// with the left side's distinct bindings first, so that it starts from few values. The last runs the left
// side twice, and is also what frees a right side whose filters speak of left's variables from running once
// a row; the other way there is to ask those filters about each pair that a hash join finds. Where none of
// these is known to mean the same as running the right side under each row's bindings, that is what happens.
#include <algorithm>

#include "kg/optimizer/correlation.h"
#include "kg/optimizer/cost.h"
#include "kg/optimizer/physical.h"
#include "kg/optimizer/rules.h"

namespace kg {
namespace {

constexpr double kStepPasses = 0.5;

const TriplePattern* single_pattern(const JoinGroup& group) {
  const bool single = group.triples.size() == 1 && group.triple_terms.empty() && group.paths.empty() &&
                      group.others.empty() && group.filters.empty() && group.steps.empty();
  return single ? &group.triples.front() : nullptr;
}

double lookup_cost(const Planned& left, double index_rows, double matched) {
  return left.cost + cost::kScanStart + left.rows * cost::kProbe +
         cost::blocks_touched(left.rows, index_rows, false) * cost::kBlock + matched * cost::kLookupOut;
}

// A permutation in which the constants and the bound variables of the pattern stand first, the relation
// before the others where it can.
Permutation lookup_permutation(const TriplePattern& pattern, const VarSet& bound) {
  for (const Permutation permutation :
       {Permutation::pso, Permutation::pos, Permutation::spo, Permutation::osp}) {
    bool open = false;
    bool first = true;
    for (const std::uint8_t position : positions(permutation)) {
      const PatternTerm& term = pattern.at(position);
      const bool known = !term.is_variable() || contains(bound, term.variable);
      first = first && !(known && open);
      open = open || !known;
    }
    if (first) return permutation;
  }
  return Permutation::spo;
}

double hash_cost(const Planned& left, const Planned& right, double matched) {
  return left.cost + right.cost + right.rows * cost::kHashBuild + left.rows * cost::kHashProbe +
         matched * cost::kHashOut;
}

// A right side without the filters on top of it.
struct Right {
  PlanPtr plan;
  std::vector<ExpressionPtr> filters;
};
Right without_filters(PlanPtr plan) {
  Right out;
  while (const auto* n = plan->as<Filter>()) {
    for (ExpressionPtr& part : conjuncts_of(n->condition)) out.filters.push_back(std::move(part));
    plan = n->input;
  }
  out.plan = std::move(plan);
  return out;
}

// Whether joining the group with values of `outer` is running it under them. Its filters may speak of any.
bool meets_bindings(const JoinGroup& group, const VarSet& outer) {
  return group.steps.empty() && !outer.empty() &&
         std::all_of(group.others.begin(), group.others.end(),
                     [&](const PlanPtr& part) { return substitution_is_join(*part, outer); }) &&
         std::all_of(group.paths.begin(), group.paths.end(),
                     [&](const Path& path) { return substitution_is_join(*make_plan(path), outer); });
}

// The left side joined with anything would be wasted: worth a try only when it is the cheaper one.
bool worth_bindings(const Planned& left, const Planned& right) {
  return left.cost < right.cost && left.rows * cost::kProbe < right.cost + right.rows * cost::kHashBuild;
}

}  // namespace

// The right side joined with the distinct values that the left side has for `keys`.
Planned PhysicalPlanner::right_of_bindings(JoinGroup right, const Planned& left, const VarSet& keys) {
  Planned bindings;
  bindings.rows = left.rows;
  bindings.cost = left.cost + left.rows * cost::kGroupRow;
  bindings.startup = left.startup;
  PlanPtr projected = make_plan(Project{left.plan, keys}, left.rows);
  bindings.plan = make_plan(Distinct{std::move(projected)}, left.rows);
  right.others.push_back(bindings.plan);
  known_.emplace_back(bindings.plan, bindings);
  return plan_join(std::move(right), {});
}

Planned PhysicalPlanner::left_join(const Step& step, Planned left) {
  const VarSet left_vars = variables_of(*left.plan);
  const VarSet shared = common(left_vars, variables_of(*step.right));
  const bool certain = includes(certain_variables_of(*left.plan), shared) &&
                       includes(certain_variables_of(*step.right), shared);
  Planned right = plan(step.right, {});
  const double matched = std::max(left.rows, joined_rows(left, right, shared));
  Planned out{nullptr, matched, hash_cost(left, right, matched), left.startup + right.cost};

  const JoinGroup group = flatten(step.right);
  const TriplePattern* pattern = single_pattern(group);
  if (pattern != nullptr && !step.expression && certain && !shared.empty()) {
    const double lookups = lookup_cost(left, right.rows, matched);
    if (lookups < out.cost) {
      out.cost = lookups;
      out.startup = left.startup;
      out.plan = make_plan(
          LookupJoin{left.plan, *pattern, lookup_permutation(*pattern, left_vars), LookupKind::left},
          matched);
      return out;
    }
  }
  if (certain && !shared.empty() && group.steps.empty() && worth_bindings(left, right)) {
    Planned bound = right_of_bindings(group, left, shared);
    if (hash_cost(left, bound, matched) < out.cost) {
      out.cost = hash_cost(left, bound, matched);
      out.startup = left.startup + bound.cost;
      right = std::move(bound);
    }
  }
  out.plan = make_plan(LeftJoin{std::move(left.plan), std::move(right.plan), step.expression}, matched);
  return out;
}

Planned PhysicalPlanner::anti_join(const Step& step, Planned left) {
  const VarSet left_vars = variables_of(*left.plan);
  const VarSet left_certain = certain_variables_of(*left.plan);
  const VarSet outer = common(mentioned_in(*step.right), left_vars);
  Planned out{nullptr, std::max(1.0, left.rows * kStepPasses), 0, left.startup};
  const auto with_right = [&](const Planned& right, VarSet keys) {
    out.cost = hash_cost(left, right, 0);
    out.startup = left.startup + right.cost;
    out.plan = make_plan(AntiJoin{left.plan, right.plan, step.negated, false, std::move(keys)}, out.rows);
  };
  const JoinGroup group = flatten(step.right);
  if (runs_alone(*left.plan, *step.right)) {
    const Planned right = plan(step.right, {});
    with_right(right, outer);
    const TriplePattern* pattern = single_pattern(group);
    if (pattern != nullptr && !outer.empty()) {
      const double lookups = lookup_cost(left, right.rows, 0);
      if (lookups >= out.cost) return out;
      out.cost = lookups;
      out.startup = left.startup;
      const LookupKind kind = step.negated ? LookupKind::anti : LookupKind::semi;
      out.plan =
          make_plan(LookupJoin{left.plan, *pattern, lookup_permutation(*pattern, left_vars), kind}, out.rows);
    } else if (!outer.empty() && group.steps.empty() && worth_bindings(left, right)) {
      const Planned bound = right_of_bindings(group, left, outer);
      if (hash_cost(left, bound, 0) < out.cost) with_right(bound, outer);
    }
    return out;
  }
  const Right core = without_filters(step.right);
  const bool conditional = !core.filters.empty() && substitution_is_join(*core.plan, outer);
  if (conditional) {
    const Planned right = plan(core.plan, {});
    const double pairs = joined_rows(left, right, common(left_vars, variables_of(*right.plan)));
    out.cost = hash_cost(left, right, pairs) + pairs * cost::kFilterRow;
    out.startup = left.startup + right.cost;
    PlanPtr filtered = make_plan(Filter{right.plan, conjunction(core.filters)}, right.rows);
    out.plan = make_plan(AntiJoin{left.plan, std::move(filtered), step.negated, true, {}}, out.rows);
    if (!worth_bindings(left, right)) return out;
  }
  if (meets_bindings(group, outer) && includes(left_certain, outer)) {
    const Planned bound = right_of_bindings(group, left, outer);
    if (!conditional || hash_cost(left, bound, 0) < out.cost) with_right(bound, outer);
  }
  if (out.plan) return out;
  constexpr double kRunStart = 20000;  // setting up one run of the right side
  out.cost = left.cost + left.rows * kRunStart;
  out.plan = make_plan(AntiJoin{std::move(left.plan), step.right, step.negated, true, {}}, out.rows);
  return out;
}

Planned PhysicalPlanner::apply(const Step& step, Planned left) {
  switch (step.kind) {
    case Step::Kind::left_join:
      return left_join(step, std::move(left));
    case Step::Kind::anti_join:
      return anti_join(step, std::move(left));
    case Step::Kind::filter:
      left.cost += left.rows * cost::kFilterRow;
      left.rows = std::max(1.0, left.rows * kStepPasses);
      left.plan = make_plan(Filter{std::move(left.plan), step.expression}, left.rows);
      return left;
    case Step::Kind::extend:
      left.cost += left.rows * cost::kFilterRow;
      left.plan = make_plan(Extend{std::move(left.plan), step.variable, step.expression}, left.rows);
      return left;
  }
  return left;
}

}  // namespace kg
