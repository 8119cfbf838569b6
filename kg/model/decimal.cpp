// Exact decimals: parsing, formatting and checked arithmetic on a 128-bit mantissa.
#include <algorithm>
#include <charconv>

#include "kg/model/number.h"

namespace kg {
namespace {

__extension__ using Uint128 = unsigned __int128;

constexpr std::array<Int128, kMaxDecimalDigits + 1> kPowers = [] {
  std::array<Int128, kMaxDecimalDigits + 1> powers{};
  powers[0] = 1;
  for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}();

Int128 power_of_ten(int exponent) { return kPowers[static_cast<std::size_t>(exponent)]; }

bool fits(Int128 mantissa) {
  return mantissa < power_of_ten(kMaxDecimalDigits) && mantissa > -power_of_ten(kMaxDecimalDigits);
}

Uint128 magnitude(Int128 value) { return static_cast<Uint128>(value < 0 ? -value : value); }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// value * 10^exponent, or false when that passes 128 bits.
bool scale_up(Int128& value, int exponent) {
  if (value == 0) return true;
  if (exponent > kMaxDecimalDigits) return false;
  constexpr Int128 kMax = static_cast<Int128>(~Uint128{0} >> 1U);
  const Int128 factor = power_of_ten(exponent);
  if (magnitude(value) > magnitude(kMax / factor)) return false;
  value *= factor;
  return true;
}

// A product of two mantissas: 256 bits, least significant limb first.
using Wide = std::array<std::uint64_t, 4>;

Wide wide_product(Uint128 a, Uint128 b) {
  const std::array<std::uint64_t, 2> x{static_cast<std::uint64_t>(a), static_cast<std::uint64_t>(a >> 64U)};
  const std::array<std::uint64_t, 2> y{static_cast<std::uint64_t>(b), static_cast<std::uint64_t>(b >> 64U)};
  Wide out{};
  for (std::size_t i = 0; i < 2; ++i) {
    Uint128 carry = 0;
    for (std::size_t j = 0; j < 2; ++j) {
      carry += static_cast<Uint128>(x[i]) * y[j] + out[i + j];
      out[i + j] = static_cast<std::uint64_t>(carry);
      carry >>= 64U;
    }
    out[i + 2] = static_cast<std::uint64_t>(carry);
  }
  return out;
}

// Divides by ten; gives the remainder.
unsigned wide_divide_by_ten(Wide& value) {
  Uint128 rest = 0;
  for (std::size_t i = value.size(); i-- > 0;) {
    rest = rest << 64U | value[i];
    value[i] = static_cast<std::uint64_t>(rest / 10);
    rest %= 10;
  }
  return static_cast<unsigned>(rest);
}

// A quotient and what is left of the dividend, both in units of one divisor; remainder < divisor < 10^38,
// so that sums of two remainders stay within 128 bits.
struct Quotient {
  Uint128 whole = 0;
  Uint128 rest = 0;
};

Quotient sum(const Quotient& a, const Quotient& b, Uint128 divisor) {
  Quotient out{a.whole + b.whole, a.rest + b.rest};
  if (out.rest >= divisor) {
    out.rest -= divisor;
    ++out.whole;
  }
  return out;
}

// Brings down one decimal digit.
Quotient times_ten(const Quotient& q, Uint128 divisor) {
  const Quotient twice = sum(q, q, divisor);
  const Quotient four = sum(twice, twice, divisor);
  const Quotient five = sum(four, q, divisor);
  return sum(five, five, divisor);
}

}  // namespace

Decimal decimal_of(std::int64_t value) noexcept { return {value, 0}; }

std::optional<Decimal> make_decimal(Int128 mantissa, int scale) noexcept {
  while (scale > 0 && mantissa % 10 == 0) {
    mantissa /= 10;
    --scale;
    if (mantissa == 0) scale = 0;
  }
  if (scale < 0) {
    if (!scale_up(mantissa, -scale)) return std::nullopt;
    scale = 0;
  }
  if (scale > kMaxDecimalDigits || !fits(mantissa)) return std::nullopt;
  return Decimal{mantissa, scale};
}

std::optional<Decimal> parse_decimal(std::string_view lexical) noexcept {
  const bool negative = !lexical.empty() && lexical.front() == '-';
  if (negative || (!lexical.empty() && lexical.front() == '+')) lexical.remove_prefix(1);
  Int128 mantissa = 0;
  int scale = 0;
  int pending = 0;  // zeros after the point that count only when another digit follows
  bool digits = false;
  bool point = false;
  for (const char c : lexical) {
    if (c == '.' && !point) {
      point = true;
      continue;
    }
    if (!is_digit(c)) return std::nullopt;
    digits = true;
    if (point && c == '0') {
      pending = std::min(pending + 1, kMaxDecimalDigits + 1);
      continue;
    }
    if (scale + pending + (point ? 1 : 0) > kMaxDecimalDigits) return std::nullopt;
    for (; pending >= 0; --pending) {
      if (mantissa >= power_of_ten(kMaxDecimalDigits - 1)) return std::nullopt;
      mantissa = mantissa * 10 + (pending == 0 ? c - '0' : 0);
      if (point) ++scale;
    }
    pending = 0;
  }
  if (!digits) return std::nullopt;
  return Decimal{negative ? -mantissa : mantissa, scale};
}

std::string format_decimal(const Decimal& value) {
  std::string digits;  // least significant first
  Uint128 rest = magnitude(value.mantissa);
  int count = 0;
  do {
    if (count == value.scale && count > 0) digits += '.';
    digits += static_cast<char>('0' + static_cast<int>(rest % 10));
    rest /= 10;
    ++count;
  } while (rest != 0 || count <= value.scale);
  if (value.mantissa < 0) digits += '-';
  std::reverse(digits.begin(), digits.end());
  return digits;
}

std::strong_ordering compare(const Decimal& a, const Decimal& b) noexcept {
  if (a.scale == b.scale) return a.mantissa <=> b.mantissa;
  if ((a.mantissa < 0) != (b.mantissa < 0)) {
    return a.mantissa < 0 ? std::strong_ordering::less : std::strong_ordering::greater;
  }
  // Whole parts first; when they agree, the fractions, which fit once aligned.
  const Int128 a_unit = power_of_ten(a.scale);
  const Int128 b_unit = power_of_ten(b.scale);
  const Int128 a_whole = a.mantissa / a_unit;
  const Int128 b_whole = b.mantissa / b_unit;
  if (a_whole != b_whole) return a_whole <=> b_whole;
  const Int128 a_fraction = a.mantissa % a_unit * power_of_ten(kMaxDecimalDigits - a.scale);
  const Int128 b_fraction = b.mantissa % b_unit * power_of_ten(kMaxDecimalDigits - b.scale);
  return a_fraction <=> b_fraction;
}

std::optional<Decimal> add(const Decimal& a, const Decimal& b) noexcept {
  const int scale = std::max(a.scale, b.scale);
  Int128 x = a.mantissa;
  Int128 y = b.mantissa;
  Int128 result = 0;
  if (!scale_up(x, scale - a.scale) || !scale_up(y, scale - b.scale) ||
      __builtin_add_overflow(x, y, &result)) {
    return std::nullopt;
  }
  return make_decimal(result, scale);
}

std::optional<Decimal> subtract(const Decimal& a, const Decimal& b) noexcept { return add(a, negate(b)); }

std::optional<Decimal> multiply(const Decimal& a, const Decimal& b) noexcept {
  Wide product = wide_product(magnitude(a.mantissa), magnitude(b.mantissa));
  int scale = a.scale + b.scale;
  while (scale > 0) {
    Wide tenth = product;
    if (wide_divide_by_ten(tenth) != 0) break;
    product = tenth;
    --scale;
  }
  if (product[2] != 0 || product[3] != 0 || (product[1] >> 63U) != 0) return std::nullopt;
  const auto result = static_cast<Int128>(static_cast<Uint128>(product[1]) << 64U | product[0]);
  return make_decimal((a.mantissa < 0) != (b.mantissa < 0) ? -result : result, scale);
}

std::optional<Decimal> divide(const Decimal& a, const Decimal& b) noexcept {
  if (b.mantissa == 0) return std::nullopt;
  const Uint128 divisor = magnitude(b.mantissa);
  Quotient q{magnitude(a.mantissa) / divisor, magnitude(a.mantissa) % divisor};
  // The quotient in units of 10^-18 is q * 10^places.
  const int places = kDivisionDigits + b.scale - a.scale;
  for (int i = 0; i < places; ++i) {
    q = times_ten(q, divisor);
    if (q.whole >= static_cast<Uint128>(power_of_ten(kMaxDecimalDigits))) return std::nullopt;
  }
  bool above_half = false;
  bool half = false;
  if (places < 0) {
    const auto unit = static_cast<Uint128>(power_of_ten(-places));
    const Uint128 cut = q.whole % unit;
    q.whole /= unit;
    above_half = cut > unit / 2 || (cut == unit / 2 && q.rest != 0);
    half = cut == unit / 2 && q.rest == 0;
  } else {
    above_half = q.rest > divisor - q.rest;
    half = q.rest == divisor - q.rest;
  }
  if (above_half || (half && q.whole % 2 == 1)) ++q.whole;
  const auto mantissa = static_cast<Int128>(q.whole);
  return make_decimal((a.mantissa < 0) != (b.mantissa < 0) ? -mantissa : mantissa, kDivisionDigits);
}

Decimal negate(const Decimal& a) noexcept { return {-a.mantissa, a.scale}; }

double to_double(const Decimal& a) noexcept {
  constexpr Uint128 kExact = Uint128{1} << 53U;
  constexpr int kExactPower = 22;  // powers of ten up to here are doubles
  if (magnitude(a.mantissa) <= kExact && a.scale <= kExactPower) {
    return static_cast<double>(a.mantissa) / static_cast<double>(power_of_ten(a.scale));
  }
  std::array<char, 48> text{};
  std::size_t at = text.size();
  // digits E -scale, read back with correct rounding
  for (int scale = a.scale; scale > 0; scale /= 10) text[--at] = static_cast<char>('0' + scale % 10);
  if (a.scale > 0) {
    text[--at] = '-';
    text[--at] = 'E';
  }
  for (Uint128 rest = magnitude(a.mantissa); rest != 0; rest /= 10) {
    text[--at] = static_cast<char>('0' + static_cast<int>(rest % 10));
  }
  double value = 0;
  std::from_chars(text.data() + at, text.data() + text.size(), value);
  return a.mantissa < 0 ? -value : value;
}

std::optional<Decimal> decimal_of(double value) noexcept {
  DoubleText buffer;
  const std::string_view text = format_double(value, buffer);
  const std::size_t e = text.find('E');
  if (e == std::string_view::npos) return std::nullopt;
  int exponent = 0;
  std::from_chars(text.data() + e + 1, text.data() + text.size(), exponent);
  const auto mantissa = parse_decimal(text.substr(0, e));
  if (!mantissa) return std::nullopt;
  return make_decimal(mantissa->mantissa, mantissa->scale - exponent);
}

}  // namespace kg
