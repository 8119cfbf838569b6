// Moment: from what `as of` says to the store as it was.
#pragma once

#include "kg/algebra/statement.h"
#include "kg/base/budget.h"
#include "kg/store/store.h"

namespace kg {

// A commit's time as a dateTime in UTC.
Term time_term(std::int64_t time_ms);

// The store after the commit, or after the last commit before the end of the date's interval. Throws
// Failure(query) for what is not there yet or not any more, saying which commits there are, and what
// Store::snapshot_at throws.
SnapshotPtr snapshot_of(const Store& store, const Moment& moment, Budget& budget);

}  // namespace kg
