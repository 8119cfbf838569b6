// Group: by a hash table over the keys, or, where the input is sorted by them, one group after the other.
#pragma once

#include <memory>
#include <vector>

#include "kg/exec/aggregate.h"
#include "kg/exec/operator.h"
#include "kg/exec/row_index.h"

namespace kg {

class GroupOperator final : public Operator {
 public:
  struct Column {
    Var variable;
    std::unique_ptr<Aggregator> aggregator;
  };
  // `keys` that the input lacks are unbound in every row. `always_one`: without any row there is still one
  // group (SPARQL 1.1, 18.5: no keys).
  GroupOperator(Context& context, OperatorPtr input, const std::vector<Var>& keys,
                std::vector<Column> columns, bool always_one);

 protected:
  bool produce(Batch& batch) override;

 private:
  static Schema schema_of(const Operator& input, const std::vector<Var>& keys,
                          const std::vector<Column>& columns);
  static std::vector<Var> order_of(const Operator& input, const std::vector<Var>& keys);
  static bool sorted_by_keys(const Operator& input, const std::vector<Var>& keys);

  void number_rows(const Batch& batch);
  bool read();
  void emit(Batch& batch, std::size_t last);

  OperatorPtr input_;
  std::vector<std::size_t> key_columns_;
  std::vector<Column> columns_;
  bool always_one_;
  bool sorted_;
  bool done_ = false;
  RowIndex groups_;
  std::size_t emitted_ = 0;  // groups before this one have gone out
  std::vector<std::uint32_t> numbers_;
  std::vector<Id> key_;
  Batch rows_;
};

}  // namespace kg
