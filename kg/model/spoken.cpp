#include "kg/model/spoken.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "kg/model/number.h"

namespace kg {
namespace {

// 12000000000 as `12 billion`, where that is exact with up to three digits after the point.
std::string spoken_number(std::string_view lexical) {
  struct Scale {
    const char* word;
    int zeros;
  };
  constexpr std::array<Scale, 3> kScales{{{"trillion", 12}, {"billion", 9}, {"million", 6}}};
  const auto number = parse_decimal(lexical);
  if (!number || number->scale > 0) return std::string(lexical);
  const Int128 size = number->mantissa < 0 ? -number->mantissa : number->mantissa;
  for (const auto& [word, zeros] : kScales) {
    Int128 one = 1;
    for (int i = 0; i < zeros; ++i) one *= 10;
    if (size < one) continue;
    const auto scaled = make_decimal(number->mantissa, zeros);
    if (scaled && scaled->scale <= 3) return format_decimal(*scaled) + ' ' + word;
  }
  return std::string(lexical);
}

std::string spoken_quantity(const std::string& lexical) {
  const std::size_t first = lexical.find_first_of("-0123456789");
  const std::size_t end = std::min(lexical.find(' '), lexical.size());
  if (first == std::string::npos || lexical.find("..") != std::string::npos) return lexical;
  return lexical.substr(0, first) + spoken_number(std::string_view(lexical).substr(first, end - first)) +
         lexical.substr(end);
}

}  // namespace

std::string spoken(const Term& literal) {
  if (literal.datatype == iri::kKgQuantity) return spoken_quantity(literal.value);
  std::string text = literal.value;
  if (literal.datatype == iri::kKgInterval) {
    if (const std::size_t slash = text.find('/'); slash != std::string::npos) text.replace(slash, 1, "..");
  }
  return text;
}

}  // namespace kg
