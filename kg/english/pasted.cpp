#include "kg/english/pasted.h"

#include <algorithm>
#include <array>
#include <utility>

#include "kg/base/utf8.h"

namespace kg::english {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};
template <std::size_t N>
bool in(char32_t c, const std::array<Range, N>& ranges) {
  return std::any_of(ranges.begin(), ranges.end(), [&](Range r) { return r.first <= c && c <= r.last; });
}

bool is_invisible(char32_t c) {
  constexpr std::array<Range, 7> kRanges{{{0xAD, 0xAD},
                                          {0x200B, 0x200F},
                                          {0x202A, 0x202E},
                                          {0x2060, 0x2069},
                                          {0xFE00, 0xFE0F},
                                          {0xFEFF, 0xFEFF},
                                          {0xE0020, 0xE007F}}};
  return in(c, kRanges);
}
bool is_picture(char32_t c) {  // emoji, arrows, boxes and dingbats
  constexpr std::array<Range, 6> kRanges{{{0x2190, 0x21FF},
                                          {0x2300, 0x23FF},
                                          {0x25A0, 0x27BF},
                                          {0x2B00, 0x2BFF},
                                          {0x20E3, 0x20E3},
                                          {0x1F000, 0x1FBFF}}};
  return in(c, kRanges);
}
bool is_bullet(char32_t c) {
  constexpr std::u32string_view kBullets = U"-*+\u2022\u2023\u2043\u00B7\u2013\u2014\u2212";
  return kBullets.find(c) != kBullets.npos;
}
bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }

using Text = std::u32string_view;

Text trimmed(Text text) {
  const auto outside = [](char32_t c) { return c == ' ' || (c >= '\t' && c <= '\r') || is_picture(c); };
  while (!text.empty() && outside(text.front())) text.remove_prefix(1);
  while (!text.empty() && outside(text.back())) text.remove_suffix(1);
  return text;
}

// `- `, `1. `, `(2) ` at the front of a line of a list.
Text without_bullet(Text text) {
  constexpr std::size_t kMaxDigits = 3;
  const auto blank = [&](std::size_t at) { return at < text.size() && text[at] == ' '; };
  if (text.empty()) return text;
  if (is_bullet(text[0]) && (blank(1) || text[0] == U'\u2022')) return text.substr(1);
  std::size_t at = text[0] == '(' ? 1 : 0;
  const std::size_t first = at;
  while (at < text.size() && is_digit(text[at]) && at - first < kMaxDigits) ++at;
  const bool closed = at < text.size() && (text[at] == ')' || (first == 0 && text[at] == '.'));
  return at > first && closed && blank(at + 1) ? text.substr(at + 1) : text;
}

Text without_quotes(Text text) {
  constexpr std::array<std::pair<char32_t, Text>, 10> kPairs{{{U'"', U"\""},
                                                              {U'\u201C', U"\u201D"},
                                                              {U'\u201D', U"\u201D"},
                                                              {U'\u201E', U"\u201C\u201D"},
                                                              {U'\u2018', U"\u2019"},
                                                              {U'\u201A', U"\u2018\u2019"},
                                                              {U'\u00AB', U"\u00BB"},
                                                              {U'\u00BB', U"\u00AB"},
                                                              {U'\u2039', U"\u203A"},
                                                              {U'\u203A', U"\u2039"}}};
  constexpr Text kEnds = U".!?";
  Text whole = text;
  if (whole.size() > 2 && kEnds.find(whole.back()) != Text::npos) whole.remove_suffix(1);
  for (const auto& [opening, closing] : kPairs) {
    if (whole.size() < 3 || whole.front() != opening || closing.find(whole.back()) == Text::npos) continue;
    const Text inner = whole.substr(1, whole.size() - 2);
    for (std::size_t i = 0; i < inner.size(); ++i) {
      const bool quote = inner[i] == opening || closing.find(inner[i]) != Text::npos;
      const bool apostrophe =
          inner[i] == U'\u2019' && i + 1 < inner.size() && is_word_character(inner[i + 1]);
      if (quote && !apostrophe) return text;  // names in quotes, or more than one
    }
    return inner;
  }
  return text;
}

}  // namespace

std::string pasted(std::string_view text) {
  if (utf8_first_invalid(text) != kUtf8Valid) return std::string(text);
  std::u32string plain;
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint c = utf8_at(text, i);
    i += c.bytes;
    if (is_invisible(c.value)) continue;
    plain += c.value >= 0x80 && is_blank(c.value) ? U' ' : static_cast<char32_t>(c.value);
  }
  Text rest = trimmed(plain);
  rest = trimmed(without_bullet(rest));
  rest = trimmed(without_quotes(rest));
  std::string out;
  for (const char32_t c : rest) utf8_append(out, c);
  return out;
}

}  // namespace kg::english
