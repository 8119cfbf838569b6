// Path join: for each row of the input, the pairs of a property path that agree with it. The path is walked
// from the end that the row binds, once for each distinct start; where it binds none, from every node at
// which the path can begin. Over the unit operator this is the path pattern alone.
#pragma once

#include <optional>
#include <vector>

#include "kg/exec/operator.h"
#include "kg/exec/path_walk.h"

namespace kg {

class PathJoinOperator final : public Operator {
 public:
  // `path` with constants resolved: a constant end has its id.
  PathJoinOperator(Context& context, OperatorPtr input, const Path& path);

 protected:
  bool produce(Batch& batch) override;

 private:
  // Rows are worked through by which end they bind.
  enum class Side : std::uint8_t { subject, object, neither, done };

  struct Task {
    std::uint32_t row;
    std::uint32_t start;
  };

  static Schema schema_of(const Operator& input, const Path& path);
  [[nodiscard]] Id end_of_row(const PatternTerm& end, std::size_t column, std::size_t row) const;
  [[nodiscard]] Side side_of(std::size_t row) const;
  bool next_side();
  void collect_starts();
  bool next_chunk();
  void group_ends(std::vector<Reached> reached, std::size_t starts);
  void emit(Batch& batch, std::size_t target);

  OperatorPtr input_;
  Path path_;
  std::size_t subject_column_;  // of the input, or kNoColumn
  std::size_t object_column_;
  std::size_t subject_out_;  // of the output, or kNoColumn for a constant
  std::size_t object_out_;
  bool nullable_;
  PathWalk walk_;

  Batch window_;
  Side side_ = Side::done;
  std::vector<Id> starts_;           // distinct, ascending
  std::vector<std::uint32_t> rows_;  // of the window and this side, ascending by their start
  std::size_t start_at_ = 0;
  std::size_t row_at_ = 0;
  std::optional<std::vector<Id>> all_starts_;
  BatchRamp chunks_;

  std::vector<Task> tasks_;
  std::vector<Id> chunk_starts_;
  std::vector<std::size_t> offsets_;  // of each start's ends
  std::vector<Id> ends_;
  std::size_t task_at_ = 0;
  std::size_t end_at_ = 0;
  MemoryCharge charge_;
  BatchRamp ramp_;
};

}  // namespace kg
