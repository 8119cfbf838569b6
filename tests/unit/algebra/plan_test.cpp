#include "kg/algebra/plan.h"

#include "support/catch.h"

using namespace kg;

namespace {

constexpr Var x = 0;
constexpr Var y = 1;
constexpr Var z = 2;
constexpr Var w = 3;

PatternTerm v(Var variable) { return PatternTerm::var(variable); }
PatternTerm c(std::uint64_t place) { return PatternTerm::constant(Id{Tag::iri, place}); }
PlanPtr bgp(Var s, Var o) { return make_plan(Bgp{{{v(s), c(1), v(o)}}, {}}); }
PlanPtr scan(const TriplePattern& pattern, Permutation permutation) {
  return make_plan(Scan{pattern, permutation});
}

using Vars = std::vector<Var>;

}  // namespace

TEST_CASE("children come left to right") {
  const PlanPtr a = bgp(x, y);
  const PlanPtr b = bgp(y, z);
  CHECK(children_of(*make_plan(Join{a, b})) == std::vector{a, b});
  CHECK(children_of(*make_plan(Union{{a, b, a}})) == std::vector{a, b, a});
  CHECK(children_of(*make_plan(Slice{a, 0, 1})) == std::vector{a});
  CHECK(children_of(*make_plan(LookupJoin{a, {v(x), c(1), v(y)}})) == std::vector{a});
  CHECK(children_of(*a).empty());
}

TEST_CASE("an optional part binds possibly, not certainly") {
  const PlanPtr plan = make_plan(LeftJoin{bgp(x, y), bgp(x, z), nullptr});
  CHECK(variables_of(*plan) == Vars{x, y, z});
  CHECK(certain_variables_of(*plan) == Vars{x, y});
  const PlanPtr lookup =
      make_plan(LookupJoin{bgp(x, y), {v(x), c(1), v(z)}, Permutation::pso, LookupKind::left});
  CHECK(variables_of(*lookup) == Vars{x, y, z});
  CHECK(certain_variables_of(*lookup) == Vars{x, y});
}

TEST_CASE("an anti join binds what its left side does") {
  const PlanPtr plan = make_plan(AntiJoin{bgp(x, y), bgp(x, z)});
  CHECK(variables_of(*plan) == Vars{x, y});
  const PlanPtr lookup =
      make_plan(LookupJoin{bgp(x, y), {v(x), c(1), v(z)}, Permutation::pso, LookupKind::anti});
  CHECK(variables_of(*lookup) == Vars{x, y});
}

TEST_CASE("a union binds certainly what all inputs do") {
  const PlanPtr plan = make_plan(Union{{bgp(x, y), bgp(x, z)}});
  CHECK(variables_of(*plan) == Vars{x, y, z});
  CHECK(certain_variables_of(*plan) == Vars{x});
}

TEST_CASE("values bind certainly what every row does") {
  const Values values{{x, y}, {{Term::integer(1), Term{}}, {Term::integer(2), Term::integer(3)}}};
  CHECK(variables_of(*make_plan(values)) == Vars{x, y});
  CHECK(certain_variables_of(*make_plan(values)) == Vars{x});
}

TEST_CASE("let may fail, a group's counts do not") {
  const PlanPtr let =
      make_plan(Extend{bgp(x, y), z, make_call(Function::add, {make_variable(x), make_variable(y)})});
  CHECK(variables_of(*let) == Vars{x, y, z});
  CHECK(certain_variables_of(*let) == Vars{x, y});
  const Group group{
      bgp(x, y), {x}, {{z, Aggregate::count, nullptr, false}, {w, Aggregate::min, make_variable(y), false}}};
  CHECK(variables_of(*make_plan(group)) == Vars{x, z, w});
  CHECK(certain_variables_of(*make_plan(group)) == Vars{x, z});
}

TEST_CASE("a projection hides and does not make") {
  const PlanPtr plan = make_plan(Project{bgp(x, y), {w, y}});
  CHECK(variables_of(*plan) == Vars{y});
  CHECK(certain_variables_of(*plan) == Vars{y});
}

TEST_CASE("a scan is sorted by its permutation, constants left out") {
  const TriplePattern pattern{v(x), c(1), v(y)};
  CHECK(sorted_by(*scan(pattern, Permutation::pso)) == Vars{x, y});
  CHECK(sorted_by(*scan(pattern, Permutation::pos)) == Vars{y, x});
  CHECK(sorted_by(*scan({v(x), c(1), v(x)}, Permutation::pos)) == Vars{x});
}

TEST_CASE("operators that keep the order of their input") {
  const PlanPtr sorted = scan({v(x), c(1), v(y)}, Permutation::pso);
  CHECK(sorted_by(*make_plan(Filter{sorted, make_variable(x)})) == Vars{x, y});
  CHECK(sorted_by(*make_plan(Project{sorted, {x}})) == Vars{x});
  CHECK(sorted_by(*make_plan(Project{sorted, {y}})).empty());
  CHECK(sorted_by(*make_plan(PhysicalJoin{sorted, bgp(x, z), JoinMethod::hash, {x}})) == Vars{x, y});
  CHECK(sorted_by(*make_plan(PhysicalJoin{sorted, sorted, JoinMethod::merge, {x}})) == Vars{x});
  CHECK(sorted_by(*make_plan(Union{{sorted, sorted}})).empty());
  CHECK(sorted_by(*make_plan(LeftJoin{sorted, bgp(x, z), nullptr})).empty());
}

TEST_CASE("a lookup keeps the order that its probes have") {
  const PlanPtr sorted = scan({v(x), c(1), v(y)}, Permutation::pso);
  CHECK(sorted_by(*make_plan(LookupJoin{sorted, {v(x), c(2), v(z)}, Permutation::pso})) == Vars{x});
  CHECK(sorted_by(*make_plan(LookupJoin{sorted, {v(y), c(2), v(z)}, Permutation::pso})).empty());
  CHECK(sorted_by(*make_plan(LookupJoin{sorted, {v(x), c(2), v(y)}, Permutation::pso})) == Vars{x, y});
  CHECK(sorted_by(*make_plan(LookupJoin{sorted, {v(x), c(2), v(y)}, Permutation::pos})).empty());
}

TEST_CASE("variables have one number a name") {
  Variables variables;
  const Var a = variables.get("a");
  CHECK(variables.get("a") == a);
  CHECK(variables.find("a") == a);
  CHECK_FALSE(variables.find("b").has_value());
  const Var fresh = variables.fresh("count");
  CHECK(fresh != a);
  CHECK(variables.fresh("count") != fresh);
  CHECK(variables.name(fresh).starts_with("_:count"));
  CHECK(variables.size() == 3);
}
