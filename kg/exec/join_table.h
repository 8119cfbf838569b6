// JoinTable: rows kept in memory, found by the values of some of their columns. Open chains over two flat
// arrays; built once, then probed.
#pragma once

#include <cstdint>
#include <vector>

#include "kg/base/budget.h"
#include "kg/exec/operator.h"

namespace kg {

// Hash of the ids in one row.
std::uint64_t hash_row(const std::vector<std::vector<Id>>& columns, const std::vector<std::size_t>& keys,
                       std::size_t row);

class JoinTable {
 public:
  static constexpr std::uint32_t kNone = 0xffffffffU;

  explicit JoinTable(Budget& budget) : charge_(budget) {}

  // Takes all rows of `input` and indexes them by the columns `keys`. Throws Failure(limit) when the
  // budget's memory does not hold them.
  void build(Operator& input, std::vector<std::size_t> keys);

  [[nodiscard]] const std::vector<std::vector<Id>>& columns() const { return rows_.columns; }
  [[nodiscard]] std::size_t rows() const { return rows_.rows; }
  // Rows with some key unbound; they are not in the chains.
  [[nodiscard]] const std::vector<std::uint32_t>& loose() const { return loose_; }

  // First row of the chain in which a row with this hash would be, then its successors; kNone ends it.
  // Rows of other keys may stand in the same chain.
  [[nodiscard]] std::uint32_t first(std::uint64_t hash) const {
    return heads_.empty() ? kNone : heads_[hash & (heads_.size() - 1)];
  }
  [[nodiscard]] std::uint32_t after(std::uint32_t row) const { return next_[row]; }

 private:
  Batch rows_;
  std::vector<std::uint32_t> heads_;
  std::vector<std::uint32_t> next_;
  std::vector<std::uint32_t> loose_;
  MemoryCharge charge_;
};

}  // namespace kg
