// External sort of fixed-size keys: chunks that fit into memory are sorted by radix (least significant
// digit first), spilled, and merged while they are read. Keys come out ascending, each once.
//
// Radix sort lets a sort start above bits by which the input is already in order: triples in order of
// (s, p, o) become (p, s, o) by sorting on p alone.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "kg/base/budget.h"
#include "kg/store/bulk_files.h"
#include "kg/store/bulk_memory.h"

namespace kg::bulk {

using Key64 = std::uint64_t;
__extension__ using Key128 = unsigned __int128;

inline constexpr unsigned kDigitBits = 8;

// Sorts keys[0, n) by bits [first_bit, end_bit), keeping the order of keys that are equal there. `scratch`
// has room for n keys. O(n) a digit, after each of which the budget is looked at.
template <typename K>
void radix_sort(K* keys, K* scratch, std::size_t n, unsigned first_bit, unsigned end_bit,
                const Budget& budget) {
  constexpr std::size_t kBuckets = std::size_t{1} << kDigitBits;
  K* from = keys;
  K* to = scratch;
  for (unsigned bit = first_bit; bit < end_bit; bit += kDigitBits) {
    budget.check();
    const auto mask = static_cast<std::size_t>((std::size_t{1} << std::min(kDigitBits, end_bit - bit)) - 1);
    std::array<std::size_t, kBuckets> counts{};
    for (std::size_t i = 0; i < n; ++i) ++counts[static_cast<std::size_t>(from[i] >> bit) & mask];
    if (n != 0 && counts[static_cast<std::size_t>(from[0] >> bit) & mask] == n) continue;
    std::size_t sum = 0;
    for (std::size_t& count : counts) sum += std::exchange(count, sum);
    for (std::size_t i = 0; i < n; ++i)
      to[counts[static_cast<std::size_t>(from[i] >> bit) & mask]++] = from[i];
    std::swap(from, to);
  }
  if (from != keys) std::copy(from, from + n, keys);
}

// A sorted chunk, in memory or in a stretch of a file.
template <typename K>
struct SortedChunk {
  HugeBuffer<K> keys;
  std::size_t size = 0;
  std::shared_ptr<TempFile> file;
  std::uint64_t offset = 0;
};

// How a KeySorter sorts what fits into memory: by radix, or, for records, by comparison.
struct RadixOrder {
  unsigned first_bit;
  unsigned end_bit;
  static constexpr std::size_t kMaxKeys = ~std::size_t{0};
  template <typename K>
  void operator()(K* keys, std::size_t n, const Budget& budget) const {
    const HugeBuffer<K> scratch(n);
    radix_sort(keys, scratch.data(), n, first_bit, end_bit, budget);
  }
};
struct ComparisonOrder {
  static constexpr std::size_t kMaxKeys = std::size_t{1} << 20U;  // a sort cannot be cancelled
  template <typename K>
  void operator()(K* keys, std::size_t n, const Budget& budget) const {
    budget.check();
    std::sort(keys, keys + n);
  }
};

// Takes keys in any order. Not for more than one thread.
template <typename K, typename Order>
class KeySorter {
 public:
  // Uses up to about `memory_bytes` while keys are added, and half of it for as long as the last chunk lives.
  // The budget must outlive the sorter.
  KeySorter(std::string directory, std::size_t memory_bytes, Order order, const Budget& budget)
      : directory_(std::move(directory)),
        capacity_(std::clamp<std::size_t>(memory_bytes / (2 * sizeof(K)), 256, Order::kMaxKeys)),
        order_(order),
        budget_(&budget) {}

  void add(const K& key) {
    if (used_ == capacity_) spill();
    if (buffer_.size() == 0) buffer_ = HugeBuffer<K>(capacity_);
    buffer_[used_++] = key;
  }

  // The chunks. The only one stays in memory.
  std::vector<SortedChunk<K>> finish() {
    if (!chunks_.empty()) {
      if (used_ != 0) spill();
      buffer_ = HugeBuffer<K>();
    } else if (used_ != 0) {
      order_(buffer_.data(), used_, *budget_);
      chunks_.push_back({std::move(buffer_), used_, nullptr, 0});
    }
    used_ = 0;
    return std::move(chunks_);
  }

 private:
  void spill() {
    order_(buffer_.data(), used_, *budget_);
    if (!file_) file_ = std::make_shared<TempFile>(directory_);
    chunks_.push_back({HugeBuffer<K>(), used_, file_, file_->size()});
    file_->append(reinterpret_cast<const char*>(buffer_.data()), used_ * sizeof(K));
    used_ = 0;
  }

  std::string directory_;
  std::size_t capacity_;
  Order order_;
  const Budget* budget_;
  HugeBuffer<K> buffer_;
  std::size_t used_ = 0;
  std::shared_ptr<TempFile> file_;  // of all chunks
  std::vector<SortedChunk<K>> chunks_;
};

// Merges sorted chunks: ascending, each key once.
template <typename K>
class KeyStream {
 public:
  explicit KeyStream(std::vector<SortedChunk<K>> chunks) : chunks_(std::move(chunks)), out_(kBatch) {
    for (SortedChunk<K>& chunk : chunks_) {
      Source& source = storage_.emplace_back();
      if (chunk.keys.size() != 0) {
        source.next = chunk.keys.data();
        source.end = source.next + chunk.size;
      } else {
        source.reader = FileReader(*chunk.file, chunk.offset, chunk.offset + chunk.size * sizeof(K));
        source.buffer.resize(kBatch);
      }
      if (refill(source)) sources_.push_back(&source);
    }
    std::make_heap(sources_.begin(), sources_.end(), later);
  }

  // The next keys, none at the end. Valid until the next call.
  std::span<const K> next() {
    std::size_t n = 0;
    while (n < kBatch && !sources_.empty()) {
      if (sources_.size() == 1) {
        n = drain(n);
      } else if (sources_.size() == 2) {
        n = merge_two(n);
      } else {
        std::pop_heap(sources_.begin(), sources_.end(), later);
        Source& source = *sources_.back();
        n = emit(*source.next++, n);
        if (refill(source)) {
          std::push_heap(sources_.begin(), sources_.end(), later);
        } else {
          sources_.pop_back();
        }
      }
    }
    return {out_.data(), n};
  }

 private:
  static constexpr std::size_t kBatch = 8192;
  struct Source {
    const K* next = nullptr;
    const K* end = nullptr;
    FileReader reader;
    std::vector<K> buffer;
  };

  static bool later(const Source* a, const Source* b) { return *a->next > *b->next; }

  static bool refill(Source& source) {
    if (source.next != source.end) return true;
    if (source.buffer.empty()) return false;
    const std::size_t n = source.reader.values(source.buffer.data(), source.buffer.size());
    source.next = source.buffer.data();
    source.end = source.next + n;
    return n != 0;
  }

  std::size_t emit(K key, std::size_t n) {
    if (any_ && key == last_) return n;
    any_ = true;
    last_ = key;
    out_[n] = key;
    return n + 1;
  }

  std::size_t drain(std::size_t n) {
    Source& source = *sources_.front();
    while (n < kBatch && source.next != source.end) n = emit(*source.next++, n);
    if (!refill(source)) sources_.clear();
    return n;
  }

  std::size_t merge_two(std::size_t n) {
    Source& a = *sources_[0];
    Source& b = *sources_[1];
    while (n < kBatch && a.next != a.end && b.next != b.end) {
      const bool first = *a.next <= *b.next;
      const K key = first ? *a.next : *b.next;
      a.next += first ? 1 : 0;
      b.next += first ? 0 : 1;
      n = emit(key, n);
    }
    if (!refill(b)) {
      sources_.pop_back();
    } else if (!refill(a)) {
      sources_.erase(sources_.begin());
    }
    return n;
  }

  std::vector<SortedChunk<K>> chunks_;
  std::deque<Source> storage_;
  std::vector<Source*> sources_;  // those with keys left; a heap when there are more than two
  std::vector<K> out_;
  K last_{};
  bool any_ = false;
};

}  // namespace kg::bulk
