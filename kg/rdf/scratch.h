// Scratch: memory for the terms of one record that cannot be views of the input. Nothing that was handed
// out moves until reset().
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <vector>

namespace kg::rdf {

class Scratch {
 public:
  char* take(std::size_t bytes) {
    if (blocks_.empty() || bytes > capacity_ - used_) {
      capacity_ = std::max(bytes, kBlockBytes);
      blocks_.push_back(std::make_unique_for_overwrite<char[]>(capacity_));
      used_ = 0;
    }
    char* out = blocks_.back().get() + used_;
    used_ += bytes;
    return out;
  }

  // Keeps one block of ordinary size, so that one huge record does not hold its memory for ever.
  void reset() {
    if (blocks_.size() > 1 || capacity_ > kBlockBytes) {
      blocks_.clear();
      capacity_ = 0;
    }
    used_ = 0;
  }

 private:
  static constexpr std::size_t kBlockBytes = std::size_t{16} << 10U;
  std::vector<std::unique_ptr<char[]>> blocks_;
  std::size_t capacity_ = 0;
  std::size_t used_ = 0;
};

}  // namespace kg::rdf
