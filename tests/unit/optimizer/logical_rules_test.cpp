// Input and output of the other rules on logical plans.
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
    source.add("unused");
  }
  SyntheticSource source;
  Query q{source};

  std::string pruned(const PlanPtr& plan) { return q.text(prune_empty(plan, Cardinality(source))); }
  std::string counted(const PlanPtr& plan) { return q.text(count_from_statistics(plan, q.variables)); }
  AggregateItem count(const std::string& into, const std::string& of = "", bool distinct = false) {
    return {q.var(into), Aggregate::count, of.empty() ? nullptr : q.value(of), distinct};
  }
};

}  // namespace

TEST_CASE_METHOD(Fixture, "what the store lacks leaves nothing of a join") {
  CHECK(pruned(join(q.bgp({"?x p ?y"}), q.bgp({"?x unheard-of ?z"}))) == "nothing\n");
  CHECK(pruned(q.bgp({"?x p ?y", "?x unused ?z"})) == "nothing\n");
  CHECK(pruned(filter(q.bgp({"?x p ?y"}), make_constant(Term::boolean(false)))) == "nothing\n");
}

TEST_CASE_METHOD(Fixture, "an empty side of a left join, an anti join or a union goes") {
  const PlanPtr some = q.bgp({"?x p ?y"});
  const PlanPtr none = q.bgp({"?x unheard-of ?z"});
  CHECK(pruned(left_join(some, none)) == "patterns ?x p ?y\n");
  CHECK(pruned(left_join(none, some)) == "nothing\n");
  CHECK(pruned(anti_join(some, none)) == "patterns ?x p ?y\n");
  CHECK(pruned(anti_join(some, none, false)) == "nothing\n");
  CHECK(pruned(all_of({none, some})) == "patterns ?x p ?y\n");
  CHECK(pruned(all_of({none, none})) == "nothing\n");
}

TEST_CASE_METHOD(Fixture, "a group without keys has a row even over nothing") {
  const PlanPtr none = q.bgp({"?x unheard-of ?z"});
  CHECK(pruned(make_plan(Group{none, q.vars({"x"}), {count("n")}})) == "nothing\n");
  CHECK(pruned(make_plan(Group{none, {}, {count("n")}})) == "group: count(*) as ?n\n  nothing\n");
}

TEST_CASE_METHOD(Fixture, "what is pruned keeps its variables") {
  const PlanPtr pruned_plan = prune_empty(q.bgp({"?x unheard-of ?z"}), Cardinality(source));
  CHECK(variables_of(*pruned_plan) == q.vars({"x", "z"}));
}

TEST_CASE_METHOD(Fixture, "a limit becomes the limit of the order below projections") {
  const PlanPtr order = make_plan(OrderBy{q.bgp({"?x p ?y"}), {{q.value("?y"), true}}});
  const PlanPtr plan = make_plan(Slice{make_plan(Project{order, q.vars({"x"})}), 5, 10});
  CHECK(q.text(push_limits(plan)) ==
        "limit 10 offset 5\n"
        "  project ?x\n"
        "    top 15 by ?y desc\n"
        "      patterns ?x p ?y\n");
}

TEST_CASE_METHOD(Fixture, "a limit goes into the inputs of a union, slices of slices are one") {
  const PlanPtr plan = make_plan(Slice{all_of({q.bgp({"?x p ?y"}), q.bgp({"?x q ?y"})}), 1, 2});
  CHECK(q.text(push_limits(plan)) ==
        "limit 2 offset 1\n"
        "  union\n"
        "    limit 3\n"
        "      patterns ?x p ?y\n"
        "    limit 3\n"
        "      patterns ?x q ?y\n");
  const PlanPtr nested = make_plan(Slice{make_plan(Slice{q.bgp({"?x p ?y"}), 2, 10}), 3, 20});
  CHECK(q.text(push_limits(nested)) == "limit 7 offset 5\n  patterns ?x p ?y\n");
  CHECK(q.text(push_limits(make_plan(Slice{q.bgp({"?x p ?y"}), 0, 0}))) == "nothing\n");
}

TEST_CASE_METHOD(Fixture, "distinct goes where rows are distinct already") {
  const auto dropped = [&](PlanPtr input) {
    return q.text(drop_distinct(make_plan(Distinct{std::move(input)})));
  };
  CHECK(dropped(q.bgp({"?x p ?y"})) == "patterns ?x p ?y\n");
  CHECK(dropped(make_plan(Project{q.bgp({"?x p ?y"}), q.vars({"y", "x"})})) ==
        "project ?y, ?x\n  patterns ?x p ?y\n");
  CHECK(dropped(make_plan(Project{q.bgp({"?x p ?y"}), q.vars({"x"})})) ==
        "distinct\n  project ?x\n    patterns ?x p ?y\n");
  CHECK(dropped(all_of({q.bgp({"?x p ?y"}), q.bgp({"?x q ?y"})})).starts_with("distinct\n"));
  CHECK(dropped(left_join(q.bgp({"?x p ?y"}), q.bgp({"?x q ?z"}))).starts_with("left join\n"));
  // What one optional part leaves unbound, the next may bind.
  const PlanPtr twice = left_join(left_join(q.bgp({"?x p ?y"}), q.bgp({"?x q ?z"})), q.bgp({"?x r ?z"}));
  CHECK(dropped(twice).starts_with("distinct\n"));
}

TEST_CASE_METHOD(Fixture, "counts of a pattern come from the statistics") {
  CHECK(counted(make_plan(Group{q.bgp({"?x p ?y"}), {}, {count("n")}})) ==
        "count from statistics ?x p ?y as ?n\n");
  CHECK(counted(make_plan(Group{q.bgp({"?x p ?y"}), {}, {count("n", "?x")}})) ==
        "count from statistics ?x p ?y as ?n\n");
  CHECK(counted(make_plan(Group{q.bgp({"?x p ?y"}), {}, {count("n", "?y", true)}})) ==
        "count from statistics distinct objects in ?x p ?y as ?n\n");
  CHECK(counted(make_plan(Group{q.bgp({"?x p ?y"}), {}, {count("n", "?x", true)}})) ==
        "count from statistics distinct subjects in ?x p ?y as ?n\n");
  CHECK(counted(make_plan(Group{q.bgp({"?x p q"}), {}, {count("n", "?x", true)}})) ==
        "count from statistics ?x p q as ?n\n");
  const PlanPtr projected = make_plan(Project{q.bgp({"?x p ?y"}), q.vars({"x"})});
  CHECK(counted(make_plan(Group{projected, {}, {count("n", "?x")}})) ==
        "count from statistics ?x p ?y as ?n\n");
}

TEST_CASE_METHOD(Fixture, "counts that the statistics do not have are computed") {
  const auto stays = [&](const PlanPtr& plan) { return counted(plan).starts_with("group"); };
  CHECK(stays(make_plan(Group{q.bgp({"?x p ?x"}), {}, {count("n")}})));
  CHECK(stays(make_plan(Group{q.bgp({"?x p ?y", "?y q ?z"}), {}, {count("n")}})));
  CHECK(stays(make_plan(Group{q.bgp({"?x p ?y"}), {}, {count("n", "?z")}})));
  CHECK(stays(make_plan(Group{q.bgp({"?x ?r ?y"}), {}, {count("n", "?x", true)}})));
  CHECK(stays(make_plan(Group{q.bgp({"?x p ?y"}), q.vars({"x"}), {count("n")}})));
  CHECK(
      stays(make_plan(Group{q.bgp({"?x p ?y"}), {}, {{q.var("n"), Aggregate::sum, q.value("?y"), false}}})));
  const PlanPtr hidden = make_plan(Project{q.bgp({"?x p ?y"}), q.vars({"x"})});
  CHECK(stays(make_plan(Group{hidden, {}, {count("n", "?y")}})));
}

TEST_CASE_METHOD(Fixture, "several counts are joined, counts by relation come from the statistics") {
  CHECK(counted(make_plan(Group{q.bgp({"?x p ?y"}), {}, {count("n"), count("m", "?y", true)}})) ==
        "join\n"
        "  count from statistics ?x p ?y as ?n\n"
        "  count from statistics distinct objects in ?x p ?y as ?m\n");
  CHECK(counted(make_plan(Group{q.bgp({"?s ?r ?o"}), q.vars({"r"}), {count("n"), count("m", "?o")}})) ==
        "let ?m = ?n\n"
        "  count from statistics by relation ?r as ?n\n");
  CHECK(counted(make_plan(Group{q.bgp({"?s ?r ?o"}), {}, {count("n", "?r", true)}}))
            .starts_with("group: count(*) as ?n\n  count from statistics by relation ?r"));
}

TEST_CASE_METHOD(Fixture, "the right side of a correlated anti join keeps its logical form") {
  const PlanPtr inner = make_plan(Group{q.bgp({"?x p ?y"}), {}, {count("n")}});
  CHECK(counted(anti_join(q.bgp({"?x q ?z"}), inner)) ==
        "anti join, for each row\n"
        "  patterns ?x q ?z\n"
        "  group: count(*) as ?n\n"
        "    patterns ?x p ?y\n");
}
