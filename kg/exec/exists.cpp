#include "kg/exec/exists.h"

#include "kg/exec/build.h"
#include "kg/exec/correlation.h"

namespace kg {
namespace {

std::vector<std::size_t> mentioned_columns(const Schema& schema, const Plan& right) {
  const VarSet mentioned = all_variables_of(right);
  std::vector<std::size_t> columns;
  for (std::size_t c = 0; c < schema.size(); ++c) {
    if (mentioned.contains(schema.variables[c])) {
      columns.push_back(c);
    }
  }
  return columns;
}

}  // namespace

ExistsOperator::ExistsOperator(Context& context, OperatorPtr input, PlanPtr right, bool negated,
                               const Bindings* bindings)
    : Operator(context, input->schema(), input->order()),
      input_(std::move(input)),
      right_(std::move(right)),
      negated_(negated),
      bindings_(bindings == nullptr ? Bindings{} : *bindings),
      columns_(mentioned_columns(schema(), *right_)),
      key_(columns_.size()),
      asked_(context.budget, columns_.size()) {}

bool ExistsOperator::exists() {
  Bindings all = bindings_;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (key_[i].bound()) {
      all[schema().variables[columns_[i]]] = key_[i];
    }
  }
  Batch rows;
  return build_operator(context(), *right_, &all)->next(rows);
}

bool ExistsOperator::produce(Batch& batch) {
  if (!input_->next(batch)) {
    return false;
  }
  std::vector<std::uint32_t> kept;
  for (std::size_t row = 0; row < batch.rows; ++row) {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      key_[i] = batch.columns[columns_[i]][row];
    }
    const RowIndex::Found found = asked_.insert(key_.data());
    if (found.added) {
      answers_.push_back(exists());
    }
    if (answers_[found.number] != negated_) {
      kept.push_back(static_cast<std::uint32_t>(row));
    }
  }
  keep_rows(batch, kept);
  return true;
}

}  // namespace kg
