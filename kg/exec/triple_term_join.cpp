#include "kg/exec/triple_term_join.h"

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
    : Operator(context, schema_of(*input, pattern), {}), input_(std::move(input)), pattern_(pattern) {
  for (std::size_t place = 0; place < kPlaces; ++place) {
    const PatternTerm& term = term_at(place);
    in_[place] = term.is_variable() ? input_->schema().find(term.variable) : kNoColumn;
    out_[place] = term.is_variable() ? schema().find(term.variable) : kNoColumn;
  }
}

void TripleTermJoinOperator::emit(Batch& batch, std::size_t row, Id name, const Triple& parts) {
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
    batch.columns[c].push_back(solution_[c]);
  }
  ++batch.rows;
}

void TripleTermJoinOperator::match_row(Batch& batch, std::size_t row) {
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
      emit(batch, row, name, context().source.unfold(name));
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
      emit(batch, row, found, parts);
    }
    return;
  }
  std::size_t visited = 0;
  context().source.for_each_triple_term(parts, bound, [&](Id found, const Triple& found_parts) {
    emit(batch, row, found, found_parts);
    if (++visited % kBatchRows == 0) {
      context().budget.check();
    }
    return true;
  });
}

bool TripleTermJoinOperator::produce(Batch& batch) {
  if (at_ == rows_.rows) {
    at_ = 0;
    if (!input_->next(rows_)) {
      rows_.rows = 0;
      return false;
    }
  }
  while (at_ < rows_.rows && batch.rows < kBatchRows) {
    match_row(batch, at_++);
  }
  return true;
}

}  // namespace kg
