// Distinct rows: by comparing neighbours where the input is sorted by all its variables, else by a hash set.
#pragma once

#include "kg/exec/operator.h"
#include "kg/exec/row_index.h"

namespace kg {

class DistinctOperator final : public Operator {
 public:
  DistinctOperator(Context& context, OperatorPtr input);
  void skip_to(Id key) override { input_->skip_to(key); }

 protected:
  bool produce(Batch& batch) override;

 private:
  void select_sorted(const Batch& batch);
  void select_new(const Batch& batch);

  OperatorPtr input_;
  bool sorted_;
  bool any_ = false;
  std::vector<Id> last_;  // the row before, when sorted
  RowIndex seen_;
  std::vector<std::uint32_t> kept_;
};

}  // namespace kg
