#include "kg/english/tokens.h"

#include "kg/base/error.h"
#include "support/catch.h"

namespace kg::english {
namespace {

std::string words(std::string_view text) {
  std::string out;
  for (const Token& token : tokens_of(text)) out += (out.empty() ? "" : "|") + token.word;
  return out;
}

TEST_CASE("tokens of a text") {
  CHECK(words("Li Qiang visited Ganzhou.") == "li|qiang|visited|ganzhou|.");
  CHECK(words("China's share isn't 70%") == "china|'s|share|is|n't|70|%");
  CHECK(words("countries\u2019 plans don\u2019t") == "countries|'s|plans|do|n't");
  CHECK(words("the U.S. and J.D. Vance in Washington, D.C.") ==
        "the|u.s.|and|j.d.|vance|in|washington|,|d.c.");
  CHECK(words("$1,250.5 (US-led)") == "$|1250.5|(|us|-|led|)");
  CHECK(words("on 2026-02-10, 10th") == "on|2026-02-10|,|10th");
  CHECK(words("he said \u201CGo home\u201D") == "he|said|Go home");
  CHECK(words("a\u00A0b \u2014 c\u2013d") == "a|b|,|c|-|d");
  CHECK(words("").empty());
}

TEST_CASE("tokens know where they stand") {
  const std::string text = "The US\u2019s caf\u00E9";
  const auto tokens = tokens_of(text);
  REQUIRE(tokens.size() == 4);
  CHECK(text.substr(tokens[1].begin, tokens[1].end - tokens[1].begin) == "US");
  CHECK(tokens[1].capital);
  CHECK(tokens[2].joined);
  CHECK_FALSE(tokens[3].joined);
  CHECK(text.substr(tokens[3].begin) == "caf\u00E9");
}

TEST_CASE("a claim has limits") {
  CHECK(tokens_of(std::string(kMaxClaimBytes, 'a')).size() == 1);
  CHECK_THROWS_AS(tokens_of(std::string(kMaxClaimBytes + 1, 'a')), Failure);
  std::string text;
  for (std::size_t i = 0; i < kMaxClaimTokens; ++i) text += "a ";
  CHECK(tokens_of(text).size() == kMaxClaimTokens);
  CHECK_THROWS_AS(tokens_of(text + "a"), Failure);
}

}  // namespace
}  // namespace kg::english
