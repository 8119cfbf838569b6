#include "kg/store/keys.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <cstring>

#include "kg/base/error.h"

namespace kg {

void throw_damaged(const std::string& what) {
  throw Failure(ErrorCode::damaged, "the store is damaged: " + what,
                "run `kg verify`; restore the store from a copy or load its data again");
}

const char* family_name(Family family) noexcept {
  static constexpr std::array<const char*, kFamilies> names{"default",
                                                            "spo",
                                                            "pos",
                                                            "osp",
                                                            "pso",
                                                            "dictionary",
                                                            "dictionary_index",
                                                            "late_terms",
                                                            "late_ids",
                                                            "triple_terms",
                                                            "triple_term_ids",
                                                            "names",
                                                            "statistics",
                                                            "commits",
                                                            "meta",
                                                            "text"};
  return names[static_cast<std::size_t>(family)];
}

TripleKey triple_key(const PermutedTriple& triple) {
  TripleKey key;
  for (std::size_t i = 0; i < 3; ++i) put_big_endian(triple[i].bits, key.data() + 8 * i);
  return key;
}

PermutedTriple parse_triple_key(std::string_view key) {
  if (key.size() != kTripleKeyBytes) throw_damaged("a key of three ids has another length");
  return {Id{get_big_endian(key.data())}, Id{get_big_endian(key.data() + 8)},
          Id{get_big_endian(key.data() + 16)}};
}

IdKey id_key(Id id) {
  IdKey key;
  put_big_endian(id.bits, key.data());
  return key;
}

Id parse_id_key(std::string_view key) {
  if (key.size() != 8) throw_damaged("a key of one id has another length");
  return Id{get_big_endian(key.data())};
}

std::string term_key(Tag tag, std::string_view key) {
  std::string result;
  result.reserve(key.size() + 1);
  result.push_back(static_cast<char>(tag));
  result.append(key);
  return result;
}

std::string late_key(Tag tag, std::string_view key) {
  if (key.size() <= kLateKeyBytes) return term_key(tag, key);
  std::string result = term_key(tag, key.substr(0, kLateKeyBytes));
  XXH128_canonical_t hash;
  XXH128_canonicalFromHash(&hash, XXH3_128bits(key.data(), key.size()));
  for (const unsigned char byte : hash.digest) result.push_back(static_cast<char>(byte));
  return result;
}

std::string name_key(std::string_view folded, Id id) {
  std::string result;
  result.reserve(folded.size() + 9);
  result.append(folded);
  result.push_back('\0');
  result.append(view_of(id_key(id)));
  return result;
}

std::pair<std::string_view, Id> parse_name_key(std::string_view key) {
  if (key.size() < 9 || key[key.size() - 9] != '\0') throw_damaged("a name or a word has a malformed key");
  return {key.substr(0, key.size() - 9), parse_id_key(key.substr(key.size() - 8))};
}

std::string encode_statistics(const RelationStatistics& statistics) {
  std::string value;
  put_varint(value, statistics.triples);
  put_varint(value, statistics.distinct_subjects);
  put_varint(value, statistics.distinct_objects);
  return value;
}

RelationStatistics decode_statistics(std::string_view value) {
  RelationStatistics result;
  result.triples = get_varint(value);
  result.distinct_subjects = get_varint(value);
  result.distinct_objects = get_varint(value);
  if (!value.empty()) throw_damaged("a statistics record is too long");
  return result;
}

std::uint64_t MetaRecord::dictionary_terms() const {
  std::uint64_t sum = 0;
  for (std::size_t tag = 0; tag < kTags; ++tag) {
    if (tag_in_dictionary(static_cast<Tag>(tag))) sum += last_payload[tag];
  }
  return sum;
}

std::string encode_meta(const MetaRecord& meta) {
  std::string value;
  put_varint(value, kStateVersion);
  put_varint(value, meta.commit);
  put_varint(value, static_cast<std::uint64_t>(meta.commit_time_ms));
  put_varint(value, meta.triples);
  put_varint(value, meta.folded_upto);
  put_varint(value, meta.triple_terms);
  for (std::size_t tag = 0; tag < kTags; ++tag) {
    put_varint(value, meta.ordered[tag]);
    put_varint(value, meta.last_payload[tag]);
  }
  const std::uint64_t checksum = XXH3_64bits(value.data(), value.size());
  char raw[sizeof(checksum)];
  std::memcpy(raw, &checksum, sizeof(checksum));
  value.append(raw, sizeof(raw));
  return value;
}

MetaRecord decode_meta(std::string_view value) {
  std::uint64_t checksum = 0;
  if (value.size() < sizeof(checksum)) throw_damaged("its state record is too short");
  const std::size_t body = value.size() - sizeof(checksum);
  std::memcpy(&checksum, value.data() + body, sizeof(checksum));
  if (checksum != XXH3_64bits(value.data(), body))
    throw_damaged("its state record does not match its checksum");
  std::string_view rest = value.substr(0, body);
  if (get_varint(rest) != kStateVersion) throw_damaged("its state record has an unknown version");
  MetaRecord meta;
  meta.commit = get_varint(rest);
  meta.commit_time_ms = static_cast<std::int64_t>(get_varint(rest));
  meta.triples = get_varint(rest);
  meta.folded_upto = get_varint(rest);
  meta.triple_terms = get_varint(rest);
  for (std::size_t tag = 0; tag < kTags; ++tag) {
    meta.ordered[tag] = get_varint(rest);
    meta.last_payload[tag] = get_varint(rest);
  }
  if (!rest.empty()) throw_damaged("its state record is too long");
  return meta;
}

void put_varint(std::string& out, std::uint64_t value) {
  while (value >= 0x80) {
    out.push_back(static_cast<char>(value | 0x80U));
    value >>= 7U;
  }
  out.push_back(static_cast<char>(value));
}

std::uint64_t get_varint(std::string_view& data) {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    if (data.empty()) throw_damaged("a number is cut off");
    const auto byte = static_cast<unsigned char>(data.front());
    data.remove_prefix(1);
    if (shift == 63 && byte > 1) break;
    value |= std::uint64_t{byte & 0x7fU} << shift;
    if (byte < 0x80) return value;
  }
  throw_damaged("a number has more than 64 bits");
}

}  // namespace kg
