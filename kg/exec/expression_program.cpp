#include "kg/exec/expression_program.h"

#include <numeric>
#include <utility>

#include "kg/base/error.h"
#include "kg/exec/expression_node.h"
#include "kg/exec/text_search.h"

namespace kg {
namespace {

// Deeper than any text that the language accepts; guards the stack for expressions built otherwise.
constexpr std::size_t kMaxExpressionLevels = 2'000;

class Compiler {
 public:
  Compiler(Context& context, const Schema& schema, const Bindings* bindings)
      : context_(context), schema_(schema), bindings_(bindings) {}

  NodePtr compile(const Expression& expression, std::size_t level = 0) {
    if (level > kMaxExpressionLevels) {
      throw Failure(ErrorCode::limit, "the expression is nested more than 2,000 levels deep");
    }
    switch (expression.kind) {
      case Expression::Kind::constant:
        return std::make_unique<ConstantNode>(context_, expression.constant);
      case Expression::Kind::variable:
        return variable(expression.variable);
      case Expression::Kind::call:
        break;
    }
    if (expression.function == Function::logical_and || expression.function == Function::logical_or) {
      return logical(expression, level);
    }
    return call(expression, level);
  }

 private:
  NodePtr variable(Var variable) {
    const std::size_t column = schema_.find(variable);
    if (column != kNoColumn) {
      return std::make_unique<VariableNode>(context_, column);
    }
    if (bindings_ != nullptr) {
      const auto fixed = bindings_->find(variable);
      if (fixed != bindings_->end()) {
        return std::make_unique<ConstantNode>(context_, context_.vocabulary.term(fixed->second),
                                              fixed->second);
      }
    }
    return std::make_unique<ConstantNode>(context_, Term{});
  }

  // `a and b and c` comes as a chain, as long as the query's text allows: taken apart without recursion.
  NodePtr logical(const Expression& expression, std::size_t level) {
    std::vector<const Expression*> pending{&expression};
    std::vector<NodePtr> parts;
    while (!pending.empty()) {
      const Expression& next = *pending.back();
      pending.pop_back();
      if (next.kind == Expression::Kind::call && next.function == expression.function) {
        for (std::size_t i = next.arguments.size(); i-- > 0;) {
          pending.push_back(next.arguments[i].get());
        }
      } else {
        parts.push_back(compile(next, level + 1));
      }
    }
    return make_logical(context_, expression.function, std::move(parts));
  }

  NodePtr text_test(const Expression& expression, const std::vector<NodePtr>& arguments, std::size_t level) {
    const Expression& text = *expression.arguments[0];
    const bool through_str = text.kind == Expression::Kind::call && text.function == Function::str &&
                             text.arguments[0]->kind == Expression::Kind::variable;
    if (!through_str) {
      return make_text_predicate(context_, expression.function, arguments, false);
    }
    std::vector<NodePtr> inner;
    inner.push_back(compile(*text.arguments[0], level + 1));
    for (std::size_t i = 1; i < expression.arguments.size(); ++i) {
      inner.push_back(compile(*expression.arguments[i], level + 1));
    }
    return make_text_predicate(context_, expression.function, inner, true);
  }

  NodePtr call(const Expression& expression, std::size_t level) {
    std::vector<NodePtr> arguments;
    for (const ExpressionPtr& argument : expression.arguments) {
      arguments.push_back(compile(*argument, level + 1));
    }
    switch (expression.function) {
      case Function::logical_not:
        return make_logical(context_, expression.function, std::move(arguments));
      case Function::equal:
      case Function::not_equal:
      case Function::less:
      case Function::less_equal:
      case Function::greater:
      case Function::greater_equal:
      case Function::same_term:
        return make_comparison(context_, expression.function, std::move(arguments[0]),
                               std::move(arguments[1]));
      case Function::in:
      case Function::not_in:
        return make_membership(context_, expression.function == Function::not_in, std::move(arguments));
      case Function::bound:
        return make_bound(context_, std::move(arguments[0]));
      case Function::coalesce:
        return make_coalesce(context_, std::move(arguments));
      case Function::if_:
        return make_if(context_, std::move(arguments));
      case Function::label:
        return make_label(context_, std::move(arguments[0]));
      case Function::matches:
        return make_matches(context_, std::move(arguments[0]), arguments[1]);
      case Function::contains:
      case Function::starts_with:
      case Function::ends_with:
      case Function::matches_regex:
        if (NodePtr test = text_test(expression, arguments, level)) {
          return test;
        }
        break;
      default:
        break;
    }
    if (expression.function == Function::matches_regex || expression.function == Function::replace_regex) {
      return make_regex(context_, expression.function, std::move(arguments));
    }
    return make_strict(context_, strict_function(expression.function), std::move(arguments));
  }

  Context& context_;
  const Schema& schema_;
  const Bindings* bindings_;
};

}  // namespace

StrictFunction strict_function(Function function) {
  for (const auto family :
       {string_function, number_function, date_function, term_function, conversion_function, run_function}) {
    if (const StrictFunction found = family(function)) {
      return found;
    }
  }
  throw Failure(ErrorCode::internal, std::string("no implementation of ") + function_name(function));
}

ExpressionProgram::ExpressionProgram(Context& context, const Expression& expression, const Schema& schema,
                                     const Bindings* bindings)
    : root_(Compiler(context, schema, bindings).compile(expression)) {}
ExpressionProgram::~ExpressionProgram() = default;
ExpressionProgram::ExpressionProgram(ExpressionProgram&&) noexcept = default;

std::span<const std::uint32_t> ExpressionProgram::all_rows(const Batch& batch) {
  const std::size_t known = all_rows_.size();
  if (known < batch.rows) {
    all_rows_.resize(batch.rows);
    std::iota(all_rows_.begin() + static_cast<std::ptrdiff_t>(known), all_rows_.end(),
              static_cast<std::uint32_t>(known));
  }
  return {all_rows_.data(), batch.rows};
}

void ExpressionProgram::ids(const Batch& batch, std::vector<Id>& out) {
  out.resize(batch.rows);
  root_->ids({batch, all_rows(batch)}, out);
}

std::span<const Value> ExpressionProgram::values(const Batch& batch) {
  return root_->values({batch, all_rows(batch)});
}

std::size_t ExpressionProgram::column() const { return root_->column(); }

void ExpressionProgram::select(const Batch& batch, std::vector<std::uint32_t>& rows) {
  truths_.resize(batch.rows);
  root_->truths({batch, all_rows(batch)}, truths_);
  rows.clear();
  for (std::size_t row = 0; row < batch.rows; ++row) {
    if (truths_[row] == Truth::yes) {
      rows.push_back(static_cast<std::uint32_t>(row));
    }
  }
}

}  // namespace kg
