// Input and output of filter pushdown.
#include "kg/optimizer/rules.h"
#include "optimizer/query.h"
#include "optimizer/synthetic_source.h"
#include "support/catch.h"

using namespace kg;
using namespace kg::test;

namespace {

struct Fixture {
  Fixture() {
    for (const char* name : {"p", "q", "r"}) source.relation(name, 100, 50, 50);
  }
  SyntheticSource source;
  Query q{source};

  std::string pushed(const PlanPtr& plan) { return q.text(push_filters(plan)); }
};

}  // namespace

TEST_CASE_METHOD(Fixture, "a conjunction is split over the sides of a join") {
  const PlanPtr plan = filter(join(q.bgp({"?x p ?y"}), q.bgp({"?x q ?z"})),
                              make_call(Function::logical_and, {q.call(Function::less, {"?y", "3"}),
                                                                q.call(Function::less, {"?z", "4"})}));
  CHECK(pushed(plan) ==
        "join\n"
        "  filter ?y < 3\n"
        "    patterns ?x p ?y\n"
        "  filter ?z < 4\n"
        "    patterns ?x q ?z\n");
}

TEST_CASE_METHOD(Fixture, "a filter over both sides stays above, one over a shared variable goes to both") {
  const PlanPtr both =
      filter(join(q.bgp({"?x p ?y"}), q.bgp({"?x q ?z"})), q.call(Function::less, {"?y", "?z"}));
  CHECK(pushed(both) ==
        "filter ?y < ?z\n"
        "  join\n"
        "    patterns ?x p ?y\n"
        "    patterns ?x q ?z\n");
  const PlanPtr shared =
      filter(join(q.bgp({"?x p ?y"}), q.bgp({"?x q ?z"})), q.call(Function::less, {"?x", "3"}));
  CHECK(pushed(shared) ==
        "join\n"
        "  filter ?x < 3\n"
        "    patterns ?x p ?y\n"
        "  filter ?x < 3\n"
        "    patterns ?x q ?z\n");
}

TEST_CASE_METHOD(Fixture, "of a left join only the left side takes filters") {
  const PlanPtr plan = left_join(q.bgp({"?x p ?y"}), q.bgp({"?x q ?z"}));
  CHECK(pushed(filter(plan, q.call(Function::less, {"?y", "3"}))) ==
        "left join\n"
        "  filter ?y < 3\n"
        "    patterns ?x p ?y\n"
        "  patterns ?x q ?z\n");
  const ExpressionPtr unbound = make_call(Function::logical_not, {q.call(Function::bound, {"?z"})});
  CHECK(pushed(filter(plan, unbound)) ==
        "filter not bound(?z)\n"
        "  left join\n"
        "    patterns ?x p ?y\n"
        "    patterns ?x q ?z\n");
}

TEST_CASE_METHOD(Fixture, "a left join whose match the filter demands is a join") {
  const PlanPtr plan =
      left_join(q.bgp({"?x p ?y"}), q.bgp({"?x q ?z"}), q.call(Function::less, {"?y", "?z"}));
  CHECK(pushed(filter(plan, q.call(Function::greater, {"?z", "3"}))) ==
        "filter ?y < ?z\n"
        "  join\n"
        "    patterns ?x p ?y\n"
        "    filter ?z > 3\n"
        "      patterns ?x q ?z\n");
}

TEST_CASE_METHOD(Fixture, "a left join's condition on the right side alone goes there") {
  const PlanPtr plan = left_join(q.bgp({"?x p ?y"}), q.bgp({"?x q ?z"}), q.call(Function::less, {"?z", "3"}));
  CHECK(pushed(plan) ==
        "left join\n"
        "  patterns ?x p ?y\n"
        "  filter ?z < 3\n"
        "    patterns ?x q ?z\n");
}

TEST_CASE_METHOD(Fixture, "a filter goes into every input of a union") {
  const PlanPtr plan =
      filter(all_of({q.bgp({"?x p ?y"}), q.bgp({"?x q ?y"})}), q.call(Function::less, {"?y", "3"}));
  CHECK(pushed(plan) ==
        "union\n"
        "  filter ?y < 3\n"
        "    patterns ?x p ?y\n"
        "  filter ?y < 3\n"
        "    patterns ?x q ?y\n");
}

TEST_CASE_METHOD(Fixture, "a filter goes below a let that it does not speak of") {
  const PlanPtr plan = make_plan(Extend{q.bgp({"?x p ?y"}), q.var("v"), q.call(Function::add, {"?y", "1"})});
  CHECK(pushed(filter(plan, q.call(Function::less, {"?y", "3"}))) ==
        "let ?v = ?y + 1\n"
        "  filter ?y < 3\n"
        "    patterns ?x p ?y\n");
  CHECK(pushed(filter(plan, q.call(Function::less, {"?v", "3"}))) ==
        "filter ?v < 3\n"
        "  let ?v = ?y + 1\n"
        "    patterns ?x p ?y\n");
}

TEST_CASE_METHOD(Fixture, "a filter goes below a projection only with variables that it keeps") {
  const PlanPtr plan = make_plan(Distinct{make_plan(Project{q.bgp({"?x p ?y"}), q.vars({"x"})})});
  CHECK(pushed(filter(plan, q.call(Function::less, {"?x", "3"}))) ==
        "distinct\n"
        "  project ?x\n"
        "    filter ?x < 3\n"
        "      patterns ?x p ?y\n");
  CHECK(pushed(filter(plan, q.call(Function::less, {"?y", "3"}))) ==
        "distinct\n"
        "  filter ?y < 3\n"
        "    project ?x\n"
        "      patterns ?x p ?y\n");
}

TEST_CASE_METHOD(Fixture, "a filter goes below a group when it speaks of keys") {
  const AggregateItem count{q.var("n"), Aggregate::count, nullptr, false};
  const PlanPtr plan = make_plan(Group{q.bgp({"?x p ?y"}), q.vars({"x"}), {count}});
  CHECK(pushed(filter(plan, make_call(Function::logical_and, {q.call(Function::less, {"?x", "3"}),
                                                              q.call(Function::greater, {"?n", "5"})}))) ==
        "filter ?n > 5\n"
        "  group by ?x: count(*) as ?n\n"
        "    filter ?x < 3\n"
        "      patterns ?x p ?y\n");
  const PlanPtr one = make_plan(Group{q.bgp({"?x p ?y"}), {}, {count}});
  CHECK(pushed(filter(one, q.call(Function::less, {"2", "1"}))) ==
        "filter 2 < 1\n"
        "  group: count(*) as ?n\n"
        "    patterns ?x p ?y\n");
}

TEST_CASE_METHOD(Fixture, "a filter goes to the left of an anti join, and never below a limit") {
  const PlanPtr anti = anti_join(q.bgp({"?x p ?y"}), q.bgp({"?x q ?z"}));
  CHECK(pushed(filter(anti, q.call(Function::less, {"?y", "3"}))) ==
        "anti join, for each row\n"
        "  filter ?y < 3\n"
        "    patterns ?x p ?y\n"
        "  patterns ?x q ?z\n");
  const PlanPtr limit = make_plan(Slice{q.bgp({"?x p ?y"}), 0, 5});
  CHECK(pushed(filter(limit, q.call(Function::less, {"?y", "3"}))) ==
        "filter ?y < 3\n"
        "  limit 5\n"
        "    patterns ?x p ?y\n");
}
