// Tokens of a text in English.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kg::english {

// Bytes of a claim in English; a sentence is far shorter.
inline constexpr std::size_t kMaxClaimBytes = 4096;
// Words and signs of it.
inline constexpr std::size_t kMaxClaimTokens = 160;

enum class TokenKind : std::uint8_t { word, number, date, text, sign };

// text[begin, end). `word`: folded, with a keyboard's apostrophe (`n't` and `'s` are words of their own);
// a number without its separators of thousands; an ISO date; what a pair of double quotes holds; one sign.
struct Token {
  std::size_t begin = 0;
  std::size_t end = 0;
  TokenKind kind = TokenKind::word;
  bool joined = false;   // no white space before it
  bool capital = false;  // begins with a capital
  std::string word;
  [[nodiscard]] bool is(std::string_view other) const { return word == other; }
};
using Tokens = std::span<const Token>;

// Throws Failure(limit) over kMaxClaimBytes and kMaxClaimTokens. Precondition: well-formed UTF-8.
std::vector<Token> tokens_of(std::string_view text);

// The words as they stand, one blank where there is white space.
std::string spelled(Tokens tokens);

}  // namespace kg::english
