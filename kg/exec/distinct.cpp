#include "kg/exec/distinct.h"

#include <algorithm>

namespace kg {

DistinctOperator::DistinctOperator(Context& context, OperatorPtr input)
    : Operator(context, input->schema(), input->order()),
      input_(std::move(input)),
      sorted_(
          std::all_of(schema().variables.begin(), schema().variables.end(),
                      [&](Var v) { return std::find(order().begin(), order().end(), v) != order().end(); })),
      seen_(context.budget, schema().size()) {}

void DistinctOperator::select_sorted(const Batch& batch) {
  const std::size_t width = batch.columns.size();
  for (std::size_t row = 0; row < batch.rows; ++row) {
    bool is_new = row == 0 && !any_;
    for (std::size_t c = 0; c < width && !is_new; ++c) {
      is_new = batch.columns[c][row] != (row == 0 ? last_[c] : batch.columns[c][row - 1]);
    }
    if (is_new) {
      kept_.push_back(static_cast<std::uint32_t>(row));
    }
  }
  any_ = true;
  last_.resize(width);
  for (std::size_t c = 0; c < width; ++c) {
    last_[c] = batch.columns[c][batch.rows - 1];
  }
}

void DistinctOperator::select_new(const Batch& batch) {
  std::vector<Id>& key = last_;
  key.resize(batch.columns.size());
  for (std::size_t row = 0; row < batch.rows; ++row) {
    for (std::size_t c = 0; c < key.size(); ++c) {
      key[c] = batch.columns[c][row];
    }
    if (seen_.insert(key.data()).added) {
      kept_.push_back(static_cast<std::uint32_t>(row));
    }
  }
}

bool DistinctOperator::produce(Batch& batch) {
  if (!input_->next(batch)) {
    return false;
  }
  kept_.clear();
  if (sorted_) {
    select_sorted(batch);
  } else {
    select_new(batch);
  }
  keep_rows(batch, kept_);
  return true;
}

}  // namespace kg
