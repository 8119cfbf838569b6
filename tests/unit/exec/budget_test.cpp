// Every operator stops when the budget says so: at its deadline, at its memory limit, when cancelled.
#include <map>

#include "exec/fixture.h"
#include "support/catch.h"

using namespace kg;
using namespace kg::test;

namespace {

constexpr std::size_t kRows = 3'000;

void add_graph(Fixture& f) {
  for (std::size_t i = 0; i < kRows; ++i) {
    f.add(numbered("n", i), "p", numbered("n", (i * 7 + 1) % kRows));
    f.add(numbered("n", i), "q", numbered("m", i % 10));
    f.source().add(Term::iri(numbered("n", i)), Term::iri(iri::kRdfsLabel), Term::string(numbered("n ", i)));
  }
}

PathPtr plus(Fixture& f) {
  auto link = std::make_shared<PathExpression>();
  link->relation = f.place("p");
  auto path = std::make_shared<PathExpression>();
  path->kind = PathExpression::Kind::repeat;
  path->parts = {link};
  return path;
}

PathSearch every_path(Fixture& f) {
  PathSearch search;
  search.from = f.place(numbered("n", 0));
  search.to = f.place(numbered("n", 1));
  search.within = 9;
  search.all = true;
  search.path = f.var("path");
  search.length = f.var("length");
  return search;
}

std::map<std::string, PlanPtr> plans(Fixture& f) {
  const PlanPtr p = f.scan("?x", "p", "?y", Permutation::pso);
  const PlanPtr q = f.scan("?x", "q", "?z", Permutation::pso);
  const ExpressionPtr condition = f.call(Function::not_equal, {"?x", "?y"});
  const std::vector<AggregateItem> list{{f.var("l"), Aggregate::list, f.value("?x"), true, " "}};
  const PlanPtr below =
      make_plan(Slice{make_plan(Filter{q, f.call(Function::not_equal, {"?z", "?y"})}), 0, 1});
  return {
      {"scan", p},
      {"patterns", make_plan(Bgp{{f.pattern("?x", "p", "?y"), f.pattern("?y", "q", "?z")}, {}})},
      {"lookup join", make_plan(LookupJoin{p, f.pattern("?y", "q", "?z"), Permutation::pso})},
      {"merge join", make_plan(PhysicalJoin{p, q, JoinMethod::merge, {f.var("x")}})},
      {"hash join", make_plan(Join{p, q})},
      {"cross product", make_plan(Join{p, f.scan("?a", "p", "?b", Permutation::pso)})},
      {"left join", make_plan(LeftJoin{p, q, condition})},
      {"anti join", make_plan(AntiJoin{p, q, false})},
      {"exists", make_plan(AntiJoin{p, below, false})},
      {"union", make_plan(Union{{p, q}})},
      {"filter", make_plan(Filter{p, condition})},
      {"extend", make_plan(Extend{p, f.var("t"), make_call(Function::str, {f.value("?x")})})},
      {"group", make_plan(Group{p, {f.var("y")}, list})},
      {"distinct", make_plan(Distinct{make_plan(Project{p, {f.var("y")}})})},
      {"order", make_plan(OrderBy{p, {{f.value("?y"), true}}})},
      {"top", make_plan(OrderBy{p, {{f.value("?y"), true}}, 10})},
      {"text search", make_plan(TextSearch{"n", f.var("t"), f.var("s")})},
      {"path", make_plan(Path{f.place("?x"), plus(f), f.place("?y")})},
      {"path search", make_plan(every_path(f))},
      {"multiway join", make_plan(MultiwayJoin{{f.pattern("?x", "p", "?y"), f.pattern("?y", "p", "?z"),
                                                f.pattern("?x", "q", "?m")},
                                               {f.var("x"), f.var("y"), f.var("z"), f.var("m")}})},
  };
}

ErrorCode outcome(const PlanPtr& plan, Fixture& f, Budget& budget) {
  try {
    Execution execution(plan, f.source(), f.variables(), budget);
    Batch batch;
    while (execution.next(batch)) {
    }
  } catch (const Failure& failure) {
    return failure.error().code;
  }
  return ErrorCode::internal;  // ran to its end
}

}  // namespace

TEST_CASE("a deadline that has passed stops every operator") {
  Fixture f(1, 100);
  add_graph(f);
  for (const auto& [name, plan] : plans(f)) {
    INFO(name);
    Budget budget;
    budget.set_deadline(Budget::Clock::now() - std::chrono::seconds(1));
    CHECK(outcome(plan, f, budget) == ErrorCode::limit);
  }
}

TEST_CASE("a deadline stops endless work soon") {
  Fixture f(1, 100);
  add_graph(f);
  const auto all = plans(f);
  for (const char* name : {"cross product", "path", "path search"}) {
    INFO(name);
    Budget budget;
    const auto start = Budget::Clock::now();
    budget.set_deadline(start + std::chrono::milliseconds(2));
    CHECK(outcome(all.at(name), f, budget) == ErrorCode::limit);
    CHECK(Budget::Clock::now() - start < std::chrono::seconds(5));
  }
}

TEST_CASE("cancelling stops every operator") {
  Fixture f(1, 100);
  add_graph(f);
  for (const auto& [name, plan] : plans(f)) {
    INFO(name);
    Budget budget;
    budget.cancel();
    CHECK(outcome(plan, f, budget) == ErrorCode::cancelled);
  }
}

TEST_CASE("operators that keep rows are held to the memory limit, and give back what they took") {
  Fixture f(1, 100);
  add_graph(f);
  const auto all = plans(f);
  for (const char* name :
       {"hash join", "left join", "anti join", "group", "distinct", "order", "top", "path", "path search",
        "multiway join", "extend", "lookup join", "exists", "text search"}) {
    INFO(name);
    Budget tight;
    tight.set_memory_limit(std::size_t{8} << 10U);
    CHECK(outcome(all.at(name), f, tight) == ErrorCode::limit);
    CHECK(tight.memory_used() == 0);
  }
  for (const char* name : {"hash join", "left join", "anti join", "group", "distinct", "order",
                           "multiway join", "text search"}) {
    INFO(name);
    Budget wide;
    wide.set_memory_limit(std::size_t{64} << 20U);
    CHECK(outcome(all.at(name), f, wide) == ErrorCode::internal);
    CHECK(wide.memory_used() == 0);
  }
}

TEST_CASE("operators that keep no rows need no memory") {
  Fixture f(1, 100);
  add_graph(f);
  const auto all = plans(f);
  for (const char* name : {"scan", "merge join", "union", "filter"}) {
    INFO(name);
    Budget tight;
    tight.set_memory_limit(std::size_t{64} << 10U);
    CHECK(outcome(all.at(name), f, tight) == ErrorCode::internal);
  }
}
