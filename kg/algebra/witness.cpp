#include "kg/algebra/witness.h"

#include <algorithm>

#include "kg/algebra/visit.h"

namespace kg {
namespace {

// Whether a part has other rows than the solutions that it is made of.
bool merges_rows(const Plan& plan) {
  bool merges = plan.as<Group>() != nullptr || plan.as<Distinct>() != nullptr;
  for_each_child(plan, [&](const PlanPtr& child) { merges = merges || merges_rows(*child); });
  return merges;
}

bool only_patterns(const Plan& plan) {
  bool patterns = plan.as<Bgp>() != nullptr || plan.as<Path>() != nullptr || plan.as<Join>() != nullptr;
  for_each_child(plan, [&](const PlanPtr& child) { patterns = patterns && only_patterns(*child); });
  return patterns;
}

class Opener {
 public:
  Witnesses out;

  // `outermost`: no other part is joined to this one, so that a row's values make up for its limits.
  PlanPtr open(const PlanPtr& plan, bool outermost) {
    if (const auto* n = plan->as<Project>()) return open(n->input, outermost);
    if (const auto* n = plan->as<Distinct>()) return open(n->input, outermost);
    if (const auto* n = plan->as<Group>()) {
      PlanPtr input = open(n->input, outermost);
      for (const AggregateItem& item : n->aggregates) lose(item.variable);
      return input;
    }
    if (const auto* n = plan->as<OrderBy>(); n != nullptr && (outermost || merges_rows(*n->input))) {
      return open(n->input, outermost);
    }
    if (const auto* n = plan->as<Slice>()) {
      const bool drop = outermost || merges_rows(*n->input);
      out.conjunctive = out.conjunctive && drop;
      if (drop) return open(n->input, outermost);
    }
    if (const auto* n = plan->as<Extend>()) {
      PlanPtr input = open(n->input, outermost);
      if (!is_volatile(*n->expression) && !mentions_lost(variables_of(*n->expression)))
        return make_plan(Extend{std::move(input), n->variable, n->expression});
      lose(n->variable);
      return input;
    }
    if (const auto* n = plan->as<Filter>()) {
      PlanPtr input = open(n->input, outermost);
      if (mentions_lost(variables_of(*n->condition))) return input;
      return make_plan(Filter{std::move(input), n->condition});
    }
    return open_parts(plan);
  }

 private:
  PlanPtr open_parts(const PlanPtr& plan) {
    if (const auto* n = plan->as<AntiJoin>()) {
      PlanPtr left = open(n->left, false);
      if (!n->negated && only_patterns(*n->right))
        return make_plan(Join{std::move(left), open(n->right, false)});
      if (mentions_lost(mentioned_in(*n->right))) return left;
      return make_plan(AntiJoin{std::move(left), n->right, n->negated});
    }
    if (plan->as<LeftJoin>() != nullptr || plan->as<Union>() != nullptr) out.conjunctive = false;
    if (const auto* n = plan->as<LeftJoin>()) {
      PlanPtr left = open(n->left, false);
      PlanPtr right = open(n->right, false);
      const bool keep = n->condition != nullptr && !mentions_lost(variables_of(*n->condition));
      return make_plan(LeftJoin{std::move(left), std::move(right), keep ? n->condition : nullptr});
    }
    if (plan->as<Fixpoint>() != nullptr) return plan;  // what is derived in rounds has no patterns of its own
    if (plan->as<PathSearch>() != nullptr) {           // its paths say themselves what they go along
      for (const Var v : variables_of(*plan)) lose(v);
      return make_plan(Unit{});
    }
    if (const auto* n = plan->as<Bgp>()) {
      out.triples.insert(out.triples.end(), n->triples.begin(), n->triples.end());
      out.triple_terms.insert(out.triple_terms.end(), n->triple_terms.begin(), n->triple_terms.end());
    }
    if (const auto* n = plan->as<Path>()) out.paths.push_back(*n);
    return rewrite_children(plan, [this](const PlanPtr& child) { return open(child, false); });
  }

  void lose(Var variable) {
    const auto place = std::lower_bound(out.unknown.begin(), out.unknown.end(), variable);
    if (place == out.unknown.end() || *place != variable) out.unknown.insert(place, variable);
  }
  [[nodiscard]] bool mentions_lost(const std::vector<Var>& vars) const {
    return std::any_of(vars.begin(), vars.end(), [this](Var v) {
      return std::binary_search(out.unknown.begin(), out.unknown.end(), v);
    });
  }
};

// The ends of paths are given to them: a walk from both ends takes nothing beside its own nodes.
PlanPtr bind_paths(const PlanPtr& plan, const std::vector<std::pair<Var, Term>>& row) {
  const auto* path = plan->as<Path>();
  if (path == nullptr) {
    if (plan->as<Fixpoint>() != nullptr) return plan;
    return rewrite_children(plan, [&](const PlanPtr& child) { return bind_paths(child, row); });
  }
  Values ends{{}, {{}}};
  for (const auto& [variable, term] : row) {
    const bool here = path->subject.variable == variable || path->object.variable == variable;
    if (!here || term.kind == TermKind::undefined) continue;
    ends.variables.push_back(variable);
    ends.rows[0].push_back(term);
  }
  return ends.variables.empty() ? plan : make_plan(Join{make_plan(std::move(ends)), plan});
}

}  // namespace

Witnesses witnesses_of(const PlanPtr& query) {
  Opener opener;
  opener.out.plan = opener.open(query, true);
  return std::move(opener.out);
}

PlanPtr witnesses_of_row(const Witnesses& witnesses, const std::vector<std::pair<Var, Term>>& row) {
  const std::vector<Var> told = variables_of(*witnesses.plan);
  std::vector<std::pair<Var, Term>> known;
  for (const auto& cell : row) {
    const auto in = [&](const std::vector<Var>& vars) {
      return std::binary_search(vars.begin(), vars.end(), cell.first);
    };
    if (in(told) && !in(witnesses.unknown)) known.push_back(cell);
  }
  PlanPtr plan = bind_paths(witnesses.plan, known);
  for (const auto& [variable, term] : known) {
    const ExpressionPtr value = make_variable(variable);
    plan = make_plan(
        Filter{std::move(plan), term.kind == TermKind::undefined
                                    ? make_call(Function::logical_not, {make_call(Function::bound, {value})})
                                    : make_call(Function::same_term, {value, make_constant(term)})});
  }
  return plan;
}

}  // namespace kg
