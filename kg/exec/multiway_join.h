// Leapfrog triejoin (T. Veldhuizen, 2014): joins patterns one variable at a time, in a fixed order, by
// intersecting the sorted lists that the patterns hold for it. Worst-case optimal on cycles.
//
// For the last variable, the lists that stay the same while the one before it runs are intersected once and
// kept as a bitmap; the lists that change are then filtered by it.
#pragma once

#include <memory>
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
  static constexpr std::size_t kNoParent = static_cast<std::size_t>(-1);

  // A pattern's list for one variable: all its values, or those below the value of an earlier variable.
  struct List {
    std::size_t trie = 0;
    std::size_t parent = kNoParent;  // the earlier variable's depth
    const Rank* at = nullptr;
    const Rank* last = nullptr;
  };

  static Schema schema_of(const MultiwayJoin& join);
  [[nodiscard]] std::size_t depth_of(const PatternTerm& term) const;
  void load();
  void place_lists(const TriplePattern& pattern, std::size_t trie, bool subject_first);
  void drop_implied();
  void prefetch() const;
  void open(std::vector<List>& lists) const;
  bool find(std::vector<List>& lists, Rank& value);
  void mark_stable();
  void emit_last(Batch& batch);
  void filter_list(const List& list);
  void count_step();

  MultiwayJoin join_;
  std::unique_ptr<Domain> domain_;
  std::vector<Trie> tries_;
  std::vector<std::vector<List>> levels_;  // by variable; of the last one, those below the one before it
  std::vector<List> stable_;               // the last variable's other lists
  std::vector<Rank> stable_values_;        // their intersection
  std::vector<bool> stable_bits_;
  std::vector<Rank> values_;  // by variable
  std::vector<Rank> found_;   // of the last variable, under the others' values
  std::size_t depth_ = 0;
  bool loaded_ = false;
  bool finished_ = false;
  bool entered_ = false;  // the lists of depth_ are open
  std::size_t steps_ = 0;
  MemoryCharge charge_;
  BatchRamp ramp_;
};

}  // namespace kg
