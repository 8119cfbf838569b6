#include "kg/exec/path_join.h"

#include <algorithm>
#include <numeric>

namespace kg {

Schema PathJoinOperator::schema_of(const Operator& input, const Path& path) {
  Schema schema = input.schema();
  for (const PatternTerm* end : {&path.subject, &path.object}) {
    if (!end->is_variable()) {
      continue;
    }
    const std::size_t column = schema.find(end->variable);
    if (column == kNoColumn) {
      schema.add(end->variable, true);
    } else {
      schema.certain[column] = true;
    }
  }
  return schema;
}

PathJoinOperator::PathJoinOperator(Context& context, OperatorPtr input, const Path& path)
    : Operator(context, schema_of(*input, path), {}),
      input_(std::move(input)),
      path_(path),
      subject_column_(path.subject.is_variable() ? input_->schema().find(path.subject.variable) : kNoColumn),
      object_column_(path.object.is_variable() ? input_->schema().find(path.object.variable) : kNoColumn),
      subject_out_(path.subject.is_variable() ? schema().find(path.subject.variable) : kNoColumn),
      object_out_(path.object.is_variable() ? schema().find(path.object.variable) : kNoColumn),
      nullable_(is_nullable(*path.path)),
      walk_(context),
      charge_(context.budget) {}

Id PathJoinOperator::end_of_row(const PatternTerm& end, std::size_t column, std::size_t row) const {
  if (!end.is_variable()) {
    return end.id;
  }
  return column == kNoColumn ? kUnbound : window_.columns[column][row];
}

PathJoinOperator::Side PathJoinOperator::side_of(std::size_t row) const {
  if (end_of_row(path_.subject, subject_column_, row).bound()) {
    return Side::subject;
  }
  return end_of_row(path_.object, object_column_, row).bound() ? Side::object : Side::neither;
}

// Goes on to the next side of the window that has rows, or to the next window; false at the end.
bool PathJoinOperator::next_side() {
  while (true) {
    if (side_ == Side::done) {
      if (!input_->next(window_)) {
        return false;
      }
      side_ = Side::subject;
    } else {
      side_ = static_cast<Side>(static_cast<std::uint8_t>(side_) + 1);
      if (side_ == Side::done) {
        continue;
      }
    }
    rows_.clear();
    for (std::size_t row = 0; row < window_.rows; ++row) {
      if (side_of(row) == side_) {
        rows_.push_back(static_cast<std::uint32_t>(row));
      }
    }
    if (!rows_.empty()) {
      collect_starts();
      return true;
    }
  }
}

void PathJoinOperator::collect_starts() {
  start_at_ = row_at_ = 0;
  if (side_ == Side::neither) {
    if (!all_starts_) {
      all_starts_ = walk_.starts(*path_.path, true);
      charge_.add(all_starts_->size() * sizeof(Id));
    }
    starts_ = *all_starts_;
    return;
  }
  const auto start_of = [&](std::uint32_t row) {
    return side_ == Side::subject ? end_of_row(path_.subject, subject_column_, row)
                                  : end_of_row(path_.object, object_column_, row);
  };
  std::stable_sort(rows_.begin(), rows_.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return start_of(a) < start_of(b); });
  starts_.clear();
  for (const std::uint32_t row : rows_) {
    if (starts_.empty() || starts_.back() != start_of(row)) {
      starts_.push_back(start_of(row));
    }
  }
}

// Walks from the next few starts and pairs them with their rows.
bool PathJoinOperator::next_chunk() {
  if (start_at_ == starts_.size()) {
    return false;
  }
  const std::size_t count = std::min(chunks_.next(), starts_.size() - start_at_);
  // Between two variables, the path of no links joins a node of the graph with itself, and nothing else.
  const bool only_graph = nullable_ && path_.subject.is_variable() && path_.object.is_variable();
  chunk_starts_.assign(starts_.begin() + static_cast<std::ptrdiff_t>(start_at_),
                       starts_.begin() + static_cast<std::ptrdiff_t>(start_at_ + count));
  start_at_ += count;
  std::vector<Reached> from;
  for (std::size_t i = 0; i < count; ++i) {
    if (!only_graph || side_ == Side::neither || walk_.in_graph(chunk_starts_[i])) {
      from.push_back({static_cast<std::uint32_t>(i), chunk_starts_[i]});
    }
  }
  group_ends(walk_.walk(*path_.path, side_ != Side::object, std::move(from)), count);
  tasks_.clear();
  task_at_ = end_at_ = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const auto start = static_cast<std::uint32_t>(i);
    if (side_ == Side::neither) {
      for (const std::uint32_t row : rows_) {
        tasks_.push_back({row, start});
      }
      continue;
    }
    const auto start_of = [&](std::uint32_t row) {
      return side_ == Side::subject ? end_of_row(path_.subject, subject_column_, row)
                                    : end_of_row(path_.object, object_column_, row);
    };
    for (; row_at_ < rows_.size() && start_of(rows_[row_at_]) == chunk_starts_[i]; ++row_at_) {
      tasks_.push_back({rows_[row_at_], start});
    }
  }
  return true;
}

void PathJoinOperator::group_ends(std::vector<Reached> reached, std::size_t starts) {
  offsets_.assign(starts + 1, 0);
  for (const Reached& end : reached) {
    ++offsets_[end.start + 1];
  }
  std::partial_sum(offsets_.begin(), offsets_.end(), offsets_.begin());
  std::vector<std::size_t> next(offsets_.begin(), offsets_.end() - 1);
  ends_.resize(reached.size());
  for (const Reached& end : reached) {
    ends_[next[end.start]++] = end.node;
  }
}

void PathJoinOperator::emit(Batch& batch, std::size_t target) {
  while (task_at_ < tasks_.size() && batch.rows < target) {
    const Task& task = tasks_[task_at_];
    const Id start = chunk_starts_[task.start];
    const std::size_t last = offsets_[task.start + 1];
    const bool backward = side_ == Side::object;
    const PatternTerm& far_end = backward ? path_.subject : path_.object;
    Id wanted = end_of_row(far_end, backward ? subject_column_ : object_column_, task.row);
    if (far_end.is_variable() && path_.subject.variable == path_.object.variable) {
      wanted = start;
    }
    for (std::size_t at = offsets_[task.start] + end_at_; at < last && batch.rows < target; ++at, ++end_at_) {
      const Id end = ends_[at];
      if (wanted.bound() && end != wanted) {
        continue;
      }
      for (std::size_t c = 0; c < window_.columns.size(); ++c) {
        if (c != subject_out_ && c != object_out_) {
          batch.columns[c].push_back(window_.columns[c][task.row]);
        }
      }
      if (subject_out_ != kNoColumn) {
        batch.columns[subject_out_].push_back(backward ? end : start);
      }
      if (object_out_ != kNoColumn && object_out_ != subject_out_) {
        batch.columns[object_out_].push_back(backward ? start : end);
      }
      ++batch.rows;
    }
    if (offsets_[task.start] + end_at_ == last) {
      ++task_at_;
      end_at_ = 0;
    }
  }
}

bool PathJoinOperator::produce(Batch& batch) {
  const std::size_t target = ramp_.next();
  while (batch.rows < target) {
    if (task_at_ < tasks_.size()) {
      emit(batch, target);
    } else if (!next_chunk() && (batch.rows > 0 || !next_side())) {
      break;
    } else if (batch.rows == 0) {
      context().budget.check();
    }
  }
  return batch.rows > 0;
}

}  // namespace kg
