// The ways to join give one answer on random graphs and at the edges of batches, and do no more than they
// must.
#include <random>

#include "exec/fixture.h"
#include "support/catch.h"
#include "support/random_seed.h"

using namespace kg;
using namespace kg::test;

namespace {

// n triples x_i left y_(i mod m), and for every third x one right z.
void add_sides(Fixture& f, std::size_t rows) {
  for (std::size_t i = 0; i < rows; ++i) {
    f.add(numbered("x", i), "left", numbered("y", i % 10));
    if (i % 3 == 0) {
      f.add(numbered("x", i), "right", numbered("z", i));
    }
  }
}

PlanPtr physical(Fixture& f, JoinMethod method) {
  return make_plan(PhysicalJoin{f.scan("?x", "left", "?y", Permutation::pso),
                                f.scan("?x", "right", "?z", Permutation::pso),
                                method,
                                {f.var("x")}});
}

}  // namespace

TEST_CASE("merge, hash and lookup joins agree at the edges of batches") {
  for (const std::size_t rows : {0U, 1U, 1022U, 1023U, 1024U, 1025U, 3100U}) {
    for (const std::size_t block : {1U, 7U, 1024U}) {
      Fixture f(rows + block, block);
      add_sides(f, rows);
      const Answer expected = f.answer(physical(f, JoinMethod::hash), {"x", "y", "z"});
      CHECK(expected.size() == (rows + 2) / 3);
      CHECK(f.ordered(physical(f, JoinMethod::merge), {"x", "y", "z"}) == expected);
      const PlanPtr lookup = make_plan(LookupJoin{f.scan("?x", "left", "?y", Permutation::pso),
                                                  f.pattern("?x", "right", "?z"), Permutation::pso});
      CHECK(f.ordered(lookup, {"x", "y", "z"}) == expected);
    }
  }
}

TEST_CASE("merge joins pair groups that run over batches") {
  Fixture f(3, 100);
  for (std::size_t i = 0; i < 1500; ++i) {
    f.add("one", "left", numbered("y", i));
    if (i < 3) {
      f.add("one", "right", numbered("z", i));
    }
  }
  f.add("two", "left", "y");
  f.add("two", "right", "z");
  CHECK(f.count(physical(f, JoinMethod::merge)) == 4501);
  const PlanPtr turned = make_plan(PhysicalJoin{f.scan("?x", "right", "?z", Permutation::pso),
                                                f.scan("?x", "left", "?y", Permutation::pso),
                                                JoinMethod::merge,
                                                {f.var("x")}});
  CHECK(f.answer(turned, {"x", "y", "z"}) == f.answer(physical(f, JoinMethod::hash), {"x", "y", "z"}));
}

TEST_CASE("a merge join whose input is not sorted falls back to hashing") {
  Fixture f;
  add_sides(f, 30);
  const PlanPtr unsorted = f.values({"x"}, {{numbered("x", 9)}, {numbered("x", 3)}, {numbered("x", 4)}});
  const PlanPtr plan = make_plan(
      PhysicalJoin{unsorted, f.scan("?x", "right", "?z", Permutation::pso), JoinMethod::merge, {f.var("x")}});
  CHECK(f.answer(plan, {"x"}) == Answer{numbered("x", 3), numbered("x", 9)});
}

TEST_CASE("merge joins over merge joins give every row once") {
  std::mt19937_64 random(random_seed());
  for (int round = 0; round < 60; ++round) {
    Fixture f(random(), 1 + random() % 9);
    for (std::size_t i = 0; i < 40; ++i) {
      for (const char* relation : {"p", "q", "r"}) {
        f.add(numbered("a", random() % 12), relation, numbered("b", random() % 12));
      }
    }
    const std::vector<Var> keys{f.var("x")};
    const PlanPtr inner = make_plan(
        PhysicalJoin{f.scan("?x", "q", "?c", Permutation::pso), f.scan("?x", "r", "?d", Permutation::pso),
                     random() % 2 == 0 ? JoinMethod::merge : JoinMethod::hash, keys});
    const PlanPtr left = f.scan("?x", "p", "?b", Permutation::pso);
    const PlanPtr all = make_plan(
        Bgp{{f.pattern("?x", "p", "?b"), f.pattern("?x", "q", "?c"), f.pattern("?x", "r", "?d")}, {}});
    const Answer expected = f.answer(all, {"x", "b", "c", "d"});
    CHECK(f.answer(make_plan(PhysicalJoin{left, inner, JoinMethod::merge, keys}), {"x", "b", "c", "d"}) ==
          expected);
    CHECK(f.answer(make_plan(PhysicalJoin{inner, left, JoinMethod::merge, keys}), {"x", "b", "c", "d"}) ==
          expected);
  }
}

TEST_CASE("a merge join seeks past what has no partner") {
  Fixture f(1, 100);
  for (std::size_t i = 0; i < 50'000; ++i) {
    f.add(numbered("x", i), "left", "y");
  }
  for (std::size_t i = 0; i < 5; ++i) {
    f.add(numbered("x", i * 9'999), "right", "z");
  }
  const PlanPtr plan = physical(f, JoinMethod::merge);
  f.build();
  f.counters() = {};
  CHECK(f.count(plan) == 5);
  CHECK(f.counters().seeks >= 4);
  CHECK(f.counters().rows < 5'000);
}

TEST_CASE("lookups ask for each key once, in ascending order") {
  Fixture f(1, 50);
  std::vector<std::vector<std::string>> rows;
  for (std::size_t i = 0; i < 3'000; ++i) {
    rows.push_back({numbered("x", (i * 7'919) % 100)});
    if (i < 100) {
      f.add(numbered("x", i), "right", "z");
    }
  }
  const PlanPtr plan =
      make_plan(LookupJoin{f.values({"x"}, rows), f.pattern("?x", "right", "?z"), Permutation::pso});
  f.counters() = {};
  CHECK(f.count(plan) == 3'000);
  CHECK(f.counters().cursors == 1);
  CHECK(f.counters().resets <= 300);  // windows, not rows, decide
  CHECK(f.counters().descending_resets <= 2);
}

TEST_CASE("a limit stops the joins below it") {
  Fixture f(1, 64);
  for (std::size_t i = 0; i < 5'000; ++i) {
    f.add(numbered("x", i), "p", numbered("y", i % 500));
    f.add(numbered("y", i % 500), "q", numbered("z", i));
  }
  const PlanPtr all = make_plan(Bgp{{f.pattern("?x", "p", "?y"), f.pattern("?y", "q", "?z")}, {}});
  f.build();
  f.counters() = {};
  CHECK(f.count(make_plan(Slice{all, 0, 10})) == 10);
  CHECK(f.counters().rows < 500);
  CHECK(f.counters().resets + f.counters().cursors < 50);
}

TEST_CASE("an optional part is looked up for few rows, and run as a whole for many") {
  Fixture f(1, 256);
  for (std::size_t i = 0; i < 6'000; ++i) {
    f.add(numbered("x", i), "p", numbered("y", i));
    f.add(numbered("y", i), "q", numbered("z", i % 7));
  }
  const PlanPtr right = make_plan(Bgp{{f.pattern("?x", "p", "?y"), f.pattern("?y", "q", "?z")}, {}});
  const auto rows = [&](std::size_t count) {
    std::vector<std::vector<std::string>> texts;
    for (std::size_t i = 0; i < count; ++i) {
      texts.push_back({numbered("x", i * 2)});
    }
    return f.values({"x"}, texts);
  };
  f.counters() = {};
  CHECK(f.answer(make_plan(LeftJoin{rows(3), right, nullptr}), {"x", "z"}) ==
        Answer{"x000000 z000000", "x000002 z000002", "x000004 z000004"});
  CHECK(f.count(make_plan(AntiJoin{rows(3), right})) == 0);
  CHECK(f.counters().rows < 100);
  for (const std::size_t count : {2'047U, 2'048U, 2'049U, 4'000U}) {
    CHECK(f.count(make_plan(LeftJoin{rows(count), right, nullptr})) == count);
    CHECK(f.count(make_plan(AntiJoin{rows(count), right})) == (count > 3'000 ? count - 3'000 : 0));
  }
}

TEST_CASE("joins on several keys compare all of them") {
  const std::uint64_t seed = random_seed();
  std::mt19937_64 random(seed);
  for (int round = 0; round < 20; ++round) {
    Fixture f(random(), 1 + random() % 20);
    for (std::size_t i = 0; i < 60; ++i) {
      f.add(numbered("a", random() % 6), "p", numbered("b", random() % 6));
      f.add(numbered("a", random() % 6), "q", numbered("b", random() % 6));
    }
    const std::vector<Var> keys{f.var("x"), f.var("y")};
    const auto both = [&](JoinMethod method) {
      return make_plan(PhysicalJoin{f.scan("?x", "p", "?y", Permutation::pso),
                                    f.scan("?x", "q", "?y", Permutation::pso), method, keys});
    };
    const PlanPtr lookup = make_plan(
        LookupJoin{f.scan("?x", "p", "?y", Permutation::pso), f.pattern("?x", "q", "?y"), Permutation::pso});
    const Answer expected = f.answer(lookup, {"x", "y"});
    CHECK(f.answer(both(JoinMethod::hash), {"x", "y"}) == expected);
    CHECK(f.answer(both(JoinMethod::merge), {"x", "y"}) == expected);
  }
}

TEST_CASE("multiway joins agree with lookups in every variable order") {
  std::mt19937_64 random(random_seed());
  for (int round = 0; round < 15; ++round) {
    Fixture f(random(), 1 + random() % 20);
    for (std::size_t i = 0; i < 150; ++i) {
      f.add(numbered("n", random() % 25), random() % 3 == 0 ? "q" : "p", numbered("n", random() % 25));
    }
    f.add("n000003", "p", "n000004");
    const std::vector<std::vector<TriplePattern>> shapes{
        {f.pattern("?a", "p", "?b"), f.pattern("?b", "p", "?c"), f.pattern("?a", "p", "?c")},
        {f.pattern("?a", "p", "?b"), f.pattern("?b", "q", "?c"), f.pattern("?c", "p", "?a")},
        {f.pattern("?a", "p", "?b"), f.pattern("?b", "p", "?c"), f.pattern("?a", "q", "?c"),
         f.pattern("n000003", "p", "?b")},
        {f.pattern("?a", "p", "?b"), f.pattern("?b", "p", "?c"), f.pattern("?c", "p", "n000004")},
        {f.pattern("?a", "p", "?b"), f.pattern("?b", "unheard", "?c"), f.pattern("?a", "p", "?c")},
    };
    for (const std::vector<TriplePattern>& shape : shapes) {
      const Answer expected = f.answer(make_plan(Bgp{shape, {}}), {"a", "b", "c"});
      std::vector<std::string> names{"a", "b", "c"};
      do {
        const MultiwayJoin join{shape, {f.var(names[0]), f.var(names[1]), f.var(names[2])}};
        CHECK(f.answer(make_plan(join), {"a", "b", "c"}) == expected);
      } while (std::next_permutation(names.begin(), names.end()));
    }
  }
}

TEST_CASE("a join with a large table on one side keeps to the other side's order") {
  Fixture f;
  add_sides(f, 2'000);
  const PlanPtr plan = make_plan(PhysicalJoin{f.scan("?x", "right", "?z", Permutation::pso),
                                              f.scan("?x", "left", "?y", Permutation::pso),
                                              JoinMethod::hash,
                                              {f.var("x")}});
  const Answer rows = f.ordered(plan, {"x"});
  CHECK(rows.size() == 667);
  CHECK(std::is_sorted(rows.begin(), rows.end()));
}
