// find: what is selected, grouped, sorted and cut. The order is that of SPARQL 1.1, section 18.2.4: group,
// extend with the items, having, order, project, distinct, slice. Items come before `having`, so that it can
// use their names.
#include <algorithm>
#include <charconv>

#include "kg/lang/functions.h"
#include "kg/lang/planner.h"

#include <fmt/format.h>

namespace kg {
namespace {

using Kind = ast::Expression::Kind;

bool is_aggregate_call(const ast::Expression& expression) {
  return expression.kind == Kind::call && find_aggregate(expression.run[0].text).has_value();
}

bool has_aggregate(const ast::Expression& expression) {
  return is_aggregate_call(expression) ||
         std::any_of(expression.arguments.begin(), expression.arguments.end(),
                     [](const ast::ExpressionPtr& argument) { return has_aggregate(*argument); });
}

bool is_grouped(const ast::Find& find) {
  const auto item = [](const ast::Item& i) { return has_aggregate(*i.expression); };
  const auto key = [](const ast::OrderKey& k) { return has_aggregate(*k.expression); };
  return !find.group_by.empty() || std::any_of(find.items.begin(), find.items.end(), item) ||
         std::any_of(find.order_by.begin(), find.order_by.end(), key) ||
         (find.having != nullptr && has_aggregate(*find.having));
}

}  // namespace

// What `find` works out between its group and its last operators.
struct Planner::Selection {
  PlanPtr plan;
  bool grouped = false;
  bool explicit_keys = false;
  Group group;
  std::set<Var> visible;  // with grouping: what may stand outside of aggregates
  std::vector<std::pair<Var, ExpressionPtr>> extends;
  std::vector<Column> columns;

  [[nodiscard]] ExpressionRules rules() {
    ExpressionRules out;
    out.aggregates = grouped ? &group.aggregates : nullptr;
    out.grouped = grouped ? &visible : nullptr;
    return out;
  }
};

Var Planner::alias(const ast::Token& token, Context context) {
  const Var variable = context.scope.get(variable_name(token));
  if (!context.frame.bound.insert(variable).second) {
    diagnostics_.fail(token, fmt::format("{} is bound already", quoted(token.text)),
                      "give the result another name");
  }
  return variable;
}

void Planner::group_keys(const ast::Find& find, Selection& selection, Context context) {
  const auto add_key = [&](Var variable) {
    if (selection.visible.insert(variable).second) selection.group.keys.push_back(variable);
  };
  const auto add = [&](const ast::Item& key, bool implicit) {
    const bool plain = key.expression->kind == Kind::variable;
    if (plain && (key.alias == nullptr || implicit)) {
      const Var variable = context.scope.get(variable_name(key.expression->run[0]));
      frames_.use(context.frame, variable, key.expression->run);
      add_key(variable);
      return;
    }
    if (key.alias == nullptr) {
      diagnostics_.fail(key.expression->run, "a computed group needs a name",
                        "for example: group by year(?d) as ?year");
    }
    ExpressionPtr value = expression(*key.expression, context, {});
    const Var variable = alias(*key.alias, context);
    selection.plan = make_plan(Extend{std::move(selection.plan), variable, std::move(value)});
    add_key(variable);
  };
  for (const ast::Item& key : find.group_by) add(key, false);
  if (!find.group_by.empty()) return;
  for (const ast::Item& item : find.items) {
    const bool constant = item.expression->kind == Kind::literal || item.expression->kind == Kind::parameter;
    if (!has_aggregate(*item.expression) && !constant) add(item, true);
  }
}

void Planner::item(const ast::Item& item, Selection& selection, Context context) {
  const ast::Expression& what = *item.expression;
  const auto add_column = [&](std::string name, Var variable) {
    const auto same = [&](const Column& column) { return column.name == name; };
    if (std::any_of(selection.columns.begin(), selection.columns.end(), same)) {
      diagnostics_.fail(what.run, fmt::format("two columns would be called {}", quoted(name)),
                        "name them with `as`");
    }
    selection.columns.push_back({std::move(name), variable});
  };
  if (what.kind == Kind::variable && item.alias == nullptr) {
    const ExpressionPtr used = used_variable(what, context, selection.rules());
    add_column(std::string(variable_name(what.run[0])), used->variable);
    return;
  }
  if (item.alias == nullptr && what.kind != Kind::call) {
    diagnostics_.fail(what.run, "a computed column needs a name", "put `as ?name` after it");
  }
  if (item.alias != nullptr) {  // an implicit group key has been computed already
    const Var named = context.scope.get(variable_name(*item.alias));
    if (selection.visible.contains(named) && !selection.explicit_keys && what.kind != Kind::variable) {
      add_column(std::string(variable_name(*item.alias)), named);
      return;
    }
  }
  const std::string name(item.alias != nullptr ? variable_name(*item.alias) : what.run[0].text);
  if (is_aggregate_call(what)) {
    const Var target = item.alias != nullptr ? context.scope.get(name) : context.scope.fresh(name);
    AggregateItem aggregated =
        aggregate(what, *find_aggregate(what.run[0].text), target, context, selection.rules());
    if (item.alias != nullptr) alias(*item.alias, context);
    selection.group.aggregates.push_back(std::move(aggregated));
    selection.visible.insert(target);
    add_column(name, target);
    return;
  }
  ExpressionPtr value = expression(what, context, selection.rules());
  const Var target = item.alias != nullptr ? alias(*item.alias, context) : context.scope.fresh(name);
  selection.extends.emplace_back(target, std::move(value));
  selection.visible.insert(target);
  add_column(name, target);
}

void Planner::select(const ast::Find& find, Selection& selection, Context context) {
  selection.grouped = is_grouped(find);
  selection.explicit_keys = !find.group_by.empty();
  if (selection.grouped && find.star) {
    diagnostics_.fail(find.run[0], "`find *` cannot be grouped", "list what to find");
  }
  if (selection.grouped) group_keys(find, selection, context);
  if (find.star) {
    for (const std::string& name : std::vector<std::string>(context.scope.names())) {
      const Var variable = context.scope.get(name);
      if (context.frame.bound.contains(variable)) selection.columns.push_back({name, variable});
    }
  }
  for (const ast::Item& item : find.items) this->item(item, selection, context);
}

std::uint64_t Planner::count_of(const ast::Token& token) const {
  const std::string text =
      token.kind == ast::TokenKind::parameter ? names_.parameter(token).value : std::string(token.text);
  std::string digits = text;
  digits.erase(std::remove(digits.begin(), digits.end(), '_'), digits.end());
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size()) {
    diagnostics_.fail(token, fmt::format("{} is not a number of rows", quoted(text)));
  }
  return value;
}

void Planner::modifiers(const ast::Find& find, Selection& selection, Context context) {
  if (find.having != nullptr && !selection.grouped) {
    diagnostics_.fail(find.having->run, "`having` works on groups, and this query has none",
                      "put the condition into `where`, or group");
  }
  ExpressionPtr having;
  if (find.having != nullptr) having = expression(*find.having, context, selection.rules());
  std::vector<OrderKey> order;
  for (const ast::OrderKey& key : find.order_by) {
    order.push_back({expression(*key.expression, context, selection.rules()), key.descending});
  }
  // All aggregates are known now.
  if (selection.grouped) {
    selection.group.input = std::move(selection.plan);
    selection.plan = make_plan(std::move(selection.group));
  }
  for (auto& [variable, value] : selection.extends) {
    selection.plan = make_plan(Extend{std::move(selection.plan), variable, std::move(value)});
  }
  if (having != nullptr) selection.plan = make_plan(Filter{std::move(selection.plan), std::move(having)});
  Slice slice;
  if (find.limit != nullptr) slice.limit = count_of(*find.limit);
  if (find.offset != nullptr) slice.offset = count_of(*find.offset);
  if (!order.empty()) {
    OrderBy node{std::move(selection.plan), std::move(order)};
    constexpr std::uint64_t kAll = std::numeric_limits<std::uint64_t>::max();
    if (!find.distinct && slice.limit < kAll - slice.offset) node.limit = slice.offset + slice.limit;
    selection.plan = make_plan(std::move(node));
  }
  std::vector<Var> projected;
  for (const Column& column : selection.columns) projected.push_back(column.variable);
  selection.plan = make_plan(Project{std::move(selection.plan), std::move(projected)});
  if (find.distinct) selection.plan = make_plan(Distinct{std::move(selection.plan)});
  if (find.limit != nullptr || find.offset != nullptr) {
    slice.input = std::move(selection.plan);
    selection.plan = make_plan(std::move(slice));
  }
}

PlanPtr Planner::find_plan(const ast::Find& find, Context context, std::vector<Column>& columns) {
  Selection selection;
  selection.plan = group(find.group, context);
  select(find, selection, context);
  modifiers(find, selection, context);
  columns = std::move(selection.columns);
  return selection.plan;
}

PlanPtr Planner::nested_find(const ast::Find& find, Context outer) {
  std::set<std::string, std::less<>> shared;
  for (const ast::Item& item : find.items) {
    if (item.alias != nullptr) {
      shared.emplace(variable_name(*item.alias));
    } else if (item.expression->kind == Kind::variable) {
      shared.emplace(variable_name(item.expression->run[0]));
    }
  }
  NameScope scope(outer.scope, std::move(shared), find.star);
  GroupFrame& frame = frames_.open(&outer.frame, GroupFrame::Link::closed);
  std::vector<Column> columns;
  PlanPtr plan = find_plan(find, {scope, frame}, columns);
  for (const Column& column : columns) outer.frame.bound.insert(column.variable);
  return plan;
}

// --- statements
// ----------------------------------------------------------------------------------------------

FindStatement Planner::plan(const ast::Find& find) {
  FindStatement out;
  GroupFrame& frame = frames_.open(nullptr, GroupFrame::Link::closed);
  out.plan = find_plan(find, {scope_, frame}, out.columns);
  frames_.check_uses(variables_, diagnostics_);
  out.variables = std::move(variables_);
  return out;
}

AskStatement Planner::ask(std::span<const ast::Element> group) {
  GroupFrame& frame = frames_.open(nullptr, GroupFrame::Link::closed);
  PlanPtr plan = this->group(group, {scope_, frame});
  frames_.check_uses(variables_, diagnostics_);
  return {std::move(plan), std::move(variables_)};
}

Statement::Body Planner::plan(const ast::Claim& claim) {
  const auto open = [](ast::Run run) {
    return std::any_of(run.begin(), run.end(), [](const ast::Token& token) {
      return token.kind == ast::TokenKind::variable || token.kind == ast::TokenKind::wildcard;
    });
  };
  const bool asks = claim.binding == nullptr && !open(claim.run) &&
                    std::none_of(claim.qualifiers.begin(), claim.qualifiers.end(), open);
  FindStatement out;
  if (!asks) columns_ = &out.columns;
  GroupFrame& frame = frames_.open(nullptr, GroupFrame::Link::closed);
  OpenGroup group;
  this->claim(claim, group.patterns, {scope_, frame});
  columns_ = nullptr;
  PlanPtr where = close(std::move(group));
  if (asks) return AskStatement{std::move(where), std::move(variables_), true};
  if (claim.binding != nullptr) {  // the claim itself comes last
    const auto bound = std::find_if(out.columns.begin(), out.columns.end(), [&](const Column& column) {
      return column.name == variable_name(*claim.binding);
    });
    if (bound != out.columns.end()) std::rotate(bound, bound + 1, out.columns.end());
  }
  std::vector<Var> projected;
  for (const Column& column : out.columns) projected.push_back(column.variable);
  out.plan = make_plan(Project{std::move(where), std::move(projected)});
  out.bare = true;
  out.variables = std::move(variables_);
  return out;
}

}  // namespace kg
