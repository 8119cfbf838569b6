// One flipped bit in any file of a store is reported or harmless: never a silent change, never a deletion.
// KG_BIT_FLIPS sets how many are tried for each kind of file.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <random>

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

constexpr std::uint64_t kSeed = 11;
constexpr std::uint64_t kCommits = 40;

std::string kind_of(const fs::path& file) {
  const std::string name = file.filename().string();
  if (name.starts_with("MANIFEST") || name.starts_with("OPTIONS")) return name.substr(0, name.find('-'));
  return file.has_extension() ? file.extension().string() : name;
}

std::map<std::string, std::vector<fs::path>> files_of(const std::string& store) {
  std::map<std::string, std::vector<fs::path>> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(store)) {
    if (entry.is_regular_file() && entry.file_size() > 0) {
      files[kind_of(entry.path())].push_back(fs::relative(entry.path(), store));
    }
  }
  for (auto& [kind, paths] : files) std::sort(paths.begin(), paths.end());
  return files;
}

void flip(const fs::path& file, std::uint64_t bit) {
  std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
  stream.seekg(static_cast<std::streamoff>(bit / 8));
  const int byte = stream.get();
  stream.seekp(static_cast<std::streamoff>(bit / 8));
  stream.put(static_cast<char>(byte ^ (1 << bit % 8)));
}

std::size_t tables_in(const std::string& store) { return files_of(store)[".sst"].size(); }

enum class Outcome { harmless, reported, shortened, silent };

// `shortened`: whole commits are missing from the end of a log that a crash left, and the notice says
// that the session did not end in order. Nobody can tell that from a crash during the last write.
Outcome outcome_of(const std::string& path, OpenMode mode) {
  try {
    const auto store = Store::open(path, mode, {std::size_t{16} << 20U, false});
    const std::uint64_t commit = store->info().last_commit;
    const std::set<Line> state = state_of(*store->snapshot());
    Budget budget;
    const bool sound = store->verify(budget).problems.empty();
    if (commit == kCommits && state == state_after(kSeed, kCommits)) {
      return sound ? Outcome::harmless : Outcome::reported;
    }
    if (commit < kCommits && state == state_after(kSeed, commit) && !store->info().notice.empty()) {
      return Outcome::shortened;
    }
    return Outcome::silent;
  } catch (const Failure&) {
    return Outcome::reported;
  }
}

void campaign(const std::string& original, bool crashed) {
  const char* given = std::getenv("KG_BIT_FLIPS");
  const std::uint64_t flips = given != nullptr ? std::strtoull(given, nullptr, 10) : 4;
  std::mt19937_64 random(random_seed());
  std::map<Outcome, std::size_t> outcomes;
  for (const auto& [kind, paths] : files_of(original)) {
    for (std::uint64_t i = 0; i < flips; ++i) {
      const fs::path& file = paths[random() % paths.size()];
      const std::uint64_t bit = random() % (8 * fs::file_size(original / file));
      const OpenMode mode = random() % 2 == 0 ? OpenMode::read : OpenMode::write;
      CAPTURE(file.string(), bit, mode == OpenMode::write, crashed);
      const TemporaryDirectory directory;
      const std::string copy = directory / "store";
      fs::copy(original, copy, fs::copy_options::recursive);
      flip(copy / file, bit);
      const std::size_t tables = tables_in(copy);
      const Outcome outcome = outcome_of(copy, mode);
      ++outcomes[outcome];
      CHECK(outcome != Outcome::silent);
      if (!crashed) CHECK(outcome != Outcome::shortened);
      if (outcome == Outcome::reported) CHECK(tables_in(copy) >= tables);
    }
  }
  // Most bits of most files matter: a campaign that noticed nothing did not flip what it meant to.
  CHECK(outcomes[Outcome::reported] > 0);
}

}  // namespace

TEST_CASE("a bit flips in a store that was closed in order") {
  const TemporaryDirectory directory;
  const std::string path = directory / "store";
  Store::create(path);
  Process writer({KG_CRASH_WORKER, "write", path, std::to_string(kSeed), "0", std::to_string(kCommits)});
  REQUIRE(writer.wait() == 0);
  REQUIRE(outcome_of(path, OpenMode::read) == Outcome::harmless);
  campaign(path, false);
}

TEST_CASE("a bit flips in a store whose writer was killed") {
  const TemporaryDirectory directory;
  const std::string path = directory / "store";
  Store::create(path);
  {
    // It makes the commits, says so, and is killed while it goes on holding the store open.
    Process writer({KG_CRASH_WORKER, "hold", path, std::to_string(kSeed), "0", std::to_string(kCommits)});
    for (std::uint64_t said = 0; said < kCommits;) said = std::stoull(writer.line());
    writer.kill();
    writer.wait();
  }
  const std::string untouched = directory / "untouched";
  fs::copy(path, untouched, fs::copy_options::recursive);
  REQUIRE(outcome_of(path, OpenMode::read) == Outcome::harmless);
  campaign(untouched, true);
}
