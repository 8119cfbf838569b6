// Budget: what one piece of work may use. Every operator and loop that can run long polls it.
//
// Thread safety: one Budget may be polled and charged from several threads, and cancelled from any
// thread or from a signal handler (`cancel` is one lock-free atomic store).
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace kg {

class Budget {
 public:
  using Clock = std::chrono::steady_clock;

  Budget() = default;
  Budget(const Budget&) = delete;
  Budget& operator=(const Budget&) = delete;

  // Call the setters before the work starts.
  void set_deadline(Clock::time_point deadline) noexcept { deadline_ = deadline; }
  void set_timeout(std::chrono::milliseconds timeout) noexcept { deadline_ = Clock::now() + timeout; }
  void set_memory_limit(std::size_t bytes) noexcept { memory_limit_ = bytes; }

  void cancel() noexcept { cancelled_.store(true, std::memory_order_relaxed); }
  [[nodiscard]] bool cancelled() const noexcept { return cancelled_.load(std::memory_order_relaxed); }

  // Throws Failure(cancelled) or Failure(limit). Cheap enough to call once a batch (about 25 ns).
  void check() const;

  // Throws Failure(limit) when the sum of what is charged would pass the limit; charges nothing then.
  void charge(std::size_t bytes);
  void release(std::size_t bytes) noexcept { used_.fetch_sub(bytes, std::memory_order_relaxed); }

  [[nodiscard]] std::size_t memory_limit() const noexcept { return memory_limit_; }
  [[nodiscard]] std::size_t memory_used() const noexcept { return used_.load(std::memory_order_relaxed); }

 private:
  std::atomic<bool> cancelled_{false};
  std::atomic<std::size_t> used_{0};
  std::size_t memory_limit_ = std::numeric_limits<std::size_t>::max();
  Clock::time_point deadline_ = Clock::time_point::max();
};

// Bytes charged to a budget for as long as this object lives. `grow_to` is called with the total
// that the owner now holds; shrinking gives bytes back.
class MemoryCharge {
 public:
  explicit MemoryCharge(Budget& budget) noexcept : budget_(&budget) {}
  MemoryCharge(const MemoryCharge&) = delete;
  MemoryCharge& operator=(const MemoryCharge&) = delete;
  ~MemoryCharge() { budget_->release(bytes_); }

  void grow_to(std::size_t bytes) {
    if (bytes > bytes_) {
      budget_->charge(bytes - bytes_);
    } else {
      budget_->release(bytes_ - bytes);
    }
    bytes_ = bytes;
  }
  void add(std::size_t bytes) { grow_to(bytes_ + bytes); }

 private:
  Budget* budget_;
  std::size_t bytes_ = 0;
};

}  // namespace kg
