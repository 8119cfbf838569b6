#include "kg/model/number.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>

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

}  // namespace

std::string_view format_double(double value, DoubleText& buffer) noexcept {
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

std::optional<double> parse_double(std::string_view lexical) noexcept {
  if (lexical == "NaN") return std::numeric_limits<double>::quiet_NaN();
  const bool negative = !lexical.empty() && lexical.front() == '-';
  if (negative || (!lexical.empty() && lexical.front() == '+')) lexical.remove_prefix(1);
  const double infinity = std::numeric_limits<double>::infinity();
  if (lexical == "INF") return negative ? -infinity : infinity;
  // What is left starts with a digit or a point: from_chars knows words and signs that XSD does not.
  if (lexical.empty() || !(is_digit(lexical.front()) || lexical.front() == '.')) return std::nullopt;
  double value = 0;
  const auto [end, error] = std::from_chars(lexical.data(), lexical.data() + lexical.size(), value);
  if (end != lexical.data() + lexical.size()) return std::nullopt;
  if (error == std::errc::result_out_of_range) {
    value = decimal_exponent(lexical) > 0 ? infinity : 0.0;
  } else if (error != std::errc()) {
    return std::nullopt;
  }
  return negative ? -value : value;
}

}  // namespace kg
