// Index lookup join: for each row of the input, the matching rows of one triple pattern.
//
// Rows are taken in windows of up to kMaxWindowRows and probed in ascending order of their keys, each
// distinct key once, so that neighbouring probes fall into the same block of the store. A variable of the
// pattern that the input leaves unbound in some row is free for that row.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "kg/exec/access.h"
#include "kg/exec/operator.h"

namespace kg {

class LookupJoinOperator final : public Operator {
 public:
  LookupJoinOperator(Context& context, OperatorPtr input, const TriplePattern& pattern,
                     std::optional<Permutation> permutation, LookupKind kind = LookupKind::inner);
  ~LookupJoinOperator() override;

 protected:
  bool produce(Batch& batch) override;

 private:
  // Rows of the window in which the same variables of the pattern are bound.
  struct Variant;
  struct Probe {
    PermutedTriple key;
    std::uint32_t row;
  };
  static Schema schema_of(const Operator& input, const TriplePattern& pattern, LookupKind kind);
  static std::vector<Var> order_of(const Operator& input, const TriplePattern& pattern,
                                   std::optional<Permutation> permutation);

  bool fill_window();
  bool next_variant();
  bool next_group();
  bool step();
  void open_group(const PermutedTriple& key);
  void load_probes(const std::vector<std::uint32_t>& rows);
  void emit_block(Batch& batch, std::size_t target);
  void emit_rows(Batch& batch, std::size_t target);
  void gather_input(Batch& batch);
  Variant& variant_of(std::size_t row);

  OperatorPtr input_;
  TriplePattern pattern_;
  std::optional<Permutation> permutation_;
  LookupKind kind_;
  std::vector<std::unique_ptr<Variant>> variants_;
  std::vector<std::size_t> optional_columns_;  // input columns of pattern variables that may be unbound

  Batch window_;
  std::size_t window_rows_ = kBatchRows;
  bool input_done_ = false;
  MemoryCharge charge_;

  std::size_t variant_at_ = 0;
  Variant* current_ = nullptr;
  std::vector<Probe> probes_;
  std::size_t group_first_ = 0;  // probes_[group_first_, group_last_) have one key
  std::size_t group_last_ = 0;
  std::size_t group_at_ = 0;
  bool group_open_ = false;  // the cursor may have more rows for the group
  TripleColumns rows_;
  std::size_t row_at_ = 0;
  bool group_matched_ = false;
  bool in_block_ = false;              // rows_ go out for the rows of the group from group_at_ on
  bool in_rows_ = false;               // the rows of the group from group_at_ on go out without the pattern's
  std::vector<std::uint32_t> picked_;  // window row of each output row
  BatchRamp ramp_;
};

}  // namespace kg
