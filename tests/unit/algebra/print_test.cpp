#include "kg/algebra/plan.h"
#include "support/catch.h"

using namespace kg;

namespace {

struct Fixture {
  Variables variables;
  Var x = variables.get("x");
  Var y = variables.get("y");
  PatternTerm works = PatternTerm::constant(Id{Tag::iri, 1}, Term::iri("worksFor"));
  PatternTerm lives = PatternTerm::constant(Id{Tag::iri, 2}, Term::iri("livesIn"));

  std::string print(const PlanPtr& plan, std::function<std::string(const Plan&)> annotate = {}) const {
    PlanPrinter printer{variables, [](const PatternTerm& t) { return t.term.value; }, std::move(annotate)};
    return printer.print(*plan);
  }
  PatternTerm v(Var variable) const { return PatternTerm::var(variable); }
};

}  // namespace

TEST_CASE_METHOD(Fixture, "a plan prints as an indented tree with its estimates in a column") {
  const Var c = variables.get("c");
  const PlanPtr left = make_plan(Scan{{v(x), works, v(y)}, Permutation::pso}, 135'000);
  const PlanPtr right = make_plan(Scan{{v(x), lives, v(c)}, Permutation::pso}, 12'000);
  const PlanPtr join = make_plan(PhysicalJoin{left, right, JoinMethod::merge, {x}}, 11'948);
  CHECK(print(make_plan(Slice{join, 0, 10}, 10)) ==
        "limit 10                          ~10 rows\n"
        "  merge join on ?x             ~11.9k rows\n"
        "    scan ?x worksFor ?y (pso)   ~135k rows\n"
        "    scan ?x livesIn ?c (pso)   ~12.0k rows\n");
}

TEST_CASE_METHOD(Fixture, "annotations stand at the end, aligned") {
  const PlanPtr scan = make_plan(Scan{{v(x), works, v(y)}, Permutation::pso});
  const PlanPtr plan = make_plan(Distinct{scan});
  CHECK(
      print(plan, [](const Plan& p) { return std::string(p.as<Scan>() != nullptr ? "3 rows" : "2 rows"); }) ==
      "distinct                     2 rows\n"
      "  scan ?x worksFor ?y (pso)  3 rows\n");
}

TEST_CASE_METHOD(Fixture, "ranges print as values where they are integers") {
  const auto text = [&](IdRange range) {
    return print(make_plan(Scan{{v(x), works, v(y)}, Permutation::pos, range}));
  };
  constexpr std::uint64_t zero = std::uint64_t{1} << 59;
  const std::string scan = "scan ?x worksFor ?y (pos) in ";
  CHECK(text({Id{Tag::integer, zero + 30}, Id{Tag::integer, zero + 39}}) == scan + "integers 30..39\n");
  CHECK(text({Id{Tag::integer, 0}, Id{Tag::integer, zero - 1}}) == scan + "integers ..-1\n");
  CHECK(text(tag_range(Tag::integer)) == scan + "all integers\n");
  CHECK(text({Id{Tag::string, 5}, Id{Tag::string, 9}}) == scan + "a range of strings\n");
}

TEST_CASE_METHOD(Fixture, "operators have plain names") {
  const PlanPtr scan = make_plan(Bgp{{{v(x), works, v(y)}}, {}});
  const auto first_line = [&](const PlanPtr& plan) {
    const std::string all = print(plan);
    return all.substr(0, all.find('\n'));
  };
  CHECK(first_line(make_plan(Unit{})) == "one empty row");
  CHECK(first_line(make_plan(Values{{x}, {}})) == "nothing");
  CHECK(first_line(make_plan(AntiJoin{scan, scan})) == "anti join, for each row");
  CHECK(first_line(make_plan(AntiJoin{scan, scan, false, false, {x}})) == "semi join on ?x");
  CHECK(first_line(make_plan(OrderBy{scan, {{make_variable(y), true}}, 10})) == "top 10 by ?y desc");
  CHECK(first_line(make_plan(OrderBy{scan, {{make_variable(y), false}}})) == "order by ?y");
  CHECK(first_line(make_plan(PhysicalJoin{scan, scan, JoinMethod::hash, {}})) == "cross join");
  CHECK(first_line(make_plan(CountPattern{{v(x), works, v(y)}, x})) ==
        "count from statistics ?x worksFor ?y as ?x");
  CHECK(first_line(make_plan(Group{scan, {x}, {{y, Aggregate::count, make_variable(y), true}}})) ==
        "group by ?x: count(distinct ?y) as ?y");
  CHECK(first_line(make_plan(TripleTermJoin{scan, {v(y), {v(x), works, v(x)}}})) ==
        "triple term join ?y = <<( ?x worksFor ?x )>>");
}

TEST_CASE_METHOD(Fixture, "paths print as they are written") {
  const auto path = [](PathExpression::Kind kind, std::vector<PathPtr> parts, std::uint32_t least = 1,
                       std::uint32_t most = std::numeric_limits<std::uint32_t>::max()) {
    return std::make_shared<const PathExpression>(PathExpression{kind, {}, std::move(parts), least, most});
  };
  PathExpression link;
  link.relation = works;
  const PathPtr p = std::make_shared<const PathExpression>(link);
  using Kind = PathExpression::Kind;
  const auto text = [&](const PathPtr& e) { return print(make_plan(Path{v(x), e, v(y)})); };
  CHECK(text(path(Kind::repeat, {p})) == "path ?x worksFor+ ?y\n");
  CHECK(text(path(Kind::repeat, {path(Kind::alternative, {p, path(Kind::inverse, {p})})}, 0)) ==
        "path ?x (worksFor|^worksFor)* ?y\n");
  CHECK(text(path(Kind::repeat, {path(Kind::sequence, {p, p})}, 1, 4)) ==
        "path ?x (worksFor/worksFor){1,4} ?y\n");
}

TEST_CASE_METHOD(Fixture, "names that the optimizer made are shown apart") {
  const Var fresh = variables.fresh("count");
  CHECK(variable_text(variables, fresh) == "?:count2");
  CHECK(variable_text(variables, 99) == "?_99");
}
