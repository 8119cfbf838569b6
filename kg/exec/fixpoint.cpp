#include "kg/exec/fixpoint.h"

#include <algorithm>

#include "kg/algebra/visit.h"
#include "kg/base/error.h"
#include "kg/exec/build.h"

namespace kg {
namespace {

class RuleRowsOperator final : public Operator {
 public:
  RuleRowsOperator(Context& context, Schema schema, const FixpointTables::Member& member, bool recent)
      : Operator(context, std::move(schema), {}),
        member_(member),
        at_(recent ? member.recent : 0),
        end_(member.known) {}

 protected:
  bool produce(Batch& batch) override {
    const std::size_t count = std::min(kBatchRows, end_ - at_);
    for (std::size_t i = 0; i < count; ++i, ++at_) {
      const std::span<const Id> row = member_.rows.row(static_cast<std::uint32_t>(at_));
      for (std::size_t c = 0; c < row.size(); ++c) {
        batch.columns[c].push_back(row[c]);
      }
    }
    batch.rows = count;
    return count > 0;
  }

 private:
  const FixpointTables::Member& member_;
  std::size_t at_;
  std::size_t end_;
};

// The member whose recent rows the plan reads.
std::optional<std::uint32_t> recent_member(const Plan& plan) {
  std::vector<const Plan*> open{&plan};
  while (!open.empty()) {
    const Plan& at = *open.back();
    open.pop_back();
    if (const auto* rows = at.as<RuleRows>(); rows != nullptr && rows->recent) {
      return rows->member;
    }
    if (at.as<Fixpoint>() == nullptr) {
      for_each_child(at, [&open](const PlanPtr& child) { open.push_back(child.get()); });
    }
  }
  return std::nullopt;
}

// Inputs that are built see the tables of their own fixpoint.
class TablesInUse {
 public:
  TablesInUse(Context& context, const FixpointTables& tables) : context_(context), before_(context.tables) {
    context.tables = &tables;
  }
  TablesInUse(const TablesInUse&) = delete;
  TablesInUse& operator=(const TablesInUse&) = delete;
  ~TablesInUse() { context_.tables = before_; }

 private:
  Context& context_;
  const FixpointTables* before_;
};

}  // namespace

OperatorPtr make_rule_rows(Context& context, const RuleRows& node) {
  if (context.tables == nullptr || node.member >= context.tables->members.size()) {
    throw Failure(ErrorCode::internal, "rows of a rule outside of its fixpoint");
  }
  Schema schema;
  for (const Var variable : node.variables) {
    schema.add(variable, true);
  }
  return std::make_unique<RuleRowsOperator>(context, std::move(schema), *context.tables->members[node.member],
                                            node.recent);
}

Schema FixpointOperator::schema_of(const Fixpoint& node) {
  Schema schema;
  for (const Var variable : node.variables) {
    schema.add(variable, true);
  }
  return schema;
}

FixpointOperator::FixpointOperator(Context& context, const Plan& plan, const Fixpoint& node)
    : Operator(context, schema_of(node), {}), plan_(plan), node_(node) {
  for (const PlanPtr& input : node.inputs) {
    reads_.push_back(recent_member(*input));
  }
}

void FixpointOperator::drain(std::size_t input) {
  const Fixpoint::Output& output = node_.outputs[input];
  RowIndex& rows = tables_->members[output.member]->rows;
  const OperatorPtr made = build_operator(context(), *node_.inputs[input], nullptr);
  std::vector<std::size_t> columns;
  for (const Var variable : output.variables) {
    columns.push_back(made->schema().find(variable));
    if (columns.back() == kNoColumn) {
      return;  // nothing can bind it
    }
  }
  std::vector<Id> row(columns.size());
  Batch batch;
  while (made->next(batch)) {
    for (std::size_t r = 0; r < batch.rows; ++r) {
      for (std::size_t c = 0; c < columns.size(); ++c) {
        row[c] = batch.columns[columns[c]][r];
      }
      if (std::all_of(row.begin(), row.end(), [](Id id) { return id.bound(); })) {
        rows.insert(row.data());
      }
    }
  }
}

bool FixpointOperator::next_round() {
  bool more = false;
  for (const auto& member : tables_->members) {
    member->recent = member->known;
    member->known = member->rows.size();
    more = more || member->recent < member->known;
  }
  return more;
}

void FixpointOperator::run() {
  std::shared_ptr<FixpointTables>& known = context().fixpoints[&plan_];
  if (known != nullptr) {
    tables_ = known;
    return;
  }
  tables_ = std::make_shared<FixpointTables>();
  for (const Fixpoint::Output& output : node_.outputs) {
    while (tables_->members.size() <= output.member) {
      tables_->members.push_back(nullptr);
    }
    auto& member = tables_->members[output.member];
    if (member == nullptr) {
      member = std::make_unique<FixpointTables::Member>(context().budget, output.variables.size());
    }
  }
  const TablesInUse use(context(), *tables_);
  for (std::size_t i = 0; i < node_.inputs.size(); ++i) {
    if (!reads_[i]) {
      drain(i);
    }
  }
  while (next_round()) {
    context().budget.check();
    for (std::size_t i = 0; i < node_.inputs.size(); ++i) {
      if (!reads_[i]) {
        continue;
      }
      const FixpointTables::Member& read = *tables_->members[*reads_[i]];
      if (read.recent < read.known) {
        drain(i);
      }
    }
  }
  known = tables_;
}

bool FixpointOperator::produce(Batch& batch) {
  if (!ran_) {
    run();
    ran_ = true;
  }
  const RowIndex& rows = tables_->members.front()->rows;
  const std::size_t count = std::min(ramp_.next(), rows.size() - at_);
  for (std::size_t i = 0; i < count; ++i, ++at_) {
    const std::span<const Id> row = rows.row(static_cast<std::uint32_t>(at_));
    for (std::size_t c = 0; c < row.size(); ++c) {
      batch.columns[c].push_back(row[c]);
    }
  }
  batch.rows = count;
  return count > 0;
}

}  // namespace kg
