#include "kg/store/dictionary_format.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <vector>

#include "kg/base/error.h"
#include "support/catch.h"
#include "support/random_seed.h"

using kg::Id;
using kg::Tag;

namespace {

struct Emitted {
  std::map<std::string, std::string> blocks;
  std::map<std::string, std::string> index;
};

Emitted write(const std::set<std::pair<Tag, std::string>>& terms, std::vector<Id>& ids) {
  Emitted emitted;
  const auto into = [](std::map<std::string, std::string>& map) {
    return [&map](std::string_view key, std::string_view value) {
      REQUIRE((map.empty() || map.rbegin()->first < key));
      map.emplace(key, value);
    };
  };
  kg::DictionaryWriter writer(into(emitted.blocks), into(emitted.index));
  for (const auto& [tag, key] : terms) ids.push_back(writer.add(tag, key));
  writer.finish();
  return emitted;
}

std::set<std::pair<Tag, std::string>> random_terms(std::mt19937_64& random, std::size_t size) {
  std::set<std::pair<Tag, std::string>> terms;
  for (std::size_t i = 0; i < size; ++i) {
    std::string key = "http://example.org/" + std::to_string(random() % (2 * size));
    if (random() % 50 == 0) key = std::string(random() % 9000, static_cast<char>('a' + random() % 26));
    if (random() % 20 == 0) key.push_back('\0');
    terms.emplace(random() % 3 == 0 ? Tag::string : Tag::iri, key);
  }
  return terms;
}

}  // namespace

TEST_CASE("front-coded terms are found by id and by text") {
  std::mt19937_64 random(kg::test::random_seed());
  for (const std::size_t size : {1U, 15U, 16U, 17U, 127U, 128U, 129U, 3000U}) {
    const auto terms = random_terms(random, size);
    std::vector<Id> ids;
    const Emitted emitted = write(terms, ids);
    REQUIRE(emitted.blocks.size() == emitted.index.size());
    std::size_t i = 0;
    for (const auto& [tag, key] : terms) {
      const Id id = ids[i++];
      CHECK(id.tag() == tag);
      const auto block = emitted.blocks.lower_bound(std::string(kg::view_of(kg::id_key(id))));
      REQUIRE(block != emitted.blocks.end());
      const kg::TermBlockView view(kg::parse_id_key(block->first), block->second);
      REQUIRE(view.covers(id));
      kg::TermBlockView::Reader reader(view);
      REQUIRE(reader.at(id.bits - view.first().bits) == key);
      const auto entry = emitted.index.lower_bound(kg::term_key(tag, key));
      REQUIRE(entry != emitted.index.end());
      CHECK(entry->second == block->first);
      bool found = false;
      CHECK(view.lower_bound(key, found) == id.bits - view.first().bits);
      CHECK(found);
      // A text that is not there falls between its neighbours.
      const std::string other = key + '\0';  // its immediate successor
      if (terms.count({tag, other}) == 0) {
        const std::size_t at = view.lower_bound(other, found);
        CHECK(!found);
        CHECK(at == id.bits - view.first().bits + 1);
      }
    }
  }
}

TEST_CASE("a reader may jump back and forth in a block of terms") {
  std::mt19937_64 random(kg::test::random_seed());
  const auto terms = random_terms(random, 100);
  std::vector<Id> ids;
  const Emitted emitted = write(terms, ids);
  const auto& [key, value] = *emitted.blocks.begin();
  const kg::TermBlockView view(kg::parse_id_key(key), value);
  std::vector<std::string> all;
  kg::TermBlockView::Reader forward(view);
  for (std::size_t i = 0; i < view.size(); ++i) all.emplace_back(forward.at(i));
  kg::TermBlockView::Reader reader(view);
  for (int i = 0; i < 1000; ++i) {
    const std::size_t at = random() % view.size();
    REQUIRE(reader.at(at) == all[at]);
  }
}

TEST_CASE("terms out of order are refused") {
  kg::DictionaryWriter writer([](auto, auto) {}, [](auto, auto) {});
  writer.add(Tag::iri, "b");
  CHECK_THROWS_AS(writer.add(Tag::iri, "b"), kg::Failure);
  CHECK_THROWS_AS(writer.add(Tag::iri, "a"), kg::Failure);
  CHECK_THROWS_AS(writer.add(Tag::blank, "c"), kg::Failure);
}

TEST_CASE("a changed block of terms is refused") {
  std::mt19937_64 random(kg::test::random_seed());
  std::vector<Id> ids;
  const Emitted emitted = write(random_terms(random, 300), ids);
  for (const auto& [key, value] : emitted.blocks) {
    std::string bytes = value;
    bytes[random() % bytes.size()] ^= static_cast<char>(1U << random() % 8);
    CHECK_THROWS_AS(kg::TermBlockView(kg::parse_id_key(key), bytes), kg::Failure);
    CHECK_THROWS_AS(
        kg::TermBlockView(kg::parse_id_key(key), std::string_view(value).substr(0, value.size() / 2)),
        kg::Failure);
  }
}
