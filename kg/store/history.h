// History: the states that the commit records remember. Going back undoes the later commits in memory, with
// what a transaction's view is made of, so a view of the past costs what was changed since, not what the
// store holds. Thread safety: pure functions of an immutable snapshot.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>

#include "kg/base/budget.h"
#include "kg/store/snapshot.h"

namespace kg {

// Calls `visit` for each commit up to the snapshot's, newest first, until it returns false.
void for_each_commit(const Snapshot& now, const std::function<bool(const CommitInfo&)>& visit);

// The state after `commit` (0: before the first). Throws Failure(query) when the snapshot is older or a bulk
// load into a store with triples lies between, Failure(limit) when more than `max_changes` must be undone or
// the budget is used up. The budget is charged while the view is made.
std::shared_ptr<const Snapshot> snapshot_at(const std::shared_ptr<const Snapshot>& now, std::uint64_t commit,
                                            std::size_t max_changes, Budget& budget);

}  // namespace kg
