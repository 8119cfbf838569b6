// The worked examples of docs/store_format.md are what the code writes.
#include <fmt/format.h>

#include <fstream>
#include <map>
#include <sstream>

#include "kg/store/block.h"
#include "kg/store/commit_record.h"
#include "kg/store/dictionary_format.h"
#include "kg/store/superblock.h"
#include "kg/store/texts.h"
#include "support/catch.h"

using namespace kg;

namespace {

// The bytes of a fenced example: hexadecimal digits, with everything from a # to the end of its line
// left out. The example's name stands in the comment before the fence: <!-- example: NAME -->.
std::string documented(const std::string& name) {
  static const std::string page = [] {
    const std::ifstream file(KG_STORE_FORMAT_PAGE);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }();
  std::size_t at = page.find("<!-- example: " + name + " -->");
  REQUIRE(at != std::string::npos);
  at = page.find("```\n", at) + 4;
  std::istringstream lines(page.substr(at, page.find("```", at) - at));
  std::string bytes;
  std::string digits;
  for (std::string line; std::getline(lines, line);) {
    for (const char c : line.substr(0, line.find('#'))) {
      if (c == ' ') continue;
      digits.push_back(c);
      if (digits.size() < 2) continue;
      bytes.push_back(static_cast<char>(std::stoul(digits, nullptr, 16)));
      digits.clear();
    }
  }
  REQUIRE(digits.empty());
  return bytes;
}

std::string hex(std::string_view bytes) {
  std::string text;
  for (const char byte : bytes) text += fmt::format("{:02x} ", static_cast<unsigned char>(byte));
  return text;
}

void check(const std::string& name, std::string_view written) {
  CHECK(hex(documented(name)) == hex(written));
}

Id iri_id(std::uint64_t payload) { return {Tag::iri, payload}; }
Id number(std::int64_t value) {
  return {Tag::integer, static_cast<std::uint64_t>(value) + (std::uint64_t{1} << 59U)};
}

}  // namespace

TEST_CASE("store_format.md: keys") {
  const Triple triple{iri_id(3), iri_id(9), number(42)};
  check("triple key", view_of(triple_key(triple)));
  check("id key", view_of(id_key(iri_id(3))));
  check("term key", term_key(Tag::iri, "http://e/a"));
  check("name key", name_key("li", iri_id(3)));
  check("statistics", encode_statistics({300, 20, 1}));
}

TEST_CASE("store_format.md: block of triples") {
  // In spo order: 3 9 42; 3 9 iri 5; 3 10 43; 4 9 iri 5; but integers sort behind IRIs.
  const std::array<std::array<std::uint64_t, 4>, 3> columns{
      std::array<std::uint64_t, 4>{iri_id(3).bits, iri_id(3).bits, iri_id(3).bits, iri_id(4).bits},
      std::array<std::uint64_t, 4>{iri_id(9).bits, iri_id(9).bits, iri_id(10).bits, iri_id(9).bits},
      std::array<std::uint64_t, 4>{iri_id(5).bits, number(42).bits, number(43).bits, iri_id(6).bits}};
  std::string bytes;
  encode_block({columns[0].data(), columns[1].data(), columns[2].data()}, 4, bytes);
  check("block", bytes);
}

TEST_CASE("store_format.md: block of terms") {
  std::string key;
  std::string value;
  DictionaryWriter writer(
      [&](std::string_view k, std::string_view v) {
        key = k;
        value = v;
      },
      [](std::string_view, std::string_view) {});
  writer.add(Tag::iri, "http://e/a");
  writer.add(Tag::iri, "http://e/ab");
  writer.add(Tag::iri, "http://e/b");
  writer.finish();
  check("term block key", key);
  check("term block", value);
}

TEST_CASE("store_format.md: texts") {
  const std::vector<TextPosting> postings{{Id{Tag::string, 5}, 2, 3}, {Id{Tag::string, 7}, 1, 4}};
  check("text key", name_key("ore", postings[0].text));
  check("postings", encode_postings(postings));
  check("text totals", encode_text_totals({2, 7}));
}

TEST_CASE("store_format.md: commit, state, superblock") {
  CommitRecord record;
  record.time_ms = 1'700'000'000'000;
  record.added = 1;
  record.removed = 1;
  record.changes = {{{iri_id(3), iri_id(9), iri_id(5)}, true}, {{iri_id(4), iri_id(9), number(42)}, false}};
  check("commit", encode_commit(record));

  MetaRecord meta;
  meta.commit = 2;
  meta.commit_time_ms = 1'700'000'000'000;
  meta.triples = 300;
  meta.folded_upto = 1;
  meta.ordered[static_cast<std::size_t>(Tag::iri)] = 10;
  meta.last_payload[static_cast<std::size_t>(Tag::iri)] = 11;
  check("state", encode_meta(meta));

  Superblock superblock;
  superblock.format_version = 2;
  for (std::size_t i = 0; i < 16; ++i) superblock.store_id[i] = static_cast<unsigned char>(i);
  superblock.clean = true;
  superblock.last_commit = 2;
  superblock.triples = 300;
  superblock.base_iri = "http://e/";
  check("superblock", encode_superblock(superblock));
}
