// Parser: text to syntax tree. Nothing of ANTLR shows here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "kg/lang/ast.h"
#include "kg/lang/diagnostics.h"

namespace kg {

// A token as the lexer found it; `type` is a token type of the generated grammar.
struct LexedToken {
  std::uint32_t type = 0;
  std::uint32_t begin = 0;  // bytes
  std::uint32_t end = 0;
};

// Throws Failure(query) for text over kMaxQueryTextBytes, invalid UTF-8 and more than kMaxQueryTokens tokens.
std::vector<LexedToken> lex(const Diagnostics& diagnostics);

// Throws for unterminated strings and names, characters that are no part of the language, brackets that do
// not match, and nesting over kMaxQueryNestingLevels. What follows may recurse as deep as brackets and prefix
// operators nest.
void check_tokens(const std::vector<LexedToken>& tokens, const Diagnostics& diagnostics);

// Turns keywords that stand where no keyword can into words, and words that a parenthesis follows at once
// into functions.
void soften_keywords(std::vector<LexedToken>& tokens, std::string_view text);

// Throws Failure(query) with place, excerpt and what was expected. The tree views the diagnostics' text.
// Reentrant; about 20 microseconds for a statement of a line once the prediction caches are warm.
ast::Statement parse(const Diagnostics& diagnostics);

}  // namespace kg
