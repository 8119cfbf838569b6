// Plans of optional parts and of parts that must be absent.
#include "kg/optimizer/optimizer.h"
#include "optimizer/query.h"
#include "optimizer/synthetic_source.h"
#include "support/catch.h"

using namespace kg;
using namespace kg::test;

namespace {

struct Fixture {
  Fixture() {
    source.relation("worksFor", 135'000, 135'000, 4'000);
    source.relation("name", 500'000, 500'000, 400'000);
    source.relation("produces", 300, 60, 40);
    source.relation("memberOf", 100, 80, 10);
    source.relation("knows", 3'000'000, 150'000, 150'000);
    for (const char* name : {"org", "forge", "person"}) source.add(name);
  }
  SyntheticSource source;
  Query q{source};
  std::string text(const PlanPtr& logical) { return q.text(optimize(logical, source, q.variables)); }
};

}  // namespace

TEST_CASE_METHOD(Fixture, "a small left side looks its optional part up") {
  CHECK(text(left_join(q.bgp({"?x worksFor org"}), q.bgp({"?x name ?n"}))) ==
        "left lookup join ?x name ?n (pso)\n"
        "  scan ?x worksFor org (pos)\n");
}

TEST_CASE_METHOD(Fixture, "a large left side hashes a small optional part") {
  CHECK(text(left_join(q.bgp({"?x name ?n"}), q.bgp({"?x memberOf ?g"}))).starts_with("left join\n"));
}

TEST_CASE_METHOD(Fixture, "an optional join starts from the left side's bindings when these are few") {
  const std::string plan = text(left_join(q.bgp({"person knows ?x"}), q.bgp({"?x knows ?y", "?y name ?n"})));
  CHECK(plan ==
        "left join\n"
        "  scan person knows ?x (spo)\n"
        "  lookup join ?y name ?n (pso)\n"
        "    lookup join ?x knows ?y (pso)\n"
        "      distinct\n"
        "        project ?x\n"
        "          scan person knows ?x (spo)\n");
}

TEST_CASE_METHOD(Fixture, "absence of a small pattern is a hash anti join") {
  CHECK(text(anti_join(q.bgp({"?x worksFor ?o"}), q.bgp({"?x memberOf forge"}))) ==
        "anti join on ?x\n"
        "  scan ?x worksFor ?o (pos)\n"
        "  scan ?x memberOf forge (pos)\n");
}

TEST_CASE_METHOD(Fixture, "absence of a large pattern for few rows is looked up") {
  CHECK(text(anti_join(q.bgp({"?x worksFor org"}), q.bgp({"?x knows ?y"}))) ==
        "anti lookup join ?x knows ?y (pso)\n"
        "  scan ?x worksFor org (pos)\n");
  CHECK(text(anti_join(q.bgp({"?x worksFor org"}), q.bgp({"?x knows ?y"}), false))
            .starts_with("semi lookup join"));
}

TEST_CASE_METHOD(Fixture, "absence that shares no variable is asked once") {
  CHECK(text(anti_join(q.bgp({"?x worksFor org"}), q.bgp({"?a memberOf forge"}))) ==
        "anti join\n"
        "  scan ?x worksFor org (pos)\n"
        "  scan ?a memberOf forge (pos)\n");
}

TEST_CASE_METHOD(Fixture, "a filter on the right side that speaks of the left meets the left's bindings") {
  const PlanPtr patterns = q.bgp({"?x knows ?y", "?y worksFor ?p"});  // first: it numbers the variables
  const PlanPtr right = filter(patterns, q.call(Function::equal, {"?p", "?o"}));
  const std::string plan = text(anti_join(q.bgp({"?x memberOf forge", "?x worksFor ?o"}), right));
  INFO(plan);
  CHECK(plan.starts_with("anti join on ?x, ?o\n"));
  CHECK(plan.find("filter ?p = ?o") != std::string::npos);
}

TEST_CASE_METHOD(Fixture, "a right side that cannot be joined is run for each row") {
  const PlanPtr right = make_plan(Slice{q.bgp({"?x knows ?y"}), 3, 1});
  CHECK(text(anti_join(q.bgp({"?x worksFor org"}), right)) ==
        "anti join, for each row\n"
        "  scan ?x worksFor org (pos)\n"
        "  limit 1 offset 3\n"
        "    patterns ?x knows ?y\n");
}

TEST_CASE_METHOD(Fixture, "too deep a plan is refused") {
  const PlanPtr some = q.bgp({"?x worksFor org"});
  PlanPtr deep = some;
  for (int i = 0; i < 5000; ++i) deep = left_join(deep, some);
  CHECK_THROWS_AS(optimize(deep, source, q.variables), Failure);
}
