#include "kg/algebra/plan.h"

#include <algorithm>
#include <iterator>

#include "kg/algebra/visit.h"

namespace kg {
namespace {

using Vars = std::vector<Var>;

void tidy(Vars& vars) {
  std::sort(vars.begin(), vars.end());
  vars.erase(std::unique(vars.begin(), vars.end()), vars.end());
}

Vars united(const Vars& a, const Vars& b) {
  Vars out;
  std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
  return out;
}

Vars common(const Vars& a, const Vars& b) {
  Vars out;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
  return out;
}

void add(Vars& vars, const PatternTerm& term) {
  if (term.is_variable()) vars.push_back(term.variable);
}
void add(Vars& vars, const TriplePattern& pattern) {
  for (std::size_t i = 0; i < 3; ++i) add(vars, pattern.at(i));
}
void add(Vars& vars, const TripleTermPattern& pattern) {
  add(vars, pattern.name);
  add(vars, pattern.triple);
}
void add(Vars& vars, const Path& path) {
  add(vars, path.subject);
  add(vars, path.object);
}

template <typename Pattern>
Vars of_patterns(const std::vector<Pattern>& patterns, Vars vars = {}) {
  for (const Pattern& pattern : patterns) add(vars, pattern);
  return vars;
}

// What a leaf binds: always the same variables in every row, Values aside.
struct LeafVariables {
  Vars operator()(const Values& n) const { return n.variables; }
  Vars operator()(const Bgp& n) const { return of_patterns(n.triple_terms, of_patterns(n.triples)); }
  Vars operator()(const Path& n) const {
    Vars vars;
    add(vars, n);
    return vars;
  }
  Vars operator()(const PathSearch& n) const {
    Vars vars{n.path, n.length};
    if (n.cost != kNoVar) vars.push_back(n.cost);
    return vars;
  }
  Vars operator()(const TextSearch& n) const {
    Vars vars{n.text};
    if (n.score != kNoVar) vars.push_back(n.score);
    return vars;
  }
  Vars operator()(const RuleRows& n) const { return n.variables; }
  Vars operator()(const Scan& n) const { return of_patterns(std::vector{n.pattern}); }
  Vars operator()(const MultiwayJoin& n) const { return of_patterns(n.patterns); }
  Vars operator()(const CountPattern& n) const { return {n.count}; }
  Vars operator()(const CountByRelation& n) const { return {n.relation, n.count}; }
  Vars operator()(const CountDistinct& n) const { return {n.count}; }
  // What a node adds to its left input.
  Vars operator()(const TripleTermJoin& n) const { return of_patterns(std::vector{n.pattern}); }
  Vars operator()(const PathJoin& n) const {
    Vars vars;
    add(vars, n.path);
    return vars;
  }
  Vars operator()(const LookupJoin& n) const { return of_patterns(std::vector{n.pattern}); }
  template <typename T>
  Vars operator()(const T&) const {
    return {};
  }
};

Vars own_variables(const Plan& plan) {
  Vars vars = std::visit(LeafVariables{}, plan.node);
  tidy(vars);
  return vars;
}

Vars of_fixpoint(const Fixpoint& node) {
  Vars vars = node.variables;
  tidy(vars);
  return vars;
}

Vars possible_of_group(const Group& group) {
  Vars vars = group.keys;
  for (const AggregateItem& item : group.aggregates) vars.push_back(item.variable);
  tidy(vars);
  return vars;
}

Vars certain_of_values(const Values& values) {
  Vars vars;
  for (std::size_t i = 0; i < values.variables.size(); ++i) {
    const bool always = std::all_of(values.rows.begin(), values.rows.end(), [i](const auto& row) {
      return i < row.size() && row[i].kind != TermKind::undefined;
    });
    if (always) vars.push_back(values.variables[i]);
  }
  tidy(vars);
  return vars;
}

Vars certain_of_group(const Group& group) {
  Vars vars = certain_variables_of(*group.input);
  Vars keys = group.keys;
  tidy(keys);
  vars = common(vars, keys);
  for (const AggregateItem& item : group.aggregates) {
    if (item.aggregate == Aggregate::count) vars.push_back(item.variable);
  }
  tidy(vars);
  return vars;
}

Vars of_union(const Union& node, bool certain) {
  Vars vars;
  for (std::size_t i = 0; i < node.inputs.size(); ++i) {
    const Vars input = certain ? certain_variables_of(*node.inputs[i]) : variables_of(*node.inputs[i]);
    if (i == 0) {
      vars = input;
    } else {
      vars = certain ? common(vars, input) : united(vars, input);
    }
  }
  return vars;
}

Vars projected(const Vars& vars, const Project& node) {
  Vars kept = node.variables;
  tidy(kept);
  return common(vars, kept);
}

// The variables of a pattern in the order of a permutation, constants left out.
Vars in_order(const TriplePattern& pattern, Permutation permutation) {
  Vars vars;
  for (const std::uint8_t position : positions(permutation)) {
    const PatternTerm& term = pattern.at(position);
    if (term.is_variable() && std::find(vars.begin(), vars.end(), term.variable) == vars.end()) {
      vars.push_back(term.variable);
    }
  }
  return vars;
}

// Probes go up by the places of the permutation: the left order survives as far as it agrees with that.
Vars order_after_lookup(const LookupJoin& node) {
  const Vars left = sorted_by(*node.left);
  if (left.empty()) return {};
  const Vars bound = variables_of(*node.left);
  Vars order;
  for (const Var v : in_order(node.pattern, node.permutation)) {
    if (!std::binary_search(bound.begin(), bound.end(), v)) continue;
    if (order.size() >= left.size() || left[order.size()] != v) return {};
    order.push_back(v);
  }
  return order;
}

void mention(Vars& out, const Vars& vars) { out.insert(out.end(), vars.begin(), vars.end()); }
void mention(Vars& out, const ExpressionPtr& expression) {
  if (expression) mention(out, variables_of(*expression));
}

void collect(const Plan& plan, Vars& out) {
  if (const auto* n = plan.as<Filter>()) mention(out, n->condition);
  if (const auto* n = plan.as<LeftJoin>()) mention(out, n->condition);
  if (const auto* n = plan.as<Extend>()) {
    out.push_back(n->variable);
    mention(out, n->expression);
  }
  if (const auto* n = plan.as<Group>()) {
    mention(out, n->keys);
    for (const AggregateItem& item : n->aggregates) {
      out.push_back(item.variable);
      mention(out, item.expression);
    }
  }
  if (const auto* n = plan.as<OrderBy>()) {
    for (const OrderKey& key : n->keys) mention(out, key.expression);
  }
  if (const auto* n = plan.as<Project>()) mention(out, n->variables);
  if (const auto* n = plan.as<Fixpoint>()) mention(out, n->variables);
  bool leaf = true;
  for_each_child(plan, [&](const PlanPtr& child) {
    leaf = false;
    collect(*child, out);
  });
  if (leaf) mention(out, variables_of(plan));
}

}  // namespace

Vars mentioned_in(const Plan& plan) {
  Vars out;
  collect(plan, out);
  tidy(out);
  return out;
}

std::vector<PlanPtr> children_of(const Plan& plan) {
  std::vector<PlanPtr> out;
  for_each_child(plan, [&out](const PlanPtr& child) { out.push_back(child); });
  return out;
}

std::vector<Var> variables_of(const Plan& plan) {
  if (const auto* n = plan.as<Fixpoint>()) return of_fixpoint(*n);
  if (const auto* n = plan.as<Group>()) return possible_of_group(*n);
  if (const auto* n = plan.as<Union>()) return of_union(*n, false);
  if (const auto* n = plan.as<AntiJoin>()) return variables_of(*n->left);
  if (const auto* n = plan.as<Project>()) return projected(variables_of(*n->input), *n);
  if (const auto* n = plan.as<Extend>()) return united(variables_of(*n->input), Vars{n->variable});
  if (const auto* n = plan.as<LookupJoin>();
      n != nullptr && (n->kind == LookupKind::semi || n->kind == LookupKind::anti)) {
    return variables_of(*n->left);
  }
  Vars vars = own_variables(plan);
  for_each_child(plan, [&vars](const PlanPtr& child) { vars = united(vars, variables_of(*child)); });
  return vars;
}

std::vector<Var> certain_variables_of(const Plan& plan) {
  if (const auto* n = plan.as<Fixpoint>()) return of_fixpoint(*n);
  if (const auto* n = plan.as<Values>()) return certain_of_values(*n);
  if (const auto* n = plan.as<Group>()) return certain_of_group(*n);
  if (const auto* n = plan.as<Union>()) return of_union(*n, true);
  if (const auto* n = plan.as<AntiJoin>()) return certain_variables_of(*n->left);
  if (const auto* n = plan.as<LeftJoin>()) return certain_variables_of(*n->left);
  if (const auto* n = plan.as<Project>()) return projected(certain_variables_of(*n->input), *n);
  if (const auto* n = plan.as<Extend>()) {
    const Vars input = certain_variables_of(*n->input);
    const bool always = n->expression->kind == Expression::Kind::constant;
    return always ? united(input, Vars{n->variable}) : input;
  }
  if (const auto* n = plan.as<LookupJoin>(); n != nullptr && n->kind != LookupKind::inner) {
    return certain_variables_of(*n->left);
  }
  Vars vars = own_variables(plan);
  for_each_child(plan, [&vars](const PlanPtr& child) { vars = united(vars, certain_variables_of(*child)); });
  return vars;
}

std::vector<Var> sorted_by(const Plan& plan) {
  if (const auto* n = plan.as<Scan>()) return in_order(n->pattern, n->permutation);
  if (const auto* n = plan.as<MultiwayJoin>()) return n->order;
  if (const auto* n = plan.as<CountByRelation>()) return {n->relation};
  if (const auto* n = plan.as<PhysicalJoin>()) {
    return n->method == JoinMethod::merge ? n->keys : sorted_by(*n->left);
  }
  if (const auto* n = plan.as<LookupJoin>()) return order_after_lookup(*n);
  if (const auto* n = plan.as<AntiJoin>()) return sorted_by(*n->left);
  if (const auto* n = plan.as<Filter>()) return sorted_by(*n->input);
  if (const auto* n = plan.as<Extend>()) return sorted_by(*n->input);
  if (const auto* n = plan.as<Distinct>()) return sorted_by(*n->input);
  if (const auto* n = plan.as<Slice>()) return sorted_by(*n->input);
  if (const auto* n = plan.as<Project>()) {
    Vars order = sorted_by(*n->input);
    const auto dropped = std::find_if(order.begin(), order.end(), [n](Var v) {
      return std::find(n->variables.begin(), n->variables.end(), v) == n->variables.end();
    });
    order.erase(dropped, order.end());
    return order;
  }
  return {};
}

Var Variables::get(std::string_view name) {
  const auto [place, made] = index_.try_emplace(std::string(name), static_cast<Var>(names_.size()));
  if (made) names_.emplace_back(name);
  return place->second;
}

Var Variables::fresh(std::string_view hint) {
  const std::string name = "_:" + std::string(hint) + std::to_string(names_.size());
  return get(name);
}

std::optional<Var> Variables::find(std::string_view name) const {
  const auto place = index_.find(std::string(name));
  if (place == index_.end()) return std::nullopt;
  return place->second;
}

}  // namespace kg
