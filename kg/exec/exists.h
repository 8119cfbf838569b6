// EXISTS and NOT EXISTS by substitution: the right side is run under each row's bindings (SPARQL 1.1, 18.6).
// For right sides that cannot be joined, see correlation.h. Equal bindings are asked once.
#pragma once

#include <vector>

#include "kg/exec/expression_program.h"
#include "kg/exec/operator.h"
#include "kg/exec/row_index.h"

namespace kg {

class ExistsOperator final : public Operator {
 public:
  // `bindings` (may be null): values substituted from further out; copied.
  ExistsOperator(Context& context, OperatorPtr input, PlanPtr right, bool negated, const Bindings* bindings);
  void skip_to(Id key) override { input_->skip_to(key); }

 protected:
  bool produce(Batch& batch) override;

 private:
  bool exists();

  OperatorPtr input_;
  PlanPtr right_;
  bool negated_;
  Bindings bindings_;
  std::vector<std::size_t> columns_;  // of the input, those that the right side mentions
  std::vector<Id> key_;
  RowIndex asked_;
  std::vector<bool> answers_;
};

}  // namespace kg
