// Fields of dates (SPARQL 1.1, 17.4.5). A field finer than the date's precision is an error, and so is any
// field but the year of an interval.
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
    default:
      return nullptr;
  }
}

}  // namespace kg
