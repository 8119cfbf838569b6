#include "kg/algebra/expression.h"

#include <set>
#include <string>

#include "kg/algebra/plan.h"
#include "support/catch.h"

using namespace kg;

namespace {

ExpressionPtr var(Var v) { return make_variable(v); }
ExpressionPtr number(int value) { return make_constant(Term::integer(value)); }
ExpressionPtr call(Function f, std::vector<ExpressionPtr> arguments) {
  return make_call(f, std::move(arguments));
}

}  // namespace

TEST_CASE("variables of an expression are ascending and without duplicates") {
  const ExpressionPtr e =
      call(Function::add, {var(7), call(Function::multiply, {var(2), call(Function::negate, {var(7)})})});
  CHECK(variables_of(*e) == std::vector<Var>{2, 7});
  CHECK(variables_of(*number(1)).empty());
}

TEST_CASE("a long chain of expressions is walked without recursion") {
  ExpressionPtr e = var(1);
  for (int i = 0; i < 20'000; ++i) e = call(Function::logical_and, {e, var(2)});
  CHECK(variables_of(*e) == std::vector<Var>{1, 2});
}

TEST_CASE("every function and aggregate has a name") {
  for (int i = 0; i <= static_cast<int>(Function::to_date_time); ++i) {
    CHECK(std::string(function_name(static_cast<Function>(i))) != "?");
  }
  CHECK(std::string(function_name(Function::matches_regex)) == "matches_regex");
  CHECK(std::string(function_name(Function::greater_equal)) == ">=");
  CHECK(std::string(aggregate_name(Aggregate::list)) == "list");
}

TEST_CASE("expressions print with the brackets that they need") {
  Variables variables;
  for (const char* name : {"a", "b", "c"}) variables.get(name);
  const auto text = [&](const ExpressionPtr& e) {
    return print_expression(*e, variables, [](const Term& term) { return term.value; });
  };
  const ExpressionPtr sum = call(Function::add, {var(0), var(1)});
  CHECK(text(call(Function::multiply, {sum, number(2)})) == "(?a + ?b) * 2");
  CHECK(text(call(Function::add, {sum, number(2)})) == "?a + ?b + 2");
  CHECK(text(call(Function::subtract, {number(2), sum})) == "2 - (?a + ?b)");
  CHECK(text(call(Function::logical_not, {call(Function::equal, {var(0), var(1)})})) == "not ?a = ?b");
  CHECK(text(call(Function::logical_and, {call(Function::logical_or, {var(0), var(1)}), var(2)})) ==
        "(?a or ?b) and ?c");
  CHECK(text(call(Function::in, {var(0), number(1), number(2)})) == "?a in (1, 2)");
  CHECK(text(call(Function::starts_with, {var(0), number(1)})) == "starts_with(?a, 1)");
  CHECK(text(call(Function::negate, {sum})) == "-(?a + ?b)");
}

TEST_CASE("a deep expression prints shortened") {
  Variables variables;
  variables.get("a");
  ExpressionPtr e = var(0);
  for (int i = 0; i < 5'000; ++i) e = call(Function::negate, {e});
  CHECK(print_expression(*e, variables, {}).find("...") != std::string::npos);
}
