// Property paths: bags and sets as SPARQL defines them, and walks over long and dense graphs.
#include "exec/fixture.h"
#include "support/catch.h"

using namespace kg;
using namespace kg::test;

namespace {

class Paths : public Fixture {
 public:
  using Fixture::Fixture;
  PathPtr link(std::string_view relation) {
    PathExpression path;
    path.relation = place(relation);
    return std::make_shared<const PathExpression>(std::move(path));
  }
  static PathPtr make(PathExpression::Kind kind, std::vector<PathPtr> parts) {
    PathExpression path;
    path.kind = kind;
    path.parts = std::move(parts);
    return std::make_shared<const PathExpression>(std::move(path));
  }
  static PathPtr repeat(PathPtr part, std::uint32_t at_least, std::uint32_t at_most = UINT32_MAX) {
    PathExpression path;
    path.kind = PathExpression::Kind::repeat;
    path.parts = {std::move(part)};
    path.at_least = at_least;
    path.at_most = at_most;
    return std::make_shared<const PathExpression>(std::move(path));
  }
  PlanPtr path(std::string_view subject, PathPtr expression, std::string_view object) {
    return make_plan(Path{place(subject), std::move(expression), place(object)});
  }
};

constexpr auto kInverse = PathExpression::Kind::inverse;
constexpr auto kSequence = PathExpression::Kind::sequence;
constexpr auto kAlternative = PathExpression::Kind::alternative;

}  // namespace

TEST_CASE("sequences and alternatives keep multiplicities, repeats do not") {
  Paths f;
  f.add("a", "p", "b1");
  f.add("a", "p", "b2");
  f.add("b1", "q", "c");
  f.add("b2", "q", "c");
  f.add("a", "r", "c");
  const PathPtr two = Paths::make(kSequence, {f.link("p"), f.link("q")});
  CHECK(f.answer(f.path("?x", two, "?y"), {"x", "y"}) == Answer{"a c", "a c"});
  CHECK(f.answer(f.path("?x", Paths::make(kInverse, {two}), "?y"), {"x", "y"}) == Answer{"c a", "c a"});
  CHECK(f.answer(f.path("a", Paths::make(kAlternative, {two, f.link("r")}), "?y"), {"y"}) ==
        Answer{"c", "c", "c"});
  CHECK(f.answer(f.path("a", Paths::repeat(two, 1), "?y"), {"y"}) == Answer{"c"});
  CHECK(f.count(f.path("a", two, "c")) == 2);
}

TEST_CASE("repeats walk cycles once") {
  Paths f;
  f.add("a", "p", "b");
  f.add("b", "p", "c");
  f.add("c", "p", "a");
  f.add("c", "p", "d");
  CHECK(f.answer(f.path("a", Paths::repeat(f.link("p"), 1), "?y"), {"y"}) == Answer{"a", "b", "c", "d"});
  CHECK(f.answer(f.path("?x", Paths::repeat(f.link("p"), 1), "d"), {"x"}) == Answer{"a", "b", "c"});
  CHECK(f.answer(f.path("?x", Paths::repeat(f.link("p"), 1), "?x"), {"x"}) == Answer{"a", "b", "c"});
  CHECK(f.count(f.path("?x", Paths::repeat(f.link("p"), 0), "?y")) == 13);
  CHECK(f.answer(f.path("a", Paths::repeat(f.link("p"), 2, 3), "?y"), {"y"}) == Answer{"a", "c", "d"});
  CHECK(f.answer(f.path("a", Paths::repeat(f.link("p"), 0, 1), "?y"), {"y"}) == Answer{"a", "b"});
  CHECK(f.count(f.path("a", Paths::repeat(f.link("p"), 3, 2), "?y")) == 0);
}

TEST_CASE("a constant end matches itself without links, also when the store lacks it") {
  Paths f;
  f.add("a", "p", "b");
  CHECK(f.answer(f.path("nowhere", Paths::repeat(f.link("p"), 0), "?y"), {"y"}) == Answer{"nowhere"});
  CHECK(f.count(f.path("nowhere", Paths::repeat(f.link("p"), 0), "nowhere")) == 1);
  CHECK(f.count(f.path("nowhere", Paths::repeat(f.link("p"), 1), "?y")) == 0);
  // A variable that is bound elsewhere ranges over the graph's nodes alone.
  const PlanPtr nodes = f.values({"x"}, {{"a"}, {"nowhere"}, {"p"}});
  const PlanPtr join =
      make_plan(PathJoin{nodes, {f.place("?x"), Paths::repeat(f.link("p"), 0), f.place("?y")}});
  CHECK(f.answer(join, {"x", "y"}) == Answer{"a a", "a b"});
}

TEST_CASE("path joins walk from the end that a row binds") {
  Paths f;
  f.add("a", "p", "b");
  f.add("b", "p", "c");
  f.add("x", "p", "c");
  const Path path{f.place("?x"), Paths::repeat(f.link("p"), 1), f.place("?y")};
  const PlanPtr rows = f.values({"x", "y"}, {{"a", "_"}, {"_", "c"}, {"a", "c"}, {"c", "a"}, {"a", "_"}});
  CHECK(f.answer(make_plan(PathJoin{rows, path}), {"x", "y"}) ==
        Answer{"a b", "a b", "a c", "a c", "a c", "a c", "b c", "x c"});
}

TEST_CASE("a chain of 100,000 nodes is walked level by level") {
  Paths f(1, 1024);
  constexpr std::size_t kNodes = 100'000;
  for (std::size_t i = 0; i + 1 < kNodes; ++i) {
    f.add(numbered("n", i), "next", numbered("n", i + 1));
  }
  CHECK(f.count(f.path(numbered("n", 0), Paths::repeat(f.link("next"), 1), "?y")) == kNodes - 1);
  CHECK(f.count(f.path("?x", Paths::repeat(f.link("next"), 0), numbered("n", 999))) == 1'000);
  CHECK(f.count(make_plan(Slice{f.path("?x", Paths::repeat(f.link("next"), 1), "?y"), 0, 10})) == 10);

  // All pairs are five billion: that ends at a limit.
  const PlanPtr pairs = f.path("?x", Paths::repeat(f.link("next"), 1), "?y");
  const auto fails_at = [&](std::size_t bytes, std::chrono::milliseconds time) {
    Budget budget;
    budget.set_memory_limit(bytes);
    budget.set_timeout(time);
    bool failed = false;
    try {
      Execution execution(pairs, f.source(), f.variables(), budget);
      Batch batch;
      while (execution.next(batch)) {
      }
    } catch (const Failure& failure) {
      failed = failure.error().code == ErrorCode::limit;
    }
    return failed && budget.memory_used() == 0;
  };
  CHECK(fails_at(std::size_t{16} << 20U, std::chrono::minutes(10)));
  CHECK(fails_at(std::size_t{1} << 40U, std::chrono::milliseconds(100)));
}

TEST_CASE("a dense graph costs one look at each of its links") {
  Paths f(1, 1024);
  constexpr std::size_t kNodes = 150;
  for (std::size_t i = 0; i < kNodes; ++i) {
    for (std::size_t j = 0; j < kNodes; ++j) {
      f.add(numbered("n", i), "p", numbered("n", j));
    }
  }
  const PlanPtr plan = f.path(numbered("n", 0), Paths::repeat(f.link("p"), 1), "?y");
  f.counters() = {};
  CHECK(f.count(plan) == kNodes);
  CHECK(f.counters().rows <= kNodes * kNodes + 2 * kNodes);
  CHECK(f.counters().cursors + f.counters().resets <= kNodes + 2);
}
