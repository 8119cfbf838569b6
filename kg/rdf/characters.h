// Characters of the RDF text formats: the classes of the N-Triples grammar as one table lookup, and what the
// readers decode.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

namespace kg::rdf {

enum CharacterClass : std::uint8_t {
  kIriStop = 1,   // ends the plain part of an IRI: '>', '\' and what an IRI must not contain
  kTextStop = 2,  // ends the plain part of a quoted string: '"', '\' and line ends
  kLabel = 4,     // ASCII in a blank node label after its first character, '.' included
  kAlpha = 8,
  kDigit = 16,
  kSchemeRest = 32,  // in an IRI's scheme after its first letter
  kBlank = 64,       // space and tab
};

constexpr std::array<std::uint8_t, 256> make_character_table() {
  std::array<std::uint8_t, 256> table{};
  const auto set = [&table](unsigned char c, unsigned bits) {
    table[c] = static_cast<std::uint8_t>(table[c] | bits);
  };
  for (unsigned c = 0; c <= 0x20; ++c) set(static_cast<unsigned char>(c), kIriStop);
  for (const char c : {'<', '>', '"', '{', '}', '|', '^', '`', '\\'})
    set(static_cast<unsigned char>(c), kIriStop);
  for (const char c : {'"', '\\', '\n', '\r'}) set(static_cast<unsigned char>(c), kTextStop);
  for (char c = 'a'; c <= 'z'; ++c) set(static_cast<unsigned char>(c), kAlpha | kLabel | kSchemeRest);
  for (char c = 'A'; c <= 'Z'; ++c) set(static_cast<unsigned char>(c), kAlpha | kLabel | kSchemeRest);
  for (char c = '0'; c <= '9'; ++c) set(static_cast<unsigned char>(c), kDigit | kLabel | kSchemeRest);
  for (const char c : {'_', '-', '.'}) set(static_cast<unsigned char>(c), kLabel);
  for (const char c : {'+', '-', '.'}) set(static_cast<unsigned char>(c), kSchemeRest);
  for (const char c : {' ', '\t'}) set(static_cast<unsigned char>(c), kBlank);
  return table;
}

inline constexpr std::array<std::uint8_t, 256> kCharacters = make_character_table();

inline bool is(char c, unsigned classes) {
  return (kCharacters[static_cast<unsigned char>(c)] & classes) != 0;
}

// PN_CHARS_BASE, and what PN_CHARS adds to it, above U+007F (the productions of Turtle and N-Triples).
constexpr bool is_label_base(std::uint32_t c) {
  return (c >= 0xC0 && c <= 0xD6) || (c >= 0xD8 && c <= 0xF6) || (c >= 0xF8 && c <= 0x2FF) ||
         (c >= 0x370 && c <= 0x37D) || (c >= 0x37F && c <= 0x1FFF) || (c >= 0x200C && c <= 0x200D) ||
         (c >= 0x2070 && c <= 0x218F) || (c >= 0x2C00 && c <= 0x2FEF) || (c >= 0x3001 && c <= 0xD7FF) ||
         (c >= 0xF900 && c <= 0xFDCF) || (c >= 0xFDF0 && c <= 0xFFFD) || (c >= 0x10000 && c <= 0xEFFFF);
}
constexpr bool is_label_rest(std::uint32_t c) {
  return is_label_base(c) || c == 0xB7 || (c >= 0x300 && c <= 0x36F) || (c >= 0x203F && c <= 0x2040);
}

inline std::string_view between(const char* first, const char* last) {
  return {first, static_cast<std::size_t>(last - first)};
}

// The value of a hexadecimal digit; -1 for another character.
inline int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The code point at `p` and its length; 0 bytes when there is no well-formed one.
inline std::pair<std::uint32_t, std::size_t> decode(const char* p) {
  const auto byte = [p](int i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(p[i])); };
  const auto more = [&](int i) { return (byte(i) & 0xC0U) == 0x80U; };
  const std::uint32_t lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  if (lead < 0xE0)
    return more(1) ? std::pair{(lead & 0x1FU) << 6U | (byte(1) & 0x3FU), std::size_t{2}}
                   : std::pair{0U, std::size_t{0}};
  if (!more(1) || !more(2)) return {0, 0};
  const std::uint32_t low = (byte(1) & 0x3FU) << 6U | (byte(2) & 0x3FU);
  if (lead < 0xF0) return {(lead & 0x0FU) << 12U | low, 3};
  if (!more(3)) return {0, 0};
  return {(lead & 0x07U) << 18U | low << 6U | (byte(3) & 0x3FU), 4};
}

}  // namespace kg::rdf
