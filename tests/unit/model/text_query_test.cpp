// Words of texts, and queries of words: syntax, meaning, limits; random queries against a simple evaluator.
#include "kg/model/text_query.h"

#include <functional>
#include <random>

#include "kg/base/error.h"
#include "support/catch.h"
#include "support/random_seed.h"

using namespace kg;

namespace {

std::string words_of(std::string_view text) {
  TextWords words;
  words.assign(text);
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) out += (i == 0 ? "" : " ") + std::string(words[i]);
  return out;
}

bool matches(std::string_view query, std::string_view text, BetweenWords between = BetweenWords::all) {
  TextWords words;
  words.assign(text);
  return TextQuery(query, between).matches(words);
}

Error error_of(std::string_view query) {
  try {
    const TextQuery parsed(query, BetweenWords::all);
  } catch (const Failure& failure) {
    return failure.error();
  }
  return {};
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

// A random query as text, with the same meaning as a function of the set of words a..e in a text.
using Meaning = std::function<bool(unsigned)>;
std::pair<std::string, Meaning> random_query(std::mt19937_64& random, int depth) {
  const auto kind = depth == 0 ? 0 : random() % 5;
  if (kind == 0) {
    const auto word = static_cast<unsigned>(random() % 5);
    return {std::string(1, static_cast<char>('a' + word)),
            [word](unsigned text) { return (text >> word & 1U) != 0; }};
  }
  const auto [left, left_holds] = random_query(random, depth - 1);
  if (kind == 1) return {"NOT (" + left + ')', [holds = left_holds](unsigned text) { return !holds(text); }};
  const auto [right, right_holds] = random_query(random, depth - 1);
  const bool both = kind < 4;
  const std::string join = kind == 2 ? " AND " : kind == 3 ? " " : " OR ";
  return {'(' + left + join + right + ')', [both, a = left_holds, b = right_holds](unsigned text) {
            return both ? a(text) && b(text) : a(text) || b(text);
          }};
}

}  // namespace

TEST_CASE("a text is cut into folded words") {
  CHECK(words_of("").empty());
  CHECK(words_of(" -- ").empty());
  CHECK(words_of("The low-carbon plan, of 2026!") == "the low carbon plan of 2026");
  CHECK(words_of("Café CAFE\u0301 Ma\u00f1ana Stra\u00dfe") == "cafe cafe manana strasse");
  CHECK(words_of("\uff32\uff25\uff25 \ufb01ne") == "ree fine");
  CHECK(words_of("China's U.S.") == "china s u s");
  CHECK(words_of("稀土abc元素 リー") == "稀 土 abc 元 素 リ ー");
  CHECK(words_of("пример Ξένος") == "пример ξενοσ");
  CHECK(words_of("हिन्दी").find(' ') == std::string::npos);
  CHECK(words_of("soft\u00adhyphen") == "softhyphen");
}

TEST_CASE("long words and long texts are cut") {
  const std::string longest(kMaxWordBytes, 'x');
  CHECK(words_of(longest + "y").substr(0, kMaxWordBytes - 3) == longest.substr(0, kMaxWordBytes - 3));
  CHECK(words_of(longest + "y") == words_of(longest + "z"));
  std::string text(kMaxTextBytes - 1, ' ');
  CHECK(words_of(text + "a") == "a");
  CHECK(words_of(text + " a").empty());
  CHECK(words_of(text + "é").empty());  // cut inside the character
}

TEST_CASE("queries of words") {
  CHECK(matches("heavy dysprosium", "Dysprosium is HEAVY"));
  CHECK(!matches("heavy dysprosium", "heavy"));
  CHECK(matches("heavy dysprosium", "heavy", BetweenWords::any));
  CHECK(matches("heavy AND dysprosium", "heavy dysprosium", BetweenWords::any));
  CHECK(!matches("heavy AND dysprosium", "heavy", BetweenWords::any));
  CHECK(matches("heavy OR light", "light"));
  CHECK(matches("\"rare earths\"", "of Rare-Earths"));
  CHECK(!matches("\"rare earths\"", "rare and earths"));
  CHECK(matches("dyspro*", "dysprosium"));
  CHECK(!matches("dyspro", "dysprosium"));
  CHECK(matches("low-carb*", "a low carbon plan"));
  CHECK(!matches("low-carb*", "carbon low"));
  CHECK(matches("rare NOT heavy", "rare light"));
  CHECK(!matches("rare NOT heavy", "rare heavy"));
  CHECK(!matches("rare NOT heavy", "rare heavy", BetweenWords::any));
  CHECK(!matches("rare NOT heavy", "light", BetweenWords::any));
  CHECK(matches("NOT (heavy OR light)", "rare"));
  CHECK(matches("and or not", "not this and or"));  // in small letters they are words
  CHECK(matches("稀土", "中国稀土产业"));
  CHECK(!matches("稀土", "土稀"));
  CHECK(TextQuery("NOT a", BetweenWords::all).holds_for_nothing());
  CHECK(TextQuery("a OR NOT b", BetweenWords::all).holds_for_nothing());
  CHECK(!TextQuery("a NOT b", BetweenWords::any).holds_for_nothing());
}

TEST_CASE("what is wrong with a query is shown at its place") {
  CHECK(error_of("a AND").excerpt == "  a AND\n       ^");
  CHECK(error_of("").message == "a text query needs a word");
  CHECK(error_of("a (b").excerpt == "  a (b\n    ^");
  CHECK(error_of("a) b").message == "this `)` closes nothing");
  CHECK(error_of("土 \"b").excerpt == "  土 \"b\n     ^");
  CHECK(error_of("a & b").message == "there is no letter or digit here");
  CHECK(error_of("r*e").message == "`*` stands at the end of a word only");
  CHECK(error_of("*").message == "there is no letter or digit here");
  CHECK(error_of("OR a").message == "expected a word, a \"phrase\", NOT or ( here");
  CHECK(error_of("()").message == "expected a word, a \"phrase\", NOT or ( here");
}

TEST_CASE("limits of a query") {
  CHECK(error_of(repeated("a ", kMaxTextQueryWords)).message.empty());
  CHECK(error_of(repeated("a ", kMaxTextQueryWords + 1)).message == "a text query has at most 256 words");
  const auto nested = [](std::size_t n) { return repeated("(", n) + "a" + repeated(")", n); };
  CHECK(error_of(nested(kMaxTextQueryLevels)).message.empty());
  CHECK(error_of(nested(kMaxTextQueryLevels + 1)).message == "a text query is nested at most 32 levels deep");
  CHECK(error_of(repeated("NOT ", kMaxTextQueryLevels) + "a").message.empty());
  CHECK(!error_of(repeated("NOT ", kMaxTextQueryLevels + 1) + "a").message.empty());
}

TEST_CASE("random queries mean what their parts mean") {
  std::mt19937_64 random(test::random_seed());
  for (int round = 0; round < 300; ++round) {
    const auto [query, holds] = random_query(random, 5);
    const auto text = static_cast<unsigned>(random() % 32);
    std::string words;
    for (unsigned i = 0; i < 5; ++i) {
      if ((text >> i & 1U) != 0) words += std::string(1, static_cast<char>('a' + i)) + ' ';
    }
    INFO(query << " in " << words);
    CHECK(matches(query, words) == holds(text));
  }
}
