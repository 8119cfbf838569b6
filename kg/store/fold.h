// Fold: the delta of a snapshot goes into the blocks.
#pragma once

#include <cstddef>
#include <string>

#include "kg/store/database.h"
#include "kg/store/snapshot.h"

namespace kg {

// Rewrites the blocks that the snapshot's delta touches and notes in the state record that its commits
// are folded, in one step. `snapshot` must be the newest state. With up to `batch_entries` changes this
// is a write batch, with more it is SST files made in `directory`. Returns the new state record.
MetaRecord fold_delta(Families& database, const Snapshot& snapshot, std::size_t batch_entries,
                      const std::string& directory);

}  // namespace kg
