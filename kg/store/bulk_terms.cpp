#include "kg/store/bulk_terms.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <random>

namespace kg::bulk {
namespace {

constexpr std::size_t kFirstSlots = 1U << 12U;
constexpr std::size_t kSmallRange = 16;
constexpr std::size_t kPrefetchDistance = 8;

// What stands before a key in the arena.
struct Header {
  std::uint32_t number;
  std::uint32_t tag_and_size;  // four bits and 28 bits
};
constexpr unsigned kSizeBits = 28;
constexpr std::uint32_t kSizeMask = (1U << kSizeBits) - 1;

std::uint64_t word_at(std::string_view key, std::size_t depth) {
  const std::size_t left = key.size() - std::min(depth, key.size());
  std::uint64_t word = 0;
  if (left != 0) std::memcpy(&word, key.data() + depth, std::min<std::size_t>(left, 8));
  return __builtin_bswap64(word);
}

std::size_t common_bytes(const char* a, const char* b, std::size_t max) {
  std::size_t i = 0;
  for (; i + 8 <= max; i += 8) {
    std::uint64_t x = 0;
    std::uint64_t y = 0;
    std::memcpy(&x, a + i, 8);
    std::memcpy(&y, b + i, 8);
    if (x != y) return i + static_cast<std::size_t>(std::countr_zero(x ^ y)) / 8;
  }
  while (i < max && a[i] == b[i]) ++i;
  return i;
}

}  // namespace

TermTable::TermTable(std::size_t reserved_bytes)
    : slots_(kFirstSlots), arena_(reserved_bytes), seed_(std::random_device{}()) {
  arena_.take(8);  // so that no record stands at 0
}

TermTable::Entry TermTable::entry_at(std::uint32_t record) const {
  const char* at = arena_.at(std::size_t{record} * 8);
  Header header{};
  std::memcpy(&header, at, sizeof header);
  return {static_cast<Tag>(header.tag_and_size >> kSizeBits),
          {at + sizeof header, header.tag_and_size & kSizeMask}};
}

std::uint64_t TermTable::hash_of(Tag tag, std::string_view key) const {
  return XXH3_64bits_withSeed(key.data(), key.size(), seed_ + static_cast<std::uint64_t>(tag));
}

std::uint32_t TermTable::intern(Tag tag, std::string_view key, std::uint64_t hash) {
  const std::uint64_t upper = hash & ~std::uint64_t{0xFFFFFFFF};
  const auto tag_and_size = static_cast<std::uint32_t>(static_cast<unsigned>(tag) << kSizeBits | key.size());
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = hash & mask;
  for (; slots_[slot] != 0; slot = (slot + 1) & mask) {
    if ((slots_[slot] & ~std::uint64_t{0xFFFFFFFF}) != upper) continue;
    const char* at = arena_.at((slots_[slot] & 0xFFFFFFFF) * 8);
    Header header{};
    std::memcpy(&header, at, sizeof header);
    if (header.tag_and_size == tag_and_size && std::memcmp(at + sizeof header, key.data(), key.size()) == 0) {
      return header.number;
    }
  }
  const auto number = static_cast<std::uint32_t>(records_.size());
  const std::size_t offset = arena_.take((sizeof(Header) + key.size() + 7) / 8 * 8);
  const Header header{number, tag_and_size};
  std::memcpy(arena_.at(offset), &header, sizeof header);
  if (!key.empty()) std::memcpy(arena_.at(offset) + sizeof header, key.data(), key.size());
  records_.push_back(static_cast<std::uint32_t>(offset / 8));
  slots_[slot] = upper | offset / 8;
  if (records_.size() * 3 > slots_.size() * 2) grow_slots();
  return number;
}

void TermTable::grow_slots() {
  HugeBuffer<std::uint64_t> bigger(slots_.size() * 2);
  const std::size_t mask = bigger.size() - 1;
  for (const std::uint32_t record : records_) {
    const Entry entry = entry_at(record);
    const std::uint64_t hash = hash_of(entry.tag, entry.key);
    std::size_t slot = hash & mask;
    while (bigger[slot] != 0) slot = (slot + 1) & mask;
    bigger[slot] = (hash & ~std::uint64_t{0xFFFFFFFF}) | record;
  }
  slots_ = std::move(bigger);
}

std::size_t TermTable::memory() const {
  return arena_.used() + slots_.size() * sizeof(std::uint64_t) +
         records_.size() * (2 * sizeof(std::uint32_t) + sizeof(Item));
}

std::vector<std::uint32_t> TermTable::sorted(const Budget& budget) const {
  constexpr std::size_t kTags = 16;
  std::array<std::size_t, kTags + 1> begins{};
  for (const std::uint32_t record : records_) ++begins[static_cast<std::size_t>(entry_at(record).tag) + 1];
  for (std::size_t tag = 0; tag < kTags; ++tag) begins[tag + 1] += begins[tag];

  const HugeBuffer<Item> items(records_.size());
  std::array<std::size_t, kTags + 1> next = begins;
  for (std::uint32_t number = 0; number < records_.size(); ++number) {
    const auto tag = static_cast<std::size_t>(entry_at(records_[number]).tag);
    items[next[tag]++] = {0, number, records_[number]};
  }
  std::vector<Range> work;
  for (std::size_t tag = 0; tag < kTags; ++tag) work.push_back({begins[tag], begins[tag + 1], 0});
  std::size_t since_check = 0;
  while (!work.empty()) {
    const Range range = work.back();
    work.pop_back();
    since_check += range.end - range.first;
    if (since_check > 50'000) {
      budget.check();
      since_check = 0;
    }
    sort_range(items, range, work);
  }
  std::vector<std::uint32_t> out(items.size());
  std::transform(items.data(), items.data() + items.size(), out.begin(),
                 [](const Item& item) { return item.number; });
  return out;
}

// Sorts a range whose keys agree in their first `depth` bytes by the eight bytes where they begin to differ;
// what is still equal then goes to `work`.
void TermTable::sort_range(const HugeBuffer<Item>& items, const Range& range,
                           std::vector<Range>& work) const {
  Item* const begin = items.data();
  const auto at = [begin](std::size_t i) { return begin + i; };
  if (range.end - range.first < 2) return;
  if (range.end - range.first <= kSmallRange) {
    std::sort(at(range.first), at(range.end), [&](const Item& a, const Item& b) {
      return key_of(a).substr(range.depth) < key_of(b).substr(range.depth);
    });
    return;
  }
  const std::size_t depth = common_prefix(items, range);
  for (std::size_t i = range.first; i < range.end; ++i) {
    if (i + kPrefetchDistance < range.end) {
      __builtin_prefetch(arena_.at(std::size_t{items[i + kPrefetchDistance].record} * 8 + depth));
    }
    items[i].word = word_at(key_of(items[i]), depth);
  }
  std::sort(at(range.first), at(range.end), [](const Item& a, const Item& b) { return a.word < b.word; });
  for (std::size_t first = range.first; first < range.end;) {
    std::size_t end = first + 1;
    while (end < range.end && items[end].word == items[first].word) ++end;
    if (end - first > 1) {
      // Keys that end within these eight bytes come first, the shorter before the longer.
      const auto longer = std::partition(at(first), at(end),
                                         [&](const Item& item) { return key_of(item).size() <= depth + 8; });
      std::sort(at(first), longer,
                [&](const Item& a, const Item& b) { return key_of(a).size() < key_of(b).size(); });
      const auto rest = static_cast<std::size_t>(longer - begin);
      if (end - rest > 1) work.push_back({rest, end, depth + 8});
    }
    first = end;
  }
}

std::size_t TermTable::common_prefix(const HugeBuffer<Item>& items, const Range& range) const {
  const std::string_view model = key_of(items[range.first]);
  std::size_t common = model.size();
  for (std::size_t i = range.first + 1; i < range.end && common > range.depth; ++i) {
    if (i + kPrefetchDistance < range.end) {
      __builtin_prefetch(arena_.at(std::size_t{items[i + kPrefetchDistance].record} * 8 + range.depth));
    }
    const std::string_view key = key_of(items[i]);
    const std::size_t max = std::min(common, key.size());
    common =
        range.depth + common_bytes(model.data() + range.depth, key.data() + range.depth, max - range.depth);
  }
  return common;
}

}  // namespace kg::bulk
