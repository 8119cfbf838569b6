#include "kg/exec/row_index.h"

#include <algorithm>

#include "kg/base/error.h"

namespace kg {

std::uint64_t RowIndex::hash(const Id* row) const {
  std::uint64_t hash = 0;
  for (std::size_t i = 0; i < width_; ++i) {
    hash = mix(hash ^ row[i].bits);
  }
  return hash;
}

void RowIndex::grow() {
  const std::size_t slots = std::max<std::size_t>(64, slots_.size() * 2);
  if (slots >= kFree) {
    throw Failure(ErrorCode::limit, "a query would have to keep more than 2 billion distinct rows in memory");
  }
  // Charged before it is taken: half of the slots may fill before the next growth.
  charge_.grow_to(slots * sizeof(std::uint32_t) + slots / 2 * width_ * sizeof(Id));
  rows_.reserve(slots / 2 * width_);
  slots_.assign(slots, kFree);
  for (std::size_t number = 0; number < size_; ++number) {
    std::size_t slot = hash(rows_.data() + number * width_) & (slots - 1);
    while (slots_[slot] != kFree) {
      slot = (slot + 1) & (slots - 1);
    }
    slots_[slot] = static_cast<std::uint32_t>(number);
  }
}

RowIndex::Found RowIndex::insert(const Id* row) {
  if (size_ * 2 >= slots_.size()) {
    grow();
  }
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t slot = hash(row) & mask;; slot = (slot + 1) & mask) {
    const std::uint32_t number = slots_[slot];
    if (number == kFree) {
      slots_[slot] = static_cast<std::uint32_t>(size_);
      rows_.insert(rows_.end(), row, row + width_);
      return {static_cast<std::uint32_t>(size_++), true};
    }
    if (std::equal(row, row + width_, rows_.data() + number * width_)) {
      return {number, false};
    }
  }
}

void RowIndex::clear() {
  size_ = 0;
  rows_.clear();
  std::fill(slots_.begin(), slots_.end(), kFree);
}

}  // namespace kg
