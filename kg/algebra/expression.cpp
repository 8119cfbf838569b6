#include "kg/algebra/expression.h"

#include <algorithm>
#include <array>
#include <utility>

namespace kg {
namespace {

struct FunctionName {
  Function function;
  const char* name;
};

constexpr std::array kFunctionNames{
    FunctionName{Function::logical_or, "or"},
    FunctionName{Function::logical_and, "and"},
    FunctionName{Function::logical_not, "not"},
    FunctionName{Function::equal, "="},
    FunctionName{Function::not_equal, "!="},
    FunctionName{Function::less, "<"},
    FunctionName{Function::less_equal, "<="},
    FunctionName{Function::greater, ">"},
    FunctionName{Function::greater_equal, ">="},
    FunctionName{Function::add, "+"},
    FunctionName{Function::subtract, "-"},
    FunctionName{Function::multiply, "*"},
    FunctionName{Function::divide, "/"},
    FunctionName{Function::negate, "-"},
    FunctionName{Function::plus, "+"},
    FunctionName{Function::in, "in"},
    FunctionName{Function::not_in, "not in"},
    FunctionName{Function::bound, "bound"},
    FunctionName{Function::same_term, "same_term"},
    FunctionName{Function::coalesce, "coalesce"},
    FunctionName{Function::if_, "if"},
    FunctionName{Function::is_iri, "is_iri"},
    FunctionName{Function::is_blank, "is_blank"},
    FunctionName{Function::is_literal, "is_literal"},
    FunctionName{Function::is_numeric, "is_numeric"},
    FunctionName{Function::str, "str"},
    FunctionName{Function::lang, "lang"},
    FunctionName{Function::datatype, "datatype"},
    FunctionName{Function::iri, "iri"},
    FunctionName{Function::label, "label"},
    FunctionName{Function::lang_matches, "lang_matches"},
    FunctionName{Function::string_with_datatype, "string_with_datatype"},
    FunctionName{Function::string_with_lang, "string_with_lang"},
    FunctionName{Function::matches, "matches"},
    FunctionName{Function::contains, "contains"},
    FunctionName{Function::starts_with, "starts_with"},
    FunctionName{Function::ends_with, "ends_with"},
    FunctionName{Function::matches_regex, "matches_regex"},
    FunctionName{Function::replace_regex, "replace_regex"},
    FunctionName{Function::lower, "lower"},
    FunctionName{Function::upper, "upper"},
    FunctionName{Function::length, "length"},
    FunctionName{Function::substring, "substring"},
    FunctionName{Function::concat, "concat"},
    FunctionName{Function::before_text, "before_text"},
    FunctionName{Function::after_text, "after_text"},
    FunctionName{Function::encode_for_uri, "encode_for_uri"},
    FunctionName{Function::abs, "abs"},
    FunctionName{Function::round, "round"},
    FunctionName{Function::ceil, "ceil"},
    FunctionName{Function::floor, "floor"},
    FunctionName{Function::year, "year"},
    FunctionName{Function::month, "month"},
    FunctionName{Function::day, "day"},
    FunctionName{Function::hours, "hours"},
    FunctionName{Function::minutes, "minutes"},
    FunctionName{Function::seconds, "seconds"},
    FunctionName{Function::to_string, "to_string"},
    FunctionName{Function::to_integer, "to_integer"},
    FunctionName{Function::to_decimal, "to_decimal"},
    FunctionName{Function::to_double, "to_double"},
    FunctionName{Function::to_boolean, "to_boolean"},
    FunctionName{Function::to_date, "to_date"},
    FunctionName{Function::to_date_time, "to_date_time"},
    FunctionName{Function::to_float, "to_float"},
    FunctionName{Function::during, "during"},
    FunctionName{Function::before, "before"},
    FunctionName{Function::overlaps, "overlaps"},
    FunctionName{Function::in_unit, "in_unit"},
    FunctionName{Function::timezone, "timezone"},
    FunctionName{Function::timezone_text, "timezone_text"},
    FunctionName{Function::md5, "md5"},
    FunctionName{Function::sha1, "sha1"},
    FunctionName{Function::sha256, "sha256"},
    FunctionName{Function::sha384, "sha384"},
    FunctionName{Function::sha512, "sha512"},
    FunctionName{Function::now, "now"},
    FunctionName{Function::random, "random"},
    FunctionName{Function::uuid, "uuid"},
    FunctionName{Function::uuid_text, "uuid_text"},
    FunctionName{Function::blank_node, "blank_node"},
};

constexpr bool names_follow_the_enum() {
  for (std::size_t i = 0; i < kFunctionNames.size(); ++i) {
    if (kFunctionNames[i].function != static_cast<Function>(i)) return false;
  }
  return kFunctionNames.back().function == Function::blank_node;
}
static_assert(names_follow_the_enum());

}  // namespace

const char* function_name(Function function) noexcept {
  const auto index = static_cast<std::size_t>(function);
  return index < kFunctionNames.size() ? kFunctionNames[index].name : "?";
}

bool is_volatile(Function function) noexcept {
  return function == Function::random || function == Function::uuid || function == Function::uuid_text ||
         function == Function::blank_node;
}

const char* aggregate_name(Aggregate aggregate) noexcept {
  switch (aggregate) {
    case Aggregate::count:
      return "count";
    case Aggregate::sum:
      return "sum";
    case Aggregate::avg:
      return "avg";
    case Aggregate::min:
      return "min";
    case Aggregate::max:
      return "max";
    case Aggregate::sample:
      return "sample";
    case Aggregate::list:
      return "list";
  }
  return "?";
}

ExpressionPtr make_constant(Term term) {
  Expression e;
  e.kind = Expression::Kind::constant;
  e.constant = std::move(term);
  return std::make_shared<const Expression>(std::move(e));
}

ExpressionPtr make_variable(Var variable) {
  Expression e;
  e.kind = Expression::Kind::variable;
  e.variable = variable;
  return std::make_shared<const Expression>(std::move(e));
}

ExpressionPtr make_call(Function function, std::vector<ExpressionPtr> arguments) {
  Expression e;
  e.kind = Expression::Kind::call;
  e.function = function;
  e.arguments = std::move(arguments);
  return std::make_shared<const Expression>(std::move(e));
}

namespace {

// Visits the expression and its parts with a stack of its own: `and` chains can be deep.
template <typename Visit>
void for_each_part(const Expression& expression, Visit&& visit) {
  std::vector<const Expression*> open{&expression};
  while (!open.empty()) {
    const Expression* e = open.back();
    open.pop_back();
    visit(*e);
    for (const ExpressionPtr& argument : e->arguments) open.push_back(argument.get());
  }
}

}  // namespace

bool is_volatile(const Expression& expression) {
  bool found = false;
  for_each_part(expression, [&](const Expression& e) {
    found = found || (e.kind == Expression::Kind::call && is_volatile(e.function));
  });
  return found;
}

std::vector<Var> variables_of(const Expression& expression) {
  std::vector<Var> found;
  for_each_part(expression, [&](const Expression& e) {
    if (e.kind == Expression::Kind::variable) found.push_back(e.variable);
  });
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

}  // namespace kg
