#include <algorithm>

#include "property/random_case.h"

namespace kg::test {
namespace {

const std::string kBase = "http://example.org/";

Term date(std::string_view text, std::string_view datatype) { return Term::literal(text, datatype); }

Term random_object(Random& random) {
  return random.chance(55) ? random_node(random) : random_literal(random);
}

std::array<Term, 3> random_triple(Random& random) {
  return {random_node(random), random_relation(random), random_object(random)};
}

// Long relations make it worth looking things up one by one.
void add_long_relations(Random& random, RandomGraph& graph) {
  const auto node = [&] { return Term::iri(kBase + "w" + std::to_string(random.below(400))); };
  const Term relation = random_relation(random);
  for (std::size_t n = 1000 + random.below(2000); n > 0; --n) {
    const Term object = random.chance(85) ? node() : random_literal(random);
    graph.triples.push_back({node(), random.chance(80) ? relation : random_relation(random), object});
  }
  for (std::size_t n = random.below(6); n > 0; --n) {
    graph.triples.push_back({random_node(random), random_relation(random), node()});
  }
}

Term quoted(const std::array<Term, 3>& triple) { return Term::triple_term(triple[0], triple[1], triple[2]); }

}  // namespace

namespace {

// Equal values in different terms, values that do not fit inline, ill-formed literals, unknown datatypes.
const std::vector<Term>& literal_pool() {
  static const std::vector<Term> kPool = {
      Term::integer(1),
      Term::integer(2),
      Term::integer(3),
      Term::integer(-7),
      Term::integer(40),
      Term::literal("01", iri::kXsdInteger),
      Term::literal("1.0", iri::kXsdDecimal),
      Term::literal("2.50", iri::kXsdDecimal),
      Term::literal("-0.5", iri::kXsdDecimal),
      Term::literal("+3.0", iri::kXsdDecimal),
      Term::literal("1.0E0", iri::kXsdDouble),
      Term::literal("2.5E0", iri::kXsdDouble),
      Term::literal("2.5", iri::kXsdDouble),
      Term::literal("NaN", iri::kXsdDouble),
      Term::literal("INF", iri::kXsdDouble),
      Term::literal("123456789012345678901234567890", iri::kXsdInteger),
      Term::literal("abc", iri::kXsdInteger),
      Term::literal("3", "http://www.w3.org/2001/XMLSchema#byte"),
      Term::boolean(true),
      Term::boolean(false),
      Term::literal("1", iri::kXsdBoolean),
      Term::string(""),
      Term::string("a"),
      Term::string("ab"),
      Term::string("1"),
      Term::string("alpha beta gamma"),
      Term::string("alpha beta"),
      Term::string("\xc3\xa9t\xc3\xa9"),
      Term::lang_string("a", "en"),
      Term::lang_string("a", "de"),
      Term::lang_string("alpha", "en-gb"),
      date("2026-02-10", iri::kXsdDate),
      date("2026-02-11", iri::kXsdDate),
      date("2026-02", iri::kXsdGYearMonth),
      date("2026", iri::kXsdGYear),
      date("2026-Q1", iri::kKgQuarter),
      date("2026-02-10/2026-02-11", iri::kKgInterval),
      date("2026-02-10T08:00:00Z", iri::kXsdDateTime),
      date("2026-02-10T09:00:00+01:00", iri::kXsdDateTime),
      date("2026-02-10T08:00:00.123456Z", iri::kXsdDateTime),
      Term::literal("69 %", iri::kKgQuantity),
      Term::literal("~70 %", iri::kKgQuantity),
      Term::literal("30..70 %", iri::kKgQuantity),
      Term::literal("<5 %", iri::kKgQuantity),
      Term::literal("12000000000 USD", iri::kKgQuantity),
      Term::literal("x", "http://example.org/type"),
      Term::literal("y", "http://example.org/type"),
  };
  return kPool;
}

// One term a value and datatype, in the form in which every engine prints it.
const std::vector<Term>& portable_pool() {
  static const std::vector<Term> kPool = {
      Term::integer(1),
      Term::integer(2),
      Term::integer(3),
      Term::integer(-7),
      Term::integer(40),
      Term::literal("2.5", iri::kXsdDecimal),
      Term::literal("-0.5", iri::kXsdDecimal),
      Term::boolean(true),
      Term::boolean(false),
      Term::string(""),
      Term::string("a"),
      Term::string("ab"),
      Term::string("1"),
      Term::string("alpha beta"),
      Term::string("\xc3\xa9t\xc3\xa9"),
      Term::lang_string("a", "en"),
      Term::lang_string("a", "de"),
      Term::lang_string("alpha", "en-gb"),
      date("2026-02-10T08:00:00Z", iri::kXsdDateTime),
      date("2026-02-10T09:00:00+01:00", iri::kXsdDateTime),
      date("2026-02-10T08:00:00.123456Z", iri::kXsdDateTime),
      Term::literal("x", "http://example.org/type"),
      Term::literal("y", "http://example.org/type"),
  };
  return kPool;
}

}  // namespace

Term random_literal(Random& random) {
  return random.one_of(random.portable() ? portable_pool() : literal_pool());
}

Term random_node(Random& random) {
  if (random.chance(8) && !random.portable()) return Term::blank("b" + std::to_string(random.below(2)));
  return Term::iri(kBase + static_cast<char>('a' + random.skewed(7)));
}

Term random_relation(Random& random) { return Term::iri(kBase + "p" + std::to_string(random.skewed(4))); }

RandomGraph random_graph(Random& random) {
  RandomGraph graph;
  graph.options = {random.bits(), 1 + random.below(random.chance(20) ? 2000 : 8), random.chance(60)};
  // A few are dense enough for triangles and for answers of several batches.
  const std::size_t most = random.chance(8) ? 300 : random.chance(20) ? 60 : 25;
  const std::size_t size = random.chance(4) ? 0 : 1 + random.below(most);
  for (std::size_t i = 0; i < size; ++i) graph.triples.push_back(random_triple(random));
  if (random.chance(5)) add_long_relations(random, graph);
  // Claims about triples that are asserted and triples that are not.
  const std::size_t claims =
      graph.triples.empty() || random.chance(random.portable() ? 60 : 40) ? 0 : 1 + random.below(5);
  for (std::size_t i = 0; i < claims; ++i) {
    const auto about = random.chance(70) ? random.one_of(graph.triples) : random_triple(random);
    const Term claim =
        random.chance(70) && !random.portable() ? Term::blank("c" + std::to_string(i)) : random_node(random);
    graph.triples.push_back({claim, Term::iri(iri::kRdfReifies), quoted(about)});
    if (random.chance(60)) graph.triples.push_back({claim, random_relation(random), random_object(random)});
  }
  if (random.chance(10) && !random.portable()) graph.terms.push_back(quoted(random_triple(random)));
  if (random.chance(5)) {
    const auto inner = random_triple(random);
    graph.triples.push_back({random_node(random), random_relation(random),
                             quoted({random_node(random), random_relation(random), quoted(inner)})});
  }
  return graph;
}

void RandomGraph::load(MemorySource& source) const {
  for (const auto& triple : triples) source.add(triple[0], triple[1], triple[2]);
  for (const Term& term : terms) source.add_term(term);
  source.build();
}

std::string RandomGraph::text() const {
  std::string out;
  for (const auto& triple : triples) {
    for (const Term& term : triple) out += term.to_ntriples() + " ";
    out += ".\n";
  }
  for (const Term& term : terms) out += "# term " + term.to_ntriples() + "\n";
  return out;
}

}  // namespace kg::test
