#include "kg/english/words.h"

#include "support/catch.h"

namespace kg::english {
namespace {

TEST_CASE("forms of one word have one key") {
  const auto same = [](std::initializer_list<std::string_view> words) {
    for (const std::string_view word : words) {
      CAPTURE(word, *words.begin());
      CHECK(key_of(word) == key_of(*words.begin()));
    }
  };
  same({"visit", "visits", "visited", "visiting"});
  same({"launch", "launches", "launched", "launching"});
  same({"process", "processes", "processed", "processing"});
  same({"refine", "refines", "refined", "refining"});
  same({"use", "uses", "used", "using"});
  same({"agree", "agrees", "agreed", "agreeing"});
  same({"stop", "stops", "stopped", "stopping"});
  same({"lie", "lies", "lay", "lying"});
  same({"hold", "holds", "held", "holding"});
  same({"find", "finds", "found", "finding"});
  same({"founded", "founding"});
  same({"country", "countries"});
  same({"is", "are", "was", "were", "be", "been", "being"});
  same({"build", "built", "builds"});
}

TEST_CASE("words that are not one another have keys of their own") {
  CHECK(key_of("found") != key_of("founded"));
  CHECK(key_of("us") != key_of("use"));
  CHECK(key_of("mine") != key_of("minister"));
}

TEST_CASE("nouns of verbs have the verb's key") {
  CHECK(verb_key_of("production") == key_of("produces"));
  CHECK(verb_key_of("announcement") == key_of("announced"));
  CHECK(verb_key_of("mining") == key_of("mines"));
  CHECK(verb_key_of("visit") == key_of("visited"));
}

TEST_CASE("participles") {
  for (const std::string_view word : {"visited", "built", "led", "taken", "held", "set"}) {
    CAPTURE(word);
    CHECK(is_participle(word));
  }
  for (const std::string_view word : {"took", "went", "visits", "visiting", "red"}) {
    CAPTURE(word);
    CHECK_FALSE(is_participle(word));
  }
}

TEST_CASE("the other number of a noun") {
  CHECK(other_number("magnet") == "magnets");
  CHECK(other_number("turbines") == "turbine");
  CHECK(other_number("country") == "countries");
  CHECK(other_number("countries") == "country");
  CHECK(other_number("process").empty());
  CHECK(other_number("us").empty());
}

}  // namespace
}  // namespace kg::english
