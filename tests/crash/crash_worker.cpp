// The process that the crash tests start and kill.
//   crash_worker write STORE SEED SYNC COMMITS   makes commits up to COMMITS, says each one's number when it
//                                                was acknowledged
//   crash_worker hold ...                        the same, and then waits to be killed
//   crash_worker read STORE SEED COMMITS         follows the store until it has COMMITS, checks each state
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>
#include <thread>

#include "crash/workload.h"
#include "kg/base/error.h"

namespace {

using namespace kg;
using namespace kg::test;

void say(std::uint64_t number) {
  const std::string line = std::to_string(number) + "\n";
  if (::write(STDOUT_FILENO, line.data(), line.size()) != static_cast<ssize_t>(line.size())) std::exit(3);
}

int write(const std::string& path, std::uint64_t seed, bool sync, std::uint64_t commits, bool hold) {
  const auto store = open_store(path, OpenMode::write, {std::size_t{16} << 20U, sync}, {2000, 500, 100});
  say(store->info().last_commit);
  for (std::uint64_t n = store->info().last_commit + 1; n <= commits; ++n) {
    say(apply(*store, change_of(seed, n)));
  }
  while (hold) ::pause();
  return 0;
}

int read(const std::string& path, std::uint64_t seed, std::uint64_t commits) {
  const auto store = Store::open(path, OpenMode::read, {std::size_t{16} << 20U, true});
  std::set<Line> expected;
  std::uint64_t at = 0;
  std::uint64_t states = 0;
  while (true) {
    const SnapshotPtr snapshot = store->snapshot();
    if (snapshot->commit() < at) {
      std::cerr << "commit " << snapshot->commit() << " was seen after " << at << '\n';
      return 1;
    }
    for (; at < snapshot->commit(); ++at) {
      const Change change = change_of(seed, at + 1);
      for (const Line& line : change.removed) expected.erase(line);
      expected.insert(change.added.begin(), change.added.end());
    }
    if (state_of(*snapshot) != expected || snapshot->statistics().triples() != expected.size()) {
      std::cerr << "at commit " << at << " a reader sees another state\n";
      return 1;
    }
    ++states;
    if (at >= commits) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(3));
    store->refresh();
  }
  say(states);
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  const std::vector<std::string> words(arguments, arguments + count);
  try {
    if (count == 6 && (words[1] == "write" || words[1] == "hold")) {
      return write(words[2], std::stoull(words[3]), words[4] == "1", std::stoull(words[5]),
                   words[1] == "hold");
    }
    if (count == 5 && words[1] == "read") return read(words[2], std::stoull(words[3]), std::stoull(words[4]));
  } catch (const Failure& failure) {
    std::cerr << failure.error().to_string() << '\n';
    return 1;
  }
  return 2;
}
