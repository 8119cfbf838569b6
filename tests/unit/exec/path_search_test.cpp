// Path search against an enumerator that tries everything, and how much of the graph it looks at.
#include <map>
#include <random>
#include <set>

#include "exec/fixture.h"
#include "kg/model/path_value.h"
#include "support/catch.h"
#include "support/random_seed.h"

using namespace kg;
using namespace kg::test;

namespace {

using Kind = PathExpression::Kind;

PathPtr combined(Kind kind, std::vector<PathPtr> parts) {
  PathExpression path;
  path.kind = kind;
  path.parts = std::move(parts);
  return std::make_shared<const PathExpression>(std::move(path));
}

struct Row {
  std::string path;
  std::uint64_t length = 0;
  std::string cost;
};

// A graph whose triples the enumerator sees too.
class Graph : public Fixture {
 public:
  using Fixture::Fixture;

  void link(const std::string& s, const std::string& p, const std::string& o) {
    add(s, p, o);
    edges.push_back({parse_term(s), parse_term(p), parse_term(o)});
  }
  void claim(std::string_view label, const std::array<Term, 3>& triple, int cost) {
    const Term node = Term::blank(label);
    source().add(node, Term::iri(iri::kRdfReifies), Term::triple_term(triple[0], triple[1], triple[2]));
    source().add(node, parse_term("cost"), Term::integer(cost));
    source().add(node, parse_term("source"), parse_term("n1"));
    source().add(node, parse_term("source"), parse_term("n2"));
    const auto [known, added] = costs.try_emplace(triple[0].value + triple[1].value + triple[2].value, cost);
    known->second = std::min(known->second, cost);
  }
  PathPtr step(std::string_view relation) {
    PathExpression path;
    path.relation = place(relation);
    return std::make_shared<const PathExpression>(std::move(path));
  }

  PathSearch search(std::string_view from, std::string_view to, std::uint32_t within) {
    PathSearch out;
    out.from = place(from);
    out.to = place(to);
    out.within = within;
    out.path = var("path");
    out.length = var("length");
    return out;
  }
  PathSearch cheapest(PathSearch search) {
    search.cost_relation = place("cost");
    search.cost = var("cost");
    return search;
  }

  std::vector<Row> rows(const PathSearch& search) {
    build();
    Execution execution(make_plan(search), counting(), variables(), budget());
    std::vector<Row> out;
    Batch batch;
    while (execution.next(batch)) {
      for (std::size_t row = 0; row < batch.rows; ++row) {
        const Term path = execution.term(batch.columns[0][row]);
        CHECK(path.datatype == iri::kKgPath);
        out.push_back({path.value, std::stoull(execution.term(batch.columns[1][row]).value),
                       batch.columns.size() > 2 ? execution.term(batch.columns[2][row]).value : ""});
        CHECK(path_length(path.value) == out.back().length);
      }
    }
    return out;
  }

  std::vector<std::array<Term, 3>> edges;
  std::map<std::string, int> costs;
};

// --- the enumerator ------------------------------------------------------------------------------------

using Links = std::vector<PathLink>;

const Term& end_of(const Links& links, const Term& from) { return links.empty() ? from : links.back().node; }

void each_match(const Graph& graph, const PathExpression& path, bool forward, const Term& from,
                const Links& before, std::vector<Links>& out) {
  switch (path.kind) {
    case Kind::link:
      for (const auto& [s, p, o] : graph.edges) {
        if (p == path.relation.term && (forward ? s : o) == end_of(before, from)) {
          out.push_back(before);
          out.back().push_back({p, forward, forward ? o : s, true});
        }
      }
      return;
    case Kind::inverse:
      each_match(graph, *path.parts[0], !forward, from, before, out);
      return;
    case Kind::alternative:
      for (const PathPtr& part : path.parts) each_match(graph, *part, forward, from, before, out);
      return;
    default:
      break;
  }
  std::vector<Links> ways{before};
  for (std::size_t i = 0; i < path.parts.size(); ++i) {
    std::vector<Links> further;
    const PathPtr& part = path.parts[forward ? i : path.parts.size() - 1 - i];
    for (const Links& way : ways) each_match(graph, *part, forward, from, way, further);
    ways = std::move(further);
  }
  out.insert(out.end(), ways.begin(), ways.end());
}

std::vector<Links> steps_from(const Graph& graph, const PathSearch& search, const Term& from) {
  std::vector<Links> out;
  if (search.step != nullptr) {
    each_match(graph, *search.step, true, from, {}, out);
  } else {
    for (const auto& [s, p, o] : graph.edges) {
      if (s == from) out.push_back({{p, true, o, true}});
      if (o == from) out.push_back({{p, false, s, true}});
    }
  }
  for (Links& step : out) {
    for (std::size_t i = 0; i + 1 < step.size(); ++i) step[i].ends_step = false;
  }
  return out;
}

struct Naive {
  std::uint64_t length = 0;
  int cost = 0;
};

// Every path's text.
void enumerate(const Graph& graph, const PathSearch& search, std::vector<Term>& nodes, PathValue& path,
               Naive so_far, std::map<std::string, Naive>& out) {
  if (nodes.back() == search.to.term) {
    out[format_path(path)] = so_far;
    return;
  }
  if (so_far.length == search.within) return;
  for (const Links& step : steps_from(graph, search, nodes.back())) {
    const Term to = step.back().node;
    if (std::find(nodes.begin(), nodes.end(), to) != nodes.end()) continue;
    Naive next{so_far.length + 1, so_far.cost};
    bool known = true;
    Term at = nodes.back();
    for (const PathLink& link : step) {
      const Term& s = link.along ? at : link.node;
      const Term& o = link.along ? link.node : at;
      const auto cost = graph.costs.find(s.value + link.relation.value + o.value);
      known = known && cost != graph.costs.end();
      next.cost += cost != graph.costs.end() ? cost->second : 0;
      at = link.node;
    }
    if (search.cost != kNoVar && !known) continue;
    nodes.push_back(to);
    path.links.insert(path.links.end(), step.begin(), step.end());
    enumerate(graph, search, nodes, path, next, out);
    path.links.resize(path.links.size() - step.size());
    nodes.pop_back();
  }
}

void check_against_enumerator(Graph& graph, const PathSearch& search) {
  std::map<std::string, Naive> expected;
  std::vector<Term> nodes{search.from.term};
  PathValue start{search.from.term, {}};
  enumerate(graph, search, nodes, start, {}, expected);
  const std::vector<Row> rows = graph.rows(search);
  REQUIRE(rows.size() ==
          (search.all ? expected.size() : std::min<std::size_t>(expected.size(), search.count)));
  const bool by_cost = search.cost != kNoVar;
  std::multiset<std::uint64_t> ranks;
  for (const auto& [path, naive] : expected) {
    ranks.insert(by_cost ? static_cast<std::uint64_t>(naive.cost) : naive.length);
  }
  std::set<std::string> seen;
  auto rank = ranks.begin();
  for (const Row& row : rows) {
    INFO(row.path);
    REQUIRE(expected.contains(row.path));
    CHECK(seen.insert(row.path).second);
    const Naive& naive = expected[row.path];
    CHECK(row.length == naive.length);
    if (by_cost) CHECK(row.cost == std::to_string(naive.cost));
    CHECK((by_cost ? static_cast<std::uint64_t>(naive.cost) : naive.length) == *rank++);
  }
}

void add_random(Graph& graph, std::mt19937_64& random) {
  const auto below = [&random](std::uint64_t n) { return random() % n; };
  const auto node = [&] { return "n" + std::to_string(below(6)); };
  std::set<std::array<std::string, 3>> made;
  const std::array<const char*, 3> relations{"p", "q", "r"};
  for (std::uint64_t i = 0, count = 3 + below(12); i < count; ++i) {
    const std::array<std::string, 3> triple{node(), relations[below(3)], node()};
    if (!made.insert(triple).second) continue;
    graph.link(triple[0], triple[1], triple[2]);
    if (below(4) > 0) graph.claim("c" + std::to_string(i), graph.edges.back(), static_cast<int>(below(4)));
    if (below(4) == 0) graph.claim("d" + std::to_string(i), graph.edges.back(), static_cast<int>(below(4)));
  }
  // What no path may use.
  graph.add("n0", "p", "'text'");
  for (const char* name : {"n0", "n3", "n5"}) {
    graph.source().add(parse_term(name), Term::iri(iri::kRdfType), parse_term("class"));
  }
  for (const char* name : {"p", "q", "r", "cost", "n0", "n5"}) graph.source().add_term(parse_term(name));
}

}  // namespace

TEST_CASE("random graphs: every path, the first few, and the cheapest, as the enumerator finds them") {
  const std::uint64_t seed = random_seed();
  for (std::uint64_t round = 0; round < 300; ++round) {
    INFO("seed " << seed << ", round " << round);
    std::mt19937_64 random(seed + round);
    Graph graph(round, 1 + random() % 5);
    add_random(graph, random);
    const PathPtr p = graph.step("p");
    const PathPtr q = graph.step("q");
    const PathPtr r = graph.step("r");
    const std::vector<PathPtr> vias{
        nullptr,
        p,
        combined(Kind::alternative, {p, combined(Kind::inverse, {q}), q}),
        combined(Kind::sequence, {p, combined(Kind::inverse, {r})}),
        combined(Kind::inverse, {combined(Kind::alternative, {combined(Kind::sequence, {q, p, r}), r})}),
    };
    for (const PathPtr& via : vias) {
      PathSearch search = graph.search("n0", "n5", static_cast<std::uint32_t>(random() % 7));
      search.step = via;
      for (const std::uint64_t count : {1U, 2U, 5U, 100U}) {
        search.count = count;
        check_against_enumerator(graph, search);
        check_against_enumerator(graph, graph.cheapest(search));
      }
      search.all = true;
      check_against_enumerator(graph, search);
    }
    CHECK(graph.budget().memory_used() == 0);
  }
}

TEST_CASE("a chain of 100,000 nodes is looked at once from both ends") {
  Graph f(1, 1024);
  constexpr std::size_t kNodes = 100'000;
  for (std::size_t i = 0; i + 1 < kNodes; ++i) {
    f.add(numbered("n", i), "next", numbered("n", i + 1));
  }
  PathSearch search = f.search(numbered("n", 0), numbered("n", kNodes - 1), kNodes - 1);
  f.counters() = {};
  const std::vector<Row> rows = f.rows(search);
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].length == kNodes - 1);
  CHECK(f.counters().cursors <= 2);
  CHECK(f.counters().resets <= 2 * kNodes);
  CHECK(f.counters().rows <= 2 * kNodes);

  search.count = 2;  // there is no other: each node on the way is looked at once more
  f.counters() = {};
  CHECK(f.rows(search).size() == 1);
  CHECK(f.counters().resets <= 5 * kNodes);

  search.step = f.step("next");
  CHECK(f.rows(search).size() == 1);
  search.within = kNodes - 2;
  CHECK(f.rows(search).empty());
}

TEST_CASE("a hub between two nodes is not looked into") {
  Graph f(1, 1024);
  for (std::size_t i = 0; i < 20'000; ++i) {
    f.add(numbered("n", i), "p", "hub");
  }
  const PathSearch search = f.search(numbered("n", 0), numbered("n", 9'999), 6);
  f.counters() = {};
  CHECK(f.rows(search).size() == 1);
  CHECK(f.counters().rows <= 10);
}

TEST_CASE("costs that cannot be added up are refused") {
  const auto outcome = [](const Term& first, const Term& second) -> std::string {
    Graph f;
    for (const auto& [s, o, cost] : {std::tuple{"a", "b", first}, std::tuple{"b", "c", second}}) {
      f.add(s, "p", o);
      f.source().add(Term::blank(s), Term::iri(iri::kRdfReifies),
                     Term::triple_term(parse_term(s), parse_term("p"), parse_term(o)));
      f.source().add(Term::blank(s), parse_term("cost"), cost);
    }
    try {
      const std::vector<Row> rows = f.rows(f.cheapest(f.search("a", "c", 6)));
      return rows.empty() ? "no path" : rows[0].cost;
    } catch (const Failure& failure) {
      return failure.error().message;
    }
  };
  const auto quantity = [](std::string_view text) { return Term::literal(text, iri::kKgQuantity); };
  CHECK(outcome(Term::integer(1), Term::literal("0.5", iri::kXsdDecimal)) == "1.5");
  CHECK(outcome(quantity("1 USD"), quantity("2.5 USD")) == "3.5 USD");
  CHECK(outcome(quantity("1 USD"), quantity("2 EUR")) == "costs in `USD` and in `EUR` cannot be added");
  CHECK(outcome(Term::integer(1), quantity("2 EUR")) ==
        "costs in plain numbers and in `EUR` cannot be added");
  CHECK(outcome(Term::integer(1), Term::integer(-2)) == "the cost of a step is negative: `-2`");
  CHECK(outcome(Term::integer(1), Term::string("2")) == "no path");
  CHECK(outcome(Term::integer(1), quantity("1..2 USD")) == "no path");
  CHECK(outcome(Term::integer(1), Term::literal("INF", iri::kXsdDouble)) == "no path");
}
