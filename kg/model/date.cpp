#include "kg/model/date.h"

#include <fmt/format.h>

#include <iterator>

#include "kg/model/term.h"

namespace kg {
namespace {

constexpr std::int64_t kMsPerMinute = 60'000;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

// Reads a lexical form from left to right.
class DateReader {
 public:
  explicit DateReader(std::string_view text) noexcept : text_(text) {}

  [[nodiscard]] bool at_end() const { return at_ == text_.size(); }
  [[nodiscard]] bool take(char c) {
    if (at_end() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  // [-]YYYY, or more digits without leading zeros.
  [[nodiscard]] bool year(std::int64_t& out) {
    const bool negative = take('-');
    const std::size_t begin = at_;
    std::int64_t value = 0;
    while (!at_end() && is_digit(text_[at_])) {
      if (at_ - begin >= 9) return false;
      value = value * 10 + (text_[at_++] - '0');
    }
    const std::size_t digits = at_ - begin;
    if (digits < 4 || (digits > 4 && text_[begin] == '0') || value > kMaxYear) return false;
    if (negative && value == 0) return false;
    out = negative ? -value : value;
    return true;
  }

  [[nodiscard]] bool two_digits(int low, int high, int& out) {
    if (text_.size() - at_ < 2 || !is_digit(text_[at_]) || !is_digit(text_[at_ + 1])) return false;
    out = (text_[at_] - '0') * 10 + (text_[at_ + 1] - '0');
    at_ += 2;
    return out >= low && out <= high;
  }

  // hh:mm:ss[.fraction]; adds the time of day to `date`.
  [[nodiscard]] bool time(Date& date) {
    int hour = 0;
    int minute = 0;
    int second = 0;
    if (!two_digits(0, 24, hour) || !take(':') || !two_digits(0, 59, minute) || !take(':') ||
        !two_digits(0, 59, second)) {
      return false;
    }
    std::int64_t nanoseconds = 0;
    if (take('.') && !fraction(date, nanoseconds)) return false;
    if (hour == 24) {
      if (minute != 0 || second != 0 || nanoseconds != 0) return false;
      date.regular = false;
    }
    date.start += ((hour * 60 + minute) * 60 + second) * std::int64_t{1000} + nanoseconds / 1'000'000;
    date.nanoseconds = static_cast<std::uint32_t>(nanoseconds % 1'000'000);
    return true;
  }

  // Nothing, Z, or +hh:mm up to 14:00.
  [[nodiscard]] bool zone(Date& date) {
    if (at_end()) return true;
    if (take('Z')) {
      date.zone_minutes = 0;
      return true;
    }
    const bool negative = take('-');
    if (!negative && !take('+')) return false;
    int hour = 0;
    int minute = 0;
    if (!two_digits(0, 14, hour) || !take(':') || !two_digits(0, 59, minute)) return false;
    const int minutes = hour * 60 + minute;
    if (minutes > 14 * 60) return false;
    if (minutes == 0) date.regular = false;  // written Z
    date.zone_minutes = static_cast<std::int16_t>(negative ? -minutes : minutes);
    return true;
  }

 private:
  [[nodiscard]] bool fraction(Date& date, std::int64_t& nanoseconds) {
    const std::size_t begin = at_;
    std::int64_t unit = 100'000'000;
    while (!at_end() && is_digit(text_[at_])) {
      const int digit = text_[at_++] - '0';
      if (unit == 0 && digit != 0) return false;
      nanoseconds += digit * unit;
      unit /= 10;
    }
    const std::size_t digits = at_ - begin;
    if (digits > 9) date.regular = false;
    date.fraction_digits = static_cast<std::uint8_t>(digits > 9 ? 9 : digits);
    return digits != 0;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

std::int64_t next_start(std::int64_t start, DatePrecision precision) {
  if (precision == DatePrecision::instant) return start + 1;
  if (precision == DatePrecision::day) return start + kMsPerDay;
  CivilTime t = civil_of_ms(start);
  t.month += precision == DatePrecision::year ? 12 : precision == DatePrecision::quarter ? 3 : 1;
  if (t.month > 12) {
    t.month -= 12;
    ++t.year;
  }
  return days_of(t.year, t.month, t.day) * kMsPerDay;
}

std::optional<Date> parse_interval(std::string_view lexical) noexcept {
  const std::size_t slash = lexical.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto first = parse_any_date(lexical.substr(0, slash));
  const auto last = parse_any_date(lexical.substr(slash + 1));
  if (!first || !last || first->precision == DatePrecision::interval ||
      last->precision == DatePrecision::interval) {
    return std::nullopt;
  }
  // Below the millisecond an interval has no representation.
  if (first->start >= last->end || first->nanoseconds != 0 || last->nanoseconds != 0) return std::nullopt;
  Date date;
  date.start = first->start;
  date.end = last->end;
  date.precision = DatePrecision::interval;
  date.regular = false;
  return date;
}

void append_year(std::string& out, std::int64_t year) {
  fmt::format_to(std::back_inserter(out), "{}{:04}", year < 0 ? "-" : "", year < 0 ? -year : year);
}

void append_zone(std::string& out, std::int16_t zone_minutes) {
  if (zone_minutes == kNoZone) return;
  if (zone_minutes == 0) {
    out += 'Z';
    return;
  }
  const int minutes = zone_minutes < 0 ? -zone_minutes : zone_minutes;
  fmt::format_to(std::back_inserter(out), "{}{:02}:{:02}", zone_minutes < 0 ? '-' : '+', minutes / 60,
                 minutes % 60);
}

void append_time(std::string& out, const Date& date, const CivilTime& t) {
  fmt::format_to(std::back_inserter(out), "T{:02}:{:02}:{:02}", t.hour, t.minute, t.second);
  if (date.fraction_digits == 0) return;
  const std::string digits = fmt::format("{:03}{:06}", t.millisecond, date.nanoseconds);
  out += '.';
  out.append(digits, 0, date.fraction_digits);
}

// An end of an interval: a day where it is one, a dateTime otherwise.
void append_end(std::string& out, std::int64_t start, bool as_day) {
  Date date = make_date(start, as_day ? DatePrecision::day : DatePrecision::instant);
  if (!as_day && start % 1000 != 0) date.fraction_digits = 3;
  out += format_date(date);
}

}  // namespace

std::int64_t days_of(std::int64_t year, int month, int day) noexcept {
  // Years that begin in March put the leap day last; 400 of them have 146,097 days.
  const std::int64_t y = month <= 2 ? year - 1 : year;
  const std::int64_t era = floor_div(y, 400);
  const std::int64_t year_of_era = y - era * 400;
  const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146'097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719'468;
}

CivilTime civil_of_ms(std::int64_t ms) noexcept {
  CivilTime t;
  const std::int64_t days = floor_div(ms, kMsPerDay);
  int rest = static_cast<int>(ms - days * kMsPerDay);
  t.millisecond = rest % 1000;
  rest /= 1000;
  t.second = rest % 60;
  t.minute = rest / 60 % 60;
  t.hour = rest / 3600;
  const std::int64_t shifted = days + 719'468;
  const std::int64_t era = floor_div(shifted, 146'097);
  const std::int64_t day_of_era = shifted - era * 146'097;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int month_from_march = static_cast<int>((5 * day_of_year + 2) / 153);
  t.day = static_cast<int>(day_of_year - (153 * month_from_march + 2) / 5 + 1);
  t.month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
  t.year = era * 400 + year_of_era + (t.month <= 2 ? 1 : 0);
  return t;
}

CivilTime civil_of(const Date& date) noexcept {
  const std::int64_t zone = date.zone_minutes == kNoZone ? 0 : date.zone_minutes;
  return civil_of_ms(date.start + zone * kMsPerMinute);
}

bool is_leap_year(std::int64_t year) noexcept {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int days_in_month(std::int64_t year, int month) noexcept {
  if (month == 2) return is_leap_year(year) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

Date make_date(std::int64_t start, DatePrecision precision, std::int16_t zone_minutes) noexcept {
  const std::int64_t zone_ms = zone_minutes == kNoZone ? 0 : zone_minutes * kMsPerMinute;
  Date date;
  date.start = start;
  date.end = next_start(start + zone_ms, precision) - zone_ms;
  date.precision = precision;
  date.zone_minutes = zone_minutes;
  return date;
}

std::optional<Date> parse_date(std::string_view lexical, DatePrecision precision) noexcept {
  if (precision == DatePrecision::interval) return parse_interval(lexical);
  DateReader in(lexical);
  std::int64_t year = 0;
  int month = 1;
  int day = 1;
  if (!in.year(year)) return std::nullopt;
  if (precision == DatePrecision::quarter) {
    if (!in.take('-') || !in.take('Q')) return std::nullopt;
    int quarter = 0;
    while (quarter < 4 && !in.take(static_cast<char>('1' + quarter))) ++quarter;
    if (quarter == 4 || !in.at_end()) return std::nullopt;
    month = quarter * 3 + 1;
  } else if (precision != DatePrecision::year) {
    if (!in.take('-') || !in.two_digits(1, 12, month)) return std::nullopt;
    if (precision != DatePrecision::month &&
        (!in.take('-') || !in.two_digits(1, days_in_month(year, month), day))) {
      return std::nullopt;
    }
  }
  Date read;
  read.start = days_of(year, month, day) * kMsPerDay;
  if (precision == DatePrecision::instant && (!in.take('T') || !in.time(read))) return std::nullopt;
  if (!in.zone(read) || !in.at_end()) return std::nullopt;
  if (read.zone_minutes != kNoZone) read.start -= read.zone_minutes * kMsPerMinute;
  Date date = make_date(read.start, precision, read.zone_minutes);
  date.nanoseconds = read.nanoseconds;
  date.fraction_digits = read.fraction_digits;
  date.regular = read.regular;
  return date;
}

std::optional<Date> parse_any_date(std::string_view lexical) noexcept {
  if (lexical.find('/') != std::string_view::npos) return parse_interval(lexical);
  if (lexical.find('T') != std::string_view::npos) return parse_date(lexical, DatePrecision::instant);
  if (lexical.find('Q') != std::string_view::npos) return parse_date(lexical, DatePrecision::quarter);
  for (const auto precision : {DatePrecision::day, DatePrecision::month, DatePrecision::year}) {
    if (const auto date = parse_date(lexical, precision)) return date;
  }
  return std::nullopt;
}

std::string format_date(const Date& date) {
  std::string out;
  if (date.precision == DatePrecision::interval) {
    const bool days = date.start % kMsPerDay == 0 && date.end % kMsPerDay == 0;
    append_end(out, date.start, days);
    out += '/';
    append_end(out, days ? date.end - kMsPerDay : date.end - 1, days);
    return out;
  }
  const CivilTime t = civil_of(date);
  append_year(out, t.year);
  if (date.precision == DatePrecision::quarter) {
    fmt::format_to(std::back_inserter(out), "-Q{}", (t.month - 1) / 3 + 1);
  } else if (date.precision != DatePrecision::year) {
    fmt::format_to(std::back_inserter(out), "-{:02}", t.month);
    if (date.precision != DatePrecision::month) fmt::format_to(std::back_inserter(out), "-{:02}", t.day);
  }
  if (date.precision == DatePrecision::instant) append_time(out, date, t);
  append_zone(out, date.zone_minutes);
  return out;
}

std::string_view datatype_of(DatePrecision precision) noexcept {
  switch (precision) {
    case DatePrecision::year:
      return iri::kXsdGYear;
    case DatePrecision::quarter:
      return iri::kKgQuarter;
    case DatePrecision::month:
      return iri::kXsdGYearMonth;
    case DatePrecision::day:
      return iri::kXsdDate;
    case DatePrecision::instant:
      return iri::kXsdDateTime;
    case DatePrecision::interval:
      return iri::kKgInterval;
  }
  return iri::kXsdDate;
}

}  // namespace kg
