#include "kg/exec/leaves.h"

#include <algorithm>
#include <limits>

#include "kg/exec/access.h"

namespace kg {

bool UnitOperator::produce(Batch& batch) {
  batch.rows = done_ ? 0 : 1;
  done_ = true;
  return batch.rows > 0;
}

RowsOperator::RowsOperator(Context& context, Schema schema, Batch rows)
    : Operator(context, std::move(schema), {}), rows_(std::move(rows)), charge_(context.budget) {
  charge_.grow_to(rows_.rows * rows_.columns.size() * sizeof(Id));
}

bool RowsOperator::produce(Batch& batch) {
  const std::size_t count = std::min(rows_.rows - at_, kBatchRows);
  for (std::size_t c = 0; c < batch.columns.size(); ++c) {
    const auto from = rows_.columns[c].begin() + static_cast<std::ptrdiff_t>(at_);
    batch.columns[c].assign(from, from + static_cast<std::ptrdiff_t>(count));
  }
  batch.rows = count;
  at_ += count;
  return count > 0;
}

OperatorPtr make_values(Context& context, const Values& values, const Bindings* bindings) {
  Schema schema;
  std::vector<std::size_t> kept;  // places in a row
  for (std::size_t i = 0; i < values.variables.size(); ++i) {
    if (bindings == nullptr || !bindings->contains(values.variables[i])) {
      schema.add(values.variables[i], true);
      kept.push_back(i);
    }
  }
  Batch rows;
  rows.columns.resize(kept.size());
  std::vector<Id> ids(values.variables.size());
  for (const std::vector<Term>& row : values.rows) {
    bool compatible = true;
    for (std::size_t i = 0; i < ids.size(); ++i) {
      ids[i] = context.vocabulary.intern(row[i]);
      const auto fixed =
          bindings == nullptr ? Bindings::const_iterator{} : bindings->find(values.variables[i]);
      if (bindings != nullptr && fixed != bindings->end()) {
        compatible = compatible && (!ids[i].bound() || ids[i] == fixed->second);
      }
    }
    if (!compatible) {
      continue;
    }
    for (std::size_t c = 0; c < kept.size(); ++c) {
      rows.columns[c].push_back(ids[kept[c]]);
      schema.certain[c] = schema.certain[c] && ids[kept[c]].bound();
    }
    ++rows.rows;
  }
  return std::make_unique<RowsOperator>(context, std::move(schema), std::move(rows));
}

namespace {

Id number_of(Context& context, std::uint64_t count) {
  return context.vocabulary.intern(Term::integer(static_cast<std::int64_t>(count)));
}

OperatorPtr one_number(Context& context, Var variable, std::uint64_t count) {
  Schema schema;
  schema.add(variable, true);
  Batch rows;
  rows.columns.push_back({number_of(context, count)});
  rows.rows = 1;
  return std::make_unique<RowsOperator>(context, std::move(schema), std::move(rows));
}

constexpr std::array<std::size_t, 3> kNoProbes{kNoColumn, kNoColumn, kNoColumn};

// Counting by reading, for what no statistic answers: a variable that stands twice in the pattern.
std::uint64_t count_rows(Context& context, const PatternAccess& access) {
  std::uint64_t count = 0;
  TripleColumns rows;
  const auto cursor = context.source.cursor(access.spec());
  while (cursor->next(rows)) {
    context.budget.check();
    for (std::size_t row = 0; row < rows.size; ++row) {
      count += access.accepts(rows, row) ? 1U : 0U;
    }
  }
  return count;
}

// How many different ids stand at `position`, when the relation is not a constant or more than it is.
std::uint64_t count_distinct_rows(Context& context, const TriplePattern& pattern, std::uint8_t position) {
  Schema schema;
  schema.add(pattern.at(position).variable, true);
  const PatternAccess access(pattern, kNoProbes, std::nullopt, schema);
  std::vector<Id> seen;
  MemoryCharge charge(context.budget);
  TripleColumns rows;
  const auto cursor = context.source.cursor(access.spec());
  while (cursor->next(rows)) {
    context.budget.check();
    for (std::size_t row = 0; row < rows.size; ++row) {
      if (access.accepts(rows, row)) {
        seen.push_back(rows.column[access.outputs.front().place][row]);
      }
    }
    charge.grow_to(seen.capacity() * sizeof(Id));
  }
  std::sort(seen.begin(), seen.end());
  return static_cast<std::uint64_t>(std::unique(seen.begin(), seen.end()) - seen.begin());
}

}  // namespace

OperatorPtr make_count_pattern(Context& context, const CountPattern& count) {
  const PatternAccess access(count.pattern, kNoProbes, std::nullopt, Schema{});
  std::uint64_t rows = 0;
  if (access.empty) {
    rows = 0;
  } else if (access.bound == 0 && access.equal.empty()) {
    rows = context.source.statistics().triples();
  } else if (access.bound == 1 && access.permutation == Permutation::pso && access.equal.empty()) {
    rows = context.source.statistics().relation(access.prefix[0]).triples;
  } else if (access.equal.empty()) {
    rows = context.source.count(access.spec(), std::numeric_limits<std::uint64_t>::max());
  } else {
    rows = count_rows(context, access);
  }
  return one_number(context, count.count, rows);
}

OperatorPtr make_count_by_relation(Context& context, const CountByRelation& count) {
  Schema schema;
  schema.add(count.relation, true);
  schema.add(count.count, true);
  Batch rows;
  rows.columns.resize(2);
  context.source.statistics().for_each_relation([&](Id relation, const RelationStatistics& statistics) {
    rows.columns[0].push_back(relation);
    rows.columns[1].push_back(number_of(context, statistics.triples));
    ++rows.rows;
  });
  return std::make_unique<RowsOperator>(context, std::move(schema), std::move(rows));
}

OperatorPtr make_count_distinct(Context& context, const CountDistinct& count) {
  const TriplePattern& pattern = count.pattern;
  const bool whole_relation = pattern.subject.is_variable() && !pattern.relation.is_variable() &&
                              pattern.object.is_variable() &&
                              pattern.subject.variable != pattern.object.variable;
  std::uint64_t number = 0;
  if (!whole_relation) {
    number = count_distinct_rows(context, pattern, count.position);
  } else if (pattern.relation.id.tag() != Tag::local) {
    const RelationStatistics statistics = context.source.statistics().relation(pattern.relation.id);
    number = count.position == 0 ? statistics.distinct_subjects : statistics.distinct_objects;
  }
  return one_number(context, count.count, number);
}

}  // namespace kg
