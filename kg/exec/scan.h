// Scan: the rows of one triple pattern, in the order of a permutation.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "kg/exec/access.h"
#include "kg/exec/operator.h"

namespace kg {

// A restriction of one position of a pattern to a range of ids.
struct PositionRange {
  std::uint8_t position = 0;
  IdRange range = kAllIds;
};

class ScanOperator final : public Operator {
 public:
  // The range is read by the cursor when its position comes right after the bound places, and else
  // filtered. A range on a constant decides at once.
  ScanOperator(Context& context, const TriplePattern& pattern, std::optional<Permutation> permutation,
               std::optional<PositionRange> range = std::nullopt);

  void skip_to(Id key) override;

 protected:
  bool produce(Batch& batch) override;

 private:
  static Schema schema_of(const TriplePattern& pattern);
  static std::vector<Var> order_of(const TriplePattern& pattern, std::optional<Permutation> permutation);
  void restrict(const TriplePattern& pattern, const PositionRange& range);
  void append(Batch& batch, std::size_t count);

  PatternAccess access_;
  ScanSpec spec_;
  std::optional<PositionRange> filter_;  // `position` is a place here
  std::unique_ptr<TripleCursor> cursor_;
  TripleColumns rows_;
  std::size_t at_ = 0;
  BatchRamp ramp_;
};

}  // namespace kg
