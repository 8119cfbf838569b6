// Rules on expressions.
#include <algorithm>

#include "kg/model/value.h"
#include "kg/optimizer/rewrite.h"
#include "kg/optimizer/rules.h"

namespace kg {
namespace {

bool is_constant(const Expression& e) { return e.kind == Expression::Kind::constant; }

ExpressionPtr of_truth(Truth truth) {
  return truth == Truth::error ? nullptr : make_constant(Term::boolean(truth == Truth::yes));
}

Truth truth_of(const Expression& e) { return effective_boolean(value_of(e.constant)); }

// `and` and `or` decide as soon as one side does, even when the other is an error.
ExpressionPtr fold_logic(const Expression& e) {
  const bool is_and = e.function == Function::logical_and;
  Truth all = truth(is_and);
  bool known = true;
  for (const ExpressionPtr& argument : e.arguments) {
    if (!is_constant(*argument)) {
      known = false;
      continue;
    }
    const Truth part = truth_of(*argument);
    if (part == truth(!is_and)) return of_truth(part);
    all = is_and ? truth_and(all, part) : truth_or(all, part);
  }
  return known ? of_truth(all) : nullptr;
}

ExpressionPtr fold_comparison(const Expression& e) {
  const Value a = value_of(e.arguments[0]->constant);
  const Value b = value_of(e.arguments[1]->constant);
  switch (e.function) {
    case Function::equal:
      return of_truth(compare_equal(a, b));
    case Function::not_equal:
      return of_truth(truth_not(compare_equal(a, b)));
    case Function::less:
      return of_truth(compare_less(a, b));
    case Function::less_equal:
      return of_truth(compare_less_equal(a, b));
    case Function::greater:
      return of_truth(compare_less(b, a));
    case Function::greater_equal:
      return of_truth(compare_less_equal(b, a));
    case Function::same_term:
      return of_truth(truth(same_term(a, b)));
    default:
      return nullptr;
  }
}

ExpressionPtr fold_arithmetic(const Expression& e) {
  const Value a = value_of(e.arguments[0]->constant);
  const Value b = value_of(e.arguments[1]->constant);
  if (a.kind != ValueKind::number || b.kind != ValueKind::number) return nullptr;
  std::optional<Number> result;
  switch (e.function) {
    case Function::add:
      result = add(a.number, b.number);
      break;
    case Function::subtract:
      result = subtract(a.number, b.number);
      break;
    case Function::multiply:
      result = multiply(a.number, b.number);
      break;
    default:
      return nullptr;  // a quotient may be rounded: it is computed once, where it stands
  }
  return result ? make_constant(number_term(*result)) : nullptr;
}

ExpressionPtr fold_unary(const Expression& e) {
  if (e.function == Function::logical_not) return of_truth(truth_not(truth_of(*e.arguments[0])));
  if (e.function != Function::negate) return nullptr;
  const Value value = value_of(e.arguments[0]->constant);
  return value.kind == ValueKind::number ? make_constant(number_term(negate(value.number))) : nullptr;
}

// Null when the call cannot be folded.
ExpressionPtr fold_call(const Expression& e) {
  if (e.function == Function::logical_and || e.function == Function::logical_or) return fold_logic(e);
  if (e.function == Function::in && e.arguments.size() == 2) return make_call(Function::equal, e.arguments);
  const bool constant = std::all_of(e.arguments.begin(), e.arguments.end(),
                                    [](const ExpressionPtr& a) { return is_constant(*a); });
  if (!constant) return nullptr;
  if (e.arguments.size() == 1) return fold_unary(e);
  if (e.arguments.size() != 2) return nullptr;
  if (ExpressionPtr folded = fold_comparison(e)) return folded;
  return fold_arithmetic(e);
}

// The expression with its arguments changed; itself when none changes.
template <typename Change>
ExpressionPtr change_arguments(const ExpressionPtr& expression, Change&& change) {
  std::vector<ExpressionPtr> arguments;
  for (std::size_t i = 0; i < expression->arguments.size(); ++i) {
    ExpressionPtr changed = change(expression->arguments[i]);
    if (arguments.empty() && changed == expression->arguments[i]) continue;
    if (arguments.empty()) arguments = expression->arguments;
    arguments[i] = std::move(changed);
  }
  return arguments.empty() ? expression : make_call(expression->function, std::move(arguments));
}

// Functions that give an error when any argument does.
bool is_strict(Function function) {
  switch (function) {
    case Function::logical_not:
    case Function::equal:
    case Function::not_equal:
    case Function::less:
    case Function::less_equal:
    case Function::greater:
    case Function::greater_equal:
    case Function::add:
    case Function::subtract:
    case Function::multiply:
    case Function::divide:
    case Function::negate:
    case Function::plus:
    case Function::matches:
    case Function::contains:
    case Function::starts_with:
    case Function::ends_with:
    case Function::matches_regex:
      return true;
    default:
      return false;
  }
}

bool fails_when_unbound(const Expression& e, Var variable) {
  if (e.kind == Expression::Kind::variable) return e.variable == variable;
  return e.kind == Expression::Kind::call && is_strict(e.function) &&
         std::any_of(e.arguments.begin(), e.arguments.end(), [variable](const ExpressionPtr& argument) {
           return fails_when_unbound(*argument, variable);
         });
}

ExpressionPtr fold_in(const ExpressionPtr& e) { return e ? fold_constants(e) : e; }

}  // namespace

ExpressionPtr fold_constants(const ExpressionPtr& expression) {
  if (expression->kind != Expression::Kind::call) return expression;
  ExpressionPtr changed = change_arguments(expression, fold_constants);
  ExpressionPtr folded = fold_call(*changed);
  if (!folded) return changed;
  return folded->kind == Expression::Kind::call ? fold_constants(folded) : folded;
}

std::vector<ExpressionPtr> conjuncts_of(const ExpressionPtr& expression) {
  std::vector<ExpressionPtr> parts;
  std::vector<ExpressionPtr> open{expression};
  while (!open.empty()) {
    const ExpressionPtr e = std::move(open.back());
    open.pop_back();
    if (e->kind == Expression::Kind::call && e->function == Function::logical_and) {
      open.insert(open.end(), e->arguments.rbegin(), e->arguments.rend());
    } else {
      parts.push_back(e);
    }
  }
  return parts;
}

ExpressionPtr conjunction(const std::vector<ExpressionPtr>& parts) {
  ExpressionPtr all;
  for (const ExpressionPtr& part : parts) {
    all = all ? make_call(Function::logical_and, {all, part}) : part;
  }
  return all;
}

ExpressionPtr substitute(const ExpressionPtr& expression, Var variable, const Term& constant) {
  if (expression->kind == Expression::Kind::variable) {
    return expression->variable == variable ? make_constant(constant) : expression;
  }
  // bound() wants a variable, and it is bound.
  if (expression->function == Function::bound && expression->kind == Expression::Kind::call &&
      expression->arguments.size() == 1 && expression->arguments[0]->kind == Expression::Kind::variable &&
      expression->arguments[0]->variable == variable) {
    return make_constant(Term::boolean(true));
  }
  return change_arguments(
      expression, [&](const ExpressionPtr& argument) { return substitute(argument, variable, constant); });
}

bool rejects_unbound(const Expression& condition, Var variable) {
  if (condition.kind == Expression::Kind::call && condition.function == Function::bound) {
    return condition.arguments.size() == 1 && condition.arguments[0]->variable == variable;
  }
  return fails_when_unbound(condition, variable);
}

std::optional<bool> constant_truth(const Expression& expression) {
  if (!is_constant(expression)) return std::nullopt;
  const Truth value = truth_of(expression);
  if (value == Truth::error) return false;  // a filter drops a row on an error
  return value == Truth::yes;
}

PlanPtr fold_expressions(const PlanPtr& plan) {
  PlanPtr changed = rewrite_children(plan, fold_expressions);
  if (const auto* n = changed->as<Filter>()) {
    ExpressionPtr folded = fold_constants(n->condition);
    return folded == n->condition ? changed : make_plan(Filter{n->input, std::move(folded)});
  }
  if (const auto* n = changed->as<LeftJoin>()) {
    ExpressionPtr folded = fold_in(n->condition);
    return folded == n->condition ? changed : make_plan(LeftJoin{n->left, n->right, std::move(folded)});
  }
  if (const auto* n = changed->as<Extend>()) {
    ExpressionPtr folded = fold_constants(n->expression);
    return folded == n->expression ? changed : make_plan(Extend{n->input, n->variable, std::move(folded)});
  }
  if (const auto* n = changed->as<OrderBy>()) {
    OrderBy copy = *n;
    for (OrderKey& key : copy.keys) key.expression = fold_constants(key.expression);
    const bool same =
        std::equal(copy.keys.begin(), copy.keys.end(), n->keys.begin(),
                   [](const OrderKey& a, const OrderKey& b) { return a.expression == b.expression; });
    return same ? changed : make_plan(std::move(copy));
  }
  if (const auto* n = changed->as<Group>()) {
    Group copy = *n;
    bool same = true;
    for (AggregateItem& item : copy.aggregates) {
      ExpressionPtr folded = fold_in(item.expression);
      same = same && folded == item.expression;
      item.expression = std::move(folded);
    }
    return same ? changed : make_plan(std::move(copy));
  }
  return changed;
}

}  // namespace kg
