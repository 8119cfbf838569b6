// Merge join of two inputs that are sorted by the join's keys. Runs of rows without a partner are skipped by
// galloping inside a batch, and by skip_to() beyond it, which a scan turns into a seek in the store.
#pragma once

#include <vector>

#include "kg/exec/operator.h"

namespace kg {

class MergeJoinOperator final : public Operator {
 public:
  // Both inputs' order() must start with `keys`, certain on both sides, and share no other variable;
  // see mergeable().
  MergeJoinOperator(Context& context, OperatorPtr left, OperatorPtr right, const std::vector<Var>& keys);
  static bool mergeable(const Operator& left, const Operator& right, const std::vector<Var>& keys);

  void skip_to(Id key) override;

 protected:
  bool produce(Batch& batch) override;

 private:
  struct Side {
    OperatorPtr input;
    std::vector<std::size_t> keys;
    Batch batch;
    std::size_t at = 0;
    bool done = false;

    bool load();
    [[nodiscard]] bool ready() const { return at < batch.rows; }
    [[nodiscard]] Id key(std::size_t i, std::size_t row) const { return batch.columns[keys[i]][row]; }
    void advance_to(const Side& other);
  };

  [[nodiscard]] int compare(std::size_t left_row, std::size_t right_row) const;
  [[nodiscard]] bool in_group(std::size_t left_row) const;
  bool align(Batch& batch);
  void open_group(Batch& batch);
  void emit(Batch& batch, std::size_t target);
  void flush(Batch& batch);

  Side left_;
  Side right_;
  std::vector<std::size_t> extra_;  // right columns that left does not have

  // The right rows of one key: a stretch of the right's batch, or copied when it goes on in the next.
  Batch carried_;
  const Batch* group_ = nullptr;
  std::size_t group_first_ = 0;
  std::size_t group_last_ = 0;
  std::size_t group_at_ = 0;
  std::vector<Id> group_key_;
  MemoryCharge charge_;

  // Pairs not yet copied out: rows of left_.batch and of *pair_source_.
  const Batch* pair_source_ = nullptr;
  std::vector<std::uint32_t> picked_left_;
  std::vector<std::uint32_t> picked_right_;
  BatchRamp ramp_;
};

}  // namespace kg
