// Seeded join: a left join, semi-join or anti-join that looks at its left side before it runs the right. Few
// rows there: the right side's patterns are looked up for their values alone. Many: the right side runs
// as it is.
#pragma once

#include <memory>

#include "kg/exec/expression_program.h"
#include "kg/exec/hash_join.h"
#include "kg/exec/operator.h"
#include "kg/exec/patterns.h"

namespace kg {

class SeededJoinOperator final : public Operator {
 public:
  struct Right {
    OperatorPtr whole;     // the right side as it is
    PatternList patterns;  // the same, taken apart; constants resolved
    double estimate = -1;  // rows of `whole`, negative when unknown
  };
  // Precondition: possible(). `condition` and `bindings` may be null; see HashJoinOperator.
  SeededJoinOperator(Context& context, JoinKind kind, OperatorPtr left, Right right, ExpressionPtr condition,
                     const Bindings* bindings);
  // Whether the sides share a variable that both certainly bind.
  static bool possible(const Operator& left, const Operator& right);

 protected:
  bool produce(Batch& batch) override;

 private:
  void start();
  OperatorPtr seeded(const Batch& rows);

  JoinKind kind_;
  OperatorPtr left_;
  Right right_;
  ExpressionPtr condition_;
  Bindings bindings_;
  OperatorPtr join_;  // made when the first row is asked for
};

}  // namespace kg
