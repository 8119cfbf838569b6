// Memory for tables and sort buffers of a bulk load: zeroed when first touched, and on huge pages where the
// system has them, because most accesses are random and would miss the TLB.
#pragma once

#include <cstddef>
#include <type_traits>
#include <utility>

namespace kg::bulk {

// Both throw std::bad_alloc.
void* map_memory(std::size_t bytes);
void unmap_memory(void* memory, std::size_t bytes) noexcept;

// An array of fixed size.
template <typename T>
class HugeBuffer {
  static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);

 public:
  HugeBuffer() = default;
  explicit HugeBuffer(std::size_t size)
      : data_(size == 0 ? nullptr : static_cast<T*>(map_memory(size * sizeof(T)))), size_(size) {}
  HugeBuffer(HugeBuffer&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}
  HugeBuffer& operator=(HugeBuffer&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    return *this;
  }
  HugeBuffer(const HugeBuffer&) = delete;
  HugeBuffer& operator=(const HugeBuffer&) = delete;
  ~HugeBuffer() {
    if (data_ != nullptr) unmap_memory(data_, size_ * sizeof(T));
  }

  [[nodiscard]] T* data() const { return data_; }
  [[nodiscard]] std::size_t size() const { return size_; }
  T& operator[](std::size_t i) const { return data_[i]; }

 private:
  T* data_ = nullptr;
  std::size_t size_ = 0;
};

// One growing piece of memory within a reserved stretch of addresses: nothing ever moves.
class Arena {
 public:
  explicit Arena(std::size_t reserved_bytes);
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;
  ~Arena();

  // Makes room for `bytes` and gives their offset. Throws std::bad_alloc beyond what is reserved.
  std::size_t take(std::size_t bytes) {
    if (bytes > usable_ - used_) grow(bytes);
    const std::size_t out = used_;
    used_ += bytes;
    return out;
  }
  [[nodiscard]] char* at(std::size_t offset) const { return base_ + offset; }
  [[nodiscard]] std::size_t used() const { return used_; }

 private:
  void grow(std::size_t bytes);
  char* base_ = nullptr;
  std::size_t reserved_;
  std::size_t usable_ = 0;
  std::size_t used_ = 0;
};

}  // namespace kg::bulk
