#include "kg/model/number.h"

#include <cmath>
#include <limits>
#include <random>

#include "support/catch.h"
#include "support/random_seed.h"
#include "unit/model/random_terms.h"

using namespace kg;

namespace {

const std::string kNines(38, '9');  // the largest mantissa

Decimal decimal(std::string_view text) {
  const auto parsed = parse_decimal(text);
  INFO(text);
  REQUIRE(parsed);
  return *parsed;
}

std::string text_of(const std::optional<Decimal>& value) { return value ? format_decimal(*value) : "none"; }
std::string text_of(const std::optional<Number>& value) { return value ? number_term(*value).value : "none"; }

Number number(std::string_view lexical, std::string_view datatype) {
  const auto parsed = parse_number(lexical, datatype);
  INFO(lexical);
  REQUIRE(parsed);
  return *parsed;
}
Number integer(std::int64_t value) { return Number::integer(value); }

Decimal random_decimal(std::mt19937_64& random) {
  std::string text = random() % 2 == 0 ? "-" : "";
  for (std::uint64_t n = 1 + random() % 12; n > 0; --n) text += static_cast<char>('0' + random() % 10);
  if (random() % 3 != 0) {
    text += '.';
    for (std::uint64_t n = 1 + random() % 9; n > 0; --n) text += static_cast<char>('0' + random() % 10);
  }
  return decimal(text);
}

}  // namespace

TEST_CASE("decimals read every lexical form and write the canonical one") {
  CHECK(text_of(parse_decimal("0")) == "0");
  CHECK(text_of(parse_decimal("-0.00")) == "0");
  CHECK(text_of(parse_decimal("+5.")) == "5");
  CHECK(text_of(parse_decimal(".5")) == "0.5");
  CHECK(text_of(parse_decimal("-000.0500")) == "-0.05");
  CHECK(text_of(parse_decimal("100")) == "100");
  CHECK(decimal("1.0") == decimal("1"));
  for (const char* text : {"", ".", "-", "+", "1e3", "1,5", "--1", "1.2.3", " 1", "INF"})
    CHECK_FALSE(parse_decimal(text));
}

TEST_CASE("decimals hold 38 digits and refuse a 39th") {
  CHECK(text_of(parse_decimal(kNines)) == kNines);
  CHECK(text_of(parse_decimal("-" + kNines)) == "-" + kNines);
  CHECK_FALSE(parse_decimal("1" + std::string(38, '0')));
  for (std::size_t digits = 39; digits < 90; ++digits) CHECK_FALSE(parse_decimal(std::string(digits, '7')));
  CHECK(text_of(parse_decimal("0." + kNines)) == "0." + kNines);
  CHECK_FALSE(parse_decimal("0." + std::string(38, '0') + "1"));
  CHECK(text_of(parse_decimal("0." + std::string(37, '0') + "1")) == "0." + std::string(37, '0') + "1");
  CHECK_FALSE(parse_decimal("1." + kNines));
  CHECK(text_of(parse_decimal(std::string(1000, '0') + "1." + std::string(1000, '0'))) == "1");
}

TEST_CASE("exact arithmetic gives a right answer or none") {
  CHECK(text_of(add(decimal("0.1"), decimal("0.2"))) == "0.3");
  CHECK(text_of(subtract(decimal("1"), decimal("0.00000001"))) == "0.99999999");
  CHECK(text_of(multiply(decimal("-1.5"), decimal("1.5"))) == "-2.25");
  CHECK(text_of(multiply(decimal(std::string(20, '9')), decimal("0.00000001"))) == "999999999999.99999999");
  CHECK(text_of(multiply(decimal("5" + std::string(36, '0')), decimal("0.2"))) == "1" + std::string(36, '0'));
  CHECK_FALSE(add(decimal(kNines), decimal("1")));
  CHECK_FALSE(add(decimal(kNines), decimal(kNines)));
  CHECK_FALSE(add(decimal(kNines), decimal("0.1")));
  CHECK_FALSE(multiply(decimal(kNines), decimal("10")));
  CHECK_FALSE(multiply(decimal(kNines), decimal(kNines)));
  CHECK_FALSE(multiply(decimal("0.0000000000000000000000001"), decimal("0.0000000000000000000000001")));
  CHECK(text_of(subtract(decimal(kNines), decimal(kNines))) == "0");
}

TEST_CASE("quotients are rounded half to even at 18 digits") {
  CHECK(text_of(divide(decimal("1"), decimal("3"))) == "0.333333333333333333");
  CHECK(text_of(divide(decimal("-2"), decimal("3"))) == "-0.666666666666666667");
  CHECK(text_of(divide(decimal("10"), decimal("4"))) == "2.5");
  CHECK(text_of(divide(decimal("0.0000000000000000005"), decimal("1"))) == "0");
  CHECK(text_of(divide(decimal("0.0000000000000000015"), decimal("1"))) == "0.000000000000000002");
  CHECK(text_of(divide(decimal("0.00000000000000000051"), decimal("1"))) == "0.000000000000000001");
  CHECK(text_of(divide(decimal("1"), decimal("0.00000000000000000000000000000000000001"))) == "none");
  CHECK(text_of(divide(decimal(kNines), decimal(kNines))) == "1");
  CHECK(text_of(divide(decimal(kNines), decimal("0." + kNines))) == "none");
  CHECK_FALSE(divide(decimal("1"), decimal("0")));
}

TEST_CASE("decimal arithmetic obeys its laws on random numbers") {
  std::mt19937_64 random(test::random_seed());
  for (int i = 0; i < 20'000; ++i) {
    const Decimal a = random_decimal(random);
    const Decimal b = random_decimal(random);
    INFO(format_decimal(a) + " " + format_decimal(b));
    REQUIRE(decimal(format_decimal(a)) == a);
    REQUIRE(subtract(*add(a, b), b) == a);
    REQUIRE(add(a, b) == add(b, a));
    REQUIRE(multiply(a, b) == multiply(b, a));
    REQUIRE((compare(a, b) < 0) == (subtract(a, b)->mantissa < 0));
    if (b.mantissa == 0) continue;
    if (const auto product = multiply(a, b)) REQUIRE(divide(*product, b) == a);
    // |quotient * b - a| <= |b| / 2 * 10^-18
    const auto quotient = divide(a, b);
    REQUIRE(quotient);
    const auto back = multiply(*quotient, b);
    if (!back) continue;
    const double error = std::fabs(to_double(*subtract(*back, a)));
    REQUIRE(error <= std::fabs(to_double(b)) * 0.5000001e-18);
  }
}

TEST_CASE("decimals become the nearest double") {
  std::mt19937_64 random(test::random_seed());
  for (int i = 0; i < 5'000; ++i) {
    std::string text = std::to_string(random());
    text.insert(random() % text.size(), ".");
    const auto direct = parse_double(text);
    REQUIRE(direct);
    REQUIRE(to_double(decimal(text)) == *direct);
  }
  CHECK(decimal_of(0.1) == decimal("0.1"));
  CHECK(decimal_of(-1.5e20) == decimal("-150000000000000000000"));
  CHECK_FALSE(decimal_of(1e38));
  CHECK_FALSE(decimal_of(1e-39));
  CHECK_FALSE(decimal_of(std::numeric_limits<double>::quiet_NaN()));
  CHECK_FALSE(decimal_of(std::numeric_limits<double>::infinity()));
}

TEST_CASE("doubles are read and written in XSD's forms") {
  DoubleText buffer;
  CHECK(format_double(0, buffer) == "0.0E0");
  CHECK(format_double(-0.0, buffer) == "-0.0E0");
  CHECK(format_double(1.5e-7, buffer) == "1.5E-7");
  CHECK(format_double(123, buffer) == "1.23E2");
  CHECK(format_double(std::numeric_limits<double>::denorm_min(), buffer) == "5.0E-324");
  CHECK(format_float(0.1F, buffer) == "1.0E-1");
  CHECK(parse_double("1e400") == std::numeric_limits<double>::infinity());
  CHECK(parse_double("-1" + std::string(400, '0')) == -std::numeric_limits<double>::infinity());
  CHECK(parse_double("0." + std::string(400, '0') + "1") == 0.0);
  CHECK(parse_double("1e-400") == 0.0);
  CHECK(parse_double("1e99999999999999999999") == std::numeric_limits<double>::infinity());
  CHECK(parse_double(".5E+1") == 5.0);
  CHECK(parse_double("5.") == 5.0);
  CHECK(parse_double("+INF") == std::numeric_limits<double>::infinity());
  for (const char* text :
       {"", "+", "e5", "1e", "1e+", "0x10", "inf", "Infinity", "nan", "+NaN", "+-1", "1 ", "1f"}) {
    INFO(text);
    CHECK_FALSE(parse_double(text));
  }
}

TEST_CASE("doubles survive the way to text and back") {
  std::mt19937_64 random(test::random_seed());
  for (int i = 0; i < 20'000; ++i) {
    const auto value = std::bit_cast<double>(random());
    if (std::isnan(value)) continue;
    DoubleText buffer;
    REQUIRE(parse_double(format_double(value, buffer)) == value);
  }
}

TEST_CASE("integer datatypes keep their bounds") {
  const auto xsd = [](std::string_view name) { return std::string(iri::kXsd) + std::string(name); };
  CHECK(parse_number("127", xsd("byte")));
  CHECK_FALSE(parse_number("128", xsd("byte")));
  CHECK(parse_number("-128", xsd("byte")));
  CHECK_FALSE(parse_number("-129", xsd("byte")));
  CHECK(parse_number("18446744073709551615", xsd("unsignedLong")));
  CHECK_FALSE(parse_number("18446744073709551616", xsd("unsignedLong")));
  CHECK(parse_number("0", xsd("nonNegativeInteger")));
  CHECK_FALSE(parse_number("-1", xsd("nonNegativeInteger")));
  CHECK_FALSE(parse_number("0", xsd("positiveInteger")));
  CHECK(parse_number(kNines, iri::kXsdInteger));
  CHECK_FALSE(parse_number("1.0", iri::kXsdInteger));
  CHECK_FALSE(parse_number("1", iri::kXsdString));
  CHECK_FALSE(parse_number("1", xsd("token")));
}

TEST_CASE("operators promote to the higher type") {
  const Number half = number("0.5", iri::kXsdDecimal);
  const Number two = number("2.0E0", iri::kXsdDouble);
  const Number third = number("0.25", iri::kXsdFloat);
  CHECK(add(integer(1), integer(2))->type == NumberType::integer);
  CHECK(add(integer(1), half)->type == NumberType::decimal);
  CHECK(add(half, third)->type == NumberType::single);
  CHECK(add(third, two)->type == NumberType::dbl);
  CHECK(text_of(divide(integer(1), integer(4))) == "0.25");
  CHECK(divide(integer(4), integer(2))->type == NumberType::decimal);
  CHECK_FALSE(divide(integer(1), integer(0)));
  CHECK(text_of(divide(integer(1), number("0", iri::kXsdDouble))) == "INF");
  CHECK(text_of(multiply(integer(std::numeric_limits<std::int64_t>::max()), integer(2))) ==
        "18446744073709551614");
}

TEST_CASE("rounding goes half up, and keeps the type") {
  const auto rounded = [](std::string_view text) {
    return text_of(std::optional(round(number(text, iri::kXsdDecimal))));
  };
  CHECK(rounded("2.5") == "3");
  CHECK(rounded("-2.5") == "-2");
  CHECK(rounded("2.4999") == "2");
  CHECK(rounded("-2.51") == "-3");
  CHECK(rounded("0." + std::string(37, '0') + "1") == "0");
  CHECK(text_of(std::optional(ceil(number("-1.5", iri::kXsdDecimal)))) == "-1");
  CHECK(text_of(std::optional(ceil(number("1.01", iri::kXsdDecimal)))) == "2");
  CHECK(text_of(std::optional(floor(number("-1.01", iri::kXsdDecimal)))) == "-2");
  CHECK(text_of(std::optional(round(Number::dbl(-0.2)))) == "-0.0E0");
  CHECK(text_of(std::optional(round(Number::dbl(0.49999999999999994)))) == "0.0E0");
  CHECK(text_of(std::optional(round(Number::dbl(-2.5)))) == "-2.0E0");
  CHECK(is_nan(round(Number::dbl(std::nan("")))));
  CHECK(ceil(integer(3)).type == NumberType::integer);
}

TEST_CASE("comparison promotes; NaN is neither less nor greater nor equal") {
  CHECK((compare(integer(1), number("1.0", iri::kXsdDecimal)) == 0));
  CHECK((compare(number("0.1", iri::kXsdDecimal), number("1.0E-1", iri::kXsdDouble)) == 0));
  CHECK((compare(integer(2), Number::dbl(1.5)) > 0));
  CHECK((compare(Number::dbl(std::nan("")), integer(1)) == std::partial_ordering::unordered));
  CHECK((compare(Number::dbl(0.0), Number::dbl(-0.0)) == 0));
}

TEST_CASE("the sort order of numbers is total and transitive around 2^53") {
  std::vector<Number> numbers;
  const std::int64_t edge = std::int64_t{1} << 53;
  for (std::int64_t i = -3; i <= 3; ++i) {
    numbers.push_back(integer(edge + i));
    numbers.push_back(Number::dbl(static_cast<double>(edge + i)));
    numbers.push_back(integer(i));
    numbers.push_back(Number::single(static_cast<float>(i) / 10));
  }
  numbers.push_back(number("0.1", iri::kXsdDecimal));
  numbers.push_back(Number::dbl(0.1));
  numbers.push_back(Number::dbl(std::nan("")));
  numbers.push_back(number("9007199254740993.5", iri::kXsdDecimal));
  for (const Number& a : numbers) {
    for (const Number& b : numbers) {
      CHECK((order_compare(a, b) < 0) == (order_compare(b, a) > 0));
      for (const Number& c : numbers) {
        if (order_compare(a, b) <= 0 && order_compare(b, c) <= 0) CHECK((order_compare(a, c) <= 0));
      }
    }
  }
}

TEST_CASE("a number's id is the id of its canonical term") {
  test::RandomTerms random(test::random_seed());
  for (int i = 0; i < 20'000; ++i) {
    const Term term = i % 3 == 0 ? random.integer() : i % 3 == 1 ? random.decimal() : random.dbl();
    const auto value = parse_number(term.value, term.datatype);
    if (!value) continue;
    INFO(term.to_ntriples());
    REQUIRE(number_id(*value) == inline_term(number_term(*value)));
    if (const auto id = number_id(*value)) REQUIRE((order_compare(number_of_inline(*id), *value) == 0));
  }
}
