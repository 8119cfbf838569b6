#include "kg/exec/hash_join.h"

#include <algorithm>

namespace kg {

// Candidates looked at before the budget is asked again.
constexpr std::size_t kMaxCandidates = 64 * kBatchRows;

Schema HashJoinOperator::pair_schema(const Schema& left, const Schema& right) {
  Schema schema = left;
  for (std::size_t c = 0; c < right.size(); ++c) {
    const std::size_t column = left.find(right.variables[c]);
    if (column == kNoColumn) {
      schema.add(right.variables[c], right.certain[c]);
    } else if (right.certain[c]) {
      schema.certain[column] = true;
    }
  }
  return schema;
}

Schema HashJoinOperator::schema_of(JoinKind kind, const Operator& left, const Operator& right) {
  if (kind == JoinKind::inner) {
    return pair_schema(left.schema(), right.schema());
  }
  Schema schema = left.schema();
  if (kind == JoinKind::left) {
    for (const Var variable : right.schema().variables) {
      if (schema.find(variable) == kNoColumn) {
        schema.add(variable, false);
      }
    }
  }
  return schema;
}

HashJoinOperator::HashJoinOperator(Context& context, JoinKind kind, OperatorPtr left, OperatorPtr right,
                                   std::unique_ptr<ExpressionProgram> condition)
    : Operator(context, schema_of(kind, *left, *right), order_of(kind, *left)),
      kind_(kind),
      left_(std::move(left)),
      right_(std::move(right)),
      condition_(std::move(condition)),
      table_(context.budget) {
  std::vector<Shared> shared;
  const Schema& to = right_->schema();
  for (std::size_t c = 0; c < to.size(); ++c) {
    const std::size_t column = left_->schema().find(to.variables[c]);
    if (column == kNoColumn) {
      extra_.push_back(c);
    } else {
      shared.push_back({column, c, left_->schema().certain[column] && to.certain[c]});
    }
  }
  const bool any_certain =
      std::any_of(shared.begin(), shared.end(), [](const Shared& s) { return s.certain; });
  for (const Shared& s : shared) {
    (s.certain || !any_certain ? keys_ : others_).push_back(s);
  }
  for (const Shared& key : keys_) {
    left_keys_.push_back(key.left);
  }
}

// Probing keeps the order of `left`; but an unbound variable may get a value on the way, and rows without a
// partner come late.
std::vector<Var> HashJoinOperator::order_of(JoinKind kind, const Operator& left) {
  if (kind == JoinKind::semi || kind == JoinKind::anti) {
    return left.order();
  }
  std::vector<Var> order;
  if (kind == JoinKind::left) {
    return order;
  }
  for (const Var variable : left.order()) {
    if (!left.schema().certain[left.schema().find(variable)]) {
      break;
    }
    order.push_back(variable);
  }
  return order;
}

void HashJoinOperator::skip_to(Id key) {
  if (order().empty()) {
    return;
  }
  // Rows from `key` on that are already here may not come again.
  const std::vector<Id>* held =
      probe_.rows == 0 ? nullptr : &probe_.columns[left_->schema().find(order()[0])];
  if (held == nullptr || held->back() < key) {
    left_->skip_to(key);
  }
}

bool HashJoinOperator::start() {
  if (!left_->next(probe_)) {
    return false;
  }
  std::vector<std::size_t> keys;
  for (const Shared& key : keys_) {
    keys.push_back(key.right);
  }
  table_.build(*right_, keys);
  matched_.assign(probe_.rows, 0);
  begin_row();
  return true;
}

void HashJoinOperator::begin_row() {
  list_at_ = 0;
  chain_ = JoinTable::kNone;
  if (row_ >= probe_.rows) {
    return;
  }
  scan_all_ = keys_.empty();
  for (const Shared& key : keys_) {
    scan_all_ = scan_all_ || !probe_.columns[key.left][row_].bound();
  }
  if (!scan_all_) {
    chain_ = table_.first(hash_row(probe_.columns, left_keys_, row_));
  }
}

bool HashJoinOperator::keys_equal(std::uint32_t row) const {
  for (const Shared& key : keys_) {
    if (probe_.columns[key.left][row_] != table_.columns()[key.right][row]) {
      return false;
    }
  }
  return true;
}

bool HashJoinOperator::compatible(std::uint32_t row) const {
  const auto agree = [&](const Shared& s) {
    const Id a = probe_.columns[s.left][row_];
    const Id b = table_.columns()[s.right][row];
    return a == b || !a.bound() || !b.bound();
  };
  return std::all_of(others_.begin(), others_.end(), agree) && std::all_of(keys_.begin(), keys_.end(), agree);
}

// Pairs of compatible rows, from the current row of the probe batch on, until there are `target`.
void HashJoinOperator::collect(std::size_t target) {
  const bool one_is_enough = condition_ == nullptr && (kind_ == JoinKind::semi || kind_ == JoinKind::anti);
  std::size_t tried = 0;
  while (row_ < probe_.rows && picked_left_.size() < target && tried < kMaxCandidates) {
    std::uint32_t candidate = JoinTable::kNone;
    bool fits = false;
    const std::size_t list = scan_all_ ? table_.rows() : table_.loose().size();
    ++tried;
    if (chain_ != JoinTable::kNone) {
      candidate = chain_;
      chain_ = table_.after(chain_);
      fits = keys_equal(candidate) && (others_.empty() || compatible(candidate));
    } else if (list_at_ < list) {
      candidate = scan_all_ ? static_cast<std::uint32_t>(list_at_) : table_.loose()[list_at_];
      ++list_at_;
      fits = compatible(candidate);
    } else {
      ++row_;
      begin_row();
      continue;
    }
    if (fits) {
      picked_left_.push_back(static_cast<std::uint32_t>(row_));
      picked_right_.push_back(candidate);
      if (one_is_enough) {
        ++row_;
        begin_row();
      }
    }
  }
}

void HashJoinOperator::gather(Batch& pairs) const {
  const std::size_t count = picked_left_.size();
  for (std::size_t c = 0; c < probe_.columns.size(); ++c) {
    std::vector<Id>& out = pairs.columns[c];
    out.resize(count);
    const Id* from = probe_.columns[c].data();
    for (std::size_t i = 0; i < count; ++i) {
      out[i] = from[picked_left_[i]];
    }
  }
  const auto fill_unbound = [&](const Shared& s) {
    if (left_->schema().certain[s.left]) {
      return;
    }
    const Id* from = table_.columns()[s.right].data();
    std::vector<Id>& out = pairs.columns[s.left];
    for (std::size_t i = 0; i < count; ++i) {
      out[i] = out[i].bound() ? out[i] : from[picked_right_[i]];
    }
  };
  std::for_each(keys_.begin(), keys_.end(), fill_unbound);
  std::for_each(others_.begin(), others_.end(), fill_unbound);
  for (std::size_t e = 0; e < extra_.size(); ++e) {
    std::vector<Id>& out = pairs.columns[probe_.columns.size() + e];
    out.resize(count);
    const Id* from = table_.columns()[extra_[e]].data();
    for (std::size_t i = 0; i < count; ++i) {
      out[i] = from[picked_right_[i]];
    }
  }
  pairs.rows = count;
}

void HashJoinOperator::apply_condition(Batch& pairs) {
  if (condition_ == nullptr || pairs.rows == 0) {
    return;
  }
  std::vector<std::uint32_t> kept;
  condition_->select(pairs, kept);
  keep_rows(pairs, kept);
  for (std::size_t i = 0; i < kept.size(); ++i) {
    picked_left_[i] = picked_left_[kept[i]];
  }
  picked_left_.resize(kept.size());
}

// Rows of the probe batch before `finished` have met all their partners.
void HashJoinOperator::emit_finished(Batch& batch, std::size_t finished) {
  for (; reported_ < finished; ++reported_) {
    const bool matched = matched_[reported_] != 0;
    if (matched != (kind_ == JoinKind::semi)) {
      continue;
    }
    for (std::size_t c = 0; c < batch.columns.size(); ++c) {
      batch.columns[c].push_back(c < probe_.columns.size() ? probe_.columns[c][reported_] : kUnbound);
    }
    ++batch.rows;
  }
}

bool HashJoinOperator::produce(Batch& batch) {
  if (!started_) {
    started_ = true;
    if (!start()) {
      return false;
    }
  }
  if (row_ >= probe_.rows) {
    if ((table_.rows() == 0 && (kind_ == JoinKind::inner || kind_ == JoinKind::semi)) ||
        !left_->next(probe_)) {
      return false;
    }
    matched_.assign(probe_.rows, 0);
    row_ = reported_ = 0;
    begin_row();
  }
  picked_left_.clear();
  picked_right_.clear();
  collect(ramp_.next());
  if (kind_ == JoinKind::inner && condition_ == nullptr) {
    gather(batch);
    return true;
  }
  const bool keeps_pairs = kind_ == JoinKind::inner || kind_ == JoinKind::left;
  Batch& pairs = keeps_pairs ? batch : pairs_;
  if (keeps_pairs || condition_ != nullptr) {
    pairs.columns.resize(probe_.columns.size() + extra_.size());
    gather(pairs);
    apply_condition(pairs);
  }
  for (const std::uint32_t row : picked_left_) {
    matched_[row] = 1;
  }
  if (kind_ != JoinKind::inner) {
    emit_finished(batch, row_);
  }
  return true;
}

}  // namespace kg
