#include "kg/exec/row_operators.h"

#include <algorithm>

namespace kg {
namespace {

// The leading variables of an order that a schema still holds.
std::vector<Var> surviving_order(const std::vector<Var>& order, const std::vector<Var>& variables) {
  std::vector<Var> kept;
  for (const Var variable : order) {
    if (std::find(variables.begin(), variables.end(), variable) == variables.end()) {
      break;
    }
    kept.push_back(variable);
  }
  return kept;
}

Schema extended(Schema schema, Var variable) {
  schema.add(variable, false);
  return schema;
}

Schema projected(const Schema& from, const std::vector<Var>& variables) {
  Schema schema;
  for (const Var variable : variables) {
    const std::size_t column = from.find(variable);
    schema.add(variable, column != kNoColumn && from.certain[column]);
  }
  return schema;
}

Schema without(const Schema& from, Var variable) {
  Schema schema;
  for (std::size_t c = 0; c < from.size(); ++c) {
    if (from.variables[c] != variable) {
      schema.add(from.variables[c], from.certain[c]);
    }
  }
  return schema;
}

}  // namespace

bool FilterOperator::produce(Batch& batch) {
  if (!input_->next(batch)) {
    return false;
  }
  condition_.select(batch, kept_);
  keep_rows(batch, kept_);
  return true;
}

ExtendOperator::ExtendOperator(Context& context, OperatorPtr input, Var variable,
                               ExpressionProgram expression)
    : Operator(context, extended(input->schema(), variable), input->order()),
      input_(std::move(input)),
      expression_(std::move(expression)) {}

bool ExtendOperator::produce(Batch& batch) {
  std::vector<Id> column = std::move(batch.columns.back());
  if (!input_->next(batch)) {
    return false;
  }
  expression_.ids(batch, column);
  batch.columns.push_back(std::move(column));
  return true;
}

ProjectOperator::ProjectOperator(Context& context, OperatorPtr input, const std::vector<Var>& variables)
    : Operator(context, projected(input->schema(), variables), surviving_order(input->order(), variables)),
      input_(std::move(input)) {
  for (const Var variable : variables) {
    sources_.push_back(input_->schema().find(variable));
  }
}

void ProjectOperator::skip_to(Id key) {
  if (!order().empty()) {
    input_->skip_to(key);
  }
}

bool ProjectOperator::produce(Batch& batch) {
  if (!input_->next(rows_)) {
    return false;
  }
  for (std::size_t c = 0; c < sources_.size(); ++c) {
    if (sources_[c] == kNoColumn) {
      batch.columns[c].assign(rows_.rows, kUnbound);
    } else if (std::find(sources_.begin() + static_cast<std::ptrdiff_t>(c) + 1, sources_.end(),
                         sources_[c]) != sources_.end()) {
      batch.columns[c] = rows_.columns[sources_[c]];
    } else {
      std::swap(batch.columns[c], rows_.columns[sources_[c]]);
    }
  }
  batch.rows = rows_.rows;
  return true;
}

bool SliceOperator::produce(Batch& batch) {
  if (limit_ == 0 || !input_->next(batch)) {
    return false;
  }
  const std::size_t skipped = static_cast<std::size_t>(std::min<std::uint64_t>(offset_, batch.rows));
  const std::size_t taken = static_cast<std::size_t>(std::min<std::uint64_t>(limit_, batch.rows - skipped));
  offset_ -= skipped;
  limit_ -= taken;
  if (taken < batch.rows) {
    for (std::vector<Id>& column : batch.columns) {
      column.erase(column.begin(), column.begin() + static_cast<std::ptrdiff_t>(skipped));
      column.resize(taken);
    }
    batch.rows = taken;
  }
  return true;
}

Schema UnionOperator::schema_of(const std::vector<OperatorPtr>& inputs) {
  Schema schema;
  for (const OperatorPtr& input : inputs) {
    for (const Var variable : input->schema().variables) {
      if (schema.find(variable) == kNoColumn) {
        schema.add(variable, true);
      }
    }
  }
  for (std::size_t c = 0; c < schema.size(); ++c) {
    for (const OperatorPtr& input : inputs) {
      const std::size_t column = input->schema().find(schema.variables[c]);
      schema.certain[c] = schema.certain[c] && column != kNoColumn && input->schema().certain[column];
    }
  }
  return schema;
}

UnionOperator::UnionOperator(Context& context, std::vector<OperatorPtr> inputs)
    : Operator(context, schema_of(inputs), {}), inputs_(std::move(inputs)) {}

bool UnionOperator::produce(Batch& batch) {
  while (at_ < inputs_.size() && !inputs_[at_]->next(rows_)) {
    inputs_[at_++].reset();  // its memory is free for the next
  }
  if (at_ == inputs_.size()) {
    return false;
  }
  const Schema& from = inputs_[at_]->schema();
  for (std::size_t c = 0; c < batch.columns.size(); ++c) {
    const std::size_t column = from.find(schema().variables[c]);
    if (column == kNoColumn) {
      batch.columns[c].assign(rows_.rows, kUnbound);
    } else {
      std::swap(batch.columns[c], rows_.columns[column]);
    }
  }
  batch.rows = rows_.rows;
  return true;
}

AgreeOperator::AgreeOperator(Context& context, OperatorPtr input, Var variable, Id value)
    : Operator(context, without(input->schema(), variable), {}),
      input_(std::move(input)),
      column_(input_->schema().find(variable)),
      value_(value) {}

bool AgreeOperator::produce(Batch& batch) {
  if (!input_->next(batch)) {
    return false;
  }
  std::vector<std::uint32_t> kept;
  for (std::size_t row = 0; row < batch.rows; ++row) {
    const Id id = batch.columns[column_][row];
    if (!id.bound() || id == value_) {
      kept.push_back(static_cast<std::uint32_t>(row));
    }
  }
  keep_rows(batch, kept);
  batch.columns.erase(batch.columns.begin() + static_cast<std::ptrdiff_t>(column_));
  return true;
}

}  // namespace kg
