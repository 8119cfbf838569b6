#include "kg/model/unit.h"
#include "support/catch.h"

using namespace kg;

namespace {

std::string converted(const char* quantity, const char* unit) {
  const auto out = convert_unit(*parse_quantity(quantity), unit);
  return out ? format_quantity(*out) : "none";
}

}  // namespace

TEST_CASE("a quantity is converted within its dimension") {
  CHECK(converted("2 t", "kg") == "2000 kg");
  CHECK(converted("250 g", "kg") == "0.25 kg");
  CHECK(converted("1 km2", "ha") == "100 ha");
  CHECK(converted("1 kWh", "MJ") == "3.6 MJ");
  CHECK(converted("69 %", "") == "0.69");
  CHECK(converted("0.5", "%") == "50 %");
  CHECK(converted("1 s", "h") == "0.000277777777777778 h");
  CHECK(converted("2 t", "t") == "2 t");
}

TEST_CASE("multiples stand before any unit, known or not") {
  CHECK(converted("12000000000 USD", "billion USD") == "12 billion USD");
  CHECK(converted("3 million t", "thousand kg") == "3000000 thousand kg");
  CHECK(converted("5 thousand", "") == "5000");
  CHECK(converted("5 countries", "countries") == "5 countries");
  CHECK(converted("5 millionaires", "naires") == "none");
}

TEST_CASE("bounds are converted, and what they are stays") {
  CHECK(converted("~70 %", "") == "~0.7");
  CHECK(converted("30..50 %", "") == "0.3..0.5");
  CHECK(converted("<5 t", "kg") == "<5000 kg");
  CHECK(converted(">=5 km", "m") == ">=5000 m");
}

TEST_CASE("dimensions do not mix, and what does not fit is nothing") {
  CHECK(converted("5 USD", "EUR") == "none");
  CHECK(converted("5 km", "kg") == "none");
  CHECK(converted("5 countries", "") == "none");
  CHECK(converted("99999999999999999999999999999999999999 t", "g") == "none");
}
