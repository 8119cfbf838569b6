// The yardstick itself, on answers worked out by hand.
#include "support/naive_evaluator.h"

#include "property/random_case.h"
#include "support/catch.h"
#include "support/memory_source.h"

using namespace kg;
using namespace kg::test;

namespace {

struct Fixture {
  Fixture() {
    source.add_iris("ann", "knows", "bob");
    source.add_iris("bob", "knows", "cleo");
    source.add_iris("cleo", "knows", "ann");
    source.add(Term::iri("ann"), Term::iri("age"), Term::integer(30));
    source.add(Term::iri("bob"), Term::iri("age"), Term::literal("30.0", iri::kXsdDecimal));
    source.build();
  }
  PatternTerm constant(const Term& term) const { return PatternTerm::constant(source.find(term), term); }
  PatternTerm constant(std::string_view name) const { return constant(Term::iri(name)); }
  PlanPtr pattern(PatternTerm s, std::string_view p, PatternTerm o) const {
    return make_plan(Bgp{{{std::move(s), constant(p), std::move(o)}}, {}});
  }
  std::vector<std::string> answer(const PlanPtr& plan) const {
    NaiveEvaluator evaluator(source);
    std::vector<std::string> out;
    for (const Row& row : evaluator.evaluate(*plan)) out.push_back(evaluator.text(row));
    std::sort(out.begin(), out.end());
    return out;
  }
  PlanPtr repeat(PatternTerm from, std::uint32_t at_least, std::uint32_t at_most, PatternTerm to) const {
    PathExpression link;
    link.relation = constant("knows");
    PathExpression path;
    path.kind = PathExpression::Kind::repeat;
    path.parts = {std::make_shared<const PathExpression>(link)};
    path.at_least = at_least;
    path.at_most = at_most;
    return make_plan(Path{std::move(from), std::make_shared<const PathExpression>(path), std::move(to)});
  }

  MemorySource source;
};

const PatternTerm kX = PatternTerm::var(0);
const PatternTerm kY = PatternTerm::var(1);
using Answer = std::vector<std::string>;
constexpr std::uint32_t kOpen = std::numeric_limits<std::uint32_t>::max();

}  // namespace

TEST_CASE("naive: a left join keeps rows without a match, and its condition sees both sides") {
  const Fixture f;
  const auto knows = f.pattern(kX, "knows", f.constant("cleo"));
  const auto age = f.pattern(kX, "age", kY);
  const auto all = f.pattern(kX, "knows", PatternTerm::var(2));
  CHECK(f.answer(make_plan(LeftJoin{all, age, nullptr})).size() == 3);
  const auto never = make_call(Function::less, {make_variable(1), make_constant(Term::integer(30))});
  CHECK(f.answer(make_plan(LeftJoin{knows, age, never})) == Answer{"?0=<bob> "});
}

TEST_CASE("naive: an anti join substitutes into filters at any depth") {
  const Fixture f;
  const auto other = f.pattern(PatternTerm::var(3), "age", PatternTerm::var(4));
  const auto different = make_call(Function::logical_not,
                                   {make_call(Function::same_term, {make_variable(1), make_variable(4)})});
  const auto right = make_plan(Filter{
      other, make_call(Function::logical_and,
                       {make_call(Function::equal, {make_variable(1), make_variable(4)}), different})});
  // Everyone has somebody of an equal age that is written differently.
  CHECK(f.answer(make_plan(AntiJoin{f.pattern(kX, "age", kY), right, true})).empty());
  CHECK(f.answer(make_plan(AntiJoin{f.pattern(kX, "age", kY), right, false})).size() == 2);
}

TEST_CASE("naive: paths are bags, repeated paths are sets, no steps reach a constant that is nowhere") {
  const Fixture f;
  CHECK(f.answer(f.repeat(f.constant("ann"), 1, kOpen, kX)).size() == 3);
  CHECK(f.answer(f.repeat(f.constant("ann"), 2, 2, kX)) == Answer{"?0=<cleo> "});
  CHECK(f.answer(f.repeat(f.constant("nobody"), 0, kOpen, kX)) == Answer{"?0=<nobody> "});
  CHECK(f.answer(f.repeat(f.constant("nobody"), 1, kOpen, kX)).empty());
  // Three people and two ages stand in the graph.
  CHECK(f.answer(f.repeat(kX, 0, 1, kX)).size() == 5);
  CHECK(f.answer(f.repeat(kX, 3, 3, kX)).size() == 3);
  CHECK(f.answer(f.repeat(kX, 0, 0, kY)).size() == 5);
}

TEST_CASE("naive: groups, also over nothing") {
  const Fixture f;
  const AggregateItem count{5, Aggregate::count, nullptr, false, " "};
  const AggregateItem sum{6, Aggregate::sum, make_variable(1), false, " "};
  const AggregateItem max{7, Aggregate::max, make_variable(1), false, " "};
  const auto nothing = f.pattern(kX, "nothing", kY);
  CHECK(f.answer(make_plan(Group{nothing, {}, {count, sum, max}})) ==
        Answer{"?5=" + Term::integer(0).to_ntriples() + " ?6=" + Term::integer(0).to_ntriples() + " "});
  CHECK(f.answer(make_plan(Group{nothing, {0}, {count}})).empty());
  const auto ages = f.pattern(kX, "age", kY);
  CHECK(f.answer(make_plan(Group{ages, {}, {sum}})) ==
        Answer{"?6=" + Term::literal("60", iri::kXsdDecimal).to_ntriples() + " "});
}

TEST_CASE("naive: an aggregate over an error is unbound, and counting leaves errors out") {
  const Fixture f;
  const auto all =
      make_plan(LeftJoin{f.pattern(kX, "knows", PatternTerm::var(2)), f.pattern(kX, "age", kY), nullptr});
  const AggregateItem count{5, Aggregate::count, make_variable(1), false, " "};
  const AggregateItem sum{6, Aggregate::sum, make_variable(1), false, " "};
  CHECK(f.answer(make_plan(Group{all, {}, {count, sum}})) ==
        Answer{"?5=" + Term::integer(2).to_ntriples() + " "});
}

TEST_CASE("random cases are the same for the same seed, and differ in kind") {
  std::size_t kinds = 0;
  std::vector<bool> seen(std::variant_size_v<Plan::Node>);
  const std::function<void(const Plan&)> walk = [&](const Plan& plan) {
    if (!seen[plan.node.index()]) ++kinds;
    seen[plan.node.index()] = true;
    for (const PlanPtr& child : children_of(plan)) walk(*child);
  };
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    const RandomCase first = random_case(seed);
    const RandomCase again = random_case(seed);
    CHECK(plan_text(first.plan, first.variables) == plan_text(again.plan, again.variables));
    CHECK(first.graph.text() == again.graph.text());
    walk(*first.plan);
  }
  CHECK(kinds == 15);  // every logical node
}
