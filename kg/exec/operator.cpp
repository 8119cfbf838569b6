#include "kg/exec/operator.h"

#include <algorithm>
#include <chrono>

namespace kg {

std::size_t Schema::find(Var variable) const {
  const auto it = std::find(variables.begin(), variables.end(), variable);
  return it == variables.end() ? kNoColumn : static_cast<std::size_t>(it - variables.begin());
}

void Schema::add(Var variable, bool is_certain) {
  variables.push_back(variable);
  certain.push_back(is_certain);
}

bool Operator::next(Batch& batch) {
  if (profile_ == nullptr) {
    return pull(batch);
  }
  const auto start = std::chrono::steady_clock::now();
  const bool more = pull(batch);
  const std::chrono::duration<double, std::milli> spent = std::chrono::steady_clock::now() - start;
  profile_->milliseconds += spent.count();
  profile_->rows += more ? batch.rows : 0;
  return more;
}

bool Operator::pull(Batch& batch) {
  while (!finished_) {
    context_.budget.check();
    batch.rows = 0;
    batch.columns.resize(schema_.size());
    for (std::vector<Id>& column : batch.columns) {
      column.clear();
    }
    if (!produce(batch)) {
      finished_ = true;
    } else if (batch.rows > 0) {
      return true;
    }
  }
  batch.rows = 0;
  return false;
}

void append_row(Batch& to, const Batch& from, std::size_t row) {
  for (std::size_t c = 0; c < to.columns.size(); ++c) {
    to.columns[c].push_back(from.columns[c][row]);
  }
  ++to.rows;
}

void keep_rows(Batch& batch, const std::vector<std::uint32_t>& rows) {
  if (rows.size() == batch.rows) {
    return;
  }
  for (std::vector<Id>& column : batch.columns) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      column[i] = column[rows[i]];
    }
    column.resize(rows.size());
  }
  batch.rows = rows.size();
}

}  // namespace kg
