// RowIndex: a set of distinct rows of ids, numbered in the order in which they came. Open addressing with
// linear probing over row numbers; the rows stand in one flat array.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "kg/base/budget.h"
#include "kg/model/id.h"

namespace kg {

class RowIndex {
 public:
  // `width`: ids in a row; zero is allowed (there is one such row).
  RowIndex(Budget& budget, std::size_t width) : width_(width), charge_(budget) {}

  // The number of a row equal to `row` (of `width` ids), which is added when it is new. Throws
  // Failure(limit) when the budget's memory is used up.
  struct Found {
    std::uint32_t number;
    bool added;
  };
  Found insert(const Id* row);
  // The number of a row equal to `row`, or kNone.
  static constexpr std::uint32_t kNone = 0xffffffffU;
  [[nodiscard]] std::uint32_t find(const Id* row) const;

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::span<const Id> row(std::uint32_t number) const {
    return {rows_.data() + number * width_, width_};
  }
  // Forgets all rows but keeps the memory.
  void clear();

 private:
  [[nodiscard]] std::uint64_t hash(const Id* row) const;
  void grow();

  std::size_t width_;
  std::size_t size_ = 0;
  std::vector<Id> rows_;
  std::vector<std::uint32_t> slots_;
  MemoryCharge charge_;
};

}  // namespace kg
