// The corpus of the language: every statement parses, and those that ask give the algebra they should.
#include "support/catch.h"
#include "world.h"

using namespace kg;
using namespace kg::test;

TEST_CASE("the corpus parses without warnings") {
  for (const std::string& text : corpus()) {
    INFO(text);
    CHECK(error_of(text) == "no error");
    CHECK(parse(text).warnings.empty());
  }
}

TEST_CASE("keywords are taken in any case, and comments and a semicolon do not matter") {
  CHECK(show("FIND ?x WHERE ?x visited Ganzhou ORDER BY ?x DESC LIMIT 3") ==
        show("find ?x # what\nwhere ?x visited Ganzhou order by ?x desc limit 3;"));
}

TEST_CASE("a bare claim is a lookup, or an ask when it leaves nothing open") {
  CHECK(show("Li Qiang visited ?") ==
        "find object\nproject ?:object0\n  patterns Li_Qiang visited ?:object0\n");
  CHECK(show("? launched FORGE") ==
        "find subject\nproject ?:subject0\n  patterns ?:subject0 launched FORGE\n");
  CHECK(show("Li Qiang visited Ganzhou") == "ask\npatterns Li_Qiang visited Ganzhou\n");
  CHECK(show("Li Qiang ? ?") ==
        "find relation object\nproject ?:relation0, ?:object1\n  patterns Li_Qiang ?:relation0 ?:object1\n");
  CHECK(show("Li Qiang visited ?where [on ?when] as ?c").starts_with("find where when c\n"));
  CHECK(show("Li Qiang visited ? [on ?]").starts_with("find object on\n"));
  CHECK(show("?object visited ?").starts_with("find object object_2\n"));
}

TEST_CASE("explain and profile stand in front of a query") {
  CHECK(parse("explain find ?x where ?x visited ?y").explain == ExplainMode::explain);
  CHECK(parse("profile ask ?x visited ?y").explain == ExplainMode::profile);
  CHECK(parse("explain Li Qiang visited ?").explain == ExplainMode::explain);
  CHECK(parse("Li Qiang visited ?").explain == ExplainMode::none);
}

TEST_CASE("a statement knows its own text and place") {
  const Statement statement = parse("  # first\n  Li Qiang visited ?  ");
  CHECK(statement.text == "Li Qiang visited ?");
  CHECK(statement.place.line == 2);
  CHECK(statement.place.column == 3);
}

TEST_CASE("prefixes, transactions and show") {
  CHECK(show("prefix wd: <http://www.wikidata.org/entity/>") ==
        "prefix wd = http://www.wikidata.org/entity/");
  CHECK(show("prefix : <http://x/>") == "prefix  = http://x/");
  CHECK(std::get<TransactionStatement>(parse("begin").body).command == TransactionCommand::begin);
  CHECK(std::get<TransactionStatement>(parse("Commit;").body).command == TransactionCommand::commit);
  CHECK(std::get<TransactionStatement>(parse("rollback").body).command == TransactionCommand::rollback);
  CHECK(std::get<ShowStatement>(parse("show STATS").body).topic == ShowTopic::stats);
  CHECK(std::get<ShowStatement>(parse("show prefixes").body).topic == ShowTopic::prefixes);
}
