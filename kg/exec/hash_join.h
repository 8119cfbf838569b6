// Hash join, and its kin that need the same table: left join, semi-join and anti-join. Rows are joined
// when they are compatible (SPARQL 1.1, 18.3): a variable unbound on one side agrees with anything.
// Without shared variables it is the cross product.
#pragma once

#include <memory>
#include <vector>

#include "kg/exec/expression_program.h"
#include "kg/exec/join_table.h"
#include "kg/exec/operator.h"

namespace kg {

enum class JoinKind : std::uint8_t {
  inner,
  left,  // rows of `left` without a partner come once, the right's variables unbound
  semi,  // rows of `left` with a partner, once
  anti,  // rows of `left` without one
};

class HashJoinOperator final : public Operator {
 public:
  // The table is built over `right`. `condition` (may be null) is asked about each pair of compatible
  // rows; a pair for which it is false or an error is none.
  HashJoinOperator(Context& context, JoinKind kind, OperatorPtr left, OperatorPtr right,
                   std::unique_ptr<ExpressionProgram> condition);

  // The row over which the condition is evaluated: left's variables, then right's others.
  static Schema pair_schema(const Schema& left, const Schema& right);

  void skip_to(Id key) override;

 protected:
  bool produce(Batch& batch) override;

 private:
  static Schema schema_of(JoinKind kind, const Operator& left, const Operator& right);
  static std::vector<Var> order_of(JoinKind kind, const Operator& left);

  bool start();
  void begin_row();
  void collect(std::size_t target);
  [[nodiscard]] bool keys_equal(std::uint32_t row) const;
  [[nodiscard]] bool compatible(std::uint32_t row) const;
  void gather(Batch& pairs) const;
  void apply_condition(Batch& pairs);
  void emit_finished(Batch& batch, std::size_t finished);

  struct Shared {
    std::size_t left;
    std::size_t right;
    bool certain;
  };

  JoinKind kind_;
  OperatorPtr left_;
  OperatorPtr right_;
  std::unique_ptr<ExpressionProgram> condition_;
  std::vector<Shared> keys_;  // looked up by hash
  std::vector<std::size_t> left_keys_;
  std::vector<Shared> others_;      // compared row by row
  std::vector<std::size_t> extra_;  // right columns that left does not have
  JoinTable table_;
  bool started_ = false;

  Batch probe_;
  std::size_t row_ = 0;  // the row of probe_ being joined
  std::uint32_t chain_ = JoinTable::kNone;
  std::size_t list_at_ = 0;  // place in the loose rows, or among all rows
  bool scan_all_ = false;
  std::vector<char> matched_;  // by row of probe_
  std::size_t reported_ = 0;   // rows of probe_ that emit_finished has seen
  std::vector<std::uint32_t> picked_left_;
  std::vector<std::uint32_t> picked_right_;
  Batch pairs_;
  BatchRamp ramp_;
};

}  // namespace kg
