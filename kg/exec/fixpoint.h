// Fixpoint: the least relations closed under rules, computed semi-naively (Ullman 1989; Abiteboul, Hull &
// Vianu 1995, chapter 13): in each round the inputs read what the round before found new.
//
// An input is built anew each round: its operators are few and a round's rows often too. A fixpoint that is
// built again in the same execution (inside another's round, or under the rows of `not`) gives the rows that
// it has found already.
#pragma once

#include <memory>
#include <vector>

#include "kg/exec/operator.h"
#include "kg/exec/row_index.h"

namespace kg {

// Rows of each member: [0, known) are known, of which [recent, known) were new in the last round. What a
// round finds is kept behind them.
struct FixpointTables {
  struct Member {
    Member(Budget& budget, std::size_t width) : rows(budget, width) {}
    RowIndex rows;
    std::size_t recent = 0;
    std::size_t known = 0;
  };
  std::vector<std::unique_ptr<Member>> members;
};

class FixpointOperator final : public Operator {
 public:
  // `plan` holds `node`; both must outlive the execution.
  FixpointOperator(Context& context, const Plan& plan, const Fixpoint& node);

 protected:
  bool produce(Batch& batch) override;

 private:
  static Schema schema_of(const Fixpoint& node);
  void run();
  void drain(std::size_t input);
  bool next_round();

  const Plan& plan_;
  const Fixpoint& node_;
  std::shared_ptr<FixpointTables> tables_;
  std::vector<std::optional<std::uint32_t>> reads_;  // of each input: the member whose recent rows it reads
  bool ran_ = false;
  std::size_t at_ = 0;
  BatchRamp ramp_;
};

// Precondition: an input of a fixpoint is being built.
OperatorPtr make_rule_rows(Context& context, const RuleRows& node);

}  // namespace kg
