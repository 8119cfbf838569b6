// Order by: keeps all rows, or the first `limit` of them, and gives them sorted (SPARQL 1.1, 15.1).
#pragma once

#include <cstdint>
#include <vector>

#include "kg/exec/expression_program.h"
#include "kg/exec/operator.h"

namespace kg {

class OrderByOperator final : public Operator {
 public:
  struct Key {
    ExpressionProgram expression;
    bool descending = false;
  };
  OrderByOperator(Context& context, OperatorPtr input, std::vector<Key> keys, std::uint64_t limit);

 protected:
  bool produce(Batch& batch) override;

 private:
  void read_all();
  void append(const Batch& batch);
  [[nodiscard]] bool hopeless(std::size_t row) const;
  std::vector<std::uint32_t> sorted_rows();
  void prune();

  OperatorPtr input_;
  std::vector<Key> keys_;
  std::uint64_t limit_;
  Batch rows_;                             // the rows kept so far
  std::vector<std::vector<Id>> key_ids_;   // for each key, of the rows kept
  std::vector<std::vector<Id>> new_keys_;  // for each key, of the batch just read
  Id threshold_;  // first key of the last row that is still wanted, when it is inline; see hopeless()
  std::vector<std::uint32_t> order_;
  std::size_t at_ = 0;
  bool read_ = false;
  MemoryCharge charge_;
};

}  // namespace kg
