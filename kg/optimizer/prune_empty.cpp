// What can have no solution, and what follows from that.
#include <algorithm>

#include "kg/optimizer/rewrite.h"
#include "kg/optimizer/rules.h"

namespace kg {
namespace {

bool lacks(const PatternTerm& term) { return !term.is_variable() && term.id == kMissing; }

bool empty_bgp(const Bgp& bgp, const Cardinality& cardinality) {
  const bool no_triple = std::any_of(bgp.triples.begin(), bgp.triples.end(), [&](const TriplePattern& p) {
    return cardinality.pattern(p).certainly_empty;
  });
  const bool no_term =
      std::any_of(bgp.triple_terms.begin(), bgp.triple_terms.end(), [](const TripleTermPattern& p) {
        return lacks(p.name) || lacks(p.triple.subject) || lacks(p.triple.relation) || lacks(p.triple.object);
      });
  return no_triple || no_term;
}

PlanPtr prune_union(const PlanPtr& plan, const Union& node) {
  std::vector<PlanPtr> kept;
  for (const PlanPtr& input : node.inputs) {
    if (!is_nothing(*input)) kept.push_back(input);
  }
  if (kept.size() == node.inputs.size()) return plan;
  if (kept.empty()) return nothing_like(*plan);
  if (kept.size() == 1) return kept.front();
  return make_plan(Union{std::move(kept)});
}

PlanPtr prune_filter(const PlanPtr& plan, const Filter& node) {
  if (is_nothing(*node.input)) return node.input;
  std::vector<ExpressionPtr> kept;
  bool changed = false;
  for (ExpressionPtr& c : conjuncts_of(node.condition)) {
    const std::optional<bool> known = constant_truth(*c);
    if (known && !*known) return nothing_like(*plan);
    changed = changed || known.has_value();
    if (!known) kept.push_back(std::move(c));
  }
  if (!changed) return plan;
  return kept.empty() ? node.input : make_plan(Filter{node.input, conjunction(kept)});
}

// Precondition: the children are pruned.
PlanPtr prune_node(const PlanPtr& plan, const Cardinality& cardinality) {
  if (const auto* n = plan->as<Bgp>()) return empty_bgp(*n, cardinality) ? nothing_like(*plan) : plan;
  if (const auto* n = plan->as<Join>()) {
    return is_nothing(*n->left) || is_nothing(*n->right) ? nothing_like(*plan) : plan;
  }
  if (const auto* n = plan->as<LeftJoin>()) {
    if (is_nothing(*n->left)) return nothing_like(*plan);
    return is_nothing(*n->right) ? n->left : plan;
  }
  if (const auto* n = plan->as<AntiJoin>()) {
    if (is_nothing(*n->left)) return n->left;
    if (is_nothing(*n->right)) return n->negated ? n->left : nothing_like(*plan);
    return plan;
  }
  if (const auto* n = plan->as<Union>()) return prune_union(plan, *n);
  if (const auto* n = plan->as<Filter>()) return prune_filter(plan, *n);
  if (const auto* n = plan->as<Group>()) {
    return is_nothing(*n->input) && !n->keys.empty() ? nothing_like(*plan) : plan;
  }
  if (plan->as<Extend>() != nullptr || plan->as<Distinct>() != nullptr || plan->as<OrderBy>() != nullptr ||
      plan->as<Slice>() != nullptr || plan->as<Project>() != nullptr) {
    bool nothing = false;
    for (const PlanPtr& child : children_of(*plan)) nothing = is_nothing(*child);
    return nothing ? nothing_like(*plan) : plan;
  }
  return plan;
}

}  // namespace

PlanPtr prune_empty(const PlanPtr& plan, const Cardinality& cardinality) {
  PlanPtr changed =
      rewrite_children(plan, [&](const PlanPtr& child) { return prune_empty(child, cardinality); });
  return prune_node(changed, cardinality);
}

}  // namespace kg
