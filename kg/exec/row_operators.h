// The operators that look at one row at a time: filter, extend, project, slice; and union.
#pragma once

#include <vector>

#include "kg/exec/expression_program.h"
#include "kg/exec/operator.h"

namespace kg {

class FilterOperator final : public Operator {
 public:
  FilterOperator(Context& context, OperatorPtr input, ExpressionProgram condition)
      : Operator(context, input->schema(), input->order()),
        input_(std::move(input)),
        condition_(std::move(condition)) {}
  void skip_to(Id key) override { input_->skip_to(key); }

 protected:
  bool produce(Batch& batch) override;

 private:
  OperatorPtr input_;
  ExpressionProgram condition_;
  std::vector<std::uint32_t> kept_;
};

// Adds a variable; rows in which the expression is an error leave it unbound.
class ExtendOperator final : public Operator {
 public:
  ExtendOperator(Context& context, OperatorPtr input, Var variable, ExpressionProgram expression);
  void skip_to(Id key) override { input_->skip_to(key); }

 protected:
  bool produce(Batch& batch) override;

 private:
  OperatorPtr input_;
  ExpressionProgram expression_;
};

class ProjectOperator final : public Operator {
 public:
  // Variables that the input lacks are unbound in every row.
  ProjectOperator(Context& context, OperatorPtr input, const std::vector<Var>& variables);
  void skip_to(Id key) override;

 protected:
  bool produce(Batch& batch) override;

 private:
  OperatorPtr input_;
  std::vector<std::size_t> sources_;  // input column of each output column, or kNoColumn
  Batch rows_;
};

class SliceOperator final : public Operator {
 public:
  SliceOperator(Context& context, OperatorPtr input, std::uint64_t offset, std::uint64_t limit)
      : Operator(context, input->schema(), input->order()),
        input_(std::move(input)),
        offset_(offset),
        limit_(limit) {}

 protected:
  bool produce(Batch& batch) override;

 private:
  OperatorPtr input_;
  std::uint64_t offset_;
  std::uint64_t limit_;
};

class UnionOperator final : public Operator {
 public:
  UnionOperator(Context& context, std::vector<OperatorPtr> inputs);

 protected:
  bool produce(Batch& batch) override;

 private:
  static Schema schema_of(const std::vector<OperatorPtr>& inputs);

  std::vector<OperatorPtr> inputs_;
  std::size_t at_ = 0;
  Batch rows_;
};

// Rows whose column `variable` is unbound or `value`, without that column.
class AgreeOperator final : public Operator {
 public:
  AgreeOperator(Context& context, OperatorPtr input, Var variable, Id value);

 protected:
  bool produce(Batch& batch) override;

 private:
  OperatorPtr input_;
  std::size_t column_;
  Id value_;
};

}  // namespace kg
