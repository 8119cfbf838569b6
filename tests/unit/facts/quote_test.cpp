#include "kg/facts/quote.h"

#include <fmt/format.h>

#include <array>
#include <random>

#include "kg/base/utf8.h"
#include "support/catch.h"
#include "support/random_seed.h"

namespace kg {
namespace {

std::string found(const std::string& text, std::string_view quote, std::string_view prefix = {},
                  std::string_view suffix = {}) {
  const DocumentText document(text);
  const auto span = document.find(quote, prefix, suffix);
  if (!span) return "not found";
  CHECK(document.holds(*span, quote));
  return fmt::format("{}:{}", span->begin, text.substr(span->begin, span->end - span->begin));
}

TEST_CASE("a quote is found byte for byte, or with white space, dashes and quotes made plain") {
  CHECK(found("China said no.", "said") == "6:said");
  CHECK(found("rare\u00A0 earths\r\nare rare", "rare earths are") == "0:rare\u00A0 earths\r\nare");
  CHECK(found("a low\u2011carbon \u2013 green \u2212 way", "low-carbon - green - way") ==
        "2:low\u2011carbon \u2013 green \u2212 way");
  CHECK(found("He said \u201Cgo\u201D, it\u2019s late", "said \"go\", it's") ==
        "3:said \u201Cgo\u201D, it\u2019s");
  CHECK(found("He said \"go\"", "\u201Cgo\u201D") == "8:\"go\"");
  CHECK(found("x  y. x y.", "x y") == "6:x y");  // the exact one before one that must be made plain
  CHECK(found("rare earths", "Rare earths") == "not found");
  CHECK(found("rare earths", "rare earth metals") == "not found");
  CHECK(found("rare earths", "") == "not found");
  CHECK(found("rare earths", " \u00A0") == "not found");
  CHECK(found("", "x") == "not found");
  CHECK(found("\xEF\xBB\xBF"
              "First words",
              "First") == "3:First");
}

TEST_CASE("prefix and suffix choose among the places of a quote") {
  const std::string text = "the first ore, the second  ore and a third ore.";
  CHECK(found(text, "ore") == "10:ore");
  CHECK(found(text, "ore", "second") == "27:ore");
  CHECK(found(text, "ore", "second ") == "27:ore");
  CHECK(found(text, "ore", "", ".") == "43:ore");
  CHECK(found(text, "ore", "third", ".") == "43:ore");
  CHECK(found(text, "ore", "", "and a") == "27:ore");
  CHECK(found(text, "ore", "fourth") == "not found");
  CHECK(DocumentText(text).find_only("ore") == std::nullopt);
  CHECK(DocumentText(text).find_only("second ore") == TextSpan{19, 30});
}

TEST_CASE("the context of a span has so many characters") {
  std::string text;
  for (std::size_t i = 0; i < kContextCharacters + 1; ++i) text += "é";
  const std::size_t at = text.size();
  const DocumentText document(text + "quote" + text);
  const TextSpan span{at, at + 5};
  CHECK(utf8_length(document.before(span)) == kContextCharacters);
  CHECK(utf8_length(document.behind(span)) == kContextCharacters);
  CHECK(document.before({0, 2}).empty());
}

TEST_CASE("the nearest sentence shares the most words") {
  const DocumentText document("Li Qiang visited Ganzhou. The ore is heavy. Ore is ore.");
  CHECK(document.nearest_sentence("Li Qiang has visited Jiangxi") == "Li Qiang visited Ganzhou.");
  CHECK(document.nearest_sentence("what is ore") == "Ore is ore.");
  CHECK(document.nearest_sentence("nothing shared").empty());
}

// The plain form of one character at a time, without runs of blanks joined.
std::string respelled(std::string_view text, std::mt19937_64& random) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint c = utf8_at(text, i);
    const std::string_view same = text.substr(i, c.bytes);
    const bool change = random() % 3 == 0;
    if (is_blank(c.value)) {
      constexpr std::array<const char*, 4> kBlanks{"  ", "\u00A0", "\r\n", " \u3000"};
      out += change ? kBlanks[random() % kBlanks.size()] : same;
    } else if (c.value == '\'' || c.value == 0x2019) {
      out += change ? "\u2018" : same;
    } else if (c.value == '-' || c.value == 0x2013) {
      out += change ? "\u2014" : same;
    } else {
      out += same;
    }
    i += c.bytes;
  }
  return out;
}

TEST_CASE("any piece of a text is found where it, or what it is made plain, stands") {
  std::mt19937_64 random(test::random_seed());
  constexpr std::array<const char*, 14> kPieces{"a",      "b",      "ab", " ", "  ", "\n",      "\u00A0",
                                                "\u2013", "\u2019", "'",  "-", "中", "a\u0301", ". "};
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    std::vector<std::size_t> bounds{0};
    for (std::size_t i = 1 + random() % 30; i > 0; --i) {
      text += kPieces[random() % kPieces.size()];
      bounds.push_back(text.size());
    }
    std::size_t a = bounds[random() % bounds.size()];
    std::size_t b = bounds[random() % bounds.size()];
    if (a > b) std::swap(a, b);
    const std::string quote = text.substr(a, b - a);
    INFO('[' << text << "] [" << quote << ']');
    const DocumentText document(text);
    const auto exact = document.find(quote);
    REQUIRE(exact.has_value() == !plain_text(quote).empty());
    if (!exact) continue;
    REQUIRE(text.substr(exact->begin, exact->end - exact->begin) == quote);
    REQUIRE(exact->begin == text.find(quote));
    const std::string other = respelled(quote, random);
    const auto plain = document.find(other);
    INFO('[' << other << ']');
    REQUIRE(plain.has_value());
    REQUIRE(document.holds(*plain, other));
    REQUIRE(utf8_first_invalid(text.substr(plain->begin, plain->end - plain->begin)) == kUtf8Valid);
    const auto there = document.find(quote, text.substr(0, a), text.substr(b));
    REQUIRE(there == std::optional(TextSpan{a, b}));
  }
}

}  // namespace
}  // namespace kg
