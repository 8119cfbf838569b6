// Operators without input: the empty solution, inline rows, nothing; and counts from statistics.
#pragma once

#include <vector>

#include "kg/exec/expression_program.h"
#include "kg/exec/operator.h"

namespace kg {

// One row without variables.
class UnitOperator final : public Operator {
 public:
  explicit UnitOperator(Context& context) : Operator(context, {}, {}) {}

 protected:
  bool produce(Batch& batch) override;

 private:
  bool done_ = false;
};

// Rows known beforehand.
class RowsOperator final : public Operator {
 public:
  // `rows` has the columns of the schema.
  RowsOperator(Context& context, Schema schema, Batch rows);

 protected:
  bool produce(Batch& batch) override;

 private:
  Batch rows_;
  MemoryCharge charge_;
  std::size_t at_ = 0;
};

// Values with the rows that are compatible with `bindings`; variables that those fix are left out.
OperatorPtr make_values(Context& context, const Values& values, const Bindings* bindings);

// The patterns of these must not hold variables that are bound from outside.
OperatorPtr make_count_pattern(Context& context, const CountPattern& count);
OperatorPtr make_count_by_relation(Context& context, const CountByRelation& count);
OperatorPtr make_count_distinct(Context& context, const CountDistinct& count);

}  // namespace kg
