// Character classes of the N-Triples grammar, as one table lookup.
#pragma once

#include <array>
#include <cstdint>

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

}  // namespace kg::rdf
