#include "kg/exec/scan.h"

#include <algorithm>

namespace kg {

constexpr std::array<std::size_t, 3> kNoProbes{kNoColumn, kNoColumn, kNoColumn};

Schema ScanOperator::schema_of(const TriplePattern& pattern) {
  Schema schema;
  for (std::size_t position = 0; position < 3; ++position) {
    const PatternTerm& term = pattern.at(position);
    if (term.is_variable() && schema.find(term.variable) == kNoColumn) {
      schema.add(term.variable, true);
    }
  }
  return schema;
}

std::vector<Var> ScanOperator::order_of(const TriplePattern& pattern,
                                        std::optional<Permutation> permutation) {
  const PatternAccess access(pattern, kNoProbes, permutation, Schema{});
  std::vector<Var> order;
  for (const PatternAccess::Output& output : access.outputs) {
    order.push_back(pattern.at(positions(access.permutation)[output.place]).variable);
  }
  return order;
}

ScanOperator::ScanOperator(Context& context, const TriplePattern& pattern,
                           std::optional<Permutation> permutation, std::optional<PositionRange> range)
    : Operator(context, schema_of(pattern), order_of(pattern, permutation)),
      access_(pattern, kNoProbes, permutation, schema()),
      spec_(access_.spec()) {
  if (range) {
    restrict(pattern, *range);
  }
}

void ScanOperator::restrict(const TriplePattern& pattern, const PositionRange& range) {
  const PatternTerm& term = pattern.at(range.position);
  if (!term.is_variable()) {
    access_.empty = access_.empty || !range.range.contains(term.id);
    return;
  }
  const auto order = positions(access_.permutation);
  const auto place =
      static_cast<std::uint8_t>(std::find(order.begin(), order.end(), range.position) - order.begin());
  if (place == access_.bound) {
    spec_.range = range.range;
  } else {
    filter_ = PositionRange{place, range.range};
    spec_.needed = static_cast<std::uint8_t>(spec_.needed | (1U << place));
  }
}

void ScanOperator::skip_to(Id key) {
  if (cursor_ == nullptr || access_.bound == 3) {
    return;
  }
  const Id* keys = rows_.column[access_.bound];
  if (rows_.size > 0 && keys != nullptr && keys[rows_.size - 1] >= key) {
    // Inside the block in hand. A seek could give its rows once more, also when all have gone out.
    at_ = static_cast<std::size_t>(std::lower_bound(keys + at_, keys + rows_.size, key) - keys);
    return;
  }
  PermutedTriple target = access_.prefix;
  target[access_.bound] = key;
  cursor_->seek(target);
  rows_.size = at_ = 0;
}

bool ScanOperator::produce(Batch& batch) {
  if (access_.empty) {
    return false;
  }
  if (cursor_ == nullptr) {
    cursor_ = context().source.cursor(spec_);
  }
  const std::size_t target = ramp_.next();
  while (batch.rows < target) {
    if (at_ == rows_.size) {
      if (batch.rows * 2 >= target) {
        break;
      }
      at_ = 0;
      if (!cursor_->next(rows_)) {
        rows_.size = 0;
        break;
      }
    }
    append(batch, std::min(rows_.size - at_, target - batch.rows));
    if (batch.rows == 0) {
      return true;
    }
  }
  return batch.rows > 0;
}

void ScanOperator::append(Batch& batch, std::size_t count) {
  if (access_.equal.empty() && !filter_) {
    for (const PatternAccess::Output& output : access_.outputs) {
      const Id* from = rows_.column[output.place] + at_;
      batch.columns[output.column].insert(batch.columns[output.column].end(), from, from + count);
    }
    batch.rows += count;
    at_ += count;
    return;
  }
  for (const std::size_t end = at_ + count; at_ < end; ++at_) {
    if (access_.accepts(rows_, at_) &&
        (!filter_ || filter_->range.contains(rows_.column[filter_->position][at_]))) {
      for (const PatternAccess::Output& output : access_.outputs) {
        batch.columns[output.column].push_back(rows_.column[output.place][at_]);
      }
      ++batch.rows;
    }
  }
}

}  // namespace kg
