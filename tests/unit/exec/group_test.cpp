// Grouping, aggregates and distinct rows, sorted and hashed.
#include "exec/fixture.h"
#include "support/catch.h"

using namespace kg;
using namespace kg::test;

namespace {

AggregateItem item(Fixture& f, std::string_view name, Aggregate aggregate, std::string_view argument,
                   bool distinct = false) {
  return {f.var(name), aggregate, argument == "*" ? nullptr : f.value(argument), distinct, " "};
}

}  // namespace

TEST_CASE("each aggregate over one group") {
  Fixture f;
  const PlanPtr rows = f.values({"k", "v"}, {{"a", "3"}, {"a", "1"}, {"a", "3"}});
  const auto result = [&](Aggregate aggregate, bool distinct) {
    return f.answer(make_plan(Group{rows, {f.var("k")}, {item(f, "r", aggregate, "?v", distinct)}}),
                    {"k", "r"});
  };
  CHECK(result(Aggregate::count, false) == Answer{"a 3"});
  CHECK(result(Aggregate::count, true) == Answer{"a 2"});
  CHECK(result(Aggregate::sum, false) == Answer{"a 7"});
  CHECK(result(Aggregate::sum, true) == Answer{"a 4"});
  CHECK(result(Aggregate::min, false) == Answer{"a 1"});
  CHECK(result(Aggregate::max, false) == Answer{"a 3"});
  CHECK(result(Aggregate::sample, false) == Answer{"a 3"});
  CHECK(result(Aggregate::list, false) == Answer{"a '3 1 3'"});
  CHECK(result(Aggregate::list, true) == Answer{"a '3 1'"});
  CHECK(result(Aggregate::avg, true) == Answer{"a \"2\"^^<http://www.w3.org/2001/XMLSchema#decimal>"});
}

TEST_CASE("an error in the group makes sum, avg, min, max and list unbound") {
  Fixture f;
  const PlanPtr rows = f.values({"v"}, {{"3"}, {"_"}, {"5"}});
  const auto result = [&](Aggregate aggregate) {
    return f.answer(make_plan(Group{rows, {}, {item(f, "r", aggregate, "?v")}}), {"r"});
  };
  CHECK(result(Aggregate::count) == Answer{"2"});
  CHECK(result(Aggregate::sample) == Answer{"3"});
  for (const Aggregate aggregate :
       {Aggregate::sum, Aggregate::avg, Aggregate::min, Aggregate::max, Aggregate::list}) {
    CHECK(result(aggregate) == Answer{"_"});
  }
}

TEST_CASE("no rows: one group without keys, none with") {
  Fixture f;
  const PlanPtr none = f.values({"k", "v"}, {});
  const std::vector<AggregateItem> items{
      item(f, "c", Aggregate::count, "*"), item(f, "s", Aggregate::sum, "?v"),
      item(f, "m", Aggregate::min, "?v"), item(f, "l", Aggregate::list, "?v")};
  CHECK(f.answer(make_plan(Group{none, {}, items}), {"c", "s", "m", "l"}) == Answer{"0 0 _ ''"});
  CHECK(f.count(make_plan(Group{none, {f.var("k")}, items})) == 0);
}

TEST_CASE("unbound keys make a group of their own") {
  Fixture f;
  const PlanPtr rows = f.values({"k"}, {{"_"}, {"a"}, {"_"}});
  CHECK(f.answer(make_plan(Group{rows, {f.var("k")}, {item(f, "c", Aggregate::count, "*")}}), {"k", "c"}) ==
        Answer{"_ 2", "a 1"});
}

TEST_CASE("sums leave 64 bits when they must") {
  Fixture f;
  std::vector<std::vector<std::string>> rows(40, {"500000000000000000"});
  const PlanPtr input = f.values({"v"}, rows);
  CHECK(f.answer(make_plan(Group{input, {}, {item(f, "s", Aggregate::sum, "?v")}}), {"s"}) ==
        Answer{"20000000000000000000"});
}

TEST_CASE("sorted grouping gives the groups of hashed grouping") {
  Fixture f(5, 30);
  for (std::size_t i = 0; i < 5'000; ++i) {
    f.add(numbered("k", i / 7 % 400), "p", std::to_string(i));
  }
  const std::vector<AggregateItem> items{
      item(f, "c", Aggregate::count, "*"), item(f, "s", Aggregate::sum, "?v"),
      item(f, "d", Aggregate::count, "?v", true), item(f, "m", Aggregate::max, "?v"),
      item(f, "l", Aggregate::list, "?k", true)};
  const auto grouped = [&](Permutation permutation) {
    return make_plan(Group{f.scan("?k", "p", "?v", permutation), {f.var("k")}, items});
  };
  const std::vector<std::string> names{"k", "c", "s", "d", "m", "l"};
  const Answer sorted = f.ordered(grouped(Permutation::pso), names);
  CHECK(sorted.size() == 400);
  CHECK(std::is_sorted(sorted.begin(), sorted.end()));
  CHECK(f.answer(grouped(Permutation::pos), names) == sorted);
}

TEST_CASE("distinct rows by neighbours and by hash are the same") {
  Fixture f(9, 30);
  for (std::size_t i = 0; i < 4'000; ++i) {
    f.add(numbered("s", i % 50), "p", numbered("o", i / 3));
  }
  const auto subjects = [&](Permutation permutation) {
    return make_plan(Distinct{make_plan(Project{f.scan("?s", "p", "?o", permutation), {f.var("s")}})});
  };
  const Answer sorted = f.ordered(subjects(Permutation::pso), {"s"});
  CHECK(sorted.size() == 50);
  CHECK(f.answer(subjects(Permutation::pos), {"s"}) == sorted);
  CHECK(f.count(make_plan(Distinct{f.values({"x", "y"}, {{"1", "_"}, {"_", "1"}, {"1", "_"}})})) == 2);
}
