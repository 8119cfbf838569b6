// Fields of dates (SPARQL 1.1, 17.4.5), and dates as intervals. A field finer than the date's precision is an
// error, and so is any field of an interval.
#include <cstdlib>

#include <fmt/format.h>

#include "kg/exec/expression_node.h"

namespace kg {
namespace {

using Arguments = std::span<const Value* const>;

bool is_as_fine_as(const Value& value, DatePrecision precision) {
  return value.kind == ValueKind::date && value.date.precision >= precision &&
         value.date.precision != DatePrecision::interval;
}

Value integer(std::int64_t value) { return value_of_number(Number::integer(value)); }

Value year(ValueStore&, Arguments a) {
  return is_as_fine_as(*a[0], DatePrecision::year) ? integer(civil_of(a[0]->date).year) : Value{};
}
Value month(ValueStore&, Arguments a) {
  return is_as_fine_as(*a[0], DatePrecision::month) ? integer(civil_of(a[0]->date).month) : Value{};
}
Value day(ValueStore&, Arguments a) {
  return is_as_fine_as(*a[0], DatePrecision::day) ? integer(civil_of(a[0]->date).day) : Value{};
}
Value hours(ValueStore&, Arguments a) {
  return is_as_fine_as(*a[0], DatePrecision::instant) ? integer(civil_of(a[0]->date).hour) : Value{};
}
Value minutes(ValueStore&, Arguments a) {
  return is_as_fine_as(*a[0], DatePrecision::instant) ? integer(civil_of(a[0]->date).minute) : Value{};
}
Value seconds(ValueStore&, Arguments a) {
  if (!is_as_fine_as(*a[0], DatePrecision::instant)) {
    return {};
  }
  constexpr std::int64_t kNanoseconds = 1'000'000'000;
  const CivilTime time = civil_of(a[0]->date);
  const std::int64_t nanoseconds =
      time.second * kNanoseconds + time.millisecond * std::int64_t{1'000'000} + a[0]->date.nanoseconds;
  const std::optional<Decimal> exact = make_decimal(nanoseconds, 9);
  return exact ? value_of_number(Number::decimal(*exact)) : Value{};
}

// The zone as an xsd:dayTimeDuration: PT0S, -PT5H, PT5H30M. An error without a zone.
Value timezone(ValueStore& store, Arguments a) {
  if (a[0]->kind != ValueKind::date || a[0]->date.zone_minutes == kNoZone) return {};
  const int zone = a[0]->date.zone_minutes;
  const int hours = std::abs(zone) / 60;
  const int minutes = std::abs(zone) % 60;
  std::string text = zone < 0 ? "-PT" : "PT";
  if (hours != 0) text += fmt::format("{}H", hours);
  if (minutes != 0) text += fmt::format("{}M", minutes);
  if (zone == 0) text += "0S";
  return store.term(Term::literal(text, iri::kXsdDayTimeDuration));
}
// The zone as it is written; empty without one.
Value timezone_text(ValueStore& store, Arguments a) {
  if (a[0]->kind != ValueKind::date) return {};
  const int zone = a[0]->date.zone_minutes;
  if (zone == kNoZone) return store.string({});
  if (zone == 0) return store.string("Z");
  return store.string(
      fmt::format("{}{:02}:{:02}", zone < 0 ? '-' : '+', std::abs(zone) / 60, std::abs(zone) % 60));
}

// Of two dates; other values are an error.
template <bool (*Test)(const Value&, const Value&)>
Value interval_test(ValueStore&, Arguments a) {
  return a[0]->kind == ValueKind::date && a[1]->kind == ValueKind::date ? value_of_boolean(Test(*a[0], *a[1]))
                                                                        : Value{};
}
bool is_before(const Value& a, const Value& b) { return compare_less(a, b) == Truth::yes; }
bool meet(const Value& a, const Value& b) { return !is_before(a, b) && !is_before(b, a); }
bool is_during(const Value& a, const Value& b) {
  if (b.date.precision == DatePrecision::instant) return a.date.same_time(b.date);
  return a.date.start >= b.date.start && a.date.end <= b.date.end;
}

}  // namespace

StrictFunction date_function(Function function) {
  switch (function) {
    case Function::year:
      return year;
    case Function::month:
      return month;
    case Function::day:
      return day;
    case Function::hours:
      return hours;
    case Function::minutes:
      return minutes;
    case Function::seconds:
      return seconds;
    case Function::timezone:
      return timezone;
    case Function::timezone_text:
      return timezone_text;
    case Function::during:
      return interval_test<is_during>;
    case Function::before:
      return interval_test<is_before>;
    case Function::overlaps:
      return interval_test<meet>;
    default:
      return nullptr;
  }
}

}  // namespace kg
