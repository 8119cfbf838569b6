// Expressions: operators, functions and aggregates with their arguments checked.
#include <algorithm>

#include "kg/lang/functions.h"
#include "kg/lang/literals.h"
#include "kg/lang/planner.h"

#include <fmt/format.h>

namespace kg {
namespace {

using Kind = ast::Expression::Kind;

bool is_number(const Term& term) {
  return term.datatype == iri::kXsdInteger || term.datatype == iri::kXsdDecimal ||
         term.datatype == iri::kXsdDouble;
}

std::string argument_count(const FunctionSignature& signature) {
  if (signature.least == signature.most) {
    return fmt::format("{} argument{}", signature.least, signature.least == 1 ? "" : "s");
  }
  if (signature.most > 10)
    return fmt::format("at least {} argument{}", signature.least, signature.least == 1 ? "" : "s");
  return fmt::format("{} to {} arguments", signature.least, signature.most);
}

// The word before the parenthesis of a call.
const ast::Token& called(const ast::Expression& call) { return call.run[0]; }

}  // namespace

ExpressionPtr Planner::used_variable(const ast::Expression& expression, Context context,
                                     const ExpressionRules& rules) {
  const ast::Token& token = expression.run[0];
  const Var variable = context.scope.get(variable_name(token));
  if (rules.grouped != nullptr && !rules.inside_aggregate) {
    if (!rules.grouped->contains(variable)) {
      diagnostics_.fail(token,
                        fmt::format("{} is neither grouped nor inside an aggregate", quoted(token.text)),
                        fmt::format("add it to `group by`, or write an aggregate: min({})", token.text));
    }
  } else {
    frames_.use(context.frame, variable, expression.run);
  }
  return make_variable(variable);
}

ExpressionPtr Planner::expression(const ast::Expression& expression, Context context,
                                  const ExpressionRules& rules) {
  switch (expression.kind) {
    case Kind::variable:
      return used_variable(expression, context, rules);
    case Kind::parameter:
      return make_constant(names_.parameter(expression.run[0]));
    case Kind::literal:
      return make_constant(literal_term(expression.run, false, diagnostics_,
                                        [&](const ast::Token& token) { return names_.expand(token); }));
    case Kind::name:
      return make_constant(names_.resolve_term(expression.run));
    case Kind::operation:
      return operation(expression, context, rules);
    case Kind::call:
      return call(expression, context, rules);
  }
  return nullptr;
}

ExpressionPtr Planner::operation(const ast::Expression& expression, Context context,
                                 const ExpressionRules& rules) {
  std::vector<ExpressionPtr> arguments;
  for (const ast::ExpressionPtr& argument : expression.arguments) {
    arguments.push_back(this->expression(*argument, context, rules));
  }
  const Function function = expression.operation;
  if (function == Function::logical_and || function == Function::logical_or) {
    return join_expressions(function, std::move(arguments));
  }
  // -3 is a constant, so that it can narrow a scan.
  if (function == Function::negate && arguments[0]->kind == Expression::Kind::constant &&
      is_number(arguments[0]->constant) && !arguments[0]->constant.value.starts_with('-')) {
    return make_constant(Term::literal("-" + arguments[0]->constant.value, arguments[0]->constant.datatype));
  }
  return make_call(function, std::move(arguments));
}

ExpressionPtr Planner::call(const ast::Expression& expression, Context context,
                            const ExpressionRules& rules) {
  const ast::Token& name = called(expression);
  if (const auto function = find_aggregate(name.text)) {
    const Var target = context.scope.fresh(aggregate_name(*function));
    const AggregateItem item = aggregate(expression, *function, target, context, rules);
    rules.aggregates->push_back(item);
    return make_variable(target);
  }
  const auto signature = find_function(name.text);
  if (!signature) {
    const FunctionAdvice advice = advise_function(name.text);
    diagnostics_.fail(name, fmt::format("there is no function {}", quoted(name.text)),
                      !advice.sentence.empty() ? std::string(advice.sentence)
                      : !advice.name.empty()
                          ? fmt::format("did you mean `{}`?", advice.name)
                          : "a relation or a rule stands between two things: ?x visited ?y");
  }
  if (expression.star || expression.distinct) {
    diagnostics_.fail(expression.run,
                      fmt::format("only aggregates take `{}`", expression.star ? "*" : "distinct"));
  }
  const std::size_t count = expression.arguments.size();
  if (count < signature->least || count > signature->most) {
    diagnostics_.fail(expression.run, fmt::format("{} takes {}, not {}", quoted(name.text),
                                                  argument_count(*signature), count));
  }
  std::vector<ExpressionPtr> arguments;
  for (const ast::ExpressionPtr& argument : expression.arguments) {
    const ast::Token& first = argument->run[0];
    if (signature->text && argument->kind == Kind::name && first.kind == ast::TokenKind::quoted_name) {
      diagnostics_.fail(
          argument->run,
          fmt::format("{} works on text, and {} is a name", quoted(name.text), quoted(first.text)),
          "text stands in single quotes, or write str(...) for the text of an IRI");
    }
    if (signature->function == Function::bound && argument->kind != Kind::variable) {
      diagnostics_.fail(argument->run, "`bound` takes a variable");
    }
    arguments.push_back(
        signature->dates && argument->kind == Kind::literal
            ? make_constant(literal_term(argument->run, true, diagnostics_,
                                         [&](const ast::Token& token) { return names_.expand(token); }))
            : this->expression(*argument, context, rules));
  }
  return make_call(signature->function, std::move(arguments));
}

AggregateItem Planner::aggregate(const ast::Expression& call, Aggregate function, Var target, Context context,
                                 const ExpressionRules& rules) {
  const std::string name = quoted(called(call).text);
  if (rules.inside_aggregate) diagnostics_.fail(call.run, "an aggregate cannot stand inside another");
  if (rules.aggregates == nullptr) {
    diagnostics_.fail(call.run, fmt::format("{} works on groups of rows, and there are none here", name),
                      "use it among what `find` lists, in `having` or in `order by`");
  }
  AggregateItem item;
  item.variable = target;
  item.aggregate = function;
  item.distinct = call.distinct;
  if (call.star && function != Aggregate::count) {
    diagnostics_.fail(call.run, fmt::format("only `count` takes `*`, not {}", name));
  }
  const std::size_t most = function == Aggregate::list ? 2 : 1;
  const std::size_t count = call.arguments.size();
  if (!call.star && (count == 0 || count > most)) {
    diagnostics_.fail(
        call.run,
        fmt::format("{} takes one expression{}", name, most == 2 ? ", and a separator if you like" : ""),
        function == Aggregate::count ? "count(*) counts rows, count(?x) the rows in which ?x is bound" : "");
  }
  ExpressionRules inside = rules;
  inside.inside_aggregate = true;
  if (!call.star) item.expression = expression(*call.arguments[0], context, inside);
  if (count == 2) {
    const ast::Expression& separator = *call.arguments[1];
    const ExpressionPtr text = expression(separator, context, inside);
    if (text->kind != Expression::Kind::constant || text->constant.datatype != iri::kXsdString) {
      diagnostics_.fail(separator.run, "the separator is a string", "for example list(?x, ', ')");
    }
    item.separator = text->constant.value;
  }
  return item;
}

}  // namespace kg
