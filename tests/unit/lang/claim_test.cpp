// Flat claims: which words are the subject, the relation and the object; paths; qualifiers.
#include "support/catch.h"
#include "world.h"

using namespace kg;
using namespace kg::test;

namespace {

// The plan of a lookup without its first two lines.
std::string patterns(std::string_view text) {
  const std::string shown = show(text);
  const std::size_t at = shown.find("patterns ");
  const std::size_t path = shown.find("path ");
  std::string out = shown.substr(std::min(at, path));
  while (!out.empty() && out.back() == '\n') out.pop_back();
  return out;
}

}  // namespace

TEST_CASE("names of several words are found without quotes") {
  CHECK(patterns("Li Qiang visited Ganzhou") == "patterns Li_Qiang visited Ganzhou");
  CHECK(patterns("United States launched Project Vault") == "patterns United_States launched Project_Vault");
  CHECK(patterns("premier li TOURED ganzhou") == "patterns Li_Qiang visited Ganzhou");
  CHECK(patterns("Bank of China located in China") == "patterns Bank_of_China located_in China");
  CHECK(patterns("U.S. launched FORGE") == "patterns U.S. launched FORGE");
  CHECK(patterns("Type 55 located in China") == "patterns Type_55 located_in China");
}

TEST_CASE("of two relations the one that leaves nothing over is meant") {
  CHECK(patterns("China refining share ?x") == "patterns China refining_share ?x");
  CHECK(patterns("China share ?x") == "patterns China share ?x");
  CHECK(patterns("China member of FORGE") == "patterns China member_of FORGE");
  CHECK(patterns("FORGE member count 54 countries") ==
        "patterns FORGE member_count \"54 countries\"^^<https://kg.example/ns#quantity>!");
  CHECK(patterns("FORGE member ?x") == "patterns FORGE member ?x");
}

TEST_CASE("quoted names, IRIs, prefixed names and parameters stand for themselves") {
  CHECK(patterns("\"Li Qiang\" visited \"Ganzhou\"") == "patterns Li_Qiang visited Ganzhou");
  CHECK(patterns("\"Li Qiang\" \"visited\" ?x") == "patterns Li_Qiang visited ?x");
  CHECK(patterns("<http://x/person/100> ex:knows ?x") == "patterns 100 knows ?x");
  CHECK(patterns("?x located in $country") == "patterns ?x located_in China");
}

TEST_CASE("words of the language stay usable in names") {
  for (const std::string_view word :
       {"find", "show", "entity", "limit", "order", "group", "in", "by", "values", "let", "unit", "is",
        "commit", "distinct", "desc", "prefix"}) {
    const std::string claim = "\"Li Qiang\" knows the " + std::string(word) + " Party";
    INFO(claim);
    const Statement statement = parse(claim);
    REQUIRE(statement.warnings.size() == 1);
    CHECK(statement.warnings[0].find("the " + std::string(word) + " Party") != std::string::npos);
  }
}

TEST_CASE("is a asks for a type") {
  CHECK(patterns("?x is a person") == "patterns ?x type person");
  CHECK(patterns("Li Qiang is a ?t") == "patterns Li_Qiang type ?t");
  CHECK(patterns("?x IS AN person") == "patterns ?x type person");
}

TEST_CASE("paths stand in the place of the relation") {
  CHECK(patterns("?x located in+ China") == "path ?x located_in+ China");
  CHECK(patterns("?x (located in|part of)* China") == "path ?x (located_in|part_of)* China");
  CHECK(patterns("?x located in|part of China") == "path ?x (located_in|part_of) China");
  CHECK(patterns("?x located in? China") == "path ?x located_in? China");
  CHECK(patterns("Ganzhou located in{1,4} ?x") == "path Ganzhou located_in{1,4} ?x");
  CHECK(patterns("Ganzhou located in{2} ?x") == "path Ganzhou located_in{2,2} ?x");
  CHECK(patterns("Ganzhou located in{2,} ?x") == "path Ganzhou located_in{2,} ?x");
  CHECK(patterns("<http://x/person/100> ex:knows+ ?x") == "path 100 knows+ ?x");
}

TEST_CASE("inverses and sequences of single relations are plain patterns") {
  CHECK(patterns("FORGE ^launched ?x") == "patterns ?x launched FORGE");
  CHECK(patterns("Li Qiang visited/located in ?x") ==
        "patterns Li_Qiang visited ?:step1 and ?:step1 located_in ?x");
  CHECK(patterns("Li Qiang ^(visited/located in) ?x") ==
        "patterns ?x visited ?:step1 and ?:step1 located_in Li_Qiang");
}

TEST_CASE("a question mark after a blank is the wildcard, not a path operator") {
  CHECK(show("Ganzhou located in ?").starts_with("find object\n"));
  CHECK(error_of("Ganzhou located in?").find("no object") != std::string::npos);
}

TEST_CASE("a claim with qualifiers is the triple, its reifier and a pattern for each qualifier") {
  CHECK(patterns("Li Qiang visited Ganzhou [on ?d, source \"brief-2\"]") ==
        "patterns Li_Qiang visited Ganzhou and ?:claim0 reifies ?:triple1 and ?:claim0 on ?d and ?:claim0 "
        "source "
        "brief-2 and ?:triple1 = <<( Li_Qiang visited Ganzhou )>>");
  CHECK(patterns("?x visited Ganzhou as ?c") ==
        "patterns ?x visited Ganzhou and ?c reifies ?:triple2 and ?:triple2 = <<( ?x visited Ganzhou )>>");
}

TEST_CASE("qualifiers take the longest relation in front, builtin or declared") {
  CHECK(patterns("?x visited Ganzhou [attributed to China]").find("attributedTo! China") !=
        std::string::npos);
  CHECK(patterns("?x visited Ganzhou [located in China]").find("located_in China") != std::string::npos);
  CHECK(patterns("?x visited Ganzhou [where Jiangxi]").find("where! Jiangxi") != std::string::npos);
  CHECK(patterns("?x visited Ganzhou [?q ?v]").find("?q ?v") != std::string::npos);
}

TEST_CASE("a year after a temporal relation is a year, elsewhere an integer") {
  CHECK(patterns("?x visited Ganzhou [on 2026]").find("\"2026\"^^<http://www.w3.org/2001/XMLSchema#gYear>") !=
        std::string::npos);
  CHECK(patterns("?x took place on 2026").find("gYear") != std::string::npos);
  CHECK(patterns("?x visited Ganzhou [since 2025..2026]")
            .find("\"2025/2026\"^^<https://kg.example/ns#interval>") != std::string::npos);
  CHECK(patterns("?x member count 2026").find("XMLSchema#integer") != std::string::npos);
  CHECK(patterns("?x visited Ganzhou [of 2026]").find("XMLSchema#integer") != std::string::npos);
}

TEST_CASE("two readings are an error that shows both") {
  MemorySource source;
  const auto name = [&](const char* iri, const char* label) {
    source.add(Term::iri(iri), Term::iri(iri::kRdfsLabel), Term::string(label));
  };
  name("http://y/a", "a");
  name("http://y/ab", "a b");
  name("http://y/d", "d");
  name("http://y/p", "b c");
  name("http://y/q", "c");
  source.add_iris("http://y/a", "http://y/p", "http://y/d");
  source.add_iris("http://y/ab", "http://y/q", "http://y/d");
  source.build();
  LanguageContext context = world_context();
  context.source = &source;
  context.names = &source;
  const std::string error = error_of("a b c d", context);
  CHECK(error.find("this claim can be read in 2 ways") != std::string::npos);
  CHECK(error.find("\"a\" \"b c\" \"d\"") != std::string::npos);
  CHECK(error.find("\"a b\" \"c\" \"d\"") != std::string::npos);
  CHECK(error_of("\"a b\" c d", context) == "no error");
}
