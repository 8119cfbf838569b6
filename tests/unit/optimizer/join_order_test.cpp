// Plans one expects over synthetic statistics, of the benchmark graph's sizes.
#include "kg/optimizer/join_order.h"

#include <chrono>

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
    source.relation("livesIn", 150'000, 150'000, 2'000);
    source.relation("interest", 300'000, 120'000, 500);
    source.relation("salary", 135'000, 135'000, 20'000);
    source.integers("salary", 10'000, 100'000);
    source.relation("author", 300'000, 200'000, 100'000);
    source.relation("locatedIn", 4'000, 4'000, 300);
    source.relation("inCountry", 2'000, 2'000, 60);
    source.relation("follows", 1'670'000, 150'000, 150'000);
    source.relation("memberOf", 12, 12, 1);
    for (const char* name : {"org", "city", "country", "topic", "person"}) source.add(name);
  }
  SyntheticSource source;
  Query q{source};

  PlanPtr plan(const PlanPtr& logical) {
    source.counts = 0;
    return optimize(logical, source, q.variables);
  }
  std::string text(const PlanPtr& logical) { return q.text(plan(logical)); }
};

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE_METHOD(Fixture, "one pattern is one scan") {
  CHECK(text(q.bgp({"person worksFor ?o"})) == "scan person worksFor ?o (spo)\n");
  CHECK(text(q.bgp({"?x worksFor org"})) == "scan ?x worksFor org (pos)\n");
  CHECK(text(make_plan(Unit{})) == "one empty row\n");
  CHECK(text(q.bgp({"person worksFor org"})) == "one empty row\n");
}

TEST_CASE_METHOD(Fixture, "an unselective star is merge joins on its subject") {
  CHECK(text(q.bgp({"?x worksFor ?o", "?x livesIn ?c", "?x salary ?s"})) ==
        "merge join on ?x\n"
        "  merge join on ?x\n"
        "    scan ?x worksFor ?o (pso)\n"
        "    scan ?x salary ?s (pso)\n"
        "  scan ?x livesIn ?c (pso)\n");
}

TEST_CASE_METHOD(Fixture, "a selective star starts small and looks the rest up") {
  CHECK(text(q.bgp({"?x salary ?s", "?x livesIn ?c", "?x worksFor org"})) ==
        "lookup join ?x livesIn ?c (pso)\n"
        "  lookup join ?x salary ?s (pso)\n"
        "    scan ?x worksFor org (pos)\n");
}

TEST_CASE_METHOD(Fixture, "a chain is walked from its bound end") {
  const std::string chain =
      text(q.bgp({"?w author ?a", "?a worksFor ?o", "?o locatedIn ?c", "?c inCountry country"}));
  CHECK(has(chain, "scan ?c inCountry country (pos)"));
  CHECK(has(chain, "locatedIn"));
  CHECK(chain.find("inCountry") > chain.find("locatedIn"));
  CHECK(chain.find("locatedIn") > chain.find("worksFor"));
  CHECK(chain.find("worksFor") > chain.find("author"));
}

TEST_CASE_METHOD(Fixture, "hops from a node are lookups") {
  CHECK(text(q.bgp({"person follows ?a", "?a follows ?b", "?b follows ?c"})) ==
        "lookup join ?b follows ?c (pso)\n"
        "  lookup join ?a follows ?b (pso)\n"
        "    scan person follows ?a (spo)\n");
}

TEST_CASE_METHOD(Fixture, "a triangle is a multiway join, a selective one is not") {
  const std::string open = text(q.bgp({"?a follows ?b", "?b follows ?d", "?a follows ?d"}));
  CHECK(has(open, "multiway join"));
  // Nodes met over their incoming edges are popular: their outgoing edges are walked next.
  CHECK((has(open, "by ?d, ?b, ?a") || has(open, "by ?a, ?b, ?d")));
  const std::string bound =
      text(q.bgp({"?a follows ?b", "?b follows ?d", "?a follows ?d", "?a worksFor org"}));
  CHECK_FALSE(has(bound, "multiway join"));
  CHECK(has(bound, "scan ?a worksFor org (pos)"));
}

TEST_CASE_METHOD(Fixture, "paths and stars are not cyclic") {
  CHECK_FALSE(has(text(q.bgp({"?a follows ?b", "?b follows ?c", "?c follows ?d"})), "multiway"));
  CHECK_FALSE(has(text(q.bgp({"?a follows ?b", "?a follows ?c", "?a follows ?d"})), "multiway"));
}

TEST_CASE_METHOD(Fixture, "a comparison becomes a range of ids, and goes when that is exact") {
  const PlanPtr logical = filter(
      q.bgp({"?x salary ?s"}),
      make_call(Function::logical_and,
                {q.call(Function::greater_equal, {"?s", "30000"}), q.call(Function::less, {"?s", "40000"})}));
  CHECK(text(logical) == "scan ?x salary ?s (pos) in integers 30000..39999\n");
  const PlanPtr star =
      filter(q.bgp({"?x salary ?s", "?x livesIn ?c"}), q.call(Function::less, {"?s", "10010"}));
  CHECK(text(star) ==
        "lookup join ?x livesIn ?c (pso)\n"
        "  scan ?x salary ?s (pos) in integers ..10009\n");
  const PlanPtr none = filter(q.bgp({"?x salary ?s"}), q.call(Function::greater, {"?s", "500000"}));
  CHECK(text(none) == "nothing\n");
}

TEST_CASE_METHOD(Fixture, "a filter over two patterns is asked where both have met") {
  const PlanPtr logical =
      filter(q.bgp({"?x salary ?s", "?x worksFor org", "?y salary ?t", "?y worksFor org"}),
             q.call(Function::less, {"?s", "?t"}));
  const std::string plan_text = text(logical);
  CHECK(plan_text.starts_with("filter ?s < ?t\n  cross join\n"));
}

TEST_CASE_METHOD(Fixture, "order by a sorted variable with a limit needs no sorting") {
  const PlanPtr order = make_plan(OrderBy{q.bgp({"?x salary ?s"}), {{q.value("?s"), false}}});
  CHECK(text(make_plan(Slice{order, 0, 10})) ==
        "limit 10\n"
        "  limit 10\n"
        "    scan ?x salary ?s (pos)\n");
}

TEST_CASE_METHOD(Fixture, "the highest values are read from the end of an index") {
  const PlanPtr descending = make_plan(OrderBy{q.bgp({"?x salary ?s"}), {{q.value("?s"), true}}});
  // 1.5 rows a value: ten rows are in the last seven values.
  CHECK(text(make_plan(Slice{descending, 0, 10})) ==
        "limit 10\n"
        "  top 10 by ?s desc\n"
        "    project ?x, ?s\n"
        "      scan ?x salary ?s (pos) in integers 99994..\n");
  const PlanPtr filtered = make_plan(OrderBy{
      filter(q.bgp({"?x salary ?s"}), q.call(Function::contains, {"?x", "'a'"})), {{q.value("?s"), true}}});
  CHECK(has(text(make_plan(Slice{filtered, 0, 10})), "scan ?x salary ?s (pos)\n"));
}

TEST_CASE_METHOD(Fixture, "grouping likes its keys sorted") {
  const PlanPtr group = make_plan(
      Group{q.bgp({"?x worksFor ?o"}), q.vars({"o"}), {{q.var("n"), Aggregate::count, nullptr, false}}});
  CHECK(text(group) ==
        "group by ?o: count(*) as ?n\n"
        "  scan ?x worksFor ?o (pos)\n");
}

TEST_CASE_METHOD(Fixture, "every operator has an estimate") {
  const PlanPtr physical =
      plan(filter(left_join(q.bgp({"?x worksFor ?o", "?x livesIn ?c"}), q.bgp({"?x interest ?t"})),
                  q.call(Function::contains, {"?c", "'a'"})));
  std::vector<PlanPtr> open{physical};
  while (!open.empty()) {
    const PlanPtr at = open.back();
    open.pop_back();
    CHECK(at->estimate >= 0);
    for (const PlanPtr& child : children_of(*at)) open.push_back(child);
  }
}

TEST_CASE_METHOD(Fixture, "star estimates follow the relations' statistics") {
  const PlanPtr star = plan(q.bgp({"?x worksFor ?o", "?x salary ?s"}));
  CHECK(star->estimate > 100'000);
  CHECK(star->estimate < 140'000);
  const PlanPtr selective = plan(q.bgp({"?x worksFor org", "?x salary ?s"}));
  CHECK(selective->estimate > 10);
  CHECK(selective->estimate < 100);
}

TEST_CASE_METHOD(Fixture, "counting the source stays within a few calls") {
  plan(q.bgp({"?x worksFor ?o", "?x livesIn ?c", "?x salary ?s", "?x interest ?t"}));
  CHECK(source.counts == 0);
  plan(q.bgp({"?x worksFor org", "?x livesIn city", "?x salary ?s"}));
  CHECK(source.counts == 2);
  plan(filter(q.bgp({"?x salary ?s"}), q.call(Function::less, {"?s", "40000"})));
  CHECK(source.counts <= 4);
}

TEST_CASE_METHOD(Fixture, "joins of many patterns are planned without exploding") {
  for (const std::size_t size : {2U, 8U, 9U, 12U, 13U, 40U, 64U, 65U, 300U}) {
    std::vector<std::string> chain;
    std::vector<std::string> star;
    for (std::size_t i = 0; i < size; ++i) {
      chain.push_back("?v" + std::to_string(i) + " follows ?v" + std::to_string(i + 1));
      star.push_back("?v0 follows ?v" + std::to_string(i + 1));
    }
    for (const auto& patterns : {chain, star}) {
      const auto start = std::chrono::steady_clock::now();
      const PlanPtr physical = plan(q.bgp(patterns));
      CHECK(variables_of(*physical).size() == size + 1);
      // Far from what exhaustive search would take; slow machines and sanitizers have room.
      CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(5));
    }
  }
}

TEST_CASE_METHOD(Fixture, "a path is walked from what is bound") {
  const PlanPtr reach = make_plan(Path{q.place("?o"), q.repeat(q.link("locatedIn"), 1), q.place("?c")});
  CHECK(text(join(reach, q.bgp({"person worksFor ?o"}))) ==
        "path join ?o locatedIn+ ?c\n"
        "  scan person worksFor ?o (spo)\n");
  const PlanPtr from_end =
      make_plan(Path{q.place("?o"), q.repeat(q.link("locatedIn"), 1), q.place("country")});
  CHECK(text(from_end) == "path ?o locatedIn+ country\n");
}

TEST_CASE_METHOD(Fixture, "a claim with a qualifier folds its triple, or unfolds its reifier") {
  const std::string reifies(iri::kRdfReifies);
  source.relation(reifies, 50'000, 50'000, 40'000);
  source.relation("on", 45'000, 45'000, 400);
  source.add("day");
  const auto claim = [&](const std::string& on) {
    const TriplePattern triple = q.pattern("person worksFor ?o");
    return make_plan(Bgp{{triple, q.pattern("?c " + reifies + " ?t"), q.pattern("?c on " + on)},
                         {TripleTermPattern{q.place("?t"), triple}}});
  };
  const std::string from_triple = text(claim("?d"));
  CHECK(from_triple ==
        "lookup join ?c on ?d (pso)\n"
        "  lookup join ?c http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies ?t (pos)\n"
        "    triple term join ?t = <<( person worksFor ?o )>>\n"
        "      scan person worksFor ?o (spo)\n");
}

TEST_CASE_METHOD(Fixture, "an optional that the filter needs lets the join order choose it") {
  const PlanPtr logical = filter(left_join(q.bgp({"?x worksFor ?o"}), q.bgp({"?x salary ?s"})),
                                 q.call(Function::less, {"?s", "10010"}));
  CHECK(text(logical) ==
        "lookup join ?x worksFor ?o (pso)\n"
        "  scan ?x salary ?s (pos) in integers ..10009\n");
}

TEST_CASE_METHOD(Fixture, "uncertain variables are joined by compatibility") {
  const PlanPtr either = all_of({q.bgp({"?x worksFor org"}), q.bgp({"?y livesIn city"})});
  CHECK(text(join(either, q.bgp({"?x salary ?s"}))).starts_with("join\n"));
}

TEST_CASE_METHOD(Fixture, "what a range cannot decide is asked of that range alone") {
  const PlanPtr logical = filter(q.bgp({"?x worksFor ?o"}), q.call(Function::starts_with, {"?o", "'alpha'"}));
  source.strings("worksFor", 150);
  CHECK(text(logical) == "scan ?x worksFor ?o (pos) in a range of strings\n");
  source.strings("worksFor", 6000);
  CHECK(text(logical) ==
        "filter starts_with(?o, 'alpha')\n"
        "  scan ?x worksFor ?o (pos) in a range of strings\n");
}
