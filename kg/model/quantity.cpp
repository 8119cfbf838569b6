#include "kg/model/quantity.h"

#include <algorithm>

namespace kg {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

void skip_blank(std::string_view& text) {
  if (text.starts_with(' ')) text.remove_prefix(1);
}

bool take(std::string_view& text, std::string_view token) {
  if (!text.starts_with(token)) return false;
  text.remove_prefix(token.size());
  return true;
}

// A decimal at the start of the text. A point belongs to it only when a digit follows, so that 30..50 is
// two numbers.
std::optional<Decimal> take_decimal(std::string_view& text) {
  std::size_t at = text.starts_with('-') || text.starts_with('+') ? 1 : 0;
  const auto digits = [&] {
    const std::size_t begin = at;
    while (at < text.size() && is_digit(text[at])) ++at;
    return at > begin;
  };
  if (!digits()) return std::nullopt;
  if (at + 1 < text.size() && text[at] == '.' && is_digit(text[at + 1])) {
    ++at;
    digits();
  }
  const auto value = parse_decimal(text.substr(0, at));
  text.remove_prefix(at);
  return value;
}

bool is_unit(std::string_view unit) {
  return !unit.empty() && unit.front() != ' ' && unit.back() != ' ' &&
         std::all_of(unit.begin(), unit.end(), [](char c) {
           const auto byte = static_cast<unsigned char>(c);
           return byte >= 0x20 && byte != 0x7f;
         });
}

bool take_unit(std::string_view text, std::string_view& unit) {
  if (text.empty()) return true;
  const bool blank = text.front() == ' ';
  skip_blank(text);
  if (!is_unit(text) || std::string_view(".+-~<>=/").find(text.front()) != std::string_view::npos)
    return false;
  if (!blank && (is_digit(text.front()) || is_letter(text.front()))) return false;
  unit = text;
  return true;
}

}  // namespace

std::optional<Quantity> parse_quantity(std::string_view lexical) noexcept {
  Quantity out;
  bool below = false;
  bool above = false;
  bool closed = true;
  if (take(lexical, "~")) {
    out.approximate = true;
    skip_blank(lexical);
  } else if (take(lexical, "<")) {
    below = true;
    closed = take(lexical, "=");
    skip_blank(lexical);
  } else if (take(lexical, ">")) {
    above = true;
    closed = take(lexical, "=");
    skip_blank(lexical);
  }
  const auto first = take_decimal(lexical);
  if (!first) return std::nullopt;
  if (!below) out.low = {true, !closed, *first};
  if (!above) out.high = {true, !closed, *first};
  if (!below && !above && take(lexical, "..")) {
    const auto last = take_decimal(lexical);
    if (!last || compare(*first, *last) > 0) return std::nullopt;
    out.high.value = *last;
  }
  if (!take_unit(lexical, out.unit)) return std::nullopt;
  return out;
}

std::string format_quantity(const Quantity& quantity) {
  std::string out;
  const QuantityBound& low = quantity.low;
  const QuantityBound& high = quantity.high;
  if (quantity.approximate) out += '~';
  if (!low.finite) {
    out += high.open ? "<" : "<=";
  } else if (!high.finite) {
    out += low.open ? ">" : ">=";
  }
  out += format_decimal(low.finite ? low.value : high.value);
  if (low.finite && high.finite && low.value != high.value) {
    out += "..";
    out += format_decimal(high.value);
  }
  if (!quantity.unit.empty()) {
    out += ' ';
    out += quantity.unit;
  }
  return out;
}

}  // namespace kg
