// Queries as algebra: groups, scopes, grouping and order.
#include "support/catch.h"
#include "world.h"

using namespace kg;
using namespace kg::test;

TEST_CASE("filters apply to their whole group, wherever they stand in it") {
  const std::string expected =
      "find x\nproject ?x\n  filter ?v > \"3\"^^<http://www.w3.org/2001/XMLSchema#integer>\n"
      "    patterns ?x share ?v and ?x visited Ganzhou\n";
  CHECK(show("find ?x where ?x share ?v and ?v > 3 and ?x visited Ganzhou") == expected);
  CHECK(show("find ?x where ?v > 3 and ?x share ?v and ?x visited Ganzhou") == expected);
}

TEST_CASE("the filters of an optional group are the left join's condition") {
  const Statement statement = parse("find ?x where ?x share ?v and optional { ?x knows ?y and ?y != ?v }");
  const Plan* plan = std::get<FindStatement>(statement.body).plan->as<Project>()->input.get();
  const LeftJoin* join = plan->as<LeftJoin>();
  REQUIRE(join != nullptr);
  CHECK(join->condition != nullptr);
  CHECK(join->right->as<Bgp>() != nullptr);
}

TEST_CASE("an optional is joined to what stands before it, and what follows is joined to both") {
  CHECK(show("find ?x where ?x share ?v and optional { ?x knows ?y } and ?x visited ?z") ==
        "find x\nproject ?x\n  join\n    left join\n      patterns ?x share ?v\n      patterns ?x knows ?y\n"
        "    patterns ?x visited ?z\n");
}

TEST_CASE("not is a test on its whole group") {
  CHECK(
      show("find ?x where not { ?x knows ?y } and ?x share ?v") ==
      "find x\nproject ?x\n  anti join, for each row\n    patterns ?x share ?v\n    patterns ?x knows ?y\n");
  CHECK(show("find ?x where ?x share ?v and exists { ?x knows ?y }").find("semi join") != std::string::npos);
  CHECK(error_of("find ?x where ?x share ?v and not { ?x knows ?y and ?y != ?v }") == "no error");
  CHECK(error_of("find ?x where ?x share ?v and not { { ?x knows ?y and ?y != ?v } or { ?x visited ?v } }") ==
        "no error");
  CHECK(error_of("find ?x where ?x share ?v and not ?v > 3") == "no error");
}

TEST_CASE("a condition that cannot see a variable is an error, not an empty answer") {
  CHECK(error_of("find ?x where ?x share ?v and { ?x knows ?y and ?y != ?v }").find("not bound here") !=
        std::string::npos);
  CHECK(
      error_of(
          "find ?x where ?x share ?v and optional { ?x knows ?y and optional { ?y knows ?z and ?z != ?v } }")
          .find("not bound here") != std::string::npos);
  CHECK(error_of("find ?x where ?x share ?v and optional { ?x knows ?y and ?y != ?w } and ?x knows ?w")
            .find("not bound here") != std::string::npos);
  CHECK(error_of("find ?xs where ?x share ?v").find("did you mean") == std::string::npos);
  CHECK(error_of("find ?shar where ?x share ?share").find("did you mean `?share`?") != std::string::npos);
}

TEST_CASE("let reads what stands before it") {
  CHECK(show("find ?y where ?x share ?v and let ?y = ?v * 2 + 1").find("let ?y = ") != std::string::npos);
  CHECK(show("find ?y where let ?y = 1 / 0") ==
        "find y\nproject ?y\n  let ?y = \"1\"^^<http://www.w3.org/2001/XMLSchema#integer> / "
        "\"0\"^^<http://www.w3.org/2001/XMLSchema#integer>\n    one empty row\n");
}

TEST_CASE("values and lists") {
  CHECK(show("find ?x where values ?x (China, 3, 'a', undef, -2.5, $country)").find("values ?x (6 rows)") !=
        std::string::npos);
  const Statement statement = parse("find ?x where values (?x, ?y) ((China, 1), (undef, 2))");
  const Values* values = std::get<FindStatement>(statement.body).plan->as<Project>()->input->as<Values>();
  REQUIRE(values != nullptr);
  CHECK(values->variables.size() == 2);
  CHECK(values->rows.at(1).at(0).kind == TermKind::undefined);
  CHECK(show("find ?x where ?x share ?v and ?v not in (1, 2)").find("not in") != std::string::npos);
}

TEST_CASE("a nested find shares only the variables that it gives out") {
  CHECK(
      show("find ?x, ?y where ?x knows ?y and { find ?x, count(*) as ?n where ?x visited ?y } and ?n > 2") ==
      "find x y\nproject ?x, ?y\n  filter ?n > \"2\"^^<http://www.w3.org/2001/XMLSchema#integer>\n    join\n"
      "      patterns ?x knows ?y\n      project ?x, ?n\n        group by ?x: count(*) as ?n\n"
      "          patterns ?x visited ?:y2\n");
  CHECK(show("find ?x where ?x knows ?y and { find * where ?x visited ?y }").find("?:") == std::string::npos);
  CHECK(error_of("find ?x where { find ?x where ?x knows ?y } and ?y != ?x").find("never bound") !=
        std::string::npos);
}

TEST_CASE("what is not aggregated groups, when nothing else is said") {
  CHECK(show("find ?x, count(?y) as ?n where ?x knows ?y") ==
        "find x n\nproject ?x, ?n\n  group by ?x: count(?y) as ?n\n    patterns ?x knows ?y\n");
  CHECK(show("find count(*) where ?x knows ?y").starts_with("find count\n"));
  CHECK(show("find year(?d) as ?y, count(*) as ?n where ?x on ?d") ==
        "find y n\nproject ?y, ?n\n  group by ?y: count(*) as ?n\n    let ?y = year(?d)\n      patterns ?x "
        "on ?d\n");
  CHECK(show("find ?x where ?x knows ?y group by ?x").find("group by ?x") != std::string::npos);
  CHECK(show("find ?x where ?x knows ?y order by count(?y) desc").find("count(?y)") != std::string::npos);
}

TEST_CASE("aggregates stand in expressions, in having and in order by") {
  const std::string shown = show(
      "find ?x, sum(?v) / count(*) as ?mean, max(distinct ?v) as ?most where ?x share ?v group by ?x "
      "having ?mean > 1 and min(?v) < 5 order by ?mean desc, count(*) limit 3 offset 2");
  CHECK(shown.starts_with("find x mean most\n"));
  CHECK(shown.find("limit 3") != std::string::npos);
  CHECK(shown.find("offset 2") != std::string::npos);
  CHECK(shown.find("top 5 by ?mean desc") != std::string::npos);
  CHECK(shown.find("max(distinct ?v) as ?most") != std::string::npos);
  CHECK(shown.find("let ?mean = ") != std::string::npos);
}

TEST_CASE("list has a separator") {
  const Statement statement = parse("find list(?y, '; ') as ?all where ?x knows ?y");
  const Plan* plan = std::get<FindStatement>(statement.body).plan->as<Project>()->input.get();
  CHECK(plan->as<Group>()->aggregates.at(0).separator == "; ");
}

TEST_CASE("distinct keeps every row until it has looked at all of them") {
  CHECK(show("find distinct ?x where ?x knows ?y order by ?x limit 2") ==
        "find x\nlimit 2\n  distinct\n    project ?x\n      order by ?x\n        patterns ?x knows ?y\n");
}

TEST_CASE("find * gives every named variable once") {
  CHECK(show("find * where ?b knows ?a and ?a knows ? as ?c").starts_with("find b a c\n"));
}

TEST_CASE("and binds closer than or, and both less than comparisons") {
  const Statement statement = parse("find ?x where ?x share ?v and (?v = 1 or ?v = 2 and not ?v = 3)");
  const Plan* plan = std::get<FindStatement>(statement.body).plan->as<Project>()->input.get();
  const ExpressionPtr condition = plan->as<Filter>()->condition;
  CHECK(condition->function == Function::logical_or);
  CHECK(condition->arguments.at(1)->function == Function::logical_and);
  CHECK(condition->arguments.at(1)->arguments.at(1)->function == Function::logical_not);
}

TEST_CASE("arithmetic binds and associates as usual") {
  const Statement statement = parse("find ?y where ?x share ?z and let ?y = 1 - 2 - 3 * -?z");
  const Plan* plan = std::get<FindStatement>(statement.body).plan->as<Project>()->input.get();
  const ExpressionPtr value = plan->as<Extend>()->expression;
  CHECK(value->function == Function::subtract);
  CHECK(value->arguments.at(0)->function == Function::subtract);
  CHECK(value->arguments.at(1)->function == Function::multiply);
  CHECK(value->arguments.at(1)->arguments.at(1)->function == Function::negate);
}

TEST_CASE("the parts of a query come one by one, its conditions last") {
  const std::string query =
      "find ?x where ?n > 3 and ?x visited ?y [on ?d, in China] and optional { ?y located in ?z } and "
      "not { ?x knows ?w } and ?x share ?n";
  std::vector<std::string> parts;
  for (const QueryStep& step : query_steps({query, {}, 1}, world_context())) parts.push_back(step.text);
  CHECK(parts == std::vector<std::string>{"?x visited ?y", "on ?d", "in China", "?x share ?n", "?n > 3",
                                          "not { ?x knows ?w }"});
  CHECK(query_steps({"Li Qiang visited ?", {}, 1}, world_context()).size() == 1);
  CHECK(query_steps({"show relations", {}, 1}, world_context()).empty());
}
