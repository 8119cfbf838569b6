// Numbers: exact decimals and the tower of SPARQL 1.1, section 17.3: integer, decimal, float, double.
//
// Arithmetic never wraps and never rounds in silence: a result that does not fit is no result. The one
// rounding there is, is documented: a quotient of decimals keeps 18 digits after the point.
// Pure functions, safe from any thread; the text of a number is the only thing that allocates.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "kg/model/id.h"
#include "kg/model/term.h"

namespace kg {

__extension__ using Int128 = __int128;

// mantissa / 10^scale, with |mantissa| < 10^38 and 0 <= scale <= 38; no trailing zeros after the point,
// so that equal values have equal fields.
struct Decimal {
  Int128 mantissa = 0;
  int scale = 0;
  friend bool operator==(const Decimal&, const Decimal&) = default;
};
inline constexpr int kMaxDecimalDigits = 38;
inline constexpr int kDivisionDigits = 18;

// [+-]digits[.digits] or [+-].digits; nothing for other texts and for values that do not fit.
std::optional<Decimal> parse_decimal(std::string_view lexical) noexcept;
// XSD 1.1's canonical form: 5, -0.25; no point when there is nothing after it.
std::string format_decimal(const Decimal& value);
Decimal decimal_of(std::int64_t value) noexcept;
// Nothing when the value does not fit a Decimal.
std::optional<Decimal> make_decimal(Int128 mantissa, int scale) noexcept;

std::strong_ordering compare(const Decimal& a, const Decimal& b) noexcept;
std::optional<Decimal> add(const Decimal& a, const Decimal& b) noexcept;
std::optional<Decimal> subtract(const Decimal& a, const Decimal& b) noexcept;
std::optional<Decimal> multiply(const Decimal& a, const Decimal& b) noexcept;
// Rounded half to even at kDivisionDigits digits after the point; nothing for a divisor of zero.
std::optional<Decimal> divide(const Decimal& a, const Decimal& b) noexcept;
Decimal negate(const Decimal& a) noexcept;
// Correctly rounded.
double to_double(const Decimal& a) noexcept;
// The decimal that the double's shortest text denotes (0.1 for 1.0E-1); nothing when it does not fit and
// for NaN and the infinities.
std::optional<Decimal> decimal_of(double value) noexcept;

// Shortest text that reads back as the same bits, in XSD's canonical form: 1.0E0, -1.5E-3, INF, NaN.
using DoubleText = std::array<char, 32>;
std::string_view format_double(double value, DoubleText& buffer) noexcept;
std::string_view format_float(float value, DoubleText& buffer) noexcept;
// xsd:double's lexical forms; values too large give an infinity, too small ones zero.
std::optional<double> parse_double(std::string_view lexical) noexcept;
std::optional<float> parse_float(std::string_view lexical) noexcept;

enum class NumberType : std::uint8_t { integer, decimal, single, dbl };

struct Number {
  NumberType type = NumberType::integer;
  Decimal exact;           // integer and decimal
  double approximate = 0;  // single (a value that a float holds) and dbl

  [[nodiscard]] bool is_exact() const { return type <= NumberType::decimal; }
  static Number integer(std::int64_t value) { return {NumberType::integer, decimal_of(value), 0}; }
  static Number decimal(const Decimal& value) { return {NumberType::decimal, value, 0}; }
  static Number single(float value) { return {NumberType::single, {}, value}; }
  static Number dbl(double value) { return {NumberType::dbl, {}, value}; }
};

// The number of a literal with one of XSD's numeric datatypes (xsd:byte and its like included, within
// their bounds); nothing for other datatypes, ill-formed text, and exact values of more than 38 digits.
std::optional<Number> parse_number(std::string_view lexical, std::string_view datatype) noexcept;
bool is_numeric_datatype(std::string_view datatype) noexcept;
// Precondition: one of the tags integer, decimal, dbl.
Number number_of_inline(Id id) noexcept;

double to_double(const Number& value) noexcept;
// An integer that fits 64 bits, as such.
std::optional<std::int64_t> to_int64(const Number& value) noexcept;
bool is_nan(const Number& value) noexcept;

// Operators on the tower: the operands are promoted to the higher type of the two; a quotient of integers
// is a decimal. No result: overflow of an exact type, or an exact division by zero.
std::optional<Number> add(const Number& a, const Number& b) noexcept;
std::optional<Number> subtract(const Number& a, const Number& b) noexcept;
std::optional<Number> multiply(const Number& a, const Number& b) noexcept;
std::optional<Number> divide(const Number& a, const Number& b) noexcept;
Number negate(const Number& a) noexcept;
Number absolute(const Number& a) noexcept;
// To a whole number of the same type; `round` takes halves upwards, as XPath's fn:round.
Number round(const Number& a) noexcept;
Number ceil(const Number& a) noexcept;
Number floor(const Number& a) noexcept;

// Comparison after promotion; unordered when one is NaN.
std::partial_ordering compare(const Number& a, const Number& b) noexcept;
// A total order for sorting that agrees with `compare` where that is not equal: by the value as a double (NaN
// last), then exact before floating, then by the exact value. -0.0 and 0.0 are equal.
std::weak_ordering order_compare(const Number& a, const Number& b) noexcept;

// The canonical term of a number, and its id when that is inline.
Term number_term(const Number& value);
std::optional<Id> number_id(const Number& value) noexcept;

}  // namespace kg
