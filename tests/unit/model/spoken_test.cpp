#include "kg/model/spoken.h"

#include "support/catch.h"

namespace kg {

TEST_CASE("quantities are spoken where that is exact") {
  const auto said = [](const char* text) { return spoken(Term::literal(text, iri::kKgQuantity)); };
  CHECK(said("12000000000 USD") == "12 billion USD");
  CHECK(said("1000000 t") == "1 million t");
  CHECK(said("999999 t") == "999999 t");
  CHECK(said("1234000 t") == "1.234 million t");
  CHECK(said("1234500 t") == "1234500 t");
  CHECK(said("2000000000000 USD") == "2 trillion USD");
  CHECK(said(">30000000000 USD") == ">30 billion USD");
  CHECK(said("~70 %") == "~70 %");
  CHECK(said("-5000000 USD") == "-5 million USD");
  CHECK(said("1000000..2000000 USD") == "1000000..2000000 USD");
  CHECK(said("no quantity") == "no quantity");
}

TEST_CASE("other values are spoken as they are, stretches of time as they are typed") {
  CHECK(spoken(Term::literal("2026-02-10/2026-02-11", iri::kKgInterval)) == "2026-02-10..2026-02-11");
  CHECK(spoken(Term::string("12000000000 USD")) == "12000000000 USD");
  CHECK(spoken(Term::integer(12000000)) == "12000000");
}

}  // namespace kg
