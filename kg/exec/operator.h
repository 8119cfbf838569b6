// Operator: one node of a running query. Operators form a tree; each pulls batches of rows from those
// below it. A row is one id for each variable of the schema, kUnbound where it has none.
//
// Ownership: an operator owns its inputs; the Context outlives the tree. Used by one thread.
// Errors: next() throws Failure (limit, cancelled, query, store).
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <unordered_map>
#include <vector>

#include "kg/algebra/plan.h"
#include "kg/base/limits.h"
#include "kg/exec/execution.h"
#include "kg/exec/run_facts.h"
#include "kg/exec/vocabulary.h"

namespace kg {

struct FixpointTables;

// What all operators of one execution share.
struct Context {
  Context(const TripleSource& s, const Variables& v, Budget& b, bool p)
      : source(s), variables(v), budget(b), profile(p), vocabulary(s, b) {}

  const TripleSource& source;
  const Variables& variables;
  Budget& budget;
  bool profile;
  LocalVocabulary vocabulary;
  std::deque<OperatorProfile> profiles;
  RunFacts facts;
  // Of the fixpoint whose inputs are being built or read; null outside of one.
  const FixpointTables* tables = nullptr;
  std::unordered_map<const Plan*, std::shared_ptr<FixpointTables>> fixpoints;  // those that are complete
  std::unordered_map<const Plan*, OperatorProfile*> round_profiles;  // what is built anew in each round
};

inline constexpr std::size_t kNoColumn = static_cast<std::size_t>(-1);

// Which variable each column holds. A certain column is bound in every row.
struct Schema {
  std::vector<Var> variables;
  std::vector<bool> certain;

  [[nodiscard]] std::size_t size() const { return variables.size(); }
  // The column of a variable, or kNoColumn.
  [[nodiscard]] std::size_t find(Var variable) const;
  void add(Var variable, bool is_certain);
};

// Sizes of successive batches: small first, so that a query that wants few rows does little work.
class BatchRamp {
 public:
  std::size_t next() {
    const std::size_t size = size_;
    size_ = size_ * 16 < kBatchRows ? size_ * 16 : kBatchRows;
    return size;
  }

 private:
  std::size_t size_ = 1;
};

class Operator {
 public:
  // `order`: rows come in ascending order of the ids of these variables, the first one first.
  Operator(Context& context, Schema schema, std::vector<Var> order)
      : context_(context), schema_(std::move(schema)), order_(std::move(order)) {}
  Operator(const Operator&) = delete;
  Operator& operator=(const Operator&) = delete;
  virtual ~Operator() = default;

  [[nodiscard]] const Schema& schema() const { return schema_; }
  [[nodiscard]] const std::vector<Var>& order() const { return order_; }

  // Fills `batch` with at least one row, or returns false at the end (then for ever).
  bool next(Batch& batch);

  // Permission to leave out the rows whose first variable of order() is below `key`, which is above that of
  // every row given out so far. Operators that cannot skip cheaply ignore it. One that passes it on must
  // hold no row from `key` on: its input may give such rows again.
  virtual void skip_to(Id key) { static_cast<void>(key); }

  // Counts go to `profile` from now on.
  void attach(OperatorProfile* profile) { profile_ = profile; }

 protected:
  // Appends rows to an empty batch whose columns are those of the schema. False: there are no more and
  // none were appended. True with no rows means "call again"; the budget is checked in between.
  virtual bool produce(Batch& batch) = 0;

  [[nodiscard]] Context& context() const { return context_; }

 private:
  bool pull(Batch& batch);

  Context& context_;
  Schema schema_;
  std::vector<Var> order_;
  OperatorProfile* profile_ = nullptr;
  bool finished_ = false;
};
using OperatorPtr = std::unique_ptr<Operator>;

// Appends row `row` of `from` to `to`; the columns must correspond.
void append_row(Batch& to, const Batch& from, std::size_t row);
// Keeps only the rows listed (ascending).
void keep_rows(Batch& batch, const std::vector<std::uint32_t>& rows);

}  // namespace kg
