#include "kg/exec/lookup_join.h"

#include <algorithm>
#include <numeric>

namespace kg {
namespace {

constexpr std::size_t kMaxWindowRows = 16 * kBatchRows;

// Input columns that bind the positions of the pattern. A column that `unbound` marks binds nothing.
std::array<std::size_t, 3> probes_of(const Schema& input, const TriplePattern& pattern,
                                     const std::vector<bool>& unbound) {
  std::array<std::size_t, 3> probes{kNoColumn, kNoColumn, kNoColumn};
  for (std::size_t position = 0; position < 3; ++position) {
    const PatternTerm& term = pattern.at(position);
    if (term.is_variable()) {
      const std::size_t column = input.find(term.variable);
      probes[position] = column != kNoColumn && !unbound[column] ? column : kNoColumn;
    }
  }
  return probes;
}

}  // namespace

struct LookupJoinOperator::Variant {
  Variant(const TriplePattern& pattern, const Schema& input, const Schema& output,
          std::optional<Permutation> permutation, std::vector<bool> unbound_columns)
      : unbound(std::move(unbound_columns)),
        access(pattern, probes_of(input, pattern, unbound), permutation, output) {}

  std::vector<bool> unbound;  // by input column
  PatternAccess access;
  ProbeCursor cursor;
  std::vector<std::uint32_t> rows;  // of the window
};

Schema LookupJoinOperator::schema_of(const Operator& input, const TriplePattern& pattern, LookupKind kind) {
  Schema schema = input.schema();
  if (kind == LookupKind::semi || kind == LookupKind::anti) {
    return schema;
  }
  for (std::size_t position = 0; position < 3; ++position) {
    const PatternTerm& term = pattern.at(position);
    if (term.is_variable()) {
      const std::size_t column = schema.find(term.variable);
      if (column == kNoColumn) {
        schema.add(term.variable, kind == LookupKind::inner);
      } else {
        schema.certain[column] = schema.certain[column] || kind == LookupKind::inner;
      }
    }
  }
  return schema;
}

std::vector<Var> LookupJoinOperator::order_of(const Operator& input, const TriplePattern& pattern,
                                              std::optional<Permutation> permutation) {
  // The order survives as far as the probes ask for ascending keys by themselves.
  const std::vector<bool> bound(input.schema().size(), false);
  const PatternAccess access(pattern, probes_of(input.schema(), pattern, bound), permutation, Schema{});
  std::vector<Var> order;
  for (std::uint8_t place = 0; place < access.bound; ++place) {
    const std::size_t column = access.probe[place];
    if (column == kNoColumn) {
      continue;
    }
    const Var variable = input.schema().variables[column];
    if (std::find(order.begin(), order.end(), variable) != order.end()) {
      continue;
    }
    if (!input.schema().certain[column] || order.size() >= input.order().size() ||
        input.order()[order.size()] != variable) {
      return {};
    }
    order.push_back(variable);
  }
  return order;
}

LookupJoinOperator::LookupJoinOperator(Context& context, OperatorPtr input, const TriplePattern& pattern,
                                       std::optional<Permutation> permutation, LookupKind kind)
    : Operator(context, schema_of(*input, pattern, kind), order_of(*input, pattern, permutation)),
      input_(std::move(input)),
      pattern_(pattern),
      permutation_(permutation),
      kind_(kind),
      charge_(context.budget) {
  const Schema& schema = input_->schema();
  for (std::size_t position = 0; position < 3; ++position) {
    const PatternTerm& term = pattern.at(position);
    const std::size_t column = term.is_variable() ? schema.find(term.variable) : kNoColumn;
    if (column != kNoColumn && !schema.certain[column]) {
      optional_columns_.push_back(column);
    }
  }
}

LookupJoinOperator::~LookupJoinOperator() = default;

LookupJoinOperator::Variant& LookupJoinOperator::variant_of(std::size_t row) {
  std::vector<bool> unbound(input_->schema().size(), false);
  for (const std::size_t column : optional_columns_) {
    unbound[column] = !window_.columns[column][row].bound();
  }
  for (const std::unique_ptr<Variant>& variant : variants_) {
    if (variant->unbound == unbound) {
      return *variant;
    }
  }
  const bool gives_columns = kind_ == LookupKind::inner || kind_ == LookupKind::left;
  variants_.push_back(std::make_unique<Variant>(
      pattern_, input_->schema(), gives_columns ? schema() : Schema{}, permutation_, std::move(unbound)));
  return *variants_.back();
}

bool LookupJoinOperator::fill_window() {
  if (input_done_) {
    return false;
  }
  if (!input_->next(window_)) {
    input_done_ = true;
    return false;
  }
  Batch more;
  // The first windows are the input's first (small) batches, so that a limit above stops early.
  while (window_.rows >= kBatchRows / 2 && window_.rows < window_rows_) {
    if (!input_->next(more)) {
      input_done_ = true;
      break;
    }
    for (std::size_t c = 0; c < window_.columns.size(); ++c) {
      window_.columns[c].insert(window_.columns[c].end(), more.columns[c].begin(), more.columns[c].end());
    }
    window_.rows += more.rows;
  }
  if (window_.rows >= kBatchRows / 2) {
    window_rows_ = std::min(window_rows_ * 2, kMaxWindowRows);
  }
  charge_.grow_to(window_.rows * (window_.columns.size() * sizeof(Id) + sizeof(Probe)));
  for (const std::unique_ptr<Variant>& variant : variants_) {
    variant->rows.clear();
  }
  if (optional_columns_.empty()) {
    Variant& only = variants_.empty() ? variant_of(0) : *variants_.front();
    only.rows.resize(window_.rows);
    std::iota(only.rows.begin(), only.rows.end(), 0U);
  } else {
    for (std::size_t row = 0; row < window_.rows; ++row) {
      variant_of(row).rows.push_back(static_cast<std::uint32_t>(row));
    }
  }
  variant_at_ = 0;
  return true;
}

void LookupJoinOperator::load_probes(const std::vector<std::uint32_t>& rows) {
  const PatternAccess& access = current_->access;
  probes_.resize(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    probes_[i] = {access.prefix, rows[i]};
    for (std::uint8_t place = 0; place < access.bound; ++place) {
      if (access.probe[place] != kNoColumn) {
        probes_[i].key[place] = window_.columns[access.probe[place]][rows[i]];
      }
    }
  }
  const auto by_key = [](const Probe& a, const Probe& b) {
    return a.key != b.key ? a.key < b.key : a.row < b.row;
  };
  if (!std::is_sorted(probes_.begin(), probes_.end(), by_key)) {
    std::sort(probes_.begin(), probes_.end(), by_key);
  }
  group_last_ = 0;
}

bool LookupJoinOperator::next_variant() {
  while (true) {
    if (variant_at_ == variants_.size()) {
      if (!fill_window()) {
        return false;
      }
    }
    current_ = variants_[variant_at_++].get();
    const bool keeps_unmatched = kind_ == LookupKind::left || kind_ == LookupKind::anti;
    if (!current_->rows.empty() && (keeps_unmatched || !current_->access.empty)) {
      load_probes(current_->rows);
      return true;
    }
  }
}

bool LookupJoinOperator::next_group() {
  if (group_last_ == probes_.size()) {
    return false;
  }
  group_first_ = group_at_ = group_last_;
  const PermutedTriple& key = probes_[group_first_].key;
  while (group_last_ < probes_.size() && probes_[group_last_].key == key) {
    ++group_last_;
  }
  open_group(key);
  return true;
}

void LookupJoinOperator::open_group(const PermutedTriple& key) {
  const PatternAccess& access = current_->access;
  group_matched_ = false;
  group_open_ = !access.empty && std::none_of(key.begin(), key.begin() + access.bound,
                                              [](Id id) { return id.tag() == Tag::local; });
  if (!group_open_) {
    in_rows_ = kind_ == LookupKind::left || kind_ == LookupKind::anti;
    return;
  }
  ScanSpec spec = access.spec();
  spec.prefix = key;
  current_->cursor.start(context().source, spec);
}

// Reads on in the open group, or opens the next; false when the variant is used up.
bool LookupJoinOperator::step() {
  if (!group_open_) {
    return next_group();
  }
  if (!current_->cursor->next(rows_)) {
    group_open_ = false;
    in_rows_ = !group_matched_ && (kind_ == LookupKind::left || kind_ == LookupKind::anti);
  } else if (kind_ == LookupKind::inner || kind_ == LookupKind::left) {
    group_at_ = group_first_;
    row_at_ = 0;
    in_block_ = true;
  } else {
    for (std::size_t row = 0; row < rows_.size && group_open_; ++row) {
      group_open_ = !current_->access.accepts(rows_, row);
    }
    in_rows_ = !group_open_ && kind_ == LookupKind::semi;
  }
  return true;
}

void LookupJoinOperator::emit_block(Batch& batch, std::size_t target) {
  const PatternAccess& access = current_->access;
  while (group_at_ < group_last_ && batch.rows < target) {
    const std::uint32_t input_row = probes_[group_at_].row;
    if (access.equal.empty()) {
      const std::size_t count = std::min(rows_.size - row_at_, target - batch.rows);
      for (const PatternAccess::Output& output : access.outputs) {
        const Id* from = rows_.column[output.place] + row_at_;
        batch.columns[output.column].insert(batch.columns[output.column].end(), from, from + count);
      }
      picked_.insert(picked_.end(), count, input_row);
      batch.rows += count;
      row_at_ += count;
      group_matched_ = true;
    } else {
      for (; row_at_ < rows_.size && batch.rows < target; ++row_at_) {
        if (access.accepts(rows_, row_at_)) {
          for (const PatternAccess::Output& output : access.outputs) {
            batch.columns[output.column].push_back(rows_.column[output.place][row_at_]);
          }
          picked_.push_back(input_row);
          ++batch.rows;
          group_matched_ = true;
        }
      }
    }
    if (row_at_ == rows_.size) {
      row_at_ = 0;
      ++group_at_;
    }
  }
  in_block_ = group_at_ < group_last_;
}

void LookupJoinOperator::emit_rows(Batch& batch, std::size_t target) {
  for (; group_at_ < group_last_ && batch.rows < target; ++group_at_) {
    picked_.push_back(probes_[group_at_].row);
    for (const PatternAccess::Output& output : current_->access.outputs) {
      if (output.column != kNoColumn) {
        batch.columns[output.column].push_back(kUnbound);
      }
    }
    ++batch.rows;
  }
  in_rows_ = group_at_ < group_last_;
}

void LookupJoinOperator::gather_input(Batch& batch) {
  for (std::size_t c = 0; c < window_.columns.size(); ++c) {
    std::vector<Id>& out = batch.columns[c];
    if (out.empty()) {  // else the pattern bound it
      out.resize(picked_.size());
      const Id* from = window_.columns[c].data();
      for (std::size_t i = 0; i < picked_.size(); ++i) {
        out[i] = from[picked_[i]];
      }
    }
  }
}

bool LookupJoinOperator::produce(Batch& batch) {
  const std::size_t target = ramp_.next();
  picked_.clear();
  std::size_t steps = 0;
  while (batch.rows < target) {
    if (in_block_) {
      emit_block(batch, target);
    } else if (in_rows_) {
      emit_rows(batch, target);
    } else if (step()) {
      if (++steps % kBatchRows == 0) {
        context().budget.check();
      }
    } else if (batch.rows > 0) {
      break;  // the columns of these rows come from this window
    } else if (!next_variant()) {
      return false;
    }
  }
  gather_input(batch);
  return true;
}

}  // namespace kg
