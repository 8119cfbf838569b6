#include "kg/exec/join_table.h"

#include <algorithm>
#include <bit>

#include "kg/base/error.h"

namespace kg {

std::uint64_t hash_row(const std::vector<std::vector<Id>>& columns, const std::vector<std::size_t>& keys,
                       std::size_t row) {
  std::uint64_t hash = 0;
  for (const std::size_t key : keys) {
    hash = mix(hash ^ columns[key][row].bits);
  }
  return hash;
}

void JoinTable::build(Operator& input, std::vector<std::size_t> keys) {
  const std::size_t row_bytes = input.schema().size() * sizeof(Id) + 2 * sizeof(std::uint32_t);
  Batch batch;
  rows_.columns.resize(input.schema().size());
  while (input.next(batch)) {
    if (rows_.rows + batch.rows >= kNone) {
      throw Failure(ErrorCode::limit, "a join would have to keep more than 4 billion rows in memory");
    }
    charge_.add(batch.rows * row_bytes);
    for (std::size_t c = 0; c < batch.columns.size(); ++c) {
      rows_.columns[c].insert(rows_.columns[c].end(), batch.columns[c].begin(), batch.columns[c].end());
    }
    rows_.rows += batch.rows;
  }
  if (keys.empty() || rows_.rows == 0) {
    return;
  }
  heads_.assign(std::bit_ceil(rows_.rows), kNone);
  next_.assign(rows_.rows, kNone);
  const std::size_t mask = heads_.size() - 1;
  for (std::size_t row = rows_.rows; row-- > 0;) {  // backwards: chains run in input order
    const bool bound = std::all_of(keys.begin(), keys.end(),
                                   [&](std::size_t key) { return rows_.columns[key][row].bound(); });
    if (!bound) {
      loose_.push_back(static_cast<std::uint32_t>(row));
      continue;
    }
    std::uint32_t& head = heads_[hash_row(rows_.columns, keys, row) & mask];
    next_[row] = head;
    head = static_cast<std::uint32_t>(row);
  }
}

}  // namespace kg
