// ExpressionProgram: an expression made ready for the batches of one schema. Evaluation goes batch by batch;
// comparisons of inline values work on ids, and dictionary texts are decoded many at a time.
//
// Used by one thread. Errors: the constructor throws Failure(query) for a constant regular expression that
// is none; evaluation throws Failure (limit, store).
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

#include "kg/algebra/expression.h"
#include "kg/exec/operator.h"
#include "kg/model/value.h"

namespace kg {

class ExpressionNode;

// Variables with a fixed value, as when a pattern is asked about one solution (SPARQL 1.1, 18.6, substitute).
using Bindings = std::unordered_map<Var, Id>;

class ExpressionProgram {
 public:
  // A variable is looked for in `schema`, then in `bindings` (may be null), and is unbound otherwise.
  ExpressionProgram(Context& context, const Expression& expression, const Schema& schema,
                    const Bindings* bindings);
  ~ExpressionProgram();
  ExpressionProgram(ExpressionProgram&&) noexcept;

  // The id of the value for each row; kUnbound for an error.
  void ids(const Batch& batch, std::vector<Id>& out);
  // The values of all rows; kind unbound for an error. Valid until the next call.
  std::span<const Value> values(const Batch& batch);
  // The column, when the expression is a variable of the schema; else kNoColumn.
  [[nodiscard]] std::size_t column() const;
  // The rows, ascending, for which the effective boolean value is true.
  void select(const Batch& batch, std::vector<std::uint32_t>& rows);

 private:
  std::span<const std::uint32_t> all_rows(const Batch& batch);

  std::unique_ptr<ExpressionNode> root_;
  std::vector<std::uint32_t> all_rows_;
  std::vector<Truth> truths_;
};

}  // namespace kg
