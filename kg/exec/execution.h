// Execution: runs a plan over a triple source, batch by batch.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "kg/algebra/plan.h"
#include "kg/base/budget.h"
#include "kg/model/triple_source.h"

namespace kg {

// A batch of solutions as columns: columns[i] holds the ids of variable i of the execution's variables.
// kUnbound where a solution leaves the variable unbound.
struct Batch {
  std::vector<std::vector<Id>> columns;
  std::size_t rows = 0;
};

// What one operator did, for `profile`.
struct OperatorProfile {
  const Plan* plan = nullptr;
  std::uint64_t rows = 0;
  double milliseconds = 0;  // in this operator and those below it
};

// One run of one plan. The source, budget and variables must outlive it. Used by one thread.
// Throws Failure (limit, cancelled, store) from the constructor and from next().
class Execution {
 public:
  Execution(PlanPtr plan, const TripleSource& source, const Variables& variables, Budget& budget,
            bool profile = false);
  ~Execution();
  Execution(const Execution&) = delete;
  Execution& operator=(const Execution&) = delete;

  [[nodiscard]] const std::vector<Var>& variables() const;
  // The next rows (1 to a few thousand), or false at the end.
  bool next(Batch& batch);

  // The term of an id in a batch: from the source, inline, or computed by this query.
  [[nodiscard]] Term term(Id id) const;
  // Terms of many ids at once, in the same order; decodes neighbours in the dictionary together.
  void terms(const std::vector<Id>& ids, std::vector<Term>& out) const;

  [[nodiscard]] std::vector<OperatorProfile> profile() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace kg
