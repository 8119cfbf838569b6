// TermTable: the distinct terms of one run of a bulk load, numbered 0, 1, 2, ... in the order in which they
// were first seen. A term is a tag and the bytes it is ordered by: dictionary keys, and for inline terms the
// id's eight bytes, big-endian.
// Thread safety: none; each parser thread has its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "kg/base/budget.h"
#include "kg/model/id.h"
#include "kg/store/bulk_memory.h"

namespace kg::bulk {

class TermTable {
 public:
  struct Entry {
    Tag tag;
    std::string_view key;
  };

  // `reserved_bytes`: an upper limit for the bytes of all terms, with 16 for each.
  explicit TermTable(std::size_t reserved_bytes);

  // The number of a term, a new one if it was not seen before. In a large table two cache misses, which
  // the callers of the first two prefetch functions, in this order and some terms ahead, do not wait for.
  [[nodiscard]] std::uint64_t hash_of(Tag tag, std::string_view key) const;
  void prefetch_slot(std::uint64_t hash) const { __builtin_prefetch(&slots_[hash & (slots_.size() - 1)]); }
  void prefetch_record(std::uint64_t hash) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t slot = hash & mask;
    while (slots_[slot] != 0 && slots_[slot] >> 32U != hash >> 32U) slot = (slot + 1) & mask;
    __builtin_prefetch(arena_.at((slots_[slot] & 0xFFFFFFFF) * 8));
  }
  std::uint32_t intern(Tag tag, std::string_view key, std::uint64_t hash);
  std::uint32_t intern(Tag tag, std::string_view key) { return intern(tag, key, hash_of(tag, key)); }

  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(records_.size()); }
  [[nodiscard]] Entry entry(std::uint32_t number) const { return entry_at(records_[number]); }
  // Bytes in use now, and what sorting will need on top.
  [[nodiscard]] std::size_t memory() const;

  // The numbers in ascending order of (tag, key). Throws what the budget throws.
  [[nodiscard]] std::vector<std::uint32_t> sorted(const Budget& budget) const;

 private:
  struct Item {
    std::uint64_t word;  // eight bytes of the key at the depth that is being sorted, big-endian
    std::uint32_t number;
    std::uint32_t record;
  };
  struct Range {
    std::size_t first;
    std::size_t end;
    std::size_t depth;
  };

  [[nodiscard]] Entry entry_at(std::uint32_t record) const;
  void grow_slots();
  void sort_range(const HugeBuffer<Item>& items, const Range& range, std::vector<Range>& work) const;
  [[nodiscard]] std::string_view key_of(const Item& item) const { return entry_at(item.record).key; }
  [[nodiscard]] std::size_t common_prefix(const HugeBuffer<Item>& items, const Range& range) const;

  // A slot is a hash's upper half and a record's place in the arena, in units of eight bytes; 0 is empty.
  HugeBuffer<std::uint64_t> slots_;
  std::vector<std::uint32_t> records_;  // by number
  Arena arena_;
  std::uint64_t seed_;
};

}  // namespace kg::bulk
