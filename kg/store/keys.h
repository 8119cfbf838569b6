// Keys: the column families of a store, their key formats, and the record of the store's state.
// docs/store_format.md shows each with an example. All numbers in keys are big-endian, so that
// RocksDB's byte order is the order of the numbers.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "kg/model/triple_source.h"

namespace kg {

inline constexpr std::uint32_t kStoreFormatVersion = 2;
inline constexpr std::uint32_t kOldestStoreFormatVersion = 1;  // had no family `text`

// Column families, in this order in every handle array.
enum class Family : std::uint8_t {
  default_family,  // RocksDB insists on one; empty
  spo,             // block key -> block (kg/store/block.h), one family a permutation,
  pos,             //   in the order of enum Permutation
  osp,
  pso,
  dictionary,        // id of a block's last term -> front-coded terms, ordered segment
  dictionary_index,  // tag, a block's last term -> id of that term
  late_terms,        // id -> dictionary key of a term appended after the ordered segment
  late_ids,          // tag, dictionary key (see late_key) -> id, or several
  triple_terms,      // id -> s p o
  triple_term_ids,   // s p o -> id
  names,             // folded name, NUL, id -> nothing
  statistics,        // relation -> triples, distinct subjects, distinct objects
  commits,           // commit number -> commit record (kg/store/commit_record.h)
  meta,              // "state" -> MetaRecord
  text,              // word, NUL, first id of a chunk -> postings (kg/store/texts.h)
};
inline constexpr std::size_t kFamilies = 16;
const char* family_name(Family family) noexcept;
constexpr Family family_of(Permutation p) {
  return static_cast<Family>(static_cast<std::uint8_t>(Family::spo) + static_cast<std::uint8_t>(p));
}

// --- keys ----------------------------------------------------------------------------------------
inline constexpr std::size_t kTripleKeyBytes = 24;

inline void put_big_endian(std::uint64_t value, char* out) {
  const std::uint64_t swapped = __builtin_bswap64(value);
  __builtin_memcpy(out, &swapped, sizeof(swapped));
}
inline std::uint64_t get_big_endian(const char* data) {
  std::uint64_t value = 0;
  __builtin_memcpy(&value, data, sizeof(value));
  return __builtin_bswap64(value);
}

// Key of a block: its LAST triple in permutation order, so that one forward seek to a triple finds the
// only block that can hold it (keyed by the first triple it would take a seek and a step back, which
// is half as fast). Also the key of triple_term_ids (s, p, o).
using TripleKey = std::array<char, kTripleKeyBytes>;
TripleKey triple_key(const PermutedTriple& triple);
// Throws Failure(damaged) unless the key has 24 bytes.
PermutedTriple parse_triple_key(std::string_view key);

using IdKey = std::array<char, 8>;
IdKey id_key(Id id);
Id parse_id_key(std::string_view key);  // throws Failure(damaged)

// Tag and dictionary key: dictionary_index.
std::string term_key(Tag tag, std::string_view key);
// The same, but of bounded length: a key of more than kLateKeyBytes is its first bytes and a 128-bit
// hash of all. The value is then checked against late_terms, and holds several ids if hashes collide.
inline constexpr std::size_t kLateKeyBytes = 256;
std::string late_key(Tag tag, std::string_view key);

// Families `names` and `text`.
std::string name_key(std::string_view folded, Id id);
// Splits such a key. Throws Failure(damaged).
std::pair<std::string_view, Id> parse_name_key(std::string_view key);

std::string encode_statistics(const RelationStatistics& statistics);
RelationStatistics decode_statistics(std::string_view value);  // throws Failure(damaged)

template <typename Key>
std::string_view view_of(const Key& key) {
  return {key.data(), key.size()};
}

// --- state ---------------------------------------------------------------------------------------
inline constexpr std::size_t kTags = 16;
inline constexpr std::string_view kMetaKey = "state";

inline constexpr std::uint32_t kStateVersion = 1;  // of the record

// What the store holds after its last commit; written in the same batch as the commit.
struct MetaRecord {
  std::uint64_t commit = 0;  // number of the last commit
  std::int64_t commit_time_ms = 0;
  std::uint64_t triples = 0;
  std::uint64_t folded_upto = 0;  // commits up to this one are in the blocks, later ones in the log
  std::uint64_t triple_terms = 0;
  // Dictionary tags: payloads 1 .. ordered[tag] are in the ordered segment; last_payload[tag] is the
  // largest payload given so far. Tag::triple: last_payload only.
  std::array<std::uint64_t, kTags> ordered{};
  std::array<std::uint64_t, kTags> last_payload{};

  [[nodiscard]] std::uint64_t dictionary_terms() const;
  friend bool operator==(const MetaRecord&, const MetaRecord&) = default;
};
std::string encode_meta(const MetaRecord& meta);
MetaRecord decode_meta(std::string_view value);  // throws Failure(damaged)

// --- variable-length integers (LEB128) -------------------------------------------------------------
void put_varint(std::string& out, std::uint64_t value);
// Advances `data`. Throws Failure(damaged) at the end of the bytes or beyond 64 bits.
std::uint64_t get_varint(std::string_view& data);

[[noreturn]] void throw_damaged(const std::string& what);

}  // namespace kg
