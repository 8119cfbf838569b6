// The parts of the store that store.cpp puts together, and opening with other thresholds (for tests).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "kg/store/store.h"
#include "kg/store/store_core.h"

namespace kg {

// Store::open with thresholds of the delta chosen by the caller.
std::unique_ptr<Store> open_store(const std::string& path, OpenMode mode, const StoreOptions& options,
                                  const StoreTuning& tuning);

// bulk_load.cpp: Store::load. The caller holds the right to write; the delta may hold commits.
LoadResult bulk_load(StoreCore& core, std::vector<LoadInput> inputs, const LoadOptions& options);

// verify.cpp: Store::verify.
VerifyReport verify_snapshot(const Snapshot& snapshot, Budget& budget);

}  // namespace kg
