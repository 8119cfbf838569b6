// The checker over a source in memory: what needs RDF that no seed has, limits, and a property of all graphs.
#include "kg/facts/checker.h"

#include <fmt/format.h>

#include <random>

#include "kg/facts/claims.h"
#include "kg/facts/survey.h"
#include "kg/model/vocabulary.h"
#include "support/catch.h"
#include "support/memory_source.h"
#include "support/random_seed.h"

namespace kg {
namespace {

Term thing(const std::string& name) { return Term::iri("http://e/" + name); }
Term year(int number) { return Term::literal(fmt::format("{}", number), iri::kXsdGYear); }

class World {
 public:
  void add(const Term& s, const Term& p, const Term& o, std::vector<QualifierTerms> qualifiers = {}) {
    for (const TermTriple& t : claim_triples({s, p, o}, std::move(qualifiers), "http://e/"))
      source.add(t[0], t[1], t[2]);
  }
  void declare(const Term& s, std::string_view relation, const Term& o) {
    source.add(s, Term::iri(relation), o);
  }
  void is(const Term& s, std::string_view type) { declare(s, iri::kRdfType, Term::iri(type)); }

  CheckResult check(const Term& s, const Term& p, const Term& o,
                    const std::vector<QualifierTerms>& qualifiers = {}) {
    const auto place = [&](const Term& term) {
      const auto inlined = inline_term(term);
      return PatternTerm::constant(inlined ? *inlined : source.find(term), term);
    };
    CheckStatement statement;
    statement.claim.triple = {place(s), place(p), place(o)};
    for (const QualifierTerms& q : qualifiers)
      statement.claim.qualifiers.push_back({place(q.relation), place(q.value)});
    Checker checker(source, source);
    checker.set_budget(budget);
    return checker.check(statement);
  }
  VerdictKind verdict(const Term& s, const Term& p, const Term& o) { return check(s, p, o).kind; }

  test::MemorySource source;
  Budget budget;
};

TEST_CASE("a functional relation refutes another value, not one that it lies in") {
  World world;
  const Term born = thing("born");
  world.is(born, vocabulary::kOwlFunctional);
  world.is(thing("in"), vocabulary::kOwlTransitive);
  world.add(thing("ada"), born, thing("london"));
  world.add(thing("london"), thing("in"), thing("england"));
  world.add(thing("bob"), born, thing("paris"));
  for (const char* city : {"london", "paris"})
    world.add(thing(city), Term::iri(iri::kRdfType), thing("city"));
  world.source.build();
  CHECK((world.verdict(thing("ada"), born, thing("paris")) == VerdictKind::refuted));
  CHECK((world.verdict(thing("ada"), born, thing("england")) == VerdictKind::not_covered));
  CHECK((world.verdict(thing("ada"), born, thing("london")) == VerdictKind::supported));
}

TEST_CASE("things of different kinds, or of a kind that nests, do not exclude each other") {
  World world;
  const Term born = thing("born");
  const Term type = Term::iri(iri::kRdfType);
  world.is(born, vocabulary::kOwlFunctional);
  const auto refuted = [&](const char* claimed) {
    return world.verdict(thing("ada"), born, thing(claimed)) == VerdictKind::refuted;
  };
  SECTION("nobody says what lies in what, nor what is what") {
    world.add(thing("ada"), born, thing("london"));
    world.add(thing("bob"), born, thing("paris"));
    world.source.build();
    CHECK(refuted("paris"));
  }
  SECTION("where London lies is left out") {
    world.add(thing("ada"), born, thing("london"));
    world.add(thing("london"), type, thing("city"));
    world.add(thing("england"), type, thing("country"));
    world.add(thing("paris"), type, thing("city"));
    world.source.build();
    CHECK_FALSE(refuted("england"));
    CHECK(refuted("paris"));
  }
  SECTION("a type with narrower ones") {
    world.add(thing("ada"), born, thing("london"));
    for (const char* place : {"london", "england"}) world.add(thing(place), type, thing("place"));
    world.declare(thing("city"), vocabulary::kRdfsSubClassOf, thing("place"));
    world.source.build();
    CHECK_FALSE(refuted("england"));
  }
  SECTION("a type whose things lie in each other") {
    world.is(thing("in"), vocabulary::kOwlTransitive);
    world.add(thing("ada"), born, thing("london"));
    world.add(thing("kent"), thing("in"), thing("england"));
    for (const char* place : {"london", "england", "kent"}) world.add(thing(place), type, thing("place"));
    world.source.build();
    CHECK_FALSE(refuted("england"));
  }
}

TEST_CASE("declared disjoint types refute, through wider types") {
  World world;
  const Term type = Term::iri(iri::kRdfType);
  world.add(thing("ada"), type, thing("poet"));
  world.add(thing("oslo"), type, thing("city"));
  world.declare(thing("poet"), vocabulary::kRdfsSubClassOf, thing("person"));
  world.declare(thing("person"), vocabulary::kOwlDisjointWith, thing("city"));
  world.source.build();
  const CheckResult person = world.check(thing("ada"), type, thing("person"));
  CHECK((person.kind == VerdictKind::supported));
  CHECK(person.reasons.contains(ReasonCode::subclass));
  CHECK(person.proof.size() == 2);
  CHECK((world.verdict(thing("ada"), type, thing("city")) == VerdictKind::refuted));
  CHECK((world.verdict(thing("oslo"), type, thing("poet")) == VerdictKind::refuted));
}

TEST_CASE("a chain of claims of different times proves nothing") {
  World world;
  const Term on = Term::iri(vocabulary::kOn);
  const Term in = thing("in");
  world.is(in, vocabulary::kOwlTransitive);
  world.add(thing("a"), in, thing("b"), {{on, year(2001)}});
  world.add(thing("b"), in, thing("c"), {{on, year(2002)}});
  world.add(thing("c"), in, thing("d"), {{on, year(2002)}});
  world.source.build();
  CHECK((world.verdict(thing("a"), in, thing("c")) == VerdictKind::not_covered));
  CHECK((world.verdict(thing("b"), in, thing("d")) == VerdictKind::supported));
}

TEST_CASE("a claim whose source gives an end is marked") {
  World world;
  world.add(thing("a"), thing("leads"), thing("b"), {{Term::iri(vocabulary::kUntil), year(2020)}});
  world.source.build();
  const CheckResult found = world.check(thing("a"), thing("leads"), thing("b"));
  CHECK((found.kind == VerdictKind::supported));
  CHECK(found.reasons.contains(ReasonCode::outdated));
}

TEST_CASE("evidence is listed up to its limit") {
  for (const std::size_t size : {kMaxEvidenceClaims, kMaxEvidenceClaims + 1}) {
    World world;
    for (std::size_t i = 0; i < size; ++i)
      world.add(thing("a"), thing("knows"), thing(fmt::format("b{}", i)));
    world.source.build();
    Checker checker(world.source, world.source);
    checker.set_budget(world.budget);
    const Triple places{world.source.find(thing("a")), world.source.find(thing("knows")), kUnbound};
    if (size == kMaxEvidenceClaims) {
      CHECK(find_evidence(checker, places).size() == size);
    } else {
      CHECK_THROWS_AS(find_evidence(checker, places), Failure);
    }
  }
}

struct Fact {
  Term subject, relation, object;
  std::vector<QualifierTerms> qualifiers;
};

// A thing has one value of each relation in each year; r1 is narrower than r0 and has its values.
std::vector<Fact> true_facts(std::mt19937_64& random) {
  std::vector<Fact> out;
  const Term on = Term::iri(vocabulary::kOn);
  for (int s = 0; s < 6; ++s) {
    for (int y = 2000; y < 2003; ++y) {
      const std::uint64_t first = random() % 5;
      for (int r = 0; r < 4; ++r) {
        const std::uint64_t value = r < 2 ? first : random() % 5;
        const Term object =
            r == 2 ? Term::integer(static_cast<std::int64_t>(100 + value)) : thing(fmt::format("v{}", value));
        out.push_back({thing(fmt::format("s{}", s)), thing(fmt::format("r{}", r)), object, {{on, year(y)}}});
      }
    }
  }
  return out;
}

// In a store that says nothing false, no true statement is refuted, whatever is missing from the store.
TEST_CASE("nothing is refuted without a cause") {
  std::mt19937_64 random(test::random_seed());
  for (int round = 0; round < 60; ++round) {
    World world;
    for (int r = 0; r < 4; ++r) {
      if (random() % 2 == 0) world.is(thing(fmt::format("r{}", r)), vocabulary::kOwlFunctional);
    }
    world.declare(thing("r1"), vocabulary::kRdfsSubPropertyOf, thing("r0"));
    world.declare(thing("r3"), vocabulary::kOwlInverseOf, thing("of"));
    const std::vector<Fact> facts = true_facts(random);
    for (const Fact& fact : facts) {
      if (random() % 2 == 0) world.add(fact.subject, fact.relation, fact.object, fact.qualifiers);
    }
    world.source.build();
    for (const Fact& fact : facts) {
      INFO("round " << round << ": " << fact.subject.value << ' ' << fact.relation.value << ' '
                    << fact.object.value);
      CHECK(world.check(fact.subject, fact.relation, fact.object, fact.qualifiers).refuting.empty());
      CHECK(world.check(fact.subject, fact.relation, fact.object).refuting.empty());
    }
  }
}

}  // namespace
}  // namespace kg
