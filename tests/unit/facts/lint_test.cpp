// What lint finds in a source in memory, and that it finds nothing where nothing is wrong.
#include "kg/facts/lint.h"

#include "kg/facts/claims.h"
#include "kg/model/vocabulary.h"
#include "support/catch.h"
#include "support/memory_source.h"

namespace kg {
namespace {

Term thing(const std::string& name) { return Term::iri("http://e/" + name); }
Term own(std::string_view iri) { return Term::iri(iri); }

class World {
 public:
  void add(const Term& s, const Term& p, const Term& o, const std::string& from = "paper") {
    claim(s, p, o, {{own(vocabulary::kSource), thing(from)}});
  }
  void claim(const Term& s, const Term& p, const Term& o, std::vector<QualifierTerms> qualifiers) {
    for (const TermTriple& t : claim_triples({s, p, o}, std::move(qualifiers), "http://e/"))
      source.add(t[0], t[1], t[2]);
  }
  void name(const Term& s, const std::string& label) {
    source.add(s, Term::iri(iri::kRdfsLabel), Term::string(label));
  }
  std::vector<LintFinding> lint(LintCheck check, std::size_t at_most = 1000) {
    source.build();
    Checker checker(source, source);
    checker.set_budget(budget);
    std::vector<LintFinding> out;
    kg::lint(check, checker, source, [&](const LintFinding& finding) {
      out.push_back(finding);
      return out.size() < at_most;
    });
    return out;
  }

  test::MemorySource source;
  Budget budget;
};

TEST_CASE("a fact without a source is found, one with a source is not") {
  World world;
  world.add(thing("a"), thing("knows"), thing("b"));
  world.source.add(thing("a"), thing("knows"), thing("c"));
  const auto found = world.lint(LintCheck::no_evidence);
  REQUIRE(found.size() == 1);
  CHECK(world.source.term(found[0].claims.at(0).triple[2]) == thing("c"));
}

TEST_CASE("facts of one origin are told from those of two, and origins that repeat each other are one") {
  World world;
  world.add(thing("a"), thing("knows"), thing("b"), "one");
  world.add(thing("a"), thing("knows"), thing("b"), "two");
  world.add(thing("a"), thing("knows"), thing("c"), "one");
  world.add(thing("a"), thing("knows"), thing("d"), "one");
  world.add(thing("a"), thing("knows"), thing("d"), "three");
  for (const char* paper : {"one", "three"})
    world.source.add(thing(paper), own(vocabulary::kOrigin), Term::string("an agency"));
  CHECK(world.lint(LintCheck::one_origin).size() == 2);
  CHECK(world.lint(LintCheck::one_origin, 1).size() == 1);
}

TEST_CASE("evidence that lost its fact is found, a denial is not") {
  World world;
  world.claim(
      thing("a"), thing("knows"), thing("b"),
      {{own(vocabulary::kSource), thing("paper")}, {own(vocabulary::kStance), Term::string("denied")}});
  world.source.add(thing("node"), own(vocabulary::kQuote), Term::string("words"));
  const Term lost = Term::triple_term(thing("a"), thing("knows"), thing("c"));
  world.source.add(thing("left"), Term::iri(iri::kRdfReifies), lost);
  world.source.add(thing("left"), own(vocabulary::kSource), thing("paper"));
  world.source.add(thing("left"), own(vocabulary::kQuote), Term::string("more words"));
  const auto found = world.lint(LintCheck::no_claim);
  REQUIRE(found.size() == 2);
  CHECK(found[0].claims.size() + found[1].claims.size() == 1);
}

TEST_CASE("a quote needs a document with a text") {
  World world;
  for (const char* paper : {"kept", "lost"}) {
    world.claim(thing("a"), thing("knows"), thing(paper),
                {{own(vocabulary::kSource), thing(paper)}, {own(vocabulary::kQuote), Term::string("words")}});
  }
  world.source.add(thing("kept"), own(vocabulary::kFullText), Term::string("some words"));
  const auto found = world.lint(LintCheck::no_document);
  REQUIRE(found.size() == 1);
  CHECK(world.source.term(found[0].detail) == thing("lost"));
}

TEST_CASE("disjoint types, other units and contradictions") {
  World world;
  const Term type = Term::iri(iri::kRdfType);
  world.source.add(thing("city"), own(vocabulary::kOwlDisjointWith), thing("person"));
  world.source.add(thing("x"), type, thing("city"));
  world.source.add(thing("x"), type, thing("person"));
  world.source.add(thing("y"), type, thing("city"));
  world.source.add(thing("costs"), own(vocabulary::kUnit), Term::string("USD"));
  world.add(thing("x"), thing("costs"), Term::literal("5 USD", iri::kKgQuantity));
  world.add(thing("x"), thing("costs"), Term::literal("5 t", iri::kKgQuantity));
  world.source.add(thing("born"), type, own(vocabulary::kOwlFunctional));
  world.add(thing("x"), thing("born"), thing("here"));
  world.add(thing("x"), thing("born"), thing("there"));
  CHECK(world.lint(LintCheck::types).size() == 1);
  CHECK(world.lint(LintCheck::units).size() == 1);
  const auto found = world.lint(LintCheck::contradictions);
  REQUIRE(found.size() == 1);
  CHECK(found[0].claims.size() == 2);
}

TEST_CASE("names that are nearly the same") {
  World world;
  const auto alike = [&](const std::string& a, const std::string& b) {
    World pair;
    pair.name(thing("a"), a);
    pair.name(thing("b"), b);
    return pair.lint(LintCheck::similar_names).size();
  };
  CHECK(alike("Ganzhou", "ganzhou") == 1);
  CHECK(alike("rare earth", "rare earths") == 1);
  CHECK(alike("copper-based motor", "copper based motor") == 1);
  CHECK(alike("Li Qiang", "Qiang Li") == 1);
  CHECK(alike("the United States", "United States") == 1);
  CHECK(alike("U.S.", "US") == 1);
  CHECK(alike("Jiangxi", "Jiangsu") == 0);
  CHECK(alike("glass", "glas") == 0);
  world.name(thing("a"), "one");
  world.name(thing("a"), "One");
  CHECK(world.lint(LintCheck::similar_names).empty());
}

}  // namespace
}  // namespace kg
