#include "kg/model/quantity.h"

#include "support/catch.h"
#include "support/random_seed.h"
#include "unit/model/random_terms.h"

using namespace kg;

namespace {

std::string canonical(std::string_view text) {
  const auto quantity = parse_quantity(text);
  return quantity ? format_quantity(*quantity) : "none";
}

}  // namespace

TEST_CASE("quantities are read in every form and written in one") {
  CHECK(canonical("12000000000 USD") == "12000000000 USD");
  CHECK(canonical("69 %") == "69 %");
  CHECK(canonical("69%") == "69 %");
  CHECK(canonical("69.50 %") == "69.5 %");
  CHECK(canonical("~70 %") == "~70 %");
  CHECK(canonical("~ 70 %") == "~70 %");
  CHECK(canonical("30..50 %") == "30..50 %");
  CHECK(canonical("0.5..1.5 t") == "0.5..1.5 t");
  CHECK(canonical("-3..-1 \xC2\xB0"
                  "C") ==
        "-3..-1 \xC2\xB0"
        "C");
  CHECK(canonical("30..30 %") == "30 %");
  CHECK(canonical("<5 %") == "<5 %");
  CHECK(canonical("< 5 %") == "<5 %");
  CHECK(canonical("<=5 %") == "<=5 %");
  CHECK(canonical(">50 countries") == ">50 countries");
  CHECK(canonical(">= 50 member states") == ">=50 member states");
  CHECK(canonical("7") == "7");
}

TEST_CASE("texts that are no quantities") {
  for (const char* text : {"",     "%",       "~",   "<",   "5USD",  "5m",      "5 ",      "5  %",
                           "5 % ", "2..1 x",  "1..", "..1", "1...2", "~<5 %",   "<1..2 %", "<>5",
                           "==5",  "1e9 USD", "5.",  "5-6", "5 -6",  "1.2.3 x", "5 a\tb",  "NaN %"}) {
    INFO(text);
    CHECK(canonical(text) == "none");
  }
  CHECK(canonical(std::string(38, '9') + " USD") == std::string(38, '9') + " USD");
  CHECK(canonical("1" + std::string(38, '0') + " USD") == "none");
}

TEST_CASE("bounds say which ends belong") {
  const auto below = parse_quantity("<5 %");
  REQUIRE(below);
  CHECK_FALSE(below->low.finite);
  CHECK(below->high.finite);
  CHECK(below->high.open);
  const auto at_least = parse_quantity(">=50 countries");
  REQUIRE(at_least);
  CHECK(at_least->low.finite);
  CHECK_FALSE(at_least->low.open);
  CHECK_FALSE(at_least->high.finite);
  CHECK(at_least->unit == "countries");
  CHECK(parse_quantity("~70 %")->approximate);
}

TEST_CASE("the canonical form of a canonical form is itself") {
  test::RandomTerms random(test::random_seed());
  std::size_t read = 0;
  for (int i = 0; i < 5'000; ++i) {
    const std::string once = canonical(random.quantity().value);
    if (once == "none") continue;
    ++read;
    REQUIRE(canonical(once) == once);
  }
  CHECK(read > 2'000);
}
