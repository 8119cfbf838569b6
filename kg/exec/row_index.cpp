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
  if (slots >= kNone) {
    throw Failure(ErrorCode::limit, "a query would have to keep more than 2 billion distinct rows in memory");
  }
  // Charged before it is taken: half of the slots may fill before the next growth.
  charge_.grow_to(slots * sizeof(std::uint32_t) + slots / 2 * width_ * sizeof(Id));
  rows_.reserve(slots / 2 * width_);
  slots_.assign(slots, kNone);
  for (std::size_t number = 0; number < size_; ++number) {
    std::size_t slot = hash(rows_.data() + number * width_) & (slots - 1);
    while (slots_[slot] != kNone) {
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
    if (number == kNone) {
      slots_[slot] = static_cast<std::uint32_t>(size_);
      rows_.insert(rows_.end(), row, row + width_);
      return {static_cast<std::uint32_t>(size_++), true};
    }
    if (std::equal(row, row + width_, rows_.data() + number * width_)) {
      return {number, false};
    }
  }
}

std::uint32_t RowIndex::find(const Id* row) const {
  if (slots_.empty()) {
    return kNone;
  }
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t slot = hash(row) & mask;; slot = (slot + 1) & mask) {
    const std::uint32_t number = slots_[slot];
    if (number == kNone || std::equal(row, row + width_, rows_.data() + number * width_)) {
      return number;
    }
  }
}

void RowIndex::clear() {
  if (size_ * 16 < slots_.size()) {  // few rows in a large table: theirs alone
    for (std::size_t number = 0; number < size_; ++number) {
      std::size_t slot = hash(rows_.data() + number * width_) & (slots_.size() - 1);
      while (slots_[slot] != number) {
        slot = (slot + 1) & (slots_.size() - 1);
      }
      slots_[slot] = kNone;
    }
  } else {
    std::fill(slots_.begin(), slots_.end(), kNone);
  }
  size_ = 0;
  rows_.clear();
}

}  // namespace kg
