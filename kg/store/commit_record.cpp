#include "kg/store/commit_record.h"

#include <xxhash.h>

#include <bit>
#include <cstring>

#include "kg/store/keys.h"

namespace kg {

namespace {

// Tags stand in the top bits; turned to the bottom, small payloads make short varints.
std::uint64_t turned(Id id) { return std::rotl(id.bits, 4); }
Id unturned(std::uint64_t value) { return Id{std::rotr(value, 4)}; }

std::uint64_t zigzag(std::uint64_t difference) { return (difference << 1U) ^ (0 - (difference >> 63U)); }
std::uint64_t unzigzag(std::uint64_t value) { return (value >> 1U) ^ (0 - (value & 1U)); }

inline constexpr std::uint8_t kCommitVersion = 1;

}  // namespace

// version, kind, time, added, removed; for each change: its sign, the distance of the subject from the
// one before, relation, object; then a checksum (XXH3).
std::string encode_commit(const CommitRecord& record) {
  std::string value;
  value.push_back(static_cast<char>(kCommitVersion));
  value.push_back(static_cast<char>(record.kind));
  put_varint(value, static_cast<std::uint64_t>(record.time_ms));
  put_varint(value, record.added);
  put_varint(value, record.removed);
  std::uint64_t previous = 0;
  for (const DeltaEntry& change : record.changes) {
    const std::uint64_t subject = turned(change.key[0]);
    value.push_back(change.added ? '+' : '-');
    put_varint(value, zigzag(subject - previous));
    put_varint(value, turned(change.key[1]));
    put_varint(value, turned(change.key[2]));
    previous = subject;
  }
  const std::uint64_t checksum = XXH3_64bits(value.data(), value.size());
  char raw[sizeof(checksum)];
  std::memcpy(raw, &checksum, sizeof(checksum));
  value.append(raw, sizeof(raw));
  return value;
}

CommitRecord decode_commit(std::string_view value, bool changes) {
  std::uint64_t checksum = 0;
  if (value.size() < 2 + sizeof(checksum)) throw_damaged("a commit record is too short");
  std::string_view rest = value.substr(0, value.size() - sizeof(checksum));
  std::memcpy(&checksum, value.data() + rest.size(), sizeof(checksum));
  if (checksum != XXH3_64bits(rest.data(), rest.size())) {
    throw_damaged("a commit record does not match its checksum");
  }
  const auto kind = static_cast<std::uint8_t>(rest[1]);
  if (static_cast<std::uint8_t>(rest[0]) != kCommitVersion ||
      kind > static_cast<std::uint8_t>(CommitKind::bulk)) {
    throw_damaged("a commit record has an unknown version");
  }
  rest.remove_prefix(2);
  CommitRecord record;
  record.kind = static_cast<CommitKind>(kind);
  record.time_ms = static_cast<std::int64_t>(get_varint(rest));
  record.added = get_varint(rest);
  record.removed = get_varint(rest);
  if (!changes) return record;
  std::uint64_t subject = 0;
  std::uint64_t added = 0;
  while (!rest.empty()) {
    const char sign = rest.front();
    if (sign != '+' && sign != '-') throw_damaged("a commit record has a malformed change");
    rest.remove_prefix(1);
    subject += unzigzag(get_varint(rest));
    const Id relation = unturned(get_varint(rest));
    const Id object = unturned(get_varint(rest));
    record.changes.push_back({{unturned(subject), relation, object}, sign == '+'});
    added += sign == '+' ? 1 : 0;
  }
  if (record.kind == CommitKind::changes &&
      (added != record.added || record.changes.size() - added != record.removed)) {
    throw_damaged("a commit record does not hold as many changes as it says");
  }
  return record;
}

}  // namespace kg
