#include "kg/exec/triple_term_join.h"

#include <algorithm>

namespace kg {
namespace {

constexpr std::size_t kPlaces = 4;
constexpr std::size_t kNamePlace = 3;

}  // namespace

Schema TripleTermJoinOperator::schema_of(const Operator& input, const TripleTermPattern& pattern) {
  Schema schema = input.schema();
  for (const PatternTerm* term :
       {&pattern.triple.subject, &pattern.triple.relation, &pattern.triple.object, &pattern.name}) {
    if (!term->is_variable()) {
      continue;
    }
    const std::size_t column = schema.find(term->variable);
    if (column == kNoColumn) {
      schema.add(term->variable, true);
    } else {
      schema.certain[column] = true;
    }
  }
  return schema;
}

TripleTermJoinOperator::TripleTermJoinOperator(Context& context, OperatorPtr input,
                                               const TripleTermPattern& pattern)
    : Operator(context, schema_of(*input, pattern), {}),
      input_(std::move(input)),
      pattern_(pattern),
      charge_(context.budget) {
  found_.columns.resize(schema().size());
  for (std::size_t place = 0; place < kPlaces; ++place) {
    const PatternTerm& term = term_at(place);
    in_[place] = term.is_variable() ? input_->schema().find(term.variable) : kNoColumn;
    out_[place] = term.is_variable() ? schema().find(term.variable) : kNoColumn;
  }
}

void TripleTermJoinOperator::emit(std::size_t row, Id name, const Triple& parts) {
  solution_.assign(schema().size(), kUnbound);
  for (std::size_t c = 0; c < rows_.columns.size(); ++c) {
    solution_[c] = rows_.columns[c][row];
  }
  for (std::size_t place = 0; place < kPlaces; ++place) {
    const Id found = place == kNamePlace ? name : parts[place];
    if (out_[place] == kNoColumn) {
      if (term_at(place).id != found) {
        return;
      }
      continue;
    }
    Id& value = solution_[out_[place]];
    if (value.bound() && value != found) {
      return;
    }
    value = found;
  }
  for (std::size_t c = 0; c < solution_.size(); ++c) {
    found_.columns[c].push_back(solution_[c]);
  }
  ++found_.rows;
}

void TripleTermJoinOperator::match_row(std::size_t row) {
  const auto bound_value = [&](std::size_t place) {
    if (!term_at(place).is_variable()) {
      return term_at(place).id;
    }
    return in_[place] == kNoColumn ? kUnbound : rows_.columns[in_[place]][row];
  };
  const Id name = bound_value(kNamePlace);
  Triple parts{bound_value(0), bound_value(1), bound_value(2)};
  if (name.bound()) {
    // Terms that this query computed are no triple terms of the store.
    if (name.tag() == Tag::triple) {
      emit(row, name, context().source.unfold(name));
    }
    return;
  }
  std::uint8_t bound = 0;
  while (bound < 3 && parts[bound].bound()) {
    if (parts[bound].tag() == Tag::local) {
      return;
    }
    ++bound;
  }
  if (bound == 3) {
    const Id found = context().source.fold(parts);
    if (found != kMissing) {
      emit(row, found, parts);
    }
    return;
  }
  std::size_t visited = 0;
  context().source.for_each_triple_term(parts, bound, [&](Id found, const Triple& found_parts) {
    emit(row, found, found_parts);
    if (++visited % kBatchRows == 0) {
      context().budget.check();
      charge_.grow_to(found_.rows * found_.columns.size() * sizeof(Id));
    }
    return true;
  });
}

bool TripleTermJoinOperator::produce(Batch& batch) {
  if (found_at_ == found_.rows) {
    found_at_ = found_.rows = 0;
    for (std::vector<Id>& column : found_.columns) {
      column.clear();
    }
    if (at_ == rows_.rows) {
      at_ = 0;
      if (!input_->next(rows_)) {
        rows_.rows = 0;
        return false;
      }
    }
    while (at_ < rows_.rows && found_.rows < kBatchRows) {
      match_row(at_++);
    }
  }
  const std::size_t count = std::min(found_.rows - found_at_, kBatchRows);
  for (std::size_t c = 0; c < batch.columns.size(); ++c) {
    const auto from = found_.columns[c].begin() + static_cast<std::ptrdiff_t>(found_at_);
    batch.columns[c].assign(from, from + static_cast<std::ptrdiff_t>(count));
  }
  batch.rows = count;
  found_at_ += count;
  return true;
}

}  // namespace kg
