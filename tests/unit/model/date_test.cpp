#include "kg/model/date.h"

#include <random>

#include "support/catch.h"
#include "support/random_seed.h"
#include "unit/model/random_terms.h"

using namespace kg;

namespace {

Date date(std::string_view text) {
  const auto parsed = parse_any_date(text);
  INFO(text);
  REQUIRE(parsed);
  return *parsed;
}

std::int64_t length_in_days(std::string_view text) { return (date(text).end - date(text).start) / kMsPerDay; }

}  // namespace

TEST_CASE("each precision is the interval it names") {
  CHECK(date("1970").start == 0);
  CHECK(length_in_days("2026") == 365);
  CHECK(length_in_days("2024") == 366);
  CHECK(length_in_days("1900") == 365);
  CHECK(length_in_days("2000") == 366);
  CHECK(length_in_days("0000") == 366);
  CHECK(length_in_days("-0001") == 365);
  CHECK(length_in_days("2026-Q1") == 90);
  CHECK(length_in_days("2024-Q1") == 91);
  CHECK(length_in_days("2026-Q4") == 92);
  CHECK(length_in_days("2026-02") == 28);
  CHECK(length_in_days("2026-12") == 31);
  CHECK(length_in_days("2026-02-10") == 1);
  CHECK(length_in_days("2026-02-10/2026-02-11") == 2);
  CHECK(date("2026-12").end == date("2027").start);
  CHECK(date("2026-02-10T00:00:00Z").start == date("2026-02-10").start);
  CHECK(date("2026-02-10T00:00:00Z").end == date("2026-02-10").start + 1);
}

TEST_CASE("zones shift the start; without one it is UTC") {
  CHECK(date("2026-02-10T09:00:00+01:00").same_time(date("2026-02-10T08:00:00Z")));
  CHECK(date("2026-02-10T08:00:00").same_time(date("2026-02-10T08:00:00Z")));
  CHECK(date("2026-02-10T24:00:00").same_time(date("2026-02-11T00:00:00")));
  CHECK(date("2026-02-10-05:00").start == date("2026-02-10").start + 5 * 3'600'000);
  // A month in a zone has the length of its own days.
  CHECK(length_in_days("2024-02+14:00") == 29);
  CHECK(length_in_days("2024-02-14:00") == 29);
}

TEST_CASE("fractions of a second are kept to the nanosecond, and refused beyond it") {
  const Date d = date("2026-02-10T08:00:00.123456789Z");
  CHECK(d.nanoseconds == 456'789);
  CHECK(civil_of(d).millisecond == 123);
  CHECK(format_date(d) == "2026-02-10T08:00:00.123456789Z");
  CHECK(date("2026-02-10T08:00:00.10").fraction_digits == 2);
  CHECK_FALSE(date("2026-02-10T08:00:00.1000000000").regular);
  CHECK_FALSE(parse_any_date("2026-02-10T08:00:00.0000000001"));
  CHECK_FALSE(parse_any_date("2026-02-10T08:00:00."));
}

TEST_CASE("texts that are no dates") {
  for (const char* text : {"",
                           "-",
                           "26",
                           "026",
                           "02026",
                           "2026-",
                           "2026-1",
                           "2026-Q",
                           "2026-Q12",
                           "2026-02-30",
                           "2026-04-31",
                           "2100-02-29",
                           "2026-02-10T",
                           "2026-02-10T08:00",
                           "2026-02-10T25:00:00",
                           "2026-02-10T24:00:01",
                           "2026-02-10T08:60:00",
                           "2026-02-10+1:00",
                           "2026-02-10+14:01",
                           "2026-02-10 ",
                           "2026-Q1Z",
                           "2026-02-11/2026-02-10",
                           "2026/",
                           "/2026",
                           "2026/2027/2028",
                           "-0000",
                           "200000001",
                           "20000000000"}) {
    INFO(text);
    CHECK_FALSE(parse_any_date(text));
  }
  CHECK(parse_any_date("200000000"));
  CHECK(parse_any_date("-200000000"));
}

TEST_CASE("intervals run from the start of the first to the end of the last") {
  const Date d = date("2026/2026-Q1");
  CHECK(d.start == date("2026").start);
  CHECK(d.end == date("2026-04").start);
  CHECK(format_date(d) == "2026-01-01/2026-03-31");
  CHECK(date("2026-02-10/2026-02-10").same_time(date("2026-02-10")));
  const Date hours = date("2026-02-10T08:00:00Z/2026-02-10T09:00:00.500Z");
  CHECK(date(format_date(hours)).same_time(hours));
}

TEST_CASE("civil days count without gaps over four centuries") {
  std::int64_t day = days_of(1600, 1, 1);
  for (std::int64_t year = 1600; year < 2000; ++year) {
    for (int month = 1; month <= 12; ++month) {
      for (int d = 1; d <= days_in_month(year, month); ++d, ++day) {
        REQUIRE(days_of(year, month, d) == day);
        const CivilTime back = civil_of_ms(day * kMsPerDay + 86'399'999);
        REQUIRE((back.year == year && back.month == month && back.day == d && back.hour == 23 &&
                 back.millisecond == 999));
      }
    }
  }
  CHECK(day == days_of(2000, 1, 1));
}

TEST_CASE("regular dates are written as they were read") {
  test::RandomTerms random(test::random_seed());
  std::size_t regular = 0;
  for (int i = 0; i < 20'000; ++i) {
    const Term term = random.date();
    const auto parsed = parse_any_date(term.value);
    if (!parsed) continue;
    INFO(term.value);
    REQUIRE(parsed->start < parsed->end);
    REQUIRE(date(format_date(*parsed)).same_time(*parsed));
    if (!parsed->regular) continue;
    ++regular;
    REQUIRE(format_date(*parsed) == term.value);
  }
  CHECK(regular > 5'000);
}
