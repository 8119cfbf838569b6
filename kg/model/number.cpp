#include "kg/model/number.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>

#include "kg/model/inline.h"

namespace kg {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Power of ten of the first digit that is not zero, of a well-formed number. Saturates.
std::int64_t decimal_exponent(std::string_view lexical) {
  const std::size_t e = std::min(lexical.find_first_of("eE"), lexical.size());
  std::int64_t exponent = 0;
  bool negative = false;
  for (const char c : lexical.substr(std::min(e + 1, lexical.size()))) {
    if (c == '-') negative = true;
    if (is_digit(c) && exponent < (std::int64_t{1} << 40)) exponent = exponent * 10 + (c - '0');
  }
  const std::string_view mantissa = lexical.substr(0, e);
  const auto point = static_cast<std::int64_t>(std::min(mantissa.find('.'), mantissa.size()));
  const auto first =
      static_cast<std::int64_t>(std::min(mantissa.find_first_of("123456789"), mantissa.size()));
  return (negative ? -exponent : exponent) + point - first;
}

template <typename T>
std::string_view format_floating(T value, DoubleText& buffer) noexcept {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value < 0 ? "-INF" : "INF";
  // Shortest digits that read back as the same bits, as d[.ddd]e[+-]dd; XSD wants d.d[dd]E[-]d.
  std::array<char, 32> raw{};
  const auto result =
      std::to_chars(raw.data(), raw.data() + raw.size(), value, std::chars_format::scientific);
  const std::string_view text(raw.data(), static_cast<std::size_t>(result.ptr - raw.data()));
  const std::size_t e = text.find('e');
  const std::string_view mantissa = text.substr(0, e);
  char* out = buffer.data();
  std::memcpy(out, mantissa.data(), mantissa.size());
  out += mantissa.size();
  if (mantissa.find('.') == std::string_view::npos) {
    *out++ = '.';
    *out++ = '0';
  }
  *out++ = 'E';
  std::string_view exponent = text.substr(e + 1);
  if (exponent.front() == '-') *out++ = '-';
  exponent.remove_prefix(1);
  while (exponent.size() > 1 && exponent.front() == '0') exponent.remove_prefix(1);
  std::memcpy(out, exponent.data(), exponent.size());
  out += exponent.size();
  return {buffer.data(), static_cast<std::size_t>(out - buffer.data())};
}

template <typename T>
std::optional<T> parse_floating(std::string_view lexical) noexcept {
  if (lexical == "NaN") return std::numeric_limits<T>::quiet_NaN();
  const bool negative = !lexical.empty() && lexical.front() == '-';
  if (negative || (!lexical.empty() && lexical.front() == '+')) lexical.remove_prefix(1);
  const T infinity = std::numeric_limits<T>::infinity();
  if (lexical == "INF") return negative ? -infinity : infinity;
  // What is left starts with a digit or a point: from_chars knows words and signs that XSD does not.
  if (lexical.empty() || !(is_digit(lexical.front()) || lexical.front() == '.')) return std::nullopt;
  T value = 0;
  const auto [end, error] = std::from_chars(lexical.data(), lexical.data() + lexical.size(), value);
  if (end != lexical.data() + lexical.size()) return std::nullopt;
  if (error == std::errc::result_out_of_range) {
    value = decimal_exponent(lexical) > 0 ? infinity : T{0};
  } else if (error != std::errc()) {
    return std::nullopt;
  }
  return negative ? -value : value;
}

struct IntegerType {
  std::string_view name;
  Int128 low;
  Int128 high;
};

// Beyond every exact number: 10^38.
constexpr Int128 kUnbounded = static_cast<Int128>(10'000'000'000'000'000'000U) * 10'000'000'000'000'000'000U;
constexpr Int128 pow2(int exponent) { return static_cast<Int128>(1) << exponent; }
constexpr std::array<IntegerType, 13> kIntegerTypes = {{{"integer", -kUnbounded, kUnbounded},
                                                        {"int", -pow2(31), pow2(31) - 1},
                                                        {"long", -pow2(63), pow2(63) - 1},
                                                        {"short", -pow2(15), pow2(15) - 1},
                                                        {"byte", -pow2(7), pow2(7) - 1},
                                                        {"nonNegativeInteger", 0, kUnbounded},
                                                        {"positiveInteger", 1, kUnbounded},
                                                        {"nonPositiveInteger", -kUnbounded, 0},
                                                        {"negativeInteger", -kUnbounded, -1},
                                                        {"unsignedLong", 0, pow2(64) - 1},
                                                        {"unsignedInt", 0, pow2(32) - 1},
                                                        {"unsignedShort", 0, pow2(16) - 1},
                                                        {"unsignedByte", 0, pow2(8) - 1}}};

const IntegerType* integer_type(std::string_view name) {
  for (const IntegerType& type : kIntegerTypes) {
    if (type.name == name) return &type;
  }
  return nullptr;
}

NumberType higher(const Number& a, const Number& b) { return std::max(a.type, b.type); }

float to_single(const Number& value) { return static_cast<float>(to_double(value)); }

std::optional<Number> exact_number(NumberType type, const std::optional<Decimal>& value) {
  if (!value) return std::nullopt;
  return Number{type, *value, 0};
}

// One operator over the tower: `exact` on decimals, `floating` on floats and doubles.
template <typename Exact, typename Floating>
std::optional<Number> apply(const Number& a, const Number& b, Exact exact, Floating floating) {
  switch (higher(a, b)) {
    case NumberType::integer:
    case NumberType::decimal:
      return exact_number(higher(a, b), exact(a.exact, b.exact));
    case NumberType::single:
      return Number::single(floating(to_single(a), to_single(b)));
    case NumberType::dbl:
      return Number::dbl(floating(to_double(a), to_double(b)));
  }
  return std::nullopt;
}

enum class Rounding : std::uint8_t { down, up, nearest };

Decimal whole(const Decimal& value, Rounding rounding) {
  Int128 unit = 1;
  for (int i = 0; i < value.scale; ++i) unit *= 10;
  Int128 low = value.mantissa / unit;
  Int128 rest = value.mantissa % unit;
  if (rest < 0) {
    --low;
    rest += unit;
  }
  const bool up = rounding == Rounding::up ? rest != 0 : rounding == Rounding::nearest && rest >= unit - rest;
  return {low + (up && rest != 0 ? 1 : 0), 0};
}

double whole(double value, Rounding rounding) {
  const double low = std::floor(value);
  const double rest = value - low;
  const bool up = rounding == Rounding::up ? rest > 0 : rounding == Rounding::nearest && rest >= 0.5;
  return std::copysign(up ? low + 1 : low, value);  // -0.2 goes to -0
}

Number to_whole(const Number& a, Rounding rounding) {
  Number out = a;
  if (a.is_exact()) {
    out.exact = whole(a.exact, rounding);
  } else if (std::isfinite(a.approximate)) {
    out.approximate = whole(a.approximate, rounding);
  }
  return out;
}

}  // namespace

std::string_view format_double(double value, DoubleText& buffer) noexcept {
  return format_floating(value, buffer);
}
std::string_view format_float(float value, DoubleText& buffer) noexcept {
  return format_floating(value, buffer);
}
std::optional<double> parse_double(std::string_view lexical) noexcept {
  return parse_floating<double>(lexical);
}
std::optional<float> parse_float(std::string_view lexical) noexcept { return parse_floating<float>(lexical); }

bool is_numeric_datatype(std::string_view datatype) noexcept {
  if (!datatype.starts_with(iri::kXsd)) return false;
  const std::string_view name = datatype.substr(iri::kXsd.size());
  return name == "decimal" || name == "double" || name == "float" || integer_type(name) != nullptr;
}

std::optional<Number> parse_number(std::string_view lexical, std::string_view datatype) noexcept {
  if (!datatype.starts_with(iri::kXsd)) return std::nullopt;
  const std::string_view name = datatype.substr(iri::kXsd.size());
  if (name == "double") {
    const auto value = parse_double(lexical);
    return value ? std::optional(Number::dbl(*value)) : std::nullopt;
  }
  if (name == "float") {
    const auto value = parse_float(lexical);
    return value ? std::optional(Number::single(*value)) : std::nullopt;
  }
  const IntegerType* integer = integer_type(name);
  if (integer == nullptr && name != "decimal") return std::nullopt;
  const auto value = parse_decimal(lexical);
  if (!value) return std::nullopt;
  if (integer == nullptr) return Number::decimal(*value);
  if (lexical.find('.') != std::string_view::npos || value->mantissa < integer->low ||
      value->mantissa > integer->high) {
    return std::nullopt;
  }
  return Number{NumberType::integer, *value, 0};
}

Number number_of_inline(Id id) noexcept {
  switch (id.tag()) {
    case Tag::decimal: {
      std::int64_t mantissa = inline_decimal_millionths(id);
      int scale = kInlineDecimalDigits;
      for (; scale > 0 && mantissa % 10 == 0; --scale) mantissa /= 10;
      return Number::decimal({mantissa, scale});
    }
    case Tag::dbl:
      return Number::dbl(inline_double(id));
    default:
      return Number::integer(inline_integer(id));
  }
}

double to_double(const Number& value) noexcept {
  return value.is_exact() ? to_double(value.exact) : value.approximate;
}

std::optional<std::int64_t> to_int64(const Number& value) noexcept {
  if (!value.is_exact() || value.exact.scale != 0) return std::nullopt;
  const Int128 whole_value = value.exact.mantissa;
  if (whole_value < INT64_MIN || whole_value > INT64_MAX) return std::nullopt;
  return static_cast<std::int64_t>(whole_value);
}

bool is_nan(const Number& value) noexcept { return !value.is_exact() && std::isnan(value.approximate); }

std::optional<Number> add(const Number& a, const Number& b) noexcept {
  return apply(
      a, b, [](const Decimal& x, const Decimal& y) { return add(x, y); },
      [](auto x, auto y) { return x + y; });
}

std::optional<Number> subtract(const Number& a, const Number& b) noexcept {
  return apply(
      a, b, [](const Decimal& x, const Decimal& y) { return subtract(x, y); },
      [](auto x, auto y) { return x - y; });
}

std::optional<Number> multiply(const Number& a, const Number& b) noexcept {
  return apply(
      a, b, [](const Decimal& x, const Decimal& y) { return multiply(x, y); },
      [](auto x, auto y) { return x * y; });
}

std::optional<Number> divide(const Number& a, const Number& b) noexcept {
  auto result = apply(
      a, b, [](const Decimal& x, const Decimal& y) { return divide(x, y); },
      [](auto x, auto y) { return x / y; });
  if (result && result->type == NumberType::integer) result->type = NumberType::decimal;
  return result;
}

Number negate(const Number& a) noexcept { return {a.type, negate(a.exact), -a.approximate}; }

Number absolute(const Number& a) noexcept {
  return {a.type, a.exact.mantissa < 0 ? negate(a.exact) : a.exact, std::fabs(a.approximate)};
}

Number round(const Number& a) noexcept { return to_whole(a, Rounding::nearest); }
Number ceil(const Number& a) noexcept { return to_whole(a, Rounding::up); }
Number floor(const Number& a) noexcept { return to_whole(a, Rounding::down); }

std::partial_ordering compare(const Number& a, const Number& b) noexcept {
  switch (higher(a, b)) {
    case NumberType::integer:
    case NumberType::decimal:
      return compare(a.exact, b.exact);
    case NumberType::single:
      return to_single(a) <=> to_single(b);
    case NumberType::dbl:
      return to_double(a) <=> to_double(b);
  }
  return std::partial_ordering::unordered;
}

std::weak_ordering order_compare(const Number& a, const Number& b) noexcept {
  if (is_nan(a) || is_nan(b)) return is_nan(a) <=> is_nan(b);
  if (a.is_exact() && b.is_exact()) return compare(a.exact, b.exact);
  const auto by_double = to_double(a) <=> to_double(b);
  if (by_double < 0) return std::weak_ordering::less;
  if (by_double > 0) return std::weak_ordering::greater;
  return b.is_exact() <=> a.is_exact();
}

Term number_term(const Number& value) {
  DoubleText buffer;
  switch (value.type) {
    case NumberType::integer:
      return Term::literal(format_decimal(value.exact), iri::kXsdInteger);
    case NumberType::decimal:
      return Term::literal(format_decimal(value.exact), iri::kXsdDecimal);
    case NumberType::single:
      return Term::literal(format_float(static_cast<float>(value.approximate), buffer), iri::kXsdFloat);
    case NumberType::dbl:
      return Term::literal(format_double(value.approximate, buffer), iri::kXsdDouble);
  }
  return {};
}

std::optional<Id> number_id(const Number& value) noexcept {
  switch (value.type) {
    case NumberType::integer: {
      const auto whole_value = to_int64(value);
      return whole_value ? integer_id(*whole_value) : std::nullopt;
    }
    case NumberType::decimal: {
      if (value.exact.scale > kInlineDecimalDigits) return std::nullopt;
      Int128 millionths = value.exact.mantissa;
      if (millionths < kMinInlineDecimal || millionths > kMaxInlineDecimal) return std::nullopt;
      for (int i = value.exact.scale; i < kInlineDecimalDigits; ++i) millionths *= 10;
      if (millionths < kMinInlineDecimal || millionths > kMaxInlineDecimal) return std::nullopt;
      return decimal_id(static_cast<std::int64_t>(millionths), value.exact.scale);
    }
    case NumberType::single:
      return std::nullopt;
    case NumberType::dbl:
      return double_id(value.approximate);
  }
  return std::nullopt;
}

}  // namespace kg
