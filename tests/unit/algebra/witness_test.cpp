#include "kg/algebra/witness.h"

#include "support/catch.h"

using namespace kg;

namespace {

constexpr Var x = 0;
constexpr Var y = 1;
constexpr Var n = 2;
constexpr Var m = 3;

PatternTerm v(Var variable) { return PatternTerm::var(variable); }
PatternTerm c(std::uint64_t place) { return PatternTerm::constant(Id{Tag::iri, place}); }
PlanPtr bgp(Var s, std::uint64_t relation, Var o) { return make_plan(Bgp{{{v(s), c(relation), v(o)}}, {}}); }
ExpressionPtr is_bound(Var variable) { return make_call(Function::bound, {make_variable(variable)}); }

using Vars = std::vector<Var>;

}  // namespace

TEST_CASE("a group's members are the witnesses of its row, and what hangs on its aggregates is dropped") {
  PlanPtr plan = make_plan(Group{bgp(x, 1, y), {x}, {{n, Aggregate::count, make_variable(y), false, " "}}});
  plan = make_plan(Extend{plan, m, make_call(Function::plus, {make_variable(n)})});
  plan = make_plan(Filter{plan, is_bound(m)});
  plan = make_plan(Slice{make_plan(Project{plan, {x, m}}), 0, 5});
  const Witnesses witnesses = witnesses_of(plan);
  CHECK(witnesses.plan->as<Bgp>() != nullptr);
  CHECK(witnesses.unknown == Vars{n, m});
  CHECK(witnesses.triples.size() == 1);
  CHECK(witnesses.conjunctive);

  const PlanPtr row = witnesses_of_row(witnesses, {{x, Term::string("a")}, {m, Term::integer(3)}});
  REQUIRE(row->as<Filter>() != nullptr);
  CHECK(variables_of(*row->as<Filter>()->condition) == Vars{x});
  CHECK(row->as<Filter>()->input->as<Bgp>() != nullptr);
}

TEST_CASE("what is ruled out makes no triples, what must exist does") {
  const auto witnesses = [](bool negated) {
    return witnesses_of(make_plan(AntiJoin{bgp(x, 1, y), bgp(x, 2, m), negated}));
  };
  CHECK(witnesses(true).triples.size() == 1);
  CHECK(witnesses(true).plan->as<AntiJoin>() != nullptr);
  CHECK(witnesses(false).triples.size() == 2);
}

TEST_CASE("alternatives and optional parts need not all hold") {
  CHECK_FALSE(witnesses_of(make_plan(Union{{bgp(x, 1, y), bgp(x, 2, y)}})).conjunctive);
  CHECK_FALSE(witnesses_of(make_plan(LeftJoin{bgp(x, 1, y), bgp(x, 2, m), nullptr})).conjunctive);
}

TEST_CASE("a limit inside a query stays, but not over distinct rows") {
  const auto nested = [](PlanPtr inner) {
    return witnesses_of(make_plan(Join{bgp(x, 1, y), make_plan(Slice{std::move(inner), 0, 1})}));
  };
  const auto cuts = [](const Witnesses& w) { return w.plan->as<Join>()->right->as<Slice>() != nullptr; };
  CHECK(cuts(nested(make_plan(Project{bgp(x, 2, m), {x}}))));
  CHECK_FALSE(cuts(nested(make_plan(Distinct{make_plan(Project{bgp(x, 2, m), {x}})}))));
}

TEST_CASE("the ends of a path are given to it") {
  PathExpression link;
  link.relation = c(1);
  const PathPtr step = std::make_shared<const PathExpression>(link);
  const Witnesses witnesses = witnesses_of(make_plan(Path{v(x), step, v(y)}));
  REQUIRE(witnesses.paths.size() == 1);
  const PlanPtr row = witnesses_of_row(witnesses, {{x, Term::string("a")}, {y, Term{}}});
  const PlanPtr inner = row->as<Filter>()->input->as<Filter>()->input;  // x is "a", y is unbound
  REQUIRE(inner->as<Join>() != nullptr);
  CHECK(inner->as<Join>()->left->as<Values>()->variables == Vars{x});
}
