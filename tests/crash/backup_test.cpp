// Backups are whole states of the store, whoever writes meanwhile; KG_BACKUPS sets how many are made.
// Restoring loses nothing that was there.
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <thread>

#include "crash/process.h"
#include "crash/workload.h"
#include "kg/base/error.h"
#include "support/catch.h"
#include "support/random_seed.h"
#include "support/temporary_directory.h"

using namespace kg;
using namespace kg::test;

namespace fs = std::filesystem;

namespace {

std::uint64_t backups_to_make() {
  const char* given = std::getenv("KG_BACKUPS");
  return given != nullptr ? std::strtoull(given, nullptr, 10) : 6;
}

ErrorCode code_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Failure& failure) {
    return failure.error().code;
  }
  return ErrorCode::internal;
}

// That a copy is some commit's whole state, sound, and a store that can be written on; gives the commit.
std::uint64_t check_copy(const std::string& path, std::uint64_t seed) {
  const auto copy = Store::open(path, OpenMode::write);
  const std::uint64_t commit = copy->info().last_commit;
  CHECK(copy->info().notice.empty());
  CHECK(state_of(*copy->snapshot()) == state_after(seed, commit));
  Budget budget;
  CHECK(copy->verify(budget).problems == std::vector<std::string>{});
  CHECK(apply(*copy, change_of(seed, commit + 1)) == commit + 1);
  CHECK(state_of(*copy->snapshot()) == state_after(seed, commit + 1));
  return commit;
}

void make_store(const std::string& path, std::uint64_t seed, std::uint64_t commits) {
  Store::create(path, "http://base.example/");
  const auto store = Store::open(path, OpenMode::write);
  for (std::uint64_t n = 1; n <= commits; ++n) apply(*store, change_of(seed, n));
}

}  // namespace

TEST_CASE("a backup beside a writing process is a whole state") {
  const std::uint64_t seed = random_seed() % 1'000'000;
  const TemporaryDirectory directory;
  const std::string path = directory / "store";
  Store::create(path);
  Process writer({KG_CRASH_WORKER, "write", path, std::to_string(seed), "0", "1000000"});
  std::uint64_t last = 0;
  for (std::uint64_t i = 0; i < backups_to_make(); ++i) {
    CAPTURE(seed, i);
    for (int lines = 0; lines < 7; ++lines) writer.line();
    const std::string copy = directory / ("copy" + std::to_string(i));
    Budget budget;
    Store::open(path, OpenMode::read)->back_up(copy, budget);
    const std::uint64_t commit = check_copy(copy, seed);
    CHECK(commit > last);
    last = commit;
  }
}

TEST_CASE("a backup by the process that writes is a whole state") {
  const std::uint64_t seed = random_seed() % 1'000'000;
  const TemporaryDirectory directory;
  const std::string path = directory / "store";
  Store::create(path);
  const auto store = open_store(path, OpenMode::write, {std::size_t{16} << 20U, false}, {2000, 500, 100});
  std::atomic<bool> stop{false};
  std::atomic<std::uint64_t> commits{0};
  std::thread writer([&] {
    for (std::uint64_t n = 1; !stop; ++n) commits = apply(*store, change_of(seed, n));
  });
  for (std::uint64_t i = 0; i < backups_to_make(); ++i) {
    CAPTURE(seed, i);
    while (commits < 5 * i) std::this_thread::yield();
    const std::uint64_t before = commits;
    const std::string copy = directory / ("copy" + std::to_string(i));
    Budget budget;
    store->back_up(copy, budget);
    CHECK(check_copy(copy, seed) >= before);
  }
  stop = true;
  writer.join();
}

TEST_CASE("a backup keeps what the store is, and goes only where nothing is") {
  const TemporaryDirectory directory;
  const std::string path = directory / "store";
  make_store(path, 7, 20);
  const auto store = Store::open(path, OpenMode::read);
  Budget budget;
  const std::string copy = directory / "copy";
  fs::create_directory(copy);
  store->back_up(copy, budget);
  const auto opened = Store::open(copy, OpenMode::read);
  CHECK(opened->info().store_id == store->info().store_id);
  CHECK(opened->info().base_iri == "http://base.example/");
  // The past comes along.
  CHECK(state_of(*opened->snapshot_at(15, budget)) == state_after(7, 15));

  CHECK(code_of([&] { store->back_up(copy, budget); }) == ErrorCode::store);
  CHECK(code_of([&] { store->back_up(path, budget); }) == ErrorCode::store);
  std::ofstream(directory / "file") << "x";
  CHECK(code_of([&] { store->back_up(directory / "file", budget); }) == ErrorCode::store);
  CHECK(check_copy(path, 7) == 20);
}

// Entries of a database without a sequence number of its own are lost in a compaction beside a snapshot.
TEST_CASE("a copy can be compacted") {
  const TemporaryDirectory directory;
  const std::string path = directory / "store";
  make_store(path, 5, 6);
  Budget budget;
  const std::string copy = directory / "copy";
  Store::open(path, OpenMode::read)->back_up(copy, budget);
  const auto store = Store::open(copy, OpenMode::write);
  CHECK(state_of(*store->snapshot()) == state_after(5, 6));
  store->compact();
  CHECK(state_of(*store->snapshot()) == state_after(5, 6));
  REQUIRE(change_of(5, 7).compact);
  apply(*store, change_of(5, 7));
  CHECK(state_of(*store->snapshot()) == state_after(5, 7));
  CHECK(store->verify(budget).problems == std::vector<std::string>{});
}

TEST_CASE("a backup that is cut off leaves nothing") {
  const TemporaryDirectory directory;
  const std::string path = directory / "store";
  make_store(path, 8, 5);
  Budget cancelled;
  cancelled.cancel();
  const auto store = Store::open(path, OpenMode::read);
  CHECK(code_of([&] { store->back_up(directory / "absent", cancelled); }) == ErrorCode::cancelled);
  CHECK(!fs::exists(directory / "absent"));
  fs::create_directory(directory / "empty");
  CHECK(code_of([&] { store->back_up(directory / "empty", cancelled); }) == ErrorCode::cancelled);
  CHECK(fs::is_empty(directory / "empty"));
}

TEST_CASE("restoring puts a backup where nothing is, or in the place of a store that is moved aside") {
  const TemporaryDirectory directory;
  const std::string backup = directory / "backup";
  make_store(backup, 9, 10);
  Budget budget;
  const std::string path = directory / "store";
  CHECK(Store::restore(backup, path, false, budget).empty());
  CHECK(check_copy(path, 9) == 10);  // and makes commit 11

  CHECK(code_of([&] { Store::restore(backup, path, false, budget); }) == ErrorCode::store);
  CHECK(Store::open(path, OpenMode::read)->info().last_commit == 11);

  const std::string aside = Store::restore(backup, path + "/", true, budget);
  CHECK(Store::open(aside, OpenMode::read)->info().last_commit == 11);
  CHECK(Store::open(path, OpenMode::read)->info().last_commit == 10);
  CHECK(Store::restore(backup, path, true, budget) != aside);
  CHECK(check_copy(path, 9) == 10);

  Budget cancelled;
  cancelled.cancel();
  CHECK(code_of([&] { Store::restore(backup, path, true, cancelled); }) == ErrorCode::cancelled);
  CHECK(Store::open(path, OpenMode::read)->info().last_commit == 11);
}

TEST_CASE("restoring touches neither a store that is written nor what is no store") {
  const TemporaryDirectory directory;
  const std::string backup = directory / "backup";
  make_store(backup, 9, 3);
  const std::string path = directory / "store";
  make_store(path, 1, 4);
  Budget budget;
  {
    const auto writer = Store::open(path, OpenMode::write);
    CHECK(code_of([&] { Store::restore(backup, path, true, budget); }) == ErrorCode::locked);
  }
  CHECK(code_of([&] { Store::restore(directory / "absent", path, true, budget); }) == ErrorCode::store);
  CHECK(check_copy(path, 1) == 4);

  const std::string other = directory / "letters";
  fs::create_directory(other);
  std::ofstream(other + "/letter") << "Dear all";
  CHECK(code_of([&] { Store::restore(backup, other, true, budget); }) == ErrorCode::store);
  CHECK(fs::exists(other + "/letter"));
}
