// PathSearchOperator: the rows of a PathSearch: each path as a value, its length, and its cost if it has one.
#pragma once

#include <string>
#include <unordered_map>

#include "kg/exec/path_finder.h"

namespace kg {

class PathSearchOperator final : public Operator {
 public:
  PathSearchOperator(Context& context, const PathSearch& search);

 protected:
  bool produce(Batch& batch) override;

 private:
  const std::string& text(Id id);
  Id value_of(const FoundPath& path);

  PathSearch search_;
  PathFinder finder_;
  BatchRamp ramp_;
  std::unordered_map<Id, std::string> texts_;  // of terms, as N-Triples
  std::size_t text_bytes_ = 0;
  MemoryCharge charge_;
};

}  // namespace kg
