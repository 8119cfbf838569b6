// Differences of random graphs against those of sets of their triples as text. KG_SEED repeats a run.
#include "kg/api/diff.h"

#include <set>

#include "kg/base/error.h"
#include "property/random_case.h"
#include "support/catch.h"
#include "support/random_seed.h"

using namespace kg;
using namespace kg::test;

namespace {

constexpr std::size_t kPairs = 200;

using Lines = std::multiset<std::string>;

Lines lines_of(const std::vector<std::array<Term, 3>>& triples) {
  Lines lines;
  for (const auto& [s, p, o] : triples) {
    const std::string line = s.to_ntriples() + ' ' + p.to_ntriples() + ' ' + o.to_ntriples() + " .";
    if (lines.count(line) == 0) lines.insert(line);
  }
  return lines;
}

Lines without(const Lines& a, const Lines& b) {
  Lines out;
  for (const std::string& line : a) {
    if (b.count(line) == 0) out.insert(line);
  }
  return out;
}

struct Found {
  Lines removed;
  Lines added;
  DiffReport report;
};

Found differences(const TripleSource& a, const TripleSource& b) {
  Found found;
  const Budget budget;
  const auto sink = [&](bool added, std::string_view text) {
    CHECK((!added || found.report.added == 0));
    while (!text.empty()) {
      const std::size_t end = text.find('\n');
      REQUIRE(end != std::string_view::npos);
      (added ? found.added : found.removed).insert(std::string(text.substr(0, end)));
      text.remove_prefix(end + 1);
    }
    return true;
  };
  found.report = diff_sources(a, b, sink, budget);
  return found;
}

}  // namespace

TEST_CASE("differences of random graphs are those of their sets of triples") {
  Random random(random_seed());
  for (std::size_t pair = 0; pair < kPairs; ++pair) {
    CAPTURE(pair);
    RandomGraph first = random_graph(random);
    RandomGraph second = random.chance(30) ? random_graph(random) : first;
    // The writer labels blank nodes by their ids, and the sets would not know them.
    const auto blank = [](const std::array<Term, 3>& triple) {
      return triple[0].kind == TermKind::blank || triple[2].to_ntriples().find("_:") != std::string::npos;
    };
    std::erase_if(first.triples, blank);
    std::erase_if(second.triples, blank);
    if (random.chance(70)) {
      std::erase_if(second.triples, [&](const auto&) { return random.chance(10); });
      for (std::size_t n = random.below(20); n > 0; --n) {
        second.triples.push_back({random_node(random), random_relation(random), random_literal(random)});
      }
      std::erase_if(second.triples, blank);
    }
    second.options.ordered = random.chance(50);
    MemorySource a(first.options);
    MemorySource b(second.options);
    first.load(a);
    second.load(b);
    const Lines in_a = lines_of(first.triples);
    const Lines in_b = lines_of(second.triples);
    const Found found = differences(a, b);
    CHECK(found.removed == without(in_a, in_b));
    CHECK(found.added == without(in_b, in_a));
    CHECK(found.report.removed == found.removed.size());
    CHECK(found.report.added == found.added.size());
    CHECK(differences(a, a).report.removed + differences(b, b).report.added == 0);
  }
}

TEST_CASE("blank nodes are compared by their labels, in triple terms too") {
  const auto about = [](std::string_view label) {
    return Term::triple_term(
        Term::blank(label), Term::iri("http://e/r"),
        Term::triple_term(Term::iri("http://e/a"), Term::iri("http://e/r"), Term::integer(1)));
  };
  MemorySource a;
  MemorySource b;
  for (MemorySource* source : {&a, &b}) {
    source->add(Term::blank("same"), Term::iri("http://e/r"), about("same"));
    source->add(Term::iri("http://e/x"), Term::iri("http://e/r"), about(source == &a ? "one" : "other"));
    source->build();
  }
  const DiffReport report = differences(a, b).report;
  CHECK(report.removed == 1);
  CHECK(report.added == 1);
}

TEST_CASE("a diff can be stopped and cancelled") {
  MemorySource a;
  MemorySource b;
  a.add_iris("http://e/a", "http://e/r", "http://e/b");
  b.add_iris("http://e/a", "http://e/r", "http://e/c");
  a.build();
  b.build();
  Budget budget;
  int calls = 0;
  const auto stop = [&](bool, std::string_view) { return ++calls > 1; };
  CHECK(diff_sources(a, b, stop, budget).added == 0);
  CHECK(calls == 1);
  budget.cancel();
  CHECK_THROWS_AS(diff_sources(a, b, stop, budget), Failure);
}
