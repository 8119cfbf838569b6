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

namespace kg::bulk {

// One growing piece of memory; offsets stay valid, addresses do not.
class Arena {
 public:
  Arena() = default;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;
  ~Arena();
  // Makes room for `bytes` and gives their offset.
  std::size_t take(std::size_t bytes) {
    if (bytes > capacity_ - used_) grow(bytes);
    const std::size_t out = used_;
    used_ += bytes;
    return out;
  }
  [[nodiscard]] char* at(std::size_t offset) const { return base_ + offset; }
  [[nodiscard]] std::size_t used() const { return used_; }

 private:
  void grow(std::size_t bytes);
  char* base_ = nullptr;
  std::size_t capacity_ = 0;
  std::size_t used_ = 0;
};

class TermTable {
 public:
  struct Entry {
    Tag tag;
    std::string_view key;
  };

  TermTable();

  // The number of a term, a new one if it was not seen before. About 50 ns for known terms.
  std::uint32_t intern(Tag tag, std::string_view key);

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
  void sort_range(std::vector<Item>& items, const Range& range, std::vector<Range>& work) const;
  [[nodiscard]] std::string_view key_of(const Item& item) const { return entry_at(item.record).key; }
  [[nodiscard]] std::size_t common_prefix(const std::vector<Item>& items, const Range& range) const;

  // A slot is a hash's upper half and a record's place in the arena, in units of eight bytes; 0 is empty.
  std::vector<std::uint64_t> slots_;
  std::vector<std::uint32_t> records_;  // by number
  Arena arena_;
  std::uint64_t seed_;
};

}  // namespace kg::bulk
