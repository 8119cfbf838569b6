// The nodes of an ExpressionProgram. A node gives its result for chosen rows of a batch as values, as ids, or
// as effective boolean values; parents ask for the form they need.
//
// An error is a value of kind unbound, kUnbound among ids, and Truth::error.
#pragma once

#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kg/exec/expression_program.h"
#include "kg/exec/operator.h"
#include "kg/model/value.h"

namespace kg {

// Text with stable addresses, freed all at once.
class TextArena {
 public:
  std::string_view keep(std::string_view text);
  void clear();

 private:
  static constexpr std::size_t kChunkBytes = std::size_t{64} << 10U;
  std::vector<std::unique_ptr<char[]>> chunks_;
  std::vector<std::unique_ptr<char[]>> large_;
  std::size_t chunk_ = 0;
  std::size_t used_ = 0;
};

// Results of one node for the current rows, and what they refer to.
struct ValueStore {
  std::vector<Value> values;
  TextArena texts;
  std::deque<Term> terms;
  RunFacts* facts = nullptr;  // of the run, for strict functions

  void clear();
  Value string(std::string_view text) { return value_of_string(texts.keep(text)); }
  Value term(Term term);
};

struct RowSet {
  const Batch& batch;
  std::span<const std::uint32_t> rows;
};

class ExpressionNode {
 public:
  explicit ExpressionNode(Context& context) : context_(context) {}
  ExpressionNode(const ExpressionNode&) = delete;
  ExpressionNode& operator=(const ExpressionNode&) = delete;
  virtual ~ExpressionNode() = default;

  // One value for each of the rows; valid until the next call of this function.
  virtual std::span<const Value> values(const RowSet& rows) = 0;
  virtual void ids(const RowSet& rows, std::span<Id> out);
  virtual void truths(const RowSet& rows, std::span<Truth> out);

  // The value, when it is the same for all rows; else null.
  [[nodiscard]] virtual const Value* constant() const { return nullptr; }
  // The column, when this is a variable of the schema; else kNoColumn.
  [[nodiscard]] virtual std::size_t column() const { return kNoColumn; }

 protected:
  [[nodiscard]] Context& context() const { return context_; }

 private:
  Context& context_;
};
using NodePtr = std::unique_ptr<ExpressionNode>;

// The id of a computed value.
Id id_of_value(Context& context, const Value& value);

class ConstantNode final : public ExpressionNode {
 public:
  // `id`: the term's, when it is known already.
  ConstantNode(Context& context, Term term, Id id = kUnbound);
  std::span<const Value> values(const RowSet& rows) override;
  void ids(const RowSet& rows, std::span<Id> out) override;
  [[nodiscard]] const Value* constant() const override { return &value_; }
  [[nodiscard]] const Term& term() const { return term_; }

 private:
  Term term_;
  Value value_;
  Id id_;  // looked up when first asked for
  std::vector<Value> copies_;
};

class VariableNode final : public ExpressionNode {
 public:
  VariableNode(Context& context, std::size_t column) : ExpressionNode(context), column_(column) {}
  std::span<const Value> values(const RowSet& rows) override;
  void ids(const RowSet& rows, std::span<Id> out) override;
  [[nodiscard]] std::size_t column() const override { return column_; }

 private:
  std::size_t column_;
  ValueStore store_;
  std::vector<Id> ids_;
};

// A node whose natural result is a truth value.
class TruthNode : public ExpressionNode {
 public:
  using ExpressionNode::ExpressionNode;
  std::span<const Value> values(const RowSet& rows) final;
  void ids(const RowSet& rows, std::span<Id> out) final;
  void truths(const RowSet& rows, std::span<Truth> out) override = 0;

 private:
  std::vector<Truth> truths_;
  std::vector<Value> values_;
};

// A function that is an error when an argument is, computed row by row.
using StrictFunction = Value (*)(ValueStore& store, std::span<const Value* const> arguments);
// The implementation of a strict function; null for the others.
StrictFunction strict_function(Function function);
// Parts of strict_function, by what they work on.
StrictFunction string_function(Function function);
StrictFunction number_function(Function function);
StrictFunction date_function(Function function);
StrictFunction term_function(Function function);
StrictFunction conversion_function(Function function);
StrictFunction run_function(Function function);

// Makers of the nodes that are more than strict functions.
NodePtr make_logical(Context& context, Function function, std::vector<NodePtr> arguments);
NodePtr make_comparison(Context& context, Function function, NodePtr left, NodePtr right);
NodePtr make_membership(Context& context, bool negated, std::vector<NodePtr> arguments);
NodePtr make_bound(Context& context, NodePtr argument);
NodePtr make_coalesce(Context& context, std::vector<NodePtr> arguments);
NodePtr make_if(Context& context, std::vector<NodePtr> arguments);
NodePtr make_label(Context& context, NodePtr argument);
NodePtr make_strict(Context& context, StrictFunction function, std::vector<NodePtr> arguments);
// contains, starts_with, ends_with, matches_regex over a variable and constants, read from the dictionary
// without making values; null when the arguments are others. `through_str`: over str(variable).
NodePtr make_text_predicate(Context& context, Function function, const std::vector<NodePtr>& arguments,
                            bool through_str);
NodePtr make_regex(Context& context, Function function, std::vector<NodePtr> arguments);

}  // namespace kg
