#include "kg/optimizer/rules.h"
#include "optimizer/query.h"
#include "optimizer/synthetic_source.h"
#include "support/catch.h"

using namespace kg;
using namespace kg::test;

namespace {
const SyntheticSource kNoSource;
}

TEST_CASE("constants are folded where they cannot fail") {
  Query q(kNoSource);
  const auto folded = [&](ExpressionPtr e) { return q.text(fold_constants(e)); };
  CHECK(folded(q.call(Function::add, {"2", "3"})) == "5");
  CHECK(folded(make_call(Function::less, {q.value("?x"), q.call(Function::multiply, {"2", "3"})})) ==
        "?x < 6");
  CHECK(folded(q.call(Function::less, {"2", "3"})) == "true");
  CHECK(folded(q.call(Function::equal, {"'a'", "'b'"})) == "false");
  CHECK(folded(make_call(Function::logical_not, {q.call(Function::greater, {"2", "3"})})) == "true");
  CHECK(folded(q.call(Function::negate, {"4"})) == "-4");
}

TEST_CASE("what may be an error is left to the run") {
  Query q(kNoSource);
  const auto folded = [&](ExpressionPtr e) { return q.text(fold_constants(e)); };
  CHECK(folded(q.call(Function::less, {"2", "'a'"})) == "2 < 'a'");
  CHECK(folded(q.call(Function::divide, {"1", "3"})) == "1 / 3");
  CHECK(folded(q.call(Function::equal, {"?x", "?x"})) == "?x = ?x");
}

TEST_CASE("and, or decide as soon as one side does") {
  Query q(kNoSource);
  const ExpressionPtr open = q.call(Function::less, {"?x", "3"});
  const ExpressionPtr yes = q.call(Function::less, {"2", "3"});
  const ExpressionPtr no = q.call(Function::less, {"3", "2"});
  CHECK(q.text(fold_constants(make_call(Function::logical_and, {open, no}))) == "false");
  CHECK(q.text(fold_constants(make_call(Function::logical_or, {yes, open}))) == "true");
  CHECK(q.text(fold_constants(make_call(Function::logical_and, {open, yes}))) == "?x < 3 and true");
}

TEST_CASE("in with one choice is equality") {
  Query q(kNoSource);
  CHECK(q.text(fold_constants(q.call(Function::in, {"?x", "a"}))) == "?x = a");
  CHECK(q.text(fold_constants(q.call(Function::in, {"?x", "a", "b"}))) == "?x in (a, b)");
}

TEST_CASE("conjunctions come apart and together") {
  Query q(kNoSource);
  const ExpressionPtr a = q.value("?a");
  const ExpressionPtr b = q.value("?b");
  const ExpressionPtr c = q.value("?c");
  const ExpressionPtr nested =
      make_call(Function::logical_and, {make_call(Function::logical_and, {a, b}), c});
  CHECK(conjuncts_of(nested) == std::vector{a, b, c});
  CHECK(q.text(conjunction({a, b, c})) == "?a and ?b and ?c");
  CHECK(conjunction({}) == nullptr);
}

TEST_CASE("a condition that fails on an unbound variable rejects it") {
  Query q(kNoSource);
  const Var x = q.var("x");
  CHECK(rejects_unbound(*q.call(Function::less, {"?x", "3"}), x));
  CHECK(rejects_unbound(*q.call(Function::bound, {"?x"}), x));
  CHECK(rejects_unbound(*make_call(Function::logical_not, {q.call(Function::less, {"?x", "3"})}), x));
  CHECK_FALSE(rejects_unbound(*make_call(Function::logical_not, {q.call(Function::bound, {"?x"})}), x));
  CHECK_FALSE(rejects_unbound(
      *make_call(Function::less, {q.call(Function::coalesce, {"?x", "1"}), q.value("3")}), x));
  CHECK_FALSE(rejects_unbound(*q.call(Function::less, {"?y", "3"}), x));
}

TEST_CASE("a constant takes a variable's place") {
  Query q(kNoSource);
  const ExpressionPtr e = make_call(Function::logical_and,
                                    {q.call(Function::equal, {"?x", "?y"}), q.call(Function::bound, {"?x"})});
  CHECK(q.text(substitute(e, q.var("x"), Term::iri("a"))) == "a = ?y and true");
  CHECK(substitute(e, q.var("z"), Term::iri("a")) == e);
}
