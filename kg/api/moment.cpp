#include "kg/api/moment.h"

#include <fmt/format.h>

#include <chrono>

#include "kg/base/error.h"
#include "kg/model/value.h"

namespace kg {
namespace {

// "commits 1 (2026-02-10T08:00:00Z) to 12 (2026-02-11T09:30:00Z)".
std::string known_commits(const Store& store) {
  CommitInfo first;
  CommitInfo last;
  store.for_each_commit([&](const CommitInfo& commit) {
    if (last.commit == 0) last = commit;
    first = commit;
    return true;
  });
  if (last.commit == 0) return "the store has no commit yet";
  return fmt::format("the store has the commits {} ({}) to {} ({})", first.commit,
                     time_term(first.time_ms).value, last.commit, time_term(last.time_ms).value);
}

std::uint64_t commit_before(const Store& store, const Date& date) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  if (date.start > std::chrono::duration_cast<std::chrono::milliseconds>(now).count()) {
    throw Failure(ErrorCode::query, fmt::format("{} is in the future", format_date(date)),
                  known_commits(store));
  }
  std::uint64_t found = 0;
  store.for_each_commit([&](const CommitInfo& commit) {
    if (commit.time_ms < date.end) found = commit.commit;
    return found == 0;
  });
  if (found == 0) {
    throw Failure(ErrorCode::query, fmt::format("nothing was committed by {}", format_date(date)),
                  known_commits(store));
  }
  return found;
}

}  // namespace

Term time_term(std::int64_t time_ms) {
  Date date = make_date(time_ms, DatePrecision::instant, 0);
  if (time_ms % 1000 != 0) date.fraction_digits = 3;
  return term_of_value(value_of_date(date));
}

SnapshotPtr snapshot_of(const Store& store, const Moment& moment, Budget& budget) {
  if (!moment.commit) {
    return store.snapshot_at(commit_before(store, value_of(moment.date).date), budget);
  }
  if (*moment.commit == 0 || *moment.commit > store.snapshot()->commit()) {
    throw Failure(ErrorCode::query, fmt::format("there is no commit {}", *moment.commit),
                  known_commits(store));
  }
  return store.snapshot_at(*moment.commit, budget);
}

}  // namespace kg
