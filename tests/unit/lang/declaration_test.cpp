// add, remove, entity and relation.
#include "support/catch.h"
#include "world.h"

using namespace kg;
using namespace kg::test;

TEST_CASE("claims are added and removed as they are written") {
  CHECK(show("add Li Qiang visited Ganzhou") == "add | Li_Qiang visited Ganzhou");
  CHECK(show("remove Li Qiang visited Ganzhou") == "remove | Li_Qiang visited Ganzhou");
  CHECK(show("add Li Qiang visited Ganzhou, China launched FORGE and FORGE located in China") ==
        "add | Li_Qiang visited Ganzhou | China launched FORGE | FORGE located_in China");
  CHECK(show("add ex:a ex:b 3") == "add | a! b! \"3\"^^<http://www.w3.org/2001/XMLSchema#integer>");
  CHECK(show("remove Li Qiang visited Ganzhou [on 2026-02]") ==
        "remove | Li_Qiang visited Ganzhou [on \"2026-02\"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>]");
}

TEST_CASE("a quoted unknown name comes into being, for the rest of the statement too") {
  CHECK(show("add \"Hu Jun\" \"works for\" \"Acme, Inc.\"") ==
        "add | Hu_Jun! works_for! Acme%2C_Inc.!; new Hu Jun; new relation works for; new Acme, Inc.");
  CHECK(show("add China knows \"Hu Jun\", Hu Jun knows China") ==
        "add | China knows Hu_Jun! | Hu_Jun! knows China; new Hu Jun");
  CHECK(show("add \"Li Qiang\" knows \"li qiang\"") == "add | Li_Qiang knows Li_Qiang");
}

TEST_CASE("terms of updates are filled in") {
  const Statement statement = parse("add Li Qiang visited Ganzhou [source \"brief-2\"]");
  const ClaimTemplate& claim = std::get<UpdateStatement>(statement.body).claims.at(0);
  CHECK(claim.triple.subject.term.value == "https://kg.example/id/Li_Qiang");
  CHECK(claim.triple.relation.term.value == "https://kg.example/id/visited");
  CHECK(claim.qualifiers.at(0).relation.term.value == "https://kg.example/ns#source");
  CHECK(claim.qualifiers.at(0).value.term.value == "https://kg.example/id/brief-2");
}

TEST_CASE("entities") {
  CHECK(show("entity Hu Jun") == "entity Hu Jun = Hu_Jun");
  CHECK(show("entity \"Hu Jun\" aka Hu, 'Dr Hu', \"the \"\"boss\"\"\" is a person, country") ==
        "entity Hu Jun = Hu_Jun; aka Hu; aka Dr Hu; aka the \"boss\"; is a person; is a country");
  CHECK(show("entity premier li aka Li") == "entity premier li = Li_Qiang; aka Li");
  CHECK(show("entity FOO is an \"odd thing\"") == "entity FOO = FOO; is a odd_thing!; new odd thing");
  CHECK(show("entity ex:a aka A") == "entity  = a; aka A");
}

TEST_CASE("relations") {
  CHECK(show("relation toured by inverse visited functional symmetric transitive unit USD narrower than "
             "knows") ==
        "relation toured by = toured_by; inverse visited; narrower than knows; functional; symmetric; "
        "transitive; "
        "unit USD");
  CHECK(show("relation share unit %") == "relation share = share; unit %");
  CHECK(show("relation on") == "relation on = on");
  CHECK(std::get<RelationStatement>(parse("relation \"attributed to\"").body).iri.value ==
        "https://kg.example/ns#attributedTo");
  CHECK(show("relation person") == "relation person = person");
}
