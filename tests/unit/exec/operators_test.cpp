// Each operator on small graphs, with the answers written out.
#include <random>

#include "exec/fixture.h"
#include "support/catch.h"

using namespace kg;
using namespace kg::test;

namespace {

// Who knows whom, and where they live; nobody knows where b lives.
void add_people(Fixture& f) {
  f.add("a", "knows", "b");
  f.add("a", "knows", "c");
  f.add("b", "knows", "c");
  f.add("c", "knows", "c");
  f.add("a", "lives", "x");
  f.add("c", "lives", "y");
  f.add("a", "age", "30");
  f.add("b", "age", "20");
  f.add("c", "age", "30");
}

PlanPtr join(PlanPtr left, PlanPtr right) { return make_plan(Join{std::move(left), std::move(right)}); }

}  // namespace

TEST_CASE("a scan gives the rows of a pattern in the order of its permutation") {
  Fixture f;
  add_people(f);
  CHECK(f.ordered(f.scan("?s", "knows", "?o", Permutation::pso), {"s", "o"}) ==
        Answer{"a b", "a c", "b c", "c c"});
  CHECK(f.ordered(f.scan("?s", "knows", "?o", Permutation::pos), {"o", "s"}) ==
        Answer{"b a", "c a", "c b", "c c"});
  CHECK(f.answer(f.scan("a", "knows", "?o", Permutation::spo), {"o"}) == Answer{"b", "c"});
  CHECK(f.count(f.scan("a", "knows", "b", Permutation::spo)) == 1);
  CHECK(f.count(f.scan("a", "knows", "a", Permutation::spo)) == 0);
  CHECK(f.count(f.scan("nobody", "knows", "?o", Permutation::spo)) == 0);
}

TEST_CASE("a variable that stands twice in a pattern must agree with itself") {
  Fixture f;
  add_people(f);
  CHECK(f.answer(f.scan("?x", "knows", "?x", Permutation::pso), {"x"}) == Answer{"c"});
  const PlanPtr people = f.values({"y"}, {{"a"}, {"b"}});
  CHECK(f.answer(make_plan(LookupJoin{people, f.pattern("?x", "knows", "?x"), Permutation::pso}),
                 {"y", "x"}) == Answer{"a c", "b c"});
}

TEST_CASE("a scan's range cuts the place after the constants") {
  Fixture f;
  add_people(f);
  f.build();
  const Id thirty = f.source().find(Term::integer(30));
  const Scan scan{f.pattern("?x", "age", "?n"), Permutation::pos, {thirty, thirty}};
  CHECK(f.answer(make_plan(scan), {"x", "n"}) == Answer{"a 30", "c 30"});
}

TEST_CASE("patterns without an optimizer are looked up one after the other") {
  Fixture f;
  add_people(f);
  const PlanPtr plan = make_plan(Bgp{{f.pattern("?x", "knows", "?y"), f.pattern("?y", "lives", "?p")}, {}});
  CHECK(f.answer(plan, {"x", "y", "p"}) == Answer{"a c y", "b c y", "c c y"});
  CHECK(f.count(make_plan(Bgp{})) == 1);
}

TEST_CASE("lookup joins keep, drop and extend rows by kind") {
  Fixture f;
  add_people(f);
  const PlanPtr people = f.values({"x"}, {{"c"}, {"b"}, {"a"}, {"c"}, {"nobody"}});
  const auto lookup = [&](LookupKind kind) {
    return make_plan(LookupJoin{people, f.pattern("?x", "lives", "?p"), Permutation::spo, kind});
  };
  CHECK(f.answer(lookup(LookupKind::inner), {"x", "p"}) == Answer{"a x", "c y", "c y"});
  CHECK(f.answer(lookup(LookupKind::left), {"x", "p"}) == Answer{"a x", "b _", "c y", "c y", "nobody _"});
  CHECK(f.answer(lookup(LookupKind::semi), {"x"}) == Answer{"a", "c", "c"});
  CHECK(f.answer(lookup(LookupKind::anti), {"x"}) == Answer{"b", "nobody"});
}

TEST_CASE("a lookup binds what the row leaves unbound") {
  Fixture f;
  add_people(f);
  const PlanPtr people = f.values({"x", "p"}, {{"a", "_"}, {"_", "y"}, {"a", "y"}, {"_", "_"}});
  const PlanPtr plan = make_plan(LookupJoin{people, f.pattern("?x", "lives", "?p"), Permutation::spo});
  CHECK(f.answer(plan, {"x", "p"}) == Answer{"a x", "a x", "c y", "c y"});
}

TEST_CASE("joins agree on compatible rows, bound or not") {
  Fixture f;
  add_people(f);
  const PlanPtr left = f.values({"x", "y"}, {{"1", "2"}, {"1", "_"}, {"_", "3"}, {"_", "_"}});
  const PlanPtr right = f.values({"x", "y", "z"}, {{"1", "2", "a"}, {"1", "3", "b"}, {"2", "_", "c"}});
  CHECK(f.answer(join(left, right), {"x", "y", "z"}) ==
        Answer{"1 2 a", "1 2 a", "1 2 a", "1 3 b", "1 3 b", "1 3 b", "2 3 c", "2 _ c"});
}

TEST_CASE("a join without shared variables is the cross product") {
  Fixture f;
  CHECK(f.answer(join(f.values({"x"}, {{"1"}, {"2"}}), f.values({"y"}, {{"3"}, {"4"}})), {"x", "y"}) ==
        Answer{"1 3", "1 4", "2 3", "2 4"});
  CHECK(f.count(join(f.values({"x"}, {}), f.values({"y"}, {{"3"}}))) == 0);
}

TEST_CASE("left joins keep rows without a partner that meets the condition") {
  Fixture f;
  const PlanPtr left = f.values({"x"}, {{"1"}, {"2"}, {"3"}});
  const PlanPtr right = f.values({"x", "y"}, {{"1", "5"}, {"1", "6"}, {"2", "1"}});
  CHECK(f.answer(make_plan(LeftJoin{left, right, nullptr}), {"x", "y"}) ==
        Answer{"1 5", "1 6", "2 1", "3 _"});
  const ExpressionPtr condition = f.call(Function::greater, {"?y", "5"});
  CHECK(f.answer(make_plan(LeftJoin{left, right, condition}), {"x", "y"}) == Answer{"1 6", "2 _", "3 _"});
}

TEST_CASE("anti joins see the left row's values inside the right side's filters") {
  Fixture f;
  add_people(f);
  const PlanPtr people = make_plan(Bgp{{f.pattern("?x", "age", "?n")}, {}});
  const auto other = [&](ExpressionPtr condition) {
    return make_plan(Filter{make_plan(Bgp{{f.pattern("?y", "age", "?m")}, {}}), std::move(condition)});
  };
  // Nobody is older; nobody else is as old (the condition speaks of both sides).
  CHECK(f.answer(make_plan(AntiJoin{people, other(f.call(Function::greater, {"?m", "?n"}))}), {"x"}) ==
        Answer{"a", "c"});
  const ExpressionPtr same = make_call(Function::logical_and, {f.call(Function::equal, {"?m", "?n"}),
                                                               f.call(Function::not_equal, {"?x", "?y"})});
  CHECK(f.answer(make_plan(AntiJoin{people, other(same)}), {"x"}) == Answer{"b"});
  CHECK(f.answer(make_plan(AntiJoin{people, other(same), false}), {"x"}) == Answer{"a", "c"});
  const PlanPtr lives = make_plan(Bgp{{f.pattern("?x", "lives", "?p")}, {}});
  CHECK(f.answer(make_plan(AntiJoin{people, lives}), {"x"}) == Answer{"b"});
}

TEST_CASE("a limit inside an anti join is one for each row") {
  Fixture f;
  add_people(f);
  const PlanPtr people = make_plan(Bgp{{f.pattern("?x", "age", "?n")}, {}});
  const PlanPtr first = make_plan(Slice{make_plan(Bgp{{f.pattern("?x", "lives", "?p")}, {}}), 0, 1});
  CHECK(f.answer(make_plan(AntiJoin{people, first}), {"x"}) == Answer{"b"});
}

TEST_CASE("a union leaves unbound what a branch does not know") {
  Fixture f;
  const PlanPtr plan =
      make_plan(Union{{f.values({"x", "y"}, {{"1", "2"}}), f.values({"y", "z"}, {{"3", "4"}})}});
  CHECK(f.answer(plan, {"x", "y", "z"}) == Answer{"1 2 _", "_ 3 4"});
}

TEST_CASE("extend leaves errors unbound and finds the store's own terms") {
  Fixture f;
  f.add("a", "sum", "32");
  f.add("a", "name", "'a long enough text'");
  const PlanPtr rows = f.values({"x"}, {{"30"}, {"'text'"}});
  const PlanPtr sum = make_plan(Extend{rows, f.var("n"), f.call(Function::add, {"?x", "2"})});
  CHECK(f.answer(sum, {"x", "n"}) == Answer{"'text' _", "30 32"});
  // Computed terms join with stored ones.
  const ExpressionPtr text = f.call(Function::concat, {"'a long '", "'enough text'"});
  const PlanPtr made = make_plan(Extend{make_plan(Unit{}), f.var("t"), text});
  CHECK(f.answer(join(made, f.scan("?s", "name", "?t", Permutation::pso)), {"s"}) == Answer{"a"});
}

TEST_CASE("terms computed twice are one term") {
  Fixture f;
  const PlanPtr rows = f.values({"x", "y"}, {{"'one two '", "'three'"}, {"'one '", "'two three'"}});
  const PlanPtr joined = make_plan(Extend{rows, f.var("t"), f.call(Function::concat, {"?x", "?y"})});
  CHECK(f.count(make_plan(Distinct{make_plan(Project{joined, {f.var("t")}})})) == 1);
}

TEST_CASE("slices skip and stop") {
  Fixture f;
  const PlanPtr rows = f.values({"x"}, {{"1"}, {"2"}, {"3"}, {"4"}});
  CHECK(f.ordered(make_plan(Slice{rows, 1, 2}), {"x"}) == Answer{"2", "3"});
  CHECK(f.count(make_plan(Slice{rows, 4, 2})) == 0);
  CHECK(f.count(make_plan(Slice{rows, 0, 0})) == 0);
}

TEST_CASE("projection of a variable that nothing binds is unbound") {
  Fixture f;
  CHECK(f.answer(make_plan(Project{f.values({"x"}, {{"1"}}), {f.var("y"), f.var("x")}}), {"y", "x"}) ==
        Answer{"_ 1"});
}

TEST_CASE("a value goes into a column that nothing bound") {
  Fixture f;
  PlanPtr projected = make_plan(Project{f.values({"x"}, {{"1"}}), {f.var("y"), f.var("x")}});
  CHECK(f.answer(make_plan(Extend{std::move(projected), f.var("y"), make_variable(f.var("x"))}),
                 {"y", "x"}) == Answer{"1 1"});
}

TEST_CASE("ordering follows the order of terms, and keeps ties as they came") {
  Fixture f;
  const PlanPtr rows = f.values({"x", "y"}, {{"'b'", "1"},
                                             {"10", "2"},
                                             {"9", "3"},
                                             {"z", "4"},
                                             {"_", "5"},
                                             {"'a much longer text'", "6"},
                                             {"9", "7"}});
  const auto order = [&](bool descending, std::uint64_t limit) {
    return make_plan(OrderBy{rows, {{f.value("?x"), descending}}, limit});
  };
  CHECK(f.ordered(order(false, UINT64_MAX), {"y"}) == Answer{"5", "4", "3", "7", "2", "6", "1"});
  CHECK(f.ordered(order(true, UINT64_MAX), {"y"}) == Answer{"1", "6", "2", "3", "7", "4", "5"});
  CHECK(f.ordered(order(false, 3), {"y"}) == Answer{"5", "4", "3"});
  CHECK(f.ordered(order(false, 0), {"y"}).empty());
}

TEST_CASE("the first rows of many are those of the whole order") {
  Fixture f;
  std::mt19937 random(7);
  std::vector<std::vector<std::string>> rows;
  for (std::size_t i = 0; i < 20'000; ++i) {
    rows.push_back({std::to_string(random() % 5'000), std::to_string(i)});
  }
  const PlanPtr input = f.values({"x", "i"}, rows);
  for (const bool descending : {false, true}) {
    Answer all = f.ordered(make_plan(OrderBy{input, {{f.value("?x"), descending}}, UINT64_MAX}), {"x", "i"});
    all.resize(25);
    CHECK(f.ordered(make_plan(OrderBy{input, {{f.value("?x"), descending}}, 25}), {"x", "i"}) == all);
  }
}

TEST_CASE("counts from statistics are those of the rows") {
  Fixture f;
  add_people(f);
  const auto counted = [&](std::string_view s, std::string_view p, std::string_view o) {
    return f.answer(make_plan(CountPattern{f.pattern(s, p, o), f.var("n")}), {"n"});
  };
  CHECK(counted("?s", "?p", "?o") == Answer{"9"});
  CHECK(counted("?s", "knows", "?o") == Answer{"4"});
  CHECK(counted("?s", "knows", "c") == Answer{"3"});
  CHECK(counted("?x", "knows", "?x") == Answer{"1"});
  CHECK(counted("?x", "unheard", "?y") == Answer{"0"});
  CHECK(f.answer(make_plan(CountByRelation{f.var("p"), f.var("n")}), {"p", "n"}) ==
        Answer{"age 3", "knows 4", "lives 2"});
  const auto distinct = [&](std::uint8_t position) {
    return f.answer(make_plan(CountDistinct{f.pattern("?s", "knows", "?o"), position, f.var("n")}), {"n"});
  };
  CHECK(distinct(0) == Answer{"3"});
  CHECK(distinct(2) == Answer{"2"});
}

TEST_CASE("triple terms unfold, fold and are found") {
  Fixture f;
  add_people(f);
  const auto parts = [](std::string_view s, std::string_view o) {
    return Term::triple_term(parse_term(s), parse_term("knows"), parse_term(o));
  };
  f.source().add(parse_term("r1"), parse_term("reifies"), parts("a", "b"));
  f.source().add(parse_term("r2"), parse_term("reifies"), parts("b", "a"));
  const TripleTermPattern term{f.place("?t"), f.pattern("?s", "knows", "?o")};
  const PlanPtr unfolded = make_plan(Bgp{{f.pattern("?r", "reifies", "?t")}, {term}});
  CHECK(f.answer(unfolded, {"r", "s", "o"}) == Answer{"r1 a b", "r2 b a"});
  const PlanPtr folded = make_plan(TripleTermJoin{f.values({"s", "o"}, {{"a", "b"}, {"a", "c"}}), term});
  CHECK(f.answer(folded, {"s", "o"}) == Answer{"a b"});
  const PlanPtr searched = make_plan(TripleTermJoin{f.values({"s"}, {{"b"}, {"c"}}), term});
  CHECK(f.answer(searched, {"s", "o"}) == Answer{"b a"});
  CHECK(f.count(make_plan(TripleTermJoin{make_plan(Unit{}), term})) == 2);
}

TEST_CASE("a profile counts the rows of every operator") {
  Fixture f;
  add_people(f);
  const PlanPtr scan = f.scan("?x", "age", "?n", Permutation::pso);
  const PlanPtr plan = make_plan(Filter{scan, f.call(Function::equal, {"?n", "30"})});
  Execution execution(plan, f.source(), f.variables(), f.budget(), true);
  Batch batch;
  while (execution.next(batch)) {
  }
  for (const OperatorProfile& part : execution.profile()) {
    CHECK(part.rows == (part.plan == plan.get() ? 2U : 3U));
    CHECK(part.milliseconds >= 0);
  }
  CHECK(execution.profile().size() == 2);
}

TEST_CASE("many ids are decoded at once, in their order") {
  Fixture f;
  add_people(f);
  const PlanPtr plan = make_plan(Extend{f.values({"x"}, {{"a"}, {"7"}, {"_"}}), f.var("t"),
                                        f.call(Function::concat, {"'not in '", "'the store'"})});
  Execution execution(plan, f.source(), f.variables(), f.budget());
  Batch batch;
  REQUIRE(execution.next(batch));
  std::vector<Id> ids = batch.columns[0];
  ids.insert(ids.end(), batch.columns[1].begin(), batch.columns[1].end());
  std::vector<Term> terms;
  execution.terms(ids, terms);
  Answer shown;
  for (const Term& term : terms) {
    shown.push_back(show(term));
  }
  CHECK(shown == Answer{"a", "7", "_", "'not in the store'", "'not in the store'", "'not in the store'"});
}

TEST_CASE("a plan nested too deep is refused") {
  Fixture f;
  PlanPtr plan = f.values({"x"}, {{"1"}});
  for (std::size_t i = 0; i < 1'990; ++i) {
    plan = make_plan(Distinct{plan});
  }
  CHECK(f.count(plan) == 1);
  for (std::size_t i = 0; i < 20; ++i) {
    plan = make_plan(Distinct{plan});
  }
  CHECK_THROWS_AS(f.count(plan), Failure);
}
