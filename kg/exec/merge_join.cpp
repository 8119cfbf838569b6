#include "kg/exec/merge_join.h"

#include <algorithm>

#include "kg/exec/hash_join.h"

namespace kg {
namespace {

// The first row in [from, size) for which `below` is false, where it is true up to there: doubling steps,
// then bisection.
template <typename Below>
std::size_t gallop(std::size_t from, std::size_t size, Below below) {
  std::size_t step = 1;
  std::size_t low = from;
  while (low < size && below(low)) {
    from = low + 1;
    low += step;
    step *= 2;
  }
  std::size_t high = std::min(low, size);
  while (from < high) {
    const std::size_t middle = from + (high - from) / 2;
    if (below(middle)) {
      from = middle + 1;
    } else {
      high = middle;
    }
  }
  return from;
}

}  // namespace

bool MergeJoinOperator::mergeable(const Operator& left, const Operator& right, const std::vector<Var>& keys) {
  const auto sorted_by_keys = [&](const Operator& side) {
    if (keys.empty() || side.order().size() < keys.size() ||
        !std::equal(keys.begin(), keys.end(), side.order().begin())) {
      return false;
    }
    return std::all_of(keys.begin(), keys.end(),
                       [&](Var key) { return side.schema().certain[side.schema().find(key)]; });
  };
  const auto shared = std::count_if(left.schema().variables.begin(), left.schema().variables.end(),
                                    [&](Var v) { return right.schema().find(v) != kNoColumn; });
  return sorted_by_keys(left) && sorted_by_keys(right) && static_cast<std::size_t>(shared) == keys.size();
}

MergeJoinOperator::MergeJoinOperator(Context& context, OperatorPtr left, OperatorPtr right,
                                     const std::vector<Var>& keys)
    : Operator(context, HashJoinOperator::pair_schema(left->schema(), right->schema()), left->order()),
      charge_(context.budget) {
  left_.input = std::move(left);
  right_.input = std::move(right);
  for (const Var key : keys) {
    left_.keys.push_back(left_.input->schema().find(key));
    right_.keys.push_back(right_.input->schema().find(key));
  }
  const Schema& from = right_.input->schema();
  for (std::size_t c = 0; c < from.size(); ++c) {
    if (left_.input->schema().find(from.variables[c]) == kNoColumn) {
      extra_.push_back(c);
    }
  }
  carried_.columns.resize(from.size());
}

void MergeJoinOperator::skip_to(Id key) {
  // A side that still holds rows from `key` on has read too far for its input to skip.
  for (Side* side : {&left_, &right_}) {
    if (side->batch.rows == 0 || side->key(0, side->batch.rows - 1) < key) {
      side->input->skip_to(key);
    }
  }
}

bool MergeJoinOperator::Side::load() {
  at = 0;
  done = done || !input->next(batch);
  if (done) {
    batch.rows = 0;
  }
  return !done;
}

// Skips the rows below the other side's current key; beyond this batch, asks the input to skip too.
void MergeJoinOperator::Side::advance_to(const Side& other) {
  const auto below = [&](std::size_t row) {
    for (std::size_t i = 0; i < keys.size(); ++i) {
      const Id mine = key(i, row);
      const Id theirs = other.key(i, other.at);
      if (mine != theirs) {
        return mine < theirs;
      }
    }
    return false;
  };
  at = gallop(at, batch.rows, below);
  const Id target = other.key(0, other.at);
  if (!ready() && key(0, batch.rows - 1) < target) {
    input->skip_to(target);
  }
}

int MergeJoinOperator::compare(std::size_t left_row, std::size_t right_row) const {
  for (std::size_t i = 0; i < left_.keys.size(); ++i) {
    const Id a = left_.key(i, left_row);
    const Id b = right_.key(i, right_row);
    if (a != b) {
      return a < b ? -1 : 1;
    }
  }
  return 0;
}

// Moves both sides to the next key they share; false at the end.
bool MergeJoinOperator::align(Batch& batch) {
  while (true) {
    if (!left_.ready() || !right_.ready()) {
      flush(batch);  // pairs refer to the batches
      if ((!left_.ready() && !left_.load()) || (!right_.ready() && !right_.load())) {
        return false;
      }
    }
    const int order = compare(left_.at, right_.at);
    if (order == 0) {
      return true;
    }
    if (order < 0) {
      left_.advance_to(right_);
    } else {
      right_.advance_to(left_);
    }
  }
}

void MergeJoinOperator::open_group(Batch& batch) {
  group_key_.clear();
  for (std::size_t i = 0; i < left_.keys.size(); ++i) {
    group_key_.push_back(left_.key(i, left_.at));
  }
  const auto same_key = [&](std::size_t row) {
    for (std::size_t i = 0; i < group_key_.size(); ++i) {
      if (right_.key(i, row) != group_key_[i]) {
        return false;
      }
    }
    return true;
  };
  group_ = &right_.batch;
  group_first_ = right_.at;
  right_.at = gallop(right_.at, right_.batch.rows, same_key);
  group_last_ = right_.at;
  if (!right_.ready()) {
    flush(batch);
    carried_.rows = 0;
    for (std::size_t c = 0; c < carried_.columns.size(); ++c) {
      carried_.columns[c].clear();
    }
    std::size_t from = group_first_;
    do {
      for (std::size_t c = 0; c < carried_.columns.size(); ++c) {
        const std::vector<Id>& column = right_.batch.columns[c];
        carried_.columns[c].insert(carried_.columns[c].end(),
                                   column.begin() + static_cast<std::ptrdiff_t>(from),
                                   column.begin() + static_cast<std::ptrdiff_t>(right_.at));
      }
      carried_.rows += right_.at - from;
      charge_.grow_to(carried_.rows * carried_.columns.size() * sizeof(Id));
      from = 0;
    } while (!right_.ready() && right_.load() && (right_.at = gallop(0, right_.batch.rows, same_key)) > 0);
    group_ = &carried_;
    group_first_ = 0;
    group_last_ = carried_.rows;
  }
  group_at_ = group_first_;
}

bool MergeJoinOperator::in_group(std::size_t left_row) const {
  for (std::size_t i = 0; i < group_key_.size(); ++i) {
    if (left_.key(i, left_row) != group_key_[i]) {
      return false;
    }
  }
  return true;
}

// Pairs the rows of the left with the group until it is used up or the batch is full.
void MergeJoinOperator::emit(Batch& batch, std::size_t target) {
  while (batch.rows + picked_left_.size() < target) {
    if (!left_.ready()) {
      flush(batch);
      left_.load();
    }
    if (!left_.ready() || !in_group(left_.at)) {
      if (group_ == &carried_) {
        flush(batch);
      }
      group_ = nullptr;
      return;
    }
    const std::size_t count = std::min(group_last_ - group_at_, target - batch.rows - picked_left_.size());
    for (std::size_t i = 0; i < count; ++i) {
      picked_left_.push_back(static_cast<std::uint32_t>(left_.at));
      picked_right_.push_back(static_cast<std::uint32_t>(group_at_ + i));
    }
    pair_source_ = group_;
    group_at_ += count;
    if (group_at_ == group_last_) {
      group_at_ = group_first_;
      ++left_.at;
    }
  }
}

void MergeJoinOperator::flush(Batch& batch) {
  const std::size_t count = picked_left_.size();
  if (count == 0) {
    return;
  }
  const auto append = [count](std::vector<Id>& out, const std::vector<Id>& from,
                              const std::vector<std::uint32_t>& rows) {
    const std::size_t start = out.size();
    out.resize(start + count);
    for (std::size_t i = 0; i < count; ++i) {
      out[start + i] = from[rows[i]];
    }
  };
  const std::size_t left_columns = left_.batch.columns.size();
  for (std::size_t c = 0; c < left_columns; ++c) {
    append(batch.columns[c], left_.batch.columns[c], picked_left_);
  }
  for (std::size_t e = 0; e < extra_.size(); ++e) {
    append(batch.columns[left_columns + e], pair_source_->columns[extra_[e]], picked_right_);
  }
  batch.rows += count;
  picked_left_.clear();
  picked_right_.clear();
}

bool MergeJoinOperator::produce(Batch& batch) {
  const std::size_t target = ramp_.next();
  while (batch.rows + picked_left_.size() < target) {
    if (group_ == nullptr) {
      if (!align(batch)) {
        break;
      }
      open_group(batch);
    }
    emit(batch, target);
  }
  flush(batch);
  return batch.rows > 0;
}

}  // namespace kg
