// The syntax tree's expressions.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "KgLexer.h"
#include "KgParser.h"
#include "kg/base/limits.h"
#include "kg/lang/parser_tree.h"

namespace kg {

using antlr4::ParserRuleContext;
using grammar::KgLexer;
using grammar::KgParser;

namespace {

Function operator_of(std::size_t type) {
  switch (type) {
    case KgLexer::EQUAL:
      return Function::equal;
    case KgLexer::NOT_EQUAL:
      return Function::not_equal;
    case KgLexer::LESS:
      return Function::less;
    case KgLexer::LESS_EQUAL:
      return Function::less_equal;
    case KgLexer::GREATER:
      return Function::greater;
    case KgLexer::GREATER_EQUAL:
      return Function::greater_equal;
    case KgLexer::AND:
      return Function::logical_and;
    case KgLexer::OR:
      return Function::logical_or;
    case KgLexer::PLUS:
      return Function::add;
    case KgLexer::MINUS:
      return Function::subtract;
    case KgLexer::STAR:
      return Function::multiply;
    default:
      return Function::divide;
  }
}

}  // namespace

TreeBuilder::Built TreeBuilder::leaf(ast::Expression::Kind kind, ast::Run run) const {
  Built built{std::make_unique<ast::Expression>(), 1};
  built.expression->kind = kind;
  built.expression->run = run;
  return built;
}

TreeBuilder::Built TreeBuilder::operation(Function function, Context context) const {
  Built built = leaf(ast::Expression::Kind::operation, run(context));
  built.expression->operation = function;
  return built;
}

void TreeBuilder::add(Built& parent, Built argument) const {
  parent.depth = std::max(parent.depth, argument.depth + 1);
  if (parent.depth > kMaxQueryNestingLevels) {
    diagnostics_.fail(parent.expression->run, fmt::format("the expression is nested more than {} levels deep",
                                                          kMaxQueryNestingLevels));
  }
  parent.expression->arguments.push_back(std::move(argument.expression));
}

TreeBuilder::Built TreeBuilder::build(Context context) {
  const Child first = child(context, 0);
  switch (context.getRuleIndex()) {
    case KgParser::RuleCondition:
    case KgParser::RuleExpression:
    case KgParser::RuleOperand:
      if (first.token != nullptr) {  // a prefix operator
        Built built = operation(first.is_token(KgLexer::NOT)     ? Function::logical_not
                                : first.is_token(KgLexer::MINUS) ? Function::negate
                                                                 : Function::plus,
                                context);
        add(built, build(*child(context, 1).rule));
        return built;
      }
      return context.children.size() == 1 ? build(*first.rule) : chain(context);
    case KgParser::RuleComparison:
      return context.children.size() == 1 ? build(*first.rule) : comparison(context);
    case KgParser::RulePrimary:
      return primary(context);
    case KgParser::RuleArgument:
      return build(*first.rule);
    case KgParser::RuleCall:
      return call(context);
    case KgParser::RuleName:
      return name(context);
    case KgParser::RuleText:
      return leaf(first.is_token(KgLexer::PARAMETER) ? ast::Expression::Kind::parameter
                                                     : ast::Expression::Kind::literal,
                  run(context));
    default:
      return leaf(ast::Expression::Kind::literal, run(context));
  }
}

// a + b - c, from the left. `and` and `or` collect all of their operands in one node.
TreeBuilder::Built TreeBuilder::chain(Context context) {
  std::vector<const ParserRuleContext*> spine;
  const ParserRuleContext* node = &context;
  while (node->children.size() == 3 && child(*node, 0).rule != nullptr && child(*node, 1).token != nullptr) {
    spine.push_back(node);
    node = child(*node, 0).rule;
  }
  Built left = build(*node);
  for (auto it = spine.rbegin(); it != spine.rend(); ++it) {
    const Function function = operator_of(child(**it, 1).type);
    Built right = build(*child(**it, 2).rule);
    const bool flat = function == Function::logical_and || function == Function::logical_or;
    const bool same =
        left.expression->kind == ast::Expression::Kind::operation && left.expression->operation == function;
    if (flat && same && it != spine.rbegin()) {
      left.expression->run = run(**it);
      add(left, std::move(right));
      continue;
    }
    Built built = operation(function, **it);
    add(built, std::move(left));
    add(built, std::move(right));
    left = std::move(built);
  }
  return left;
}

TreeBuilder::Built TreeBuilder::comparison(Context context) {
  const Child sign = child(context, 1);
  if (sign.is_token(KgLexer::NOT) || sign.is_token(KgLexer::IN)) {
    Built built = operation(sign.is_token(KgLexer::NOT) ? Function::not_in : Function::in, context);
    for (const Child& part : children(context)) {
      if (part.rule != nullptr) add(built, build(*part.rule));
    }
    return built;
  }
  Built built =
      operation(sign.is_token(KgLexer::MATCHES) ? Function::matches : operator_of(sign.type), context);
  add(built, build(*child(context, 0).rule));
  add(built, build(*child(context, 2).rule));
  return built;
}

TreeBuilder::Built TreeBuilder::primary(Context context) {
  const Child first = child(context, 0);
  if (first.is_token(KgLexer::VARIABLE)) return leaf(ast::Expression::Kind::variable, run(context));
  if (first.is_token(KgLexer::PARAMETER)) return leaf(ast::Expression::Kind::parameter, run(context));
  if (first.is_token(KgLexer::LPAREN)) {
    Built built = build(*child(context, 1).rule);
    ++built.depth;
    return built;
  }
  return build(*first.rule);
}

TreeBuilder::Built TreeBuilder::call(Context context) {
  Built built = leaf(ast::Expression::Kind::call, run(context));
  for (const Child& part : children(context)) {
    if (part.is_token(KgLexer::DISTINCT)) built.expression->distinct = true;
    if (part.is_token(KgLexer::STAR)) built.expression->star = true;
    if (part.rule != nullptr) add(built, build(*part.rule));
  }
  return built;
}

TreeBuilder::Built TreeBuilder::name(Context context) const {
  return leaf(ast::Expression::Kind::name, run(context));
}

}  // namespace kg
