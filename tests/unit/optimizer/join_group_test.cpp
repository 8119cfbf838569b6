#include "kg/optimizer/join_group.h"

#include "kg/optimizer/correlation.h"
#include "optimizer/query.h"
#include "optimizer/synthetic_source.h"
#include "support/catch.h"

using namespace kg;
using namespace kg::test;

namespace {

struct Fixture {
  Fixture() {
    for (const char* name : {"p", "q", "r", "a", "b"}) source.relation(name, 100, 50, 50);
  }
  SyntheticSource source;
  Query q{source};

  // The parts of a group, one a line.
  std::string text(const JoinGroup& group) {
    std::string out;
    for (const TriplePattern& p : group.triples) out += q.text(make_plan(Bgp{{p}, {}}));
    for (const PlanPtr& other : group.others) out += "other " + q.text(other);
    for (const ExpressionPtr& f : group.filters) out += "filter " + q.text(f) + "\n";
    for (const Step& step : group.steps) {
      if (step.kind == Step::Kind::left_join) out += "then left join " + q.text(step.right);
      if (step.kind == Step::Kind::anti_join) out += "then anti join " + q.text(step.right);
      if (step.kind == Step::Kind::filter) out += "then filter " + q.text(step.expression) + "\n";
      if (step.kind == Step::Kind::extend) {
        out +=
            "then let " + variable_text(q.variables, step.variable) + " = " + q.text(step.expression) + "\n";
      }
    }
    return out;
  }
  std::string bound(const PlanPtr& plan) {
    JoinGroup group = flatten(plan);
    return bind_constants(group, source) ? text(group) : "nothing";
  }
};

}  // namespace

TEST_CASE_METHOD(Fixture, "nested joins and filters become one group") {
  const PlanPtr plan = join(filter(q.bgp({"?x p ?y"}), q.call(Function::less, {"?y", "3"})),
                            join(q.bgp({"?y q ?z"}), q.bgp({"?z r ?w"})));
  CHECK(text(flatten(plan)) ==
        "patterns ?x p ?y\n"
        "patterns ?y q ?z\n"
        "patterns ?z r ?w\n"
        "filter ?y < 3\n");
}

TEST_CASE_METHOD(Fixture, "the same pattern twice is one pattern") {
  CHECK(text(flatten(join(q.bgp({"?x p ?y", "?x p ?y"}), q.bgp({"?x p ?y"})))) == "patterns ?x p ?y\n");
  CHECK(text(flatten(q.bgp({"?x p ?y", "?y p ?x"}))) == "patterns ?x p ?y\npatterns ?y p ?x\n");
}

TEST_CASE_METHOD(Fixture, "a filter that looks out of its group stays inside it") {
  const PlanPtr plan =
      join(filter(q.bgp({"?x p ?y"}), q.call(Function::less, {"?z", "3"})), q.bgp({"?y q ?z"}));
  CHECK(text(flatten(plan)) ==
        "patterns ?y q ?z\n"
        "other filter ?z < 3\n"
        "  patterns ?x p ?y\n");
}

TEST_CASE_METHOD(Fixture, "an optional part moves behind the join when the rest does not speak of it") {
  const PlanPtr optional = left_join(q.bgp({"?x p ?y"}), q.bgp({"?x q ?z"}));
  CHECK(text(flatten(join(optional, q.bgp({"?y r ?w"})))) ==
        "patterns ?x p ?y\n"
        "patterns ?y r ?w\n"
        "then left join patterns ?x q ?z\n");
  CHECK(text(flatten(join(optional, q.bgp({"?z r ?w"})))) ==
        "patterns ?z r ?w\n"
        "other left join\n"
        "  patterns ?x p ?y\n"
        "  patterns ?x q ?z\n");
}

TEST_CASE_METHOD(Fixture, "filters on what an optional part or a let binds come after it") {
  const PlanPtr optional = left_join(q.bgp({"?x p ?y"}), q.bgp({"?x q ?z"}));
  const PlanPtr let = make_plan(Extend{optional, q.var("v"), q.call(Function::add, {"?y", "1"})});
  const PlanPtr plan = filter(let, make_call(Function::logical_and, {q.call(Function::less, {"?y", "3"}),
                                                                     q.call(Function::less, {"?v", "?z"})}));
  CHECK(text(flatten(plan)) ==
        "patterns ?x p ?y\n"
        "filter ?y < 3\n"
        "then left join patterns ?x q ?z\n"
        "then let ?v = ?y + 1\n"
        "then filter ?v < ?z\n");
}

TEST_CASE_METHOD(Fixture, "an anti join moves behind the join unless the join binds what it speaks of") {
  const PlanPtr anti = anti_join(q.bgp({"?x p ?y"}), q.bgp({"?x q ?z"}));
  CHECK(text(flatten(join(anti, q.bgp({"?y r ?w"})))) ==
        "patterns ?x p ?y\n"
        "patterns ?y r ?w\n"
        "then anti join patterns ?x q ?z\n");
  CHECK(text(flatten(join(anti, q.bgp({"?y r ?z"})))).starts_with("patterns ?y r ?z\nother anti join"));
}

TEST_CASE_METHOD(Fixture, "equality with an IRI or a string puts the constant into the patterns") {
  CHECK(bound(filter(q.bgp({"?x p ?y", "?x q ?z"}), q.call(Function::equal, {"?x", "a"}))) ==
        "patterns a p ?y\n"
        "patterns a q ?z\n"
        "then let ?x = a\n");
  CHECK(bound(filter(q.bgp({"?x p ?y"}), q.call(Function::equal, {"'abc'", "?y"}))) ==
        "patterns ?x p 'abc'\n"
        "then let ?y = 'abc'\n");
  CHECK(bound(filter(q.bgp({"?x p ?y"}), q.call(Function::same_term, {"?y", "1"}))) ==
        "patterns ?x p 1\n"
        "then let ?y = 1\n");
  CHECK(bound(filter(q.bgp({"?x p ?y"}), q.call(Function::equal, {"?x", "unheard-of"}))) == "nothing");
}

TEST_CASE_METHOD(Fixture, "equality with a number is by value and stays a filter") {
  CHECK(bound(filter(q.bgp({"?x p ?y"}), q.call(Function::equal, {"?y", "1"}))) ==
        "patterns ?x p ?y\n"
        "filter ?y = 1\n");
}

TEST_CASE_METHOD(Fixture, "a choice of IRIs becomes values, those that the store lacks left out") {
  CHECK(bound(filter(q.bgp({"?x p ?y"}), q.call(Function::in, {"?x", "a", "unheard-of", "b", "a"}))) ==
        "patterns ?x p ?y\n"
        "other values ?x (2 rows)\n");
  CHECK(bound(filter(q.bgp({"?x p ?y"}), q.call(Function::in, {"?x", "a", "unheard-of"}))) ==
        "patterns a p ?y\n"
        "then let ?x = a\n");
  CHECK(bound(filter(q.bgp({"?x p ?y"}), q.call(Function::in, {"?x", "a", "1"}))) ==
        "patterns ?x p ?y\n"
        "filter ?x in (a, 1)\n");
}

TEST_CASE_METHOD(Fixture, "when substitution is a join") {
  const auto is_join = [&](const PlanPtr& plan) { return substitution_is_join(*plan, q.vars({"x"})); };
  q.var("x");
  CHECK(is_join(q.bgp({"?x p ?y"})));
  CHECK(is_join(filter(q.bgp({"?x p ?y"}), q.call(Function::less, {"?x", "?y"}))));
  CHECK_FALSE(is_join(filter(q.bgp({"?z p ?y"}), q.call(Function::less, {"?x", "?y"}))));
  CHECK_FALSE(
      is_join(join(q.bgp({"?x p ?y"}), filter(q.bgp({"?y q ?z"}), q.call(Function::less, {"?x", "3"})))));
  CHECK_FALSE(is_join(left_join(q.bgp({"?z p ?y"}), q.bgp({"?y q ?x"}))));
  CHECK(is_join(left_join(q.bgp({"?x p ?y"}), q.bgp({"?y q ?x"}))));
  CHECK_FALSE(is_join(make_plan(Slice{q.bgp({"?x p ?y"}), 0, 1})));
  CHECK_FALSE(is_join(make_plan(Group{q.bgp({"?x p ?y"}), {}, {}})));
  CHECK(is_join(make_plan(Group{q.bgp({"?x p ?y"}), q.vars({"x"}), {}})));
  CHECK_FALSE(is_join(all_of({q.bgp({"?x p ?y"}), q.bgp({"?z p ?y"})})));
  CHECK_FALSE(is_join(make_plan(Path{q.place("?x"), q.repeat(q.link("p"), 0), q.place("?y")})));
  CHECK(is_join(make_plan(Path{q.place("?x"), q.repeat(q.link("p"), 1), q.place("?y")})));
}
