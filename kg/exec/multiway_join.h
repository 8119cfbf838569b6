// Leapfrog triejoin (T. Veldhuizen, 2014): joins patterns one variable at a time, in a fixed order, by
// intersecting the sorted lists that the patterns hold for it. Worst-case optimal on cycles.
#pragma once

#include <map>
#include <vector>

#include "kg/exec/operator.h"
#include "kg/exec/trie.h"

namespace kg {

class MultiwayJoinOperator final : public Operator {
 public:
  // Precondition: possible(join).
  MultiwayJoinOperator(Context& context, const MultiwayJoin& join);
  // Each pattern has a constant relation, and one or two different variables, all in the order.
  static bool possible(const MultiwayJoin& join);

 protected:
  bool produce(Batch& batch) override;

 private:
  // One pattern's part in the list of one variable.
  struct Participant {
    std::size_t relation;    // which of relations_
    bool second;             // its second level, below the participant of an earlier variable
    std::size_t parent = 0;  // that participant's place in `current_`
  };
  struct Cursor {
    const Id* at = nullptr;
    const Id* last = nullptr;
    const Id* base = nullptr;  // of the list's array
  };

  static Schema schema_of(const MultiwayJoin& join);
  void load();
  void open(std::size_t depth);
  bool find(std::size_t depth);
  void emit_last(Batch& batch);
  void emit(Batch& batch, Id last);
  void count_step();

  MultiwayJoin join_;
  std::vector<Trie> relations_;
  std::vector<std::vector<Participant>> levels_;  // by variable
  std::vector<std::vector<Cursor>> cursors_;      // by variable, beside levels_
  std::vector<Id> values_;                        // by variable
  std::size_t depth_ = 0;
  bool loaded_ = false;
  bool finished_ = false;
  bool entered_ = false;  // the lists of depth_ are open
  std::size_t steps_ = 0;
  MemoryCharge charge_;
  BatchRamp ramp_;
};

}  // namespace kg
