// What must hold whatever happens: no acknowledged commit lost, none half visible, verify clean. Writers
// are killed with SIGKILL at random moments of updates, folds and loads. KG_CRASHES sets how often.
#include <chrono>
#include <cstdlib>
#include <random>
#include <thread>

#include "crash/process.h"
#include "crash/workload.h"
#include "kg/base/error.h"
#include "support/catch.h"
#include "support/random_seed.h"
#include "support/temporary_directory.h"

using namespace kg;
using namespace kg::test;

namespace {

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* given = std::getenv(name);
  return given != nullptr ? std::strtoull(given, nullptr, 10) : otherwise;
}

Process start_writer(const std::string& path, std::uint64_t seed, bool sync, std::uint64_t commits) {
  return Process(
      {KG_CRASH_WORKER, "write", path, std::to_string(seed), sync ? "1" : "0", std::to_string(commits)});
}

}  // namespace

TEST_CASE("a writer is killed at random moments") {
  const std::uint64_t crashes = from_environment("KG_CRASHES", 6);
  const std::uint64_t seed = random_seed() % 1'000'000;
  std::mt19937_64 random(seed);
  const TemporaryDirectory directory;
  const std::string path = directory / "store";
  Store::create(path);
  std::uint64_t acknowledged = 0;
  for (std::uint64_t crash = 0; crash < crashes; ++crash) {
    CAPTURE(crash, seed);
    {
      Process writer = start_writer(path, seed, crash % 2 == 0, 1'000'000);
      // Some are killed while they still open the store, most at work.
      if (crash % 5 != 4) {
        const std::uint64_t commits = random() % 30;
        for (std::uint64_t i = 0; i <= commits; ++i) acknowledged = std::stoull(writer.line());
      }
      std::this_thread::sleep_for(std::chrono::microseconds(random() % 40'000));
      writer.kill();
      for (std::string line = writer.line(); !line.empty(); line = writer.line())
        acknowledged = std::stoull(line);
      CHECK(writer.wait() == -1);
    }
    const auto start = std::chrono::steady_clock::now();
    const auto store = Store::open(path, crash % 3 == 0 ? OpenMode::read : OpenMode::write);
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(2));
    const std::uint64_t commit = store->info().last_commit;
    // The one that was under way may have made it.
    REQUIRE(commit >= acknowledged);
    REQUIRE(commit <= acknowledged + 1);
    REQUIRE(state_of(*store->snapshot()) == state_after(seed, commit));
    Budget budget;
    REQUIRE(store->verify(budget).problems == std::vector<std::string>{});
    acknowledged = commit;
  }
  CHECK(acknowledged > 0);
}

TEST_CASE("readers in other processes see whole commits beside a writer") {
  const std::uint64_t commits = from_environment("KG_READER_COMMITS", 80);
  const std::uint64_t seed = random_seed() % 1'000'000;
  CAPTURE(seed);
  const TemporaryDirectory directory;
  const std::string path = directory / "store";
  Store::create(path);
  const std::string until = std::to_string(commits);
  Process first({KG_CRASH_WORKER, "read", path, std::to_string(seed), until});
  Process second({KG_CRASH_WORKER, "read", path, std::to_string(seed), until});
  Process writer = start_writer(path, seed, false, commits);
  CHECK(writer.wait() == 0);
  CHECK(first.wait() == 0);
  CHECK(second.wait() == 0);
  CHECK(std::stoull(first.line()) > 1);
}

TEST_CASE("a second writing process is told who holds the store") {
  const TemporaryDirectory directory;
  const std::string path = directory / "store";
  Store::create(path);
  Process writer = start_writer(path, 1, false, 1'000'000);
  writer.line();
  const auto start = std::chrono::steady_clock::now();
  try {
    Store::open(path, OpenMode::write);
    FAIL("opened twice");
  } catch (const Failure& failure) {
    CHECK(failure.error().code == ErrorCode::locked);
    CHECK(failure.error().message.find(std::to_string(writer.pid())) != std::string::npos);
  }
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::milliseconds(150));
}
