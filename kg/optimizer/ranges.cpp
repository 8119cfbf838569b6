#include "kg/optimizer/ranges.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "kg/model/inline.h"
#include "kg/model/value.h"

namespace kg {
namespace {

// What the variable must be, compared with the constant.
enum class Side : std::uint8_t { equal, below, at_most, above, at_least };

std::optional<Side> side_of(Function function) {
  switch (function) {
    case Function::equal:
      return Side::equal;
    case Function::less:
      return Side::below;
    case Function::less_equal:
      return Side::at_most;
    case Function::greater:
      return Side::above;
    case Function::greater_equal:
      return Side::at_least;
    default:
      return std::nullopt;
  }
}

Side mirrored(Side side) {
  switch (side) {
    case Side::below:
      return Side::above;
    case Side::at_most:
      return Side::at_least;
    case Side::above:
      return Side::below;
    case Side::at_least:
      return Side::at_most;
    case Side::equal:
      break;
  }
  return side;
}

bool bounded_below(Side side) { return side == Side::equal || side == Side::above || side == Side::at_least; }
bool bounded_above(Side side) { return side == Side::equal || side == Side::below || side == Side::at_most; }

constexpr IdRange kNothing{Id{1}, Id{0}};

// A whole number as close as possible to value * scale from above (`up`) or below, and whether it is equal.
struct Whole {
  std::int64_t value = 0;
  bool equal = false;
};
std::optional<Whole> scaled(const Decimal& value, std::int64_t scale, bool up) {
  const std::optional<Decimal> product = multiply(value, decimal_of(scale));
  if (!product) return std::nullopt;
  const Number exact = Number::decimal(*product);
  const Number rounded = up ? ceil(exact) : floor(exact);
  const std::optional<std::int64_t> whole = to_int64(rounded);
  if (!whole) return std::nullopt;
  return Whole{*whole, compare(rounded.exact, *product) == std::strong_ordering::equal};
}

// The lowest and highest whole numbers v with v / scale on the wanted side of the constant, cut to limits.
struct Span {
  std::int64_t first;
  std::int64_t last;
};
Span span_of(const Decimal& constant, std::int64_t scale, Side side, Span limits) {
  const bool negative = constant.mantissa < 0;
  Span span = limits;
  if (bounded_below(side)) {
    const std::optional<Whole> w = scaled(constant, scale, true);
    if (!w) {  // beyond 64 bits
      if (!negative) return {0, -1};
    } else {
      span.first = std::max(span.first, w->equal && side == Side::above ? w->value + 1 : w->value);
    }
  }
  if (bounded_above(side)) {
    const std::optional<Whole> w = scaled(constant, scale, false);
    if (!w) {
      if (negative) return {0, -1};
    } else {
      span.last = std::min(span.last, w->equal && side == Side::below ? w->value - 1 : w->value);
    }
  }
  return span;
}

void append(ValueRanges& out, IdRange ids, bool exact) {
  if (ids.first <= ids.last) out.push_back({ids, exact});
}

IdRange integer_range(const Decimal& constant, Side side) {
  const Span span = span_of(constant, 1, side, {kMinInlineInteger, kMaxInlineInteger});
  if (span.first > span.last) return kNothing;
  return {*integer_id(span.first), *integer_id(span.last)};
}

IdRange decimal_range(const Decimal& constant, Side side) {
  const Span span = span_of(constant, kInlineDecimalScale, side, {kMinInlineDecimal, kMaxInlineDecimal});
  if (span.first > span.last) return kNothing;
  return {*decimal_id(span.first, 0), *decimal_id(span.last, 15)};
}

// Doubles compare after rounding the constant, so the range is one step wider and asked again.
Id double_floor_id(double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  const bool negative = (bits >> 63U) != 0;
  return Id{Tag::dbl, (negative ? ~bits : bits | std::uint64_t{1} << 63U) >> 4U};
}
IdRange double_range(double constant, Side side) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  IdRange range = tag_range(Tag::dbl);
  if (bounded_below(side)) range.first = double_floor_id(std::nextafter(constant, -kInfinity));
  if (bounded_above(side)) range.last = double_floor_id(std::nextafter(constant, kInfinity));
  return range;
}

ValueRanges number_ranges(const Number& constant, Side side) {
  ValueRanges out;
  if (is_nan(constant)) return out;
  if (constant.is_exact()) {
    append(out, integer_range(constant.exact, side), true);
    append(out, decimal_range(constant.exact, side), true);
  } else {
    append(out, tag_range(Tag::integer), false);
    append(out, tag_range(Tag::decimal), false);
  }
  append(out, double_range(to_double(constant), side), false);
  append(out, tag_range(Tag::value), false);
  return out;
}

// The lowest id of a date that starts at `ms`.
std::optional<Id> first_date_at(std::int64_t ms) {
  constexpr std::uint64_t kFormAndZone = (1U << 10U) - 1;  // below the start in the payload
  const std::optional<Id> id = date_id(make_date(ms, DatePrecision::instant));
  if (!id) return std::nullopt;
  return Id{id->bits & ~kFormAndZone};
}

// A date is an interval; `v < c` needs v to end before c starts, so that v starts before it.
ValueRanges date_ranges(const Date& constant, Side side) {
  IdRange range = tag_range(Tag::date);
  if (bounded_below(side)) {
    const std::optional<Id> first =
        first_date_at(side == Side::above ? std::max(constant.start, constant.end - 1) : constant.start);
    if (first) range.first = *first;
  }
  if (bounded_above(side)) {
    const std::int64_t behind = side == Side::at_most ? constant.end : constant.start;
    const std::optional<Id> last = first_date_at(behind + 1);
    if (last) range.last = Id{last->bits - 1};
  }
  ValueRanges out;
  append(out, range, false);
  append(out, tag_range(Tag::value), false);
  return out;
}

ValueRanges prefix_ranges(std::string_view prefix, const TripleSource& source, bool exact) {
  const TripleSource::PrefixRanges found = source.string_prefix(prefix);
  ValueRanges out;
  for (const IdRange& range : found.exact) append(out, range, exact);
  for (const IdRange& range : found.rest) append(out, range, false);
  append(out, tag_range(Tag::lang_string), false);
  std::sort(out.begin(), out.end(),
            [](const ValueRange& a, const ValueRange& b) { return a.ids.first < b.ids.first; });
  return out;
}

bool is_variable(const Expression& e, Var variable) {
  return e.kind == Expression::Kind::variable && e.variable == variable;
}

bool is_plain_string(const Expression& e) {
  return e.kind == Expression::Kind::constant && e.constant.kind == TermKind::literal &&
         e.constant.datatype == iri::kXsdString && e.constant.language.empty();
}

std::optional<ValueRanges> comparison_ranges(const Expression& filter, Var variable) {
  const std::optional<Side> side = side_of(filter.function);
  if (!side || filter.arguments.size() != 2) return std::nullopt;
  const bool left = is_variable(*filter.arguments[0], variable);
  const Expression& other = *filter.arguments[left ? 1 : 0];
  if (!left && !is_variable(*filter.arguments[1], variable)) return std::nullopt;
  if (other.kind != Expression::Kind::constant) return std::nullopt;
  const Value value = value_of(other.constant);
  const Side wanted = left ? *side : mirrored(*side);
  if (value.kind == ValueKind::number) return number_ranges(value.number, wanted);
  if (value.kind == ValueKind::date) return date_ranges(value.date, wanted);
  return std::nullopt;
}

std::optional<ValueRanges> text_ranges(const Expression& filter, Var variable, const TripleSource& source) {
  if (filter.arguments.size() != 2 || !is_variable(*filter.arguments[0], variable) ||
      !is_plain_string(*filter.arguments[1])) {
    return std::nullopt;
  }
  const std::string& text = filter.arguments[1]->constant.value;
  if (filter.function == Function::starts_with) return prefix_ranges(text, source, true);
  if (filter.function != Function::matches_regex) return std::nullopt;
  const std::string literal = anchored_literal(text);
  if (literal.empty()) return std::nullopt;
  return prefix_ranges(literal, source, false);
}

}  // namespace

std::string anchored_literal(std::string_view regex) {
  if (!regex.starts_with('^') || regex.find('|') != std::string_view::npos) return {};
  constexpr std::string_view kSpecial = "^$.[](){}*+?\\";
  const std::size_t end = std::min(regex.find_first_of(kSpecial, 1), regex.size());
  std::string literal(regex.substr(1, end - 1));
  const bool repeated = end < regex.size() && (regex[end] == '*' || regex[end] == '?' || regex[end] == '{');
  if (repeated) {  // the last character may be absent
    while (!literal.empty() && (static_cast<unsigned char>(literal.back()) & 0xC0U) == 0x80U)
      literal.pop_back();
    if (!literal.empty()) literal.pop_back();
  }
  return literal;
}

std::optional<ValueRanges> ranges_of(const Expression& filter, Var variable, const TripleSource& source) {
  if (filter.kind != Expression::Kind::call) return std::nullopt;
  if (std::optional<ValueRanges> ranges = comparison_ranges(filter, variable)) return ranges;
  return text_ranges(filter, variable, source);
}

ValueRanges intersection(const ValueRanges& a, const ValueRanges& b) {
  ValueRanges out;
  for (const ValueRange& x : a) {
    for (const ValueRange& y : b) {
      append(out, {std::max(x.ids.first, y.ids.first), std::min(x.ids.last, y.ids.last)}, x.exact && y.exact);
    }
  }
  std::sort(out.begin(), out.end(),
            [](const ValueRange& p, const ValueRange& q) { return p.ids.first < q.ids.first; });
  return out;
}

}  // namespace kg
