#include "kg/store/keys.h"

#include <random>

#include "kg/base/error.h"
#include "support/catch.h"
#include "support/random_seed.h"

using kg::Id;
using kg::Tag;

TEST_CASE("keys of triples and ids keep their order and come back") {
  std::mt19937_64 random(kg::test::random_seed());
  for (int i = 0; i < 1000; ++i) {
    const kg::PermutedTriple a{Id{random() % 3}, Id{random()}, Id{random()}};
    const kg::PermutedTriple b{Id{random() % 3}, Id{random()}, Id{random()}};
    const kg::TripleKey ka = kg::triple_key(a);
    const kg::TripleKey kb = kg::triple_key(b);
    CHECK((a < b) == (kg::view_of(ka) < kg::view_of(kb)));
    CHECK(kg::parse_triple_key(kg::view_of(ka)) == a);
    CHECK(kg::parse_id_key(kg::view_of(kg::id_key(a[1]))) == a[1]);
  }
  CHECK_THROWS_AS(kg::parse_triple_key("short"), kg::Failure);
  CHECK_THROWS_AS(kg::parse_id_key("short"), kg::Failure);
}

TEST_CASE("names may hold any bytes") {
  const Id id{Tag::iri, 77};
  for (const std::string& name : {std::string("li qiang"), std::string(), std::string("a\0b", 3)}) {
    const std::string key = kg::name_key(name, id);
    CHECK(kg::parse_name_key(key) == std::pair<std::string_view, Id>(name, id));
  }
  CHECK_THROWS_AS(kg::parse_name_key("12345678"), kg::Failure);
  CHECK_THROWS_AS(kg::parse_name_key("123456789"), kg::Failure);
}

TEST_CASE("long terms have bounded keys that differ") {
  const std::string prefix(kg::kLateKeyBytes, 'x');
  CHECK(kg::late_key(Tag::string, prefix) == kg::term_key(Tag::string, prefix));
  const std::string a = kg::late_key(Tag::string, prefix + "a");
  const std::string b = kg::late_key(Tag::string, prefix + "b");
  CHECK(a.size() == 1 + kg::kLateKeyBytes + 16);
  CHECK(a != b);
}

TEST_CASE("varints: all widths, cut off and too long") {
  for (unsigned shift = 0; shift < 64; ++shift) {
    for (const std::uint64_t value :
         {std::uint64_t{1} << shift, (std::uint64_t{1} << shift) - 1, ~std::uint64_t{0}}) {
      std::string bytes;
      kg::put_varint(bytes, value);
      std::string_view view = bytes;
      CHECK(kg::get_varint(view) == value);
      CHECK(view.empty());
      view = std::string_view(bytes).substr(0, bytes.size() - 1);
      CHECK_THROWS_AS(kg::get_varint(view), kg::Failure);
    }
  }
  std::string_view too_long = "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02";
  CHECK_THROWS_AS(kg::get_varint(too_long), kg::Failure);
}

TEST_CASE("the state record comes back and notices every flipped bit") {
  kg::MetaRecord meta;
  meta.commit = 12;
  meta.commit_time_ms = 1'700'000'000'000;
  meta.triples = 345;
  meta.folded_upto = 10;
  meta.triple_terms = 2;
  meta.ordered[2] = 100;
  meta.last_payload[2] = 103;
  meta.last_payload[11] = 4;
  const std::string bytes = kg::encode_meta(meta);
  CHECK(kg::decode_meta(bytes) == meta);
  CHECK(meta.dictionary_terms() == 107);
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    std::string changed = bytes;
    changed[bit / 8] ^= static_cast<char>(1U << bit % 8);
    CHECK_THROWS_AS(kg::decode_meta(changed), kg::Failure);
  }
}
