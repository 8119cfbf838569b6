// Broken text: mutations of the corpus end in a statement or in Failure(query), and soon.
#include <chrono>
#include <random>

#include "support/catch.h"
#include "support/random_seed.h"
#include "world.h"

using namespace kg;
using namespace kg::test;

namespace {

class Mutator {
 public:
  explicit Mutator(std::uint64_t seed) : random_(seed) {}

  std::string next() {
    std::string text = pick();
    const std::size_t edits = 1 + below(4);
    for (std::size_t i = 0; i < edits; ++i) edit(text);
    return text;
  }

 private:
  std::size_t below(std::size_t n) {
    return n == 0 ? 0 : std::uniform_int_distribution<std::size_t>(0, n - 1)(random_);
  }
  const std::string& pick() { return corpus()[below(corpus().size())]; }

  void edit(std::string& text) {
    static const std::vector<std::string> kPieces = {
        "{",       "}",           "(",       ")",      "[",          "]",
        "'",       "\"",          "<",       ">",      "?",          "?x",
        ",",       ";",           " and ",   " or ",   " not ",      "find ",
        " where ", "+",           "*",       "^",      "|",          "/",
        "..",      "~",           "$",       "$n",     "@en",        "^^",
        "{1,2}",   "5 %",         "2026-02", " as ?c", "\xFF",       "\xE8\xB5\xA3",
        "\x01",    " optional {", " in (",   "count(", " group by ", " limit 3",
        "\n",      "#",           "!"};
    const std::size_t at = below(text.size() + 1);
    switch (below(5)) {
      case 0:
        text.insert(at, kPieces[below(kPieces.size())]);
        break;
      case 1:
        text.erase(at, 1 + below(8));
        break;
      case 2:
        if (at < text.size()) text[at] = static_cast<char>(below(256));
        break;
      case 3: {
        const std::string& other = pick();
        text.insert(at, other.substr(below(other.size() + 1), below(40)));
        break;
      }
      default: {
        const std::size_t from = below(text.size() + 1);
        text.insert(at, text.substr(from, below(30)));
      }
    }
  }

  std::mt19937_64 random_;
};

}  // namespace

TEST_CASE("mutated statements end in a statement or an error, in bounded time") {
  Mutator mutator(random_seed());
  std::size_t good = 0;
  constexpr std::size_t kRounds = 20'000;
  double slowest_ms = 0;
  for (std::size_t i = 0; i < kRounds; ++i) {
    const std::string text = mutator.next();
    INFO(text);
    const auto start = std::chrono::steady_clock::now();
    try {
      const Statement statement = parse(text);
      show(statement);
      ++good;
    } catch (const Failure& failure) {
      CHECK(failure.error().code == ErrorCode::query);
      CHECK_FALSE(failure.error().message.empty());
    }
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
    slowest_ms = std::max(slowest_ms, took.count());
    REQUIRE(took.count() < 2000);
  }
  CHECK(good > kRounds / 20);
  CHECK(good < kRounds);
}

TEST_CASE("every beginning of a statement ends in a statement or an error") {
  for (const std::string& text : corpus()) {
    for (std::size_t size = 0; size < text.size(); ++size) {
      INFO(text.substr(0, size));
      CHECK_NOTHROW(error_of(text.substr(0, size)));
    }
  }
}
