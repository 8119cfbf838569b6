// Date: a point or stretch of the calendar, of the precision with which it was stated.
//
// Every date is a half-open interval [start, end) of milliseconds since 1970-01-01T00:00:00Z in the
// proleptic Gregorian calendar: 2026 is the whole year, 2026-02-10 the whole day, a dateTime one
// millisecond. A date without a zone is read as UTC. Pure functions, safe from any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kg {

// In the order in which equal starts sort: the wider first.
enum class DatePrecision : std::uint8_t { year, quarter, month, day, instant, interval };

inline constexpr std::int16_t kNoZone = INT16_MIN;
inline constexpr std::int64_t kMsPerDay = 86'400'000;
// Years outside -200,000,000 .. 200,000,000 are not represented.
inline constexpr std::int64_t kMaxYear = 200'000'000;

struct Date {
  std::int64_t start = 0;  // ms since the epoch, UTC
  std::int64_t end = 0;    // exclusive
  DatePrecision precision = DatePrecision::day;
  std::int16_t zone_minutes = kNoZone;
  std::uint32_t nanoseconds = 0;     // of an instant, below the millisecond: 0 .. 999,999
  std::uint8_t fraction_digits = 0;  // digits written after the seconds of an instant
  bool regular = true;               // the lexical form can be rebuilt from the fields above

  // Same stretch of time; zone and precision are not looked at.
  [[nodiscard]] bool same_time(const Date& other) const {
    return start == other.start && end == other.end && nanoseconds == other.nanoseconds;
  }
};

// Reads a lexical form: `2026`, `2026-Q1`, `2026-02`, `2026-02-10`, `2026-02-10T08:00:00.25+01:00`, or
// two of them with a slash between (both ends belong to the interval). Years have four digits or more
// and may be negative; all but quarters and intervals may end in a zone. Nothing for every other text,
// for days that do not exist, for fractions finer than a nanosecond and for years beyond kMaxYear.
// Never allocates.
std::optional<Date> parse_date(std::string_view lexical, DatePrecision precision) noexcept;
// The same for a text whose precision follows from its form.
std::optional<Date> parse_any_date(std::string_view lexical) noexcept;

// The lexical form. A dateTime keeps its number of fraction digits; an interval is written in days where
// its ends are days, as two dateTimes otherwise.
std::string format_date(const Date& date);

// Datatype IRI of a precision.
std::string_view datatype_of(DatePrecision precision) noexcept;

// Civil fields of the start of a date, in its own zone.
struct CivilTime {
  std::int64_t year = 1970;
  int month = 1;
  int day = 1;
  int hour = 0;
  int minute = 0;
  int second = 0;
  int millisecond = 0;
};
CivilTime civil_of(const Date& date) noexcept;
CivilTime civil_of_ms(std::int64_t ms) noexcept;
// Days since 1970-01-01 of a civil date.
std::int64_t days_of(std::int64_t year, int month, int day) noexcept;
bool is_leap_year(std::int64_t year) noexcept;
int days_in_month(std::int64_t year, int month) noexcept;

// The date of this precision (year to instant) that starts at `start`. Precondition: `start` lies on a
// boundary of that precision in the zone.
Date make_date(std::int64_t start, DatePrecision precision, std::int16_t zone_minutes = kNoZone) noexcept;

}  // namespace kg
