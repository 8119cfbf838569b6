#include "kg/base/budget.h"

#include <thread>
#include <vector>

#include "kg/base/error.h"
#include "support/catch.h"

using namespace kg;

namespace {

template <typename Call>
ErrorCode code_of(Call call) {
  try {
    call();
  } catch (const Failure& failure) {
    return failure.error().code;
  }
  return ErrorCode::internal;
}

}  // namespace

TEST_CASE("a budget without limits lets everything pass") {
  Budget budget;
  budget.check();
  budget.charge(std::size_t{1} << 40U);
  CHECK(budget.memory_used() == std::size_t{1} << 40U);
}

TEST_CASE("memory passes at the limit and fails one byte beyond it, charging nothing") {
  Budget budget;
  budget.set_memory_limit(1000);
  budget.charge(1000);
  CHECK(code_of([&] { budget.charge(1); }) == ErrorCode::limit);
  CHECK(budget.memory_used() == 1000);
  budget.release(1);
  budget.charge(1);
  CHECK(code_of([&] { budget.charge(~std::size_t{0}); }) == ErrorCode::limit);
  CHECK(budget.memory_used() == 1000);
}

TEST_CASE("a memory charge follows its owner and gives everything back") {
  Budget budget;
  budget.set_memory_limit(100);
  {
    MemoryCharge charge(budget);
    charge.grow_to(80);
    charge.add(20);
    CHECK(budget.memory_used() == 100);
    charge.grow_to(30);
    CHECK(budget.memory_used() == 30);
    CHECK(code_of([&] { charge.grow_to(101); }) == ErrorCode::limit);
    CHECK(budget.memory_used() == 30);
  }
  CHECK(budget.memory_used() == 0);
}

TEST_CASE("a deadline in the past fails, one in the future does not") {
  Budget budget;
  budget.set_deadline(Budget::Clock::now() + std::chrono::hours(1));
  budget.check();
  budget.set_timeout(std::chrono::milliseconds(0));
  CHECK(code_of([&] { budget.check(); }) == ErrorCode::limit);
}

TEST_CASE("cancelling from another thread is seen, and comes before the deadline") {
  Budget budget;
  budget.set_timeout(std::chrono::milliseconds(0));
  std::thread([&] { budget.cancel(); }).join();
  CHECK(budget.cancelled());
  CHECK(code_of([&] { budget.check(); }) == ErrorCode::cancelled);
}

TEST_CASE("charges from several threads never pass the limit together") {
  Budget budget;
  budget.set_memory_limit(1000);
  std::atomic<std::size_t> taken{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 1000; ++i) {
        try {
          budget.charge(3);
          taken += 3;
        } catch (const Failure&) {
          continue;
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(taken <= 1000);
  CHECK(budget.memory_used() == taken);
}
