#include "kg/algebra/plan.h"

namespace kg {
namespace {

// Binding strength, as in the language: or, and, not, comparisons, sums, products, signs, the rest.
int strength(const Expression& e) {
  if (e.kind != Expression::Kind::call) return 7;
  switch (e.function) {
    case Function::logical_or:
      return 0;
    case Function::logical_and:
      return 1;
    case Function::logical_not:
      return 2;
    case Function::equal:
    case Function::not_equal:
    case Function::less:
    case Function::less_equal:
    case Function::greater:
    case Function::greater_equal:
    case Function::in:
    case Function::not_in:
      return 3;
    case Function::add:
    case Function::subtract:
      return 4;
    case Function::multiply:
    case Function::divide:
      return 5;
    case Function::negate:
    case Function::plus:
      return 6;
    default:
      return 7;
  }
}

class ExpressionPrinter {
 public:
  ExpressionPrinter(const Variables& variables, const std::function<std::string(const Term&)>& term)
      : variables_(variables), term_(term) {}

  std::string text;

  void print(const Expression& e, int context, int depth) {
    if (depth > kMaxDepth) {
      text += "...";
      return;
    }
    if (e.kind == Expression::Kind::constant) {
      text += term_ ? term_(e.constant) : e.constant.to_ntriples();
    } else if (e.kind == Expression::Kind::variable) {
      text += variable_text(variables_, e.variable);
    } else {
      const int own = strength(e);
      const bool bracket = own < context;
      if (bracket) text += '(';
      print_call(e, own, depth + 1);
      if (bracket) text += ')';
    }
  }

 private:
  static constexpr int kMaxDepth = 400;

  void print_call(const Expression& e, int own, int depth) {
    const std::string name = function_name(e.function);
    const std::vector<ExpressionPtr>& arguments = e.arguments;
    const bool binary = own < 6 && e.function != Function::logical_not;
    if ((e.function == Function::in || e.function == Function::not_in) && !arguments.empty()) {
      print(*arguments.front(), own + 1, depth);
      text += ' ' + name + ' ';
      list(arguments, 1, depth);
    } else if (binary && arguments.size() >= 2) {
      for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (i > 0) text += ' ' + name + ' ';
        print(*arguments[i], i == 0 ? own : own + 1, depth);
      }
    } else if (own < 7 && arguments.size() == 1) {
      text += name;
      if (e.function == Function::logical_not) text += ' ';
      print(*arguments.front(), own, depth);
    } else {
      text += name;
      list(arguments, 0, depth);
    }
  }

  void list(const std::vector<ExpressionPtr>& arguments, std::size_t first, int depth) {
    text += '(';
    for (std::size_t i = first; i < arguments.size(); ++i) {
      if (i > first) text += ", ";
      print(*arguments[i], 0, depth);
    }
    text += ')';
  }

  const Variables& variables_;
  const std::function<std::string(const Term&)>& term_;
};

}  // namespace

std::string variable_text(const Variables& variables, Var variable) {
  if (variable >= variables.size()) return "?_" + std::to_string(variable);
  const std::string& name = variables.name(variable);
  return name.starts_with("_:") ? "?" + name.substr(1) : "?" + name;
}

std::string print_expression(const Expression& expression, const Variables& variables,
                             const std::function<std::string(const Term&)>& term) {
  ExpressionPrinter printer(variables, term);
  printer.print(expression, 0, 0);
  return std::move(printer.text);
}

}  // namespace kg
