// Groups: elements joined by `and`, with filters and tests applied to the group as a whole.
#include <algorithm>

#include "kg/lang/literals.h"
#include "kg/lang/planner.h"

#include <fmt/format.h>

namespace kg {
namespace {

using ast::Run;
using ast::Token;
using Kind = ast::TokenKind;

PlanPtr join(PlanPtr left, PlanPtr right) {
  if (left == nullptr) return right;
  return make_plan(Join{std::move(left), std::move(right)});
}

PlanPtr or_unit(PlanPtr plan) { return plan != nullptr ? std::move(plan) : make_plan(Unit{}); }

}  // namespace

ExpressionPtr join_expressions(Function function, std::vector<ExpressionPtr> expressions) {
  if (expressions.empty()) return nullptr;
  while (expressions.size() > 1) {  // pairs of neighbours, until one is left
    std::vector<ExpressionPtr> halved;
    for (std::size_t i = 0; i + 1 < expressions.size(); i += 2) {
      halved.push_back(make_call(function, {expressions[i], expressions[i + 1]}));
    }
    if (expressions.size() % 2 == 1) halved.push_back(expressions.back());
    expressions = std::move(halved);
  }
  return expressions[0];
}

void Planner::count_operator(Run run) {
  if (++operators_ <= kMaxPlanOperators) return;
  diagnostics_.fail(run,
                    fmt::format("the query has more than {} groups, paths and the like", kMaxPlanOperators));
}

void Planner::flush(OpenGroup& open) {
  if (!open.patterns.bgp.triples.empty() || !open.patterns.bgp.triple_terms.empty()) {
    open.plan = join(std::move(open.plan), make_plan(std::move(open.patterns.bgp)));
  }
  for (PlanPtr& part : open.patterns.parts) open.plan = join(std::move(open.plan), std::move(part));
  open.patterns = {};
}

PlanPtr Planner::close(OpenGroup open) {
  flush(open);
  PlanPtr plan = or_unit(std::move(open.plan));
  if (ExpressionPtr condition = join_expressions(Function::logical_and, std::move(open.filters))) {
    plan = make_plan(Filter{std::move(plan), std::move(condition)});
  }
  for (OpenGroup::Test& test : open.tests) {
    plan = make_plan(AntiJoin{std::move(plan), std::move(test.plan), test.negated});
  }
  return plan;
}

PlanPtr Planner::group(std::span<const ast::Element> group, Context context) {
  return close(open_group(group, context));
}

Planner::OpenGroup Planner::open_group(std::span<const ast::Element> group, Context context) {
  OpenGroup open;
  for (const ast::Element& part : group) element(part, open, context);
  return open;
}

void Planner::element(const ast::Element& element, OpenGroup& out, Context context) {
  using ElementKind = ast::Element::Kind;
  if (element.kind != ElementKind::claim && element.kind != ElementKind::filter) count_operator(element.run);
  switch (element.kind) {
    case ElementKind::claim: {
      const std::size_t parts = out.patterns.parts.size();
      claim(element.claim, out.patterns, context);
      for (std::size_t i = parts; i < out.patterns.parts.size(); ++i) count_operator(element.run);
      break;
    }
    case ElementKind::filter:
      if (element.expression->kind == ast::Expression::Kind::variable && element.run.size() == 1) {
        diagnostics_.fail(element.run, "a claim is a subject, a relation and an object",
                          fmt::format("for example: {} visited Ganzhou", element.run[0].text));
      }
      out.filters.push_back(expression(*element.expression, context, {}));
      break;
    case ElementKind::no_match:
    case ElementKind::exists:
      test(element, out, context);
      break;
    case ElementKind::optional:
      optional(element, out, context);
      break;
    case ElementKind::alternatives:
      alternatives(element, out, context);
      break;
    case ElementKind::let:
      let(element, out, context);
      break;
    case ElementKind::values:
      values(element, out, context);
      break;
  }
}

PlanPtr Planner::braced(const ast::Braced& braced, Context outer) {
  if (const auto* find = std::get_if<std::unique_ptr<ast::Find>>(&braced)) return nested_find(**find, outer);
  GroupFrame& frame = frames_.open(&outer.frame, GroupFrame::Link::closed);
  PlanPtr plan = group(std::get<ast::Group>(braced), {outer.scope, frame});
  outer.frame.bound.insert(frame.bound.begin(), frame.bound.end());
  return plan;
}

void Planner::optional(const ast::Element& element, OpenGroup& out, Context context) {
  flush(out);
  const ast::Braced& content = element.groups[0];
  if (const auto* find = std::get_if<std::unique_ptr<ast::Find>>(&content)) {
    out.plan = make_plan(LeftJoin{or_unit(std::move(out.plan)), nested_find(**find, context), nullptr});
    return;
  }
  GroupFrame& frame = frames_.open(&context.frame, GroupFrame::Link::optional);
  OpenGroup inner = open_group(std::get<ast::Group>(content), {context.scope, frame});
  // The group's filters decide over pairs of left and right (SPARQL 1.1, section 18.2.2.6). A test cannot be
  // such a condition here, so it must not need what only the left side binds.
  for (const OpenGroup::Test& test : inner.tests) {
    for (const Var variable : variables_of(*test.plan)) {
      if (frame.bound.contains(variable) || !frame.inherited.contains(variable)) continue;
      diagnostics_.fail(
          test.run,
          fmt::format("inside `optional`, `not` and `exists` can use only what the optional group itself "
                      "binds, and that is not so for `?{}`",
                      variables_.name(variable)),
          "repeat the claim that binds it inside the optional group");
    }
  }
  ExpressionPtr condition = join_expressions(Function::logical_and, std::move(inner.filters));
  inner.filters.clear();
  out.plan = make_plan(LeftJoin{or_unit(std::move(out.plan)), close(std::move(inner)), std::move(condition)});
  context.frame.bound.insert(frame.bound.begin(), frame.bound.end());
}

void Planner::test(const ast::Element& element, OpenGroup& out, Context context) {
  const bool negated = element.kind == ast::Element::Kind::no_match;
  GroupFrame& frame = frames_.open(&context.frame, GroupFrame::Link::no_match);
  const ast::Braced& content = element.groups[0];
  const auto* find = std::get_if<std::unique_ptr<ast::Find>>(&content);
  PlanPtr plan = find != nullptr ? nested_find(**find, {context.scope, frame})
                                 : group(std::get<ast::Group>(content), {context.scope, frame});
  out.tests.push_back({std::move(plan), negated, element.run});
}

void Planner::alternatives(const ast::Element& element, OpenGroup& out, Context context) {
  flush(out);
  std::vector<PlanPtr> inputs;
  for (const ast::Braced& content : element.groups) inputs.push_back(braced(content, context));
  out.plan = join(std::move(out.plan),
                  inputs.size() == 1 ? std::move(inputs[0]) : make_plan(Union{std::move(inputs)}));
}

void Planner::let(const ast::Element& element, OpenGroup& out, Context context) {
  flush(out);
  const Token& name = *element.variable;
  const Var variable = context.scope.get(variable_name(name));
  // What `let` reads must be there already: a later binding would leave it unbound in silence.
  GroupFrame now = context.frame;
  GroupFrame& before = frames_.open(context.frame.parent, context.frame.link);
  before.bound = std::move(now.bound);
  before.inherited = std::move(now.inherited);
  ExpressionPtr value = expression(*element.expression, {context.scope, before}, {});
  if (!context.frame.bound.insert(variable).second) {
    diagnostics_.fail(name, fmt::format("{} is bound already", quoted(name.text)),
                      "give the new value another name");
  }
  out.plan = make_plan(Extend{or_unit(std::move(out.plan)), variable, std::move(value)});
}

Term Planner::value_term(Run run) {
  if (run.size() == 1 && run[0].kind == Kind::parameter) return names_.parameter(run[0]);
  if (run.size() == 1 && run[0].kind == Kind::word && run[0].text == "undef") return {};
  if (is_name(run) && run[0].kind != Kind::truth) return names_.resolve_term(run);
  return literal_term(run, false, diagnostics_, [&](const Token& token) { return names_.expand(token); });
}

void Planner::values(const ast::Element& element, OpenGroup& out, Context context) {
  flush(out);
  Values node;
  for (const Token* name : element.values.variables) {
    const Var variable = context.scope.get(variable_name(*name));
    if (std::find(node.variables.begin(), node.variables.end(), variable) != node.variables.end()) {
      diagnostics_.fail(*name, fmt::format("{} stands twice in these values", quoted(name->text)));
    }
    node.variables.push_back(variable);
    context.frame.bound.insert(variable);
  }
  for (const std::vector<Run>& row : element.values.rows) {
    if (row.size() != node.variables.size()) {
      diagnostics_.fail(
          row[0].front().begin, row.back().back().end,
          fmt::format("this row has {} values for {} variables", row.size(), node.variables.size()));
    }
    std::vector<Term>& terms = node.rows.emplace_back();
    for (const Run value : row) terms.push_back(value_term(value));
  }
  out.plan = join(std::move(out.plan), make_plan(std::move(node)));
}

}  // namespace kg
