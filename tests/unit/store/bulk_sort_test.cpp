// The parts of the bulk loader that sort: radix sort, external sort of keys and of texts, tables of terms.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <random>
#include <set>

#include "kg/base/error.h"
#include "kg/store/bulk_terms.h"
#include "kg/store/bulk_text_sorter.h"
#include "kg/store/external_sort.h"
#include "support/catch.h"

using namespace kg::bulk;

namespace {

std::uint64_t seed_of_test() {
  const char* given = std::getenv("KG_SEED");
  return given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device{}();
}

std::string temp_directory() { return std::filesystem::temp_directory_path().string(); }

template <typename K>
std::vector<K> read_all(KeyStream<K>& stream) {
  std::vector<K> out;
  for (auto keys = stream.next(); !keys.empty(); keys = stream.next()) {
    out.insert(out.end(), keys.begin(), keys.end());
  }
  return out;
}

}  // namespace

TEST_CASE("Radix sort is stable above its first bit") {
  const kg::Budget budget;
  std::mt19937_64 random(3);
  std::vector<Key64> keys(10'000);
  for (Key64& key : keys) key = random() & 0xFFFFFFFFF;
  std::vector<Key64> scratch(keys.size());
  std::vector<Key64> expected = keys;
  std::stable_sort(expected.begin(), expected.end(), [](Key64 a, Key64 b) { return a >> 13U < b >> 13U; });
  radix_sort(keys.data(), scratch.data(), keys.size(), 13, 36, budget);
  CHECK(keys == expected);
  radix_sort(keys.data(), scratch.data(), std::size_t{0}, 0, 64, budget);
  std::sort(expected.begin(), expected.end());
  radix_sort(keys.data(), scratch.data(), keys.size(), 0, 36, budget);
  CHECK(keys == expected);
}

TEST_CASE("External sort of keys: any number of chunks, duplicates dropped") {
  const std::uint64_t seed = seed_of_test();
  INFO("KG_SEED=" << seed);
  std::mt19937_64 random(seed);
  const kg::Budget budget;
  for (const std::size_t count : {0U, 1U, 255U, 256U, 257U, 512U, 5000U, 40'000U}) {
    KeySorter<Key128, RadixOrder> sorter(temp_directory(), 0, RadixOrder{0, 128},
                                         budget);  // 256 keys a chunk
    std::set<Key128> expected;
    for (std::size_t i = 0; i < count; ++i) {
      const Key128 key = static_cast<Key128>(random() % 7) << 100U | random() % (count / 2 + 1);
      sorter.add(key);
      expected.insert(key);
    }
    KeyStream<Key128> stream(sorter.finish());
    const std::vector<Key128> keys = read_all(stream);
    CHECK(std::equal(keys.begin(), keys.end(), expected.begin(), expected.end()));
  }
}

TEST_CASE("External sort of texts") {
  const std::uint64_t seed = seed_of_test();
  INFO("KG_SEED=" << seed);
  std::mt19937_64 random(seed);
  for (const std::size_t memory : {std::size_t{1}, std::size_t{2000}, std::size_t{1} << 20U}) {
    TextSorter sorter(temp_directory(), memory);
    std::set<std::pair<std::string, std::uint64_t>> expected;
    for (int i = 0; i < 500; ++i) {
      std::string text;
      for (auto n = random() % 5; n != 0; --n) text += static_cast<char>(random() % 3);
      const std::uint64_t number = random() % 3;
      sorter.add(text, number);
      expected.emplace(text, number);
    }
    std::vector<std::pair<std::string, std::uint64_t>> sorted;
    sorter.for_each([&](std::string_view text, std::uint64_t number) { sorted.emplace_back(text, number); });
    CHECK(std::equal(sorted.begin(), sorted.end(), expected.begin(), expected.end()));
  }
}

TEST_CASE("Table of terms: numbers and order") {
  const std::uint64_t seed = seed_of_test();
  INFO("KG_SEED=" << seed);
  std::mt19937_64 random(seed);
  const kg::Budget budget;
  TermTable table(std::size_t{64} << 20U);
  std::map<std::pair<kg::Tag, std::string>, std::uint32_t> expected;
  const std::string prefixes[] = {"", "http://example.org/", "http://example.org/person/",
                                  std::string(100, 'x'), std::string(20, '\0')};
  for (int i = 0; i < 60'000; ++i) {
    const auto tag = static_cast<kg::Tag>(1 + random() % 3);
    std::string key = prefixes[random() % std::size(prefixes)];
    // Few different bytes, zeros among them, so that keys are prefixes of each other.
    for (auto n = random() % 14; n != 0; --n)
      key +=
          "\0\x01"
          "ab\xFF"[random() % 5];
    const std::uint32_t number = table.intern(tag, key);
    const auto [place, fresh] = expected.try_emplace({tag, key}, number);
    REQUIRE(place->second == number);
    if (fresh) REQUIRE(number + 1 == table.size());
  }
  CHECK(table.size() == expected.size());
  const std::vector<std::uint32_t> sorted = table.sorted(budget);
  REQUIRE(sorted.size() == expected.size());
  std::size_t i = 0;
  for (const auto& [term, number] : expected) {
    REQUIRE(sorted[i] == number);
    REQUIRE(table.entry(number).tag == term.first);
    REQUIRE(table.entry(number).key == term.second);
    ++i;
  }
}

TEST_CASE("Table of terms: keys that nest deeply sort without deep recursion") {
  const kg::Budget budget;
  TermTable table(std::size_t{256} << 20U);
  std::string key;
  for (int i = 0; i < 4000; ++i) {
    table.intern(kg::Tag::string, key);
    key += "aaaaaaaa";
  }
  const std::vector<std::uint32_t> sorted = table.sorted(budget);
  CHECK(std::is_sorted(sorted.begin(), sorted.end()));
}

TEST_CASE("Temporary files leave no name behind") {
  const auto directory = std::filesystem::temp_directory_path() / "kg-bulk-files-test";
  std::filesystem::create_directories(directory);
  {
    TempFile file(directory.string());
    FileWriter writer(file, 16);
    for (std::uint64_t i = 0; i < 1000; ++i) writer.varint(i * i * i);
    writer.text(std::string(100, 't'));
    writer.flush();
    CHECK(std::filesystem::is_empty(directory));
    FileReader reader(file, 0, file.size(), 8);
    std::uint64_t value = 0;
    for (std::uint64_t i = 0; i < 1000; ++i) {
      REQUIRE(reader.varint(value));
      REQUIRE(value == i * i * i);
    }
    std::string_view text;
    REQUIRE(reader.text(text));
    CHECK(text == std::string(100, 't'));
    CHECK_FALSE(reader.varint(value));
  }
  CHECK_THROWS_AS(TempFile("/nonexistent"), kg::Failure);
  std::filesystem::remove(directory);
}
