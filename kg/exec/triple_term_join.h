// Triple term join: for each row of the input, the triple terms << s p o >> that agree with it, with their
// parts. Unfolds where the name is bound, folds where all parts are, and else looks through the triple
// terms that begin with the parts bound.
#pragma once

#include <vector>

#include "kg/exec/operator.h"

namespace kg {

class TripleTermJoinOperator final : public Operator {
 public:
  // Constants of the pattern are resolved to ids.
  TripleTermJoinOperator(Context& context, OperatorPtr input, const TripleTermPattern& pattern);

 protected:
  bool produce(Batch& batch) override;

 private:
  static Schema schema_of(const Operator& input, const TripleTermPattern& pattern);
  // Place 0 to 2: a part; 3: the name.
  [[nodiscard]] const PatternTerm& term_at(std::size_t place) const {
    return place == 3 ? pattern_.name : pattern_.triple.at(place);
  }
  void match_row(std::size_t row);
  void emit(std::size_t row, Id name, const Triple& parts);

  OperatorPtr input_;
  TripleTermPattern pattern_;
  std::array<std::size_t, 4> in_{};   // input column of each place, or kNoColumn
  std::array<std::size_t, 4> out_{};  // output column, or kNoColumn for a constant
  Batch rows_;
  std::size_t at_ = 0;
  std::vector<Id> solution_;
  Batch found_;  // matches of a row, as many as there are; they go out batch by batch
  std::size_t found_at_ = 0;
  MemoryCharge charge_;
};

}  // namespace kg
