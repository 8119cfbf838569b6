#include "kg/optimizer/join_group.h"

#include <algorithm>

#include "kg/optimizer/correlation.h"
#include "kg/optimizer/rules.h"
#include "kg/optimizer/vars.h"

namespace kg {
namespace {

bool same_place(const PatternTerm& a, const PatternTerm& b) {
  return a.variable == b.variable && a.id == b.id;
}

class Flattener {
 public:
  explicit Flattener(JoinGroup& group) : group_(group) {}

  // `outside`: what the rest of the join, in which the plan stands, may bind.
  void add(const PlanPtr& plan, const VarSet& outside) {
    if (plan->as<Unit>() != nullptr) return;
    if (const auto* n = plan->as<Bgp>()) {
      for (const TriplePattern& pattern : n->triples) add_triple(pattern);
      group_.triple_terms.insert(group_.triple_terms.end(), n->triple_terms.begin(), n->triple_terms.end());
    } else if (const auto* path = plan->as<Path>()) {
      group_.paths.push_back(*path);
    } else if (const auto* join = plan->as<Join>()) {
      add(join->left, united(outside, variables_of(*join->right)));
      add(join->right, united(outside, variables_of(*join->left)));
    } else if (!add_step(*plan, outside)) {
      group_.others.push_back(plan);
    }
  }

 private:
  // Each solution matches a pattern once, so that the same pattern again changes nothing.
  void add_triple(const TriplePattern& pattern) {
    const bool known =
        std::any_of(group_.triples.begin(), group_.triples.end(), [&](const TriplePattern& other) {
          return same_place(pattern.subject, other.subject) && same_place(pattern.relation, other.relation) &&
                 same_place(pattern.object, other.object);
        });
    if (!known) group_.triples.push_back(pattern);
  }

  bool add_step(const Plan& plan, const VarSet& outside) {
    if (const auto* n = plan.as<Filter>()) return add_filter(*n, outside);
    if (const auto* n = plan.as<LeftJoin>()) return add_left_join(*n, outside);
    if (const auto* n = plan.as<AntiJoin>()) return add_anti_join(*n, outside);
    if (const auto* n = plan.as<Extend>()) return add_extend(*n, outside);
    return false;
  }

  bool add_filter(const Filter& node, const VarSet& outside) {
    if (is_volatile(*node.condition)) return add_volatile(node, outside);
    const VarSet certain = certain_variables_of(*node.input);
    const std::vector<ExpressionPtr> parts = conjuncts_of(node.condition);
    for (const ExpressionPtr& part : parts) {
      if (!disjoint(without(variables_of(*part), certain), outside)) return false;
    }
    const std::size_t steps = group_.steps.size();
    add(node.input, outside);
    const VarSet introduced = introduced_since(steps);
    for (const ExpressionPtr& part : parts) {
      if (disjoint(variables_of(*part), introduced)) {
        add_core_filter(part);
      } else {
        group_.steps.push_back({Step::Kind::filter, nullptr, part, kNoVar, true});
      }
    }
    return true;
  }

  // Computed once for each row of its own input: not before, and not after a join with others.
  bool add_volatile(const Filter& node, const VarSet& outside) {
    if (!outside.empty()) return false;
    add(node.input, outside);
    group_.steps.push_back({Step::Kind::filter, nullptr, node.condition, kNoVar, true});
    return true;
  }

  // A filter that went down both sides of a join is asked once.
  void add_core_filter(const ExpressionPtr& part) {
    if (std::find(group_.filters.begin(), group_.filters.end(), part) == group_.filters.end()) {
      group_.filters.push_back(part);
    }
  }

  bool add_left_join(const LeftJoin& node, const VarSet& outside) {
    VarSet touched = variables_of(*node.right);
    if (node.condition) touched = united(touched, variables_of(*node.condition));
    if (!disjoint(without(touched, certain_variables_of(*node.left)), outside)) return false;
    add(node.left, outside);
    group_.steps.push_back({Step::Kind::left_join, node.right, node.condition, kNoVar, true});
    return true;
  }

  bool add_anti_join(const AntiJoin& node, const VarSet& outside) {
    const VarSet touched = mentioned_in(*node.right);
    if (!disjoint(without(touched, certain_variables_of(*node.left)), outside)) return false;
    add(node.left, outside);
    group_.steps.push_back({Step::Kind::anti_join, node.right, nullptr, kNoVar, node.negated});
    return true;
  }

  bool add_extend(const Extend& node, const VarSet& outside) {
    const VarSet open = without(variables_of(*node.expression), certain_variables_of(*node.input));
    if (contains(outside, node.variable) || !disjoint(open, outside)) return false;
    if (is_volatile(*node.expression) && !outside.empty()) return false;
    add(node.input, outside);
    group_.steps.push_back({Step::Kind::extend, nullptr, node.expression, node.variable, true});
    return true;
  }

  [[nodiscard]] VarSet introduced_since(std::size_t first) const {
    VarSet vars;
    for (std::size_t i = first; i < group_.steps.size(); ++i) {
      const Step& step = group_.steps[i];
      if (step.kind == Step::Kind::left_join) vars = united(vars, variables_of(*step.right));
      if (step.kind == Step::Kind::extend) vars = united(vars, VarSet{step.variable});
    }
    return vars;
  }

  JoinGroup& group_;
};

// The terms that a filter allows for a variable, when equality with them is sameness of terms.
struct Choice {
  Var variable = kNoVar;
  std::vector<Term> terms;
};

bool same_as_term(const Term& term) {
  return term.kind == TermKind::iri ||
         (term.kind == TermKind::literal && term.datatype == iri::kXsdString && term.language.empty());
}

std::optional<Choice> choice_of(const Expression& filter) {
  if (filter.kind != Expression::Kind::call || filter.arguments.size() < 2) return std::nullopt;
  const bool is_in = filter.function == Function::in;
  const bool is_same_term = filter.function == Function::same_term;
  if (!is_in && !is_same_term && filter.function != Function::equal) return std::nullopt;
  const bool swapped = !is_in && filter.arguments[0]->kind == Expression::Kind::constant;
  const Expression& variable = *filter.arguments[swapped ? 1 : 0];
  if (variable.kind != Expression::Kind::variable) return std::nullopt;
  Choice choice{variable.variable, {}};
  for (std::size_t i = swapped ? 0 : 1; i < (swapped ? 1 : filter.arguments.size()); ++i) {
    const Expression& e = *filter.arguments[i];
    if (e.kind != Expression::Kind::constant || !(is_same_term || same_as_term(e.constant)))
      return std::nullopt;
    if (std::find(choice.terms.begin(), choice.terms.end(), e.constant) == choice.terms.end()) {
      choice.terms.push_back(e.constant);
    }
  }
  return choice;
}

bool occurs_in_triples(const JoinGroup& group, Var v) {
  return std::any_of(group.triples.begin(), group.triples.end(), [v](const TriplePattern& p) {
    return p.subject.variable == v || p.relation.variable == v || p.object.variable == v;
  });
}

bool occurs_in_others(const JoinGroup& group, Var v) {
  return std::any_of(group.others.begin(), group.others.end(),
                     [v](const PlanPtr& plan) { return contains(variables_of(*plan), v); });
}

void put(PatternTerm& place, Var v, const PatternTerm& constant) {
  if (place.variable == v) place = constant;
}
void put(TriplePattern& pattern, Var v, const PatternTerm& constant) {
  put(pattern.subject, v, constant);
  put(pattern.relation, v, constant);
  put(pattern.object, v, constant);
}

void fix(JoinGroup& group, Var v, const Term& term, Id id) {
  const PatternTerm constant = PatternTerm::constant(id, term);
  for (TriplePattern& pattern : group.triples) put(pattern, v, constant);
  for (TripleTermPattern& pattern : group.triple_terms) {
    put(pattern.name, v, constant);
    put(pattern.triple, v, constant);
  }
  for (Path& path : group.paths) {
    put(path.subject, v, constant);
    put(path.object, v, constant);
  }
  for (ExpressionPtr& filter : group.filters) filter = fold_constants(substitute(filter, v, term));
  group.steps.insert(group.steps.begin(), {Step::Kind::extend, nullptr, make_constant(term), v, true});
}

// Only what the source holds can be chosen: the variable stands in a pattern.
bool choose(JoinGroup& group, const Choice& choice, const TripleSource& source) {
  std::vector<Term> held;
  for (const Term& term : choice.terms) {
    if (source.find(term) != kMissing) held.push_back(term);
  }
  if (held.empty()) return false;
  if (held.size() == 1 && !occurs_in_others(group, choice.variable)) {
    fix(group, choice.variable, held.front(), source.find(held.front()));
    return true;
  }
  Values values{{choice.variable}, {}};
  for (Term& term : held) values.rows.push_back({std::move(term)});
  group.others.push_back(make_plan(std::move(values)));
  return true;
}

}  // namespace

JoinGroup flatten(const PlanPtr& plan) {
  JoinGroup group;
  Flattener(group).add(plan, {});
  return group;
}

bool bind_constants(JoinGroup& group, const TripleSource& source) {
  for (std::size_t i = 0; i < group.filters.size();) {
    const std::optional<Choice> choice = choice_of(*group.filters[i]);
    if (!choice || !occurs_in_triples(group, choice->variable)) {
      ++i;
      continue;
    }
    group.filters.erase(group.filters.begin() + static_cast<std::ptrdiff_t>(i));
    if (!choose(group, *choice, source)) return false;
  }
  return true;
}

}  // namespace kg
