// Commit record: what one commit added and removed, as ids. The records are the durable form of the
// delta (those after the last fold are replayed at opening) and the store's history.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kg/model/triple_source.h"
#include "kg/store/delta.h"

namespace kg {

enum class CommitKind : std::uint8_t {
  changes,  // the triples stand in the record
  bulk,     // a bulk load: only their number
};

struct CommitRecord {
  CommitKind kind = CommitKind::changes;
  std::int64_t time_ms = 0;
  std::uint64_t added = 0;
  std::uint64_t removed = 0;
  std::vector<DeltaEntry> changes;  // ascending in spo order; empty for a bulk load
};

std::string encode_commit(const CommitRecord& record);
// Without `changes` only the numbers are read. Throws Failure(damaged).
CommitRecord decode_commit(std::string_view value, bool changes = true);

}  // namespace kg
