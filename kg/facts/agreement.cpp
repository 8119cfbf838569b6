#include "kg/facts/agreement.h"

#include <algorithm>
#include <array>
#include <string>

#include "kg/base/utf8.h"
#include "kg/model/value.h"

namespace kg {
namespace {

struct Interval {
  QuantityBound low;
  QuantityBound high;
};

struct Figure {
  Interval written;
  bool single = false;  // one number, not a range or bound
  bool approximate = false;
  std::string_view unit;
};

std::optional<Figure> figure_of(const Value& value) {
  if (value.kind == ValueKind::quantity) {
    const Quantity& q = value.quantity;
    const bool single = q.low.finite && q.high.finite && q.low.value == q.high.value;
    return Figure{{q.low, q.high}, single, q.approximate, q.unit};
  }
  if (value.kind != ValueKind::number) return std::nullopt;
  const auto exact =
      value.number.is_exact() ? std::optional(value.number.exact) : decimal_of(value.number.approximate);
  if (!exact) return std::nullopt;
  const QuantityBound end{true, false, *exact};
  return Figure{{end, end}, true, false, {}};
}

// Half a unit of the last significant digit.
std::optional<Decimal> rounding(const Decimal& value) {
  Int128 rest = value.mantissa < 0 ? -value.mantissa : value.mantissa;
  int zeros = 0;
  int digits = 0;
  bool trailing = rest != 0;
  for (; rest != 0; rest /= 10, ++digits) {
    trailing = trailing && rest % 10 == 0;
    if (trailing) ++zeros;
  }
  if (value.scale > 0) return make_decimal(5, value.scale + 1);
  Int128 half = 5;
  for (int i = std::min(zeros, std::max(0, digits - 2)); i > 0; --i) half *= 10;
  return make_decimal(half, 1);
}

std::optional<Decimal> share(const Decimal& value, const Decimal& percent) {
  const auto product = multiply(value.mantissa < 0 ? negate(value) : value, percent);
  return product ? multiply(*product, *make_decimal(1, 2)) : std::nullopt;
}

// The figure with its significant digits and, in addition, `percent` of its value to either side.
std::optional<Interval> spread(const Figure& figure, const Decimal& percent) {
  Interval out = figure.written;
  const auto move = [&](QuantityBound& end, const QuantityBound& from, bool down) {
    if (!end.finite) return true;
    const auto half = figure.single ? rounding(from.value) : decimal_of(std::int64_t{0});
    const auto wide = share(from.value, percent);
    if (!half || !wide) return false;
    const bool rounds = compare(*half, *wide) > 0;
    const auto moved =
        down ? subtract(from.value, rounds ? *half : *wide) : add(from.value, rounds ? *half : *wide);
    if (!moved) return false;
    end.value = *moved;
    if (figure.single) end.open = rounds && !down;
    return true;
  };
  if (!move(out.low, figure.written.low, true) || !move(out.high, figure.written.high, false))
    return std::nullopt;
  return out;
}

// Whether nothing of `low`'s side lies left of `high`.
bool ends_before(const QuantityBound& high, const QuantityBound& low) {
  if (!high.finite || !low.finite) return false;
  const auto order = compare(high.value, low.value);
  return order < 0 || (order == 0 && (high.open || low.open));
}
bool meet(const Interval& a, const Interval& b) {
  return !ends_before(a.high, b.low) && !ends_before(b.high, a.low);
}

bool inside(const Interval& inner, const Interval& outer) {
  const auto holds = [](const QuantityBound& in, const QuantityBound& out, bool low) {
    if (!out.finite) return true;
    if (!in.finite) return false;
    const auto order = low ? compare(out.value, in.value) : compare(in.value, out.value);
    return order < 0 || (order == 0 && (in.open || !out.open));
  };
  return holds(inner.low, outer.low, true) && holds(inner.high, outer.high, false);
}

enum class UnitKind : std::uint8_t { none, percent, money, time, count };

UnitKind unit_kind(std::string_view unit) {
  constexpr std::array<std::string_view, 14> kTimes{"year",   "years",   "month",  "months", "week",
                                                    "weeks",  "day",     "days",   "hour",   "hours",
                                                    "minute", "minutes", "second", "seconds"};
  if (unit.empty()) return UnitKind::none;
  if (unit == "%") return UnitKind::percent;
  const bool code =
      unit.size() == 3 && std::all_of(unit.begin(), unit.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  if (code) return UnitKind::money;  // ISO 4217
  return std::find(kTimes.begin(), kTimes.end(), unit) != kTimes.end() ? UnitKind::time : UnitKind::count;
}

// Things may be counted without saying what they are.
bool dimensions_fit(UnitKind a, UnitKind b) {
  const auto counts = [](UnitKind kind) { return kind == UnitKind::none || kind == UnitKind::count; };
  return a == b || (counts(a) && counts(b));
}

Comparison compare_figures(const Figure& claimed, const Figure& stated,
                           const std::optional<Decimal>& tolerance) {
  const UnitKind kind = unit_kind(claimed.unit);
  if (!dimensions_fit(kind, unit_kind(stated.unit))) return {Agreement::other_dimension};
  const bool unnamed = claimed.unit.empty() || stated.unit.empty();
  if (!unnamed && fold_name(claimed.unit) != fold_name(stated.unit)) return {Agreement::incomparable};

  const Decimal none = decimal_of(std::int64_t{0});
  const Decimal usual = decimal_of(std::int64_t{kApproximatePercent});
  const Decimal about = tolerance.value_or(usual);
  const Decimal generous = compare(about, usual) < 0 ? usual : about;
  const auto asked = [&](const Decimal& approximate) {
    return claimed.approximate ? approximate : tolerance.value_or(none);
  };
  const auto claim_plain = spread(claimed, none);
  const auto state_plain = spread(stated, none);
  const auto claim_wide = spread(claimed, asked(about));
  const auto state_wide = spread(stated, stated.approximate ? about : none);
  const auto claim_most = spread(claimed, asked(generous));
  const auto state_most = spread(stated, stated.approximate ? generous : none);
  if (!claim_plain || !state_plain || !claim_wide || !state_wide || !claim_most || !state_most) return {};

  if (!meet(*claim_most, *state_most)) return {Agreement::disjoint, ReasonCode::other_value};
  if (claimed.single && stated.single) {
    const bool same = claimed.written.low.value == stated.written.low.value;
    if (same && claimed.approximate == stated.approximate) return {Agreement::supports, ReasonCode::exact};
    const bool strict = tolerance && !claimed.approximate && tolerance->mantissa == 0;
    if (strict) return {Agreement::compatible, ReasonCode::other_value};
    if (!same && meet(*claim_plain, *state_plain)) return {Agreement::supports, ReasonCode::rounded};
    if (meet(*claim_wide, *state_wide)) return {Agreement::supports, ReasonCode::within_tolerance};
    return {Agreement::compatible, ReasonCode::other_value};
  }
  const bool same = claimed.written.low == stated.written.low && claimed.written.high == stated.written.high;
  if (same && claimed.approximate == stated.approximate) return {Agreement::supports, ReasonCode::exact};
  // A single figure lies in a range as it is written; its last digit's rounding is not held against it.
  const Interval& entailing = stated.single && !stated.approximate ? stated.written : *state_wide;
  return {inside(entailing, *claim_wide) ? Agreement::supports : Agreement::compatible, ReasonCode::bound};
}

// A date, or a bare number of four digits, which beside a date is a year.
std::optional<Date> date_of(const Value& value) {
  if (value.kind == ValueKind::date) return value.date;
  if (value.kind != ValueKind::number || !value.number.is_exact() || value.number.exact.scale != 0)
    return std::nullopt;
  const Int128 year = value.number.exact.mantissa;
  if (year < 1000 || year > 9999) return std::nullopt;
  return make_date(days_of(static_cast<std::int64_t>(year), 1, 1) * kMsPerDay, DatePrecision::year);
}

Comparison compare_dates(const Date& claimed, const Date& stated) {
  if (claimed.same_time(stated)) return {Agreement::supports, ReasonCode::exact};
  if (stated.start >= claimed.start && stated.end <= claimed.end)
    return {Agreement::supports, ReasonCode::narrower_date};
  // A date without a zone may be that of any place on Earth (XML Schema 1.1, part 2: 14 hours at most).
  constexpr std::int64_t kFarthestZone = std::int64_t{14} * 3'600'000;
  const bool one_zone = (claimed.zone_minutes == kNoZone) != (stated.zone_minutes == kNoZone);
  const std::int64_t slack = one_zone ? kFarthestZone : 0;
  if (stated.end + slack <= claimed.start || claimed.end + slack <= stated.start)
    return {Agreement::disjoint, ReasonCode::other_value};
  return {Agreement::compatible, ReasonCode::coarser_date};
}

}  // namespace

Comparison compare_stated(const Term& claimed, const Term& stated, const std::optional<Decimal>& tolerance) {
  if (claimed == stated) return {Agreement::supports, ReasonCode::exact};
  const Value a = value_of(claimed);
  const Value b = value_of(stated);
  if (a.kind == ValueKind::date || b.kind == ValueKind::date) {
    const auto first = date_of(a);
    const auto second = date_of(b);
    return first && second ? compare_dates(*first, *second) : Comparison{};
  }
  if (a.kind == ValueKind::boolean && b.kind == ValueKind::boolean) {
    if (a.boolean == b.boolean) return {Agreement::supports, ReasonCode::exact};
    return {Agreement::disjoint, ReasonCode::other_value};
  }
  const auto figure = figure_of(a);
  const auto other = figure_of(b);
  if (!figure || !other) return {};
  return compare_figures(*figure, *other, tolerance);
}

bool is_measured(const Term& value) {
  if (value.kind != TermKind::literal) return false;
  const ValueKind kind = value_of(value).kind;
  return kind == ValueKind::number || kind == ValueKind::quantity || kind == ValueKind::date;
}

bool unit_fits(const Term& figure, std::string_view declared) {
  const auto read = figure_of(value_of(figure));
  return !read || dimensions_fit(unit_kind(read->unit), unit_kind(declared));
}

}  // namespace kg
