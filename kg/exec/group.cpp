#include "kg/exec/group.h"

#include <algorithm>

namespace kg {

Schema GroupOperator::schema_of(const Operator& input, const std::vector<Var>& keys,
                                const std::vector<Column>& columns) {
  Schema schema;
  for (const Var key : keys) {
    const std::size_t column = input.schema().find(key);
    schema.add(key, column != kNoColumn && input.schema().certain[column]);
  }
  for (const Column& column : columns) {
    schema.add(column.variable, false);
  }
  return schema;
}

bool GroupOperator::sorted_by_keys(const Operator& input, const std::vector<Var>& keys) {
  const std::vector<Var>& order = input.order();
  return !keys.empty() && order.size() >= keys.size() &&
         std::is_permutation(keys.begin(), keys.end(), order.begin());
}

std::vector<Var> GroupOperator::order_of(const Operator& input, const std::vector<Var>& keys) {
  if (!sorted_by_keys(input, keys)) {
    return {};
  }
  return {input.order().begin(), input.order().begin() + static_cast<std::ptrdiff_t>(keys.size())};
}

GroupOperator::GroupOperator(Context& context, OperatorPtr input, const std::vector<Var>& keys,
                             std::vector<Column> columns, bool always_one)
    : Operator(context, schema_of(*input, keys, columns), order_of(*input, keys)),
      input_(std::move(input)),
      columns_(std::move(columns)),
      always_one_(always_one),
      sorted_(sorted_by_keys(*input_, keys)),
      groups_(context.budget, keys.size()),
      key_(keys.size()) {
  for (const Var key : keys) {
    key_columns_.push_back(input_->schema().find(key));
  }
}

void GroupOperator::number_rows(const Batch& batch) {
  numbers_.resize(batch.rows);
  for (std::size_t row = 0; row < batch.rows; ++row) {
    bool same = row > 0;
    for (std::size_t k = 0; k < key_.size(); ++k) {
      const Id id = key_columns_[k] == kNoColumn ? kUnbound : batch.columns[key_columns_[k]][row];
      same = same && id == key_[k];
      key_[k] = id;
    }
    numbers_[row] = same ? numbers_[row - 1] : groups_.insert(key_.data()).number;
  }
}

// Takes in one batch; false at the end of the input.
bool GroupOperator::read() {
  if (!input_->next(rows_)) {
    return false;
  }
  number_rows(rows_);
  for (Column& column : columns_) {
    column.aggregator->resize(groups_.size());
    column.aggregator->add(rows_, numbers_);
  }
  return true;
}

void GroupOperator::emit(Batch& batch, std::size_t last) {
  for (; emitted_ < last; ++emitted_) {
    const auto group = static_cast<std::uint32_t>(emitted_);
    const std::span<const Id> key = groups_.row(group);
    for (std::size_t k = 0; k < key.size(); ++k) {
      batch.columns[k].push_back(key[k]);
    }
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      batch.columns[key.size() + c].push_back(columns_[c].aggregator->result(group));
    }
    ++batch.rows;
  }
}

bool GroupOperator::produce(Batch& batch) {
  if (!done_ && sorted_) {
    if (read()) {
      // All groups but the last are complete; it stays, as number 0.
      emit(batch, groups_.size() - 1);
      const std::span<const Id> last = groups_.row(static_cast<std::uint32_t>(emitted_));
      std::copy(last.begin(), last.end(), key_.begin());
      for (Column& column : columns_) {
        column.aggregator->keep_only(static_cast<std::uint32_t>(emitted_));
      }
      groups_.clear();
      groups_.insert(key_.data());
      emitted_ = 0;
      return true;
    }
    done_ = true;
  }
  if (!done_) {
    done_ = true;
    while (read()) {
    }
    if (groups_.size() == 0 && always_one_) {
      groups_.insert(key_.data());
      for (Column& column : columns_) {
        column.aggregator->resize(1);
      }
    }
  }
  emit(batch, std::min(emitted_ + kBatchRows, groups_.size()));
  return batch.rows > 0;
}

}  // namespace kg
