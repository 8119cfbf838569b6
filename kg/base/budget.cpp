#include "kg/base/budget.h"

#include <fmt/format.h>

#include "kg/base/error.h"

namespace kg {

void Budget::check() const {
  if (cancelled()) throw Failure(ErrorCode::cancelled, "interrupted");
  if (deadline_ != Clock::time_point::max() && Clock::now() >= deadline_) {
    throw Failure(ErrorCode::limit, "the time limit was reached",
                  "raise it with --timeout, or narrow the query");
  }
}

void Budget::charge(std::size_t bytes) {
  const std::size_t before = used_.fetch_add(bytes, std::memory_order_relaxed);
  if (bytes > memory_limit_ || before > memory_limit_ - bytes) {
    used_.fetch_sub(bytes, std::memory_order_relaxed);
    throw Failure(ErrorCode::limit,
                  fmt::format("the memory limit of {} MiB was reached", memory_limit_ >> 20U),
                  "raise it with --memory, or narrow the query");
  }
}

}  // namespace kg
