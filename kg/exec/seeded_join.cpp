#include "kg/exec/seeded_join.h"

#include <utility>

#include "kg/exec/leaves.h"
#include "kg/exec/row_index.h"
#include "kg/exec/row_operators.h"

namespace kg {
namespace {

// So many rows are looked at before the right side runs as a whole.
constexpr std::size_t kMaxSeedRows = 2 * kBatchRows;
// A lookup costs about as much as so many rows of a scan.
constexpr double kRowsPerLookup = 20;

// Rows read already, then the rest.
class ReplayOperator final : public Operator {
 public:
  ReplayOperator(Context& context, Batch rows, OperatorPtr rest)
      : Operator(context, rest->schema(), rest->order()), rows_(std::move(rows)), rest_(std::move(rest)) {}

 protected:
  bool produce(Batch& batch) override {
    if (rows_.rows > 0) {
      std::swap(batch, rows_);
      rows_.rows = 0;
      return true;
    }
    return rest_->next(batch);
  }

 private:
  Batch rows_;
  OperatorPtr rest_;
};

std::vector<Var> shared_variables(const Operator& left, const Operator& right) {
  std::vector<Var> shared;
  for (std::size_t c = 0; c < right.schema().size(); ++c) {
    const std::size_t column = left.schema().find(right.schema().variables[c]);
    if (column != kNoColumn && left.schema().certain[column] && right.schema().certain[c]) {
      shared.push_back(right.schema().variables[c]);
    }
  }
  return shared;
}

Schema schema_of(JoinKind kind, const Operator& left, const Operator& right) {
  Schema schema = left.schema();
  for (const Var variable : right.schema().variables) {
    if (kind == JoinKind::left && schema.find(variable) == kNoColumn) {
      schema.add(variable, false);
    }
  }
  return schema;
}

}  // namespace

bool SeededJoinOperator::possible(const Operator& left, const Operator& right) {
  return !shared_variables(left, right).empty();
}

SeededJoinOperator::SeededJoinOperator(Context& context, JoinKind kind, OperatorPtr left, Right right,
                                       ExpressionPtr condition, const Bindings* bindings)
    : Operator(context, schema_of(kind, *left, *right.whole),
               kind == JoinKind::left ? std::vector<Var>{} : left->order()),
      kind_(kind),
      left_(std::move(left)),
      right_(std::move(right)),
      condition_(std::move(condition)),
      bindings_(bindings == nullptr ? Bindings{} : *bindings) {}

// The right side's rows that agree with some row of the left.
OperatorPtr SeededJoinOperator::seeded(const Batch& rows) {
  const std::vector<Var> shared = shared_variables(*left_, *right_.whole);
  Schema schema;
  Batch seeds;
  seeds.columns.resize(shared.size());
  for (const Var variable : shared) {
    schema.add(variable, true);
  }
  RowIndex known(context().budget, shared.size());
  std::vector<Id> key(shared.size());
  for (std::size_t row = 0; row < rows.rows; ++row) {
    for (std::size_t i = 0; i < shared.size(); ++i) {
      key[i] = rows.columns[left_->schema().find(shared[i])][row];
    }
    if (known.insert(key.data()).added) {
      for (std::size_t i = 0; i < shared.size(); ++i) {
        seeds.columns[i].push_back(key[i]);
      }
      ++seeds.rows;
    }
  }
  OperatorPtr made = std::make_unique<RowsOperator>(context(), std::move(schema), std::move(seeds));
  made = join_patterns(context(), std::move(made), right_.patterns);
  for (const ExpressionPtr& filter : right_.patterns.filters) {
    ExpressionProgram program(context(), *filter, made->schema(), &bindings_);
    made = std::make_unique<FilterOperator>(context(), std::move(made), std::move(program));
  }
  return made;
}

void SeededJoinOperator::start() {
  Batch rows;
  Batch more;
  rows.columns.resize(left_->schema().size());
  bool all = false;
  while (rows.rows <= kMaxSeedRows && !all) {
    all = !left_->next(more);
    for (std::size_t c = 0; c < rows.columns.size() && !all; ++c) {
      rows.columns[c].insert(rows.columns[c].end(), more.columns[c].begin(), more.columns[c].end());
    }
    rows.rows += all ? 0 : more.rows;
  }
  const double lookups = static_cast<double>(rows.rows) * kRowsPerLookup;
  const bool use_seeds = all && (right_.estimate < 0 || lookups < right_.estimate);
  OperatorPtr right = use_seeds ? seeded(rows) : std::move(right_.whole);
  OperatorPtr left = std::make_unique<ReplayOperator>(context(), std::move(rows), std::move(left_));
  std::unique_ptr<ExpressionProgram> condition;
  if (condition_ != nullptr) {
    condition = std::make_unique<ExpressionProgram>(
        context(), *condition_, HashJoinOperator::pair_schema(left->schema(), right->schema()), &bindings_);
  }
  join_ = std::make_unique<HashJoinOperator>(context(), kind_, std::move(left), std::move(right),
                                             std::move(condition));
  if (join_->schema().variables != schema().variables) {
    join_ = std::make_unique<ProjectOperator>(context(), std::move(join_), schema().variables);
  }
}

bool SeededJoinOperator::produce(Batch& batch) {
  if (join_ == nullptr) {
    start();
  }
  return join_->next(batch);
}

}  // namespace kg
