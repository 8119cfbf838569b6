// Comparisons and membership. Ids decide where they can; what is left is compared by value.
#include <algorithm>
#include <optional>
#include <utility>

#include "kg/exec/expression_node.h"

namespace kg {
namespace {

constexpr bool tag_is_plain_text(Tag tag) { return tag == Tag::short_string || tag == Tag::string; }
constexpr bool tag_is_node(Tag tag) { return tag == Tag::iri || tag == Tag::blank; }

// SPARQL's = where the ids tell it: a node equals only itself, and so does a plain string.
std::optional<Truth> equal_by_id(Id a, Id b) {
  if (!a.bound() || !b.bound()) {
    return Truth::error;
  }
  const Tag left = a.tag();
  const Tag right = b.tag();
  if (tag_is_node(left) || tag_is_node(right) || (tag_is_plain_text(left) && tag_is_plain_text(right)) ||
      (left == Tag::integer && right == Tag::integer)) {
    return truth(a == b);
  }
  Truth result = Truth::error;
  return compare_equal_inline(a, b, result) ? std::optional<Truth>(result) : std::nullopt;
}

std::optional<Truth> less_by_id(Id a, Id b) {
  if (a.tag() == Tag::integer && b.tag() == Tag::integer) {
    return truth(a < b);
  }
  Truth result = Truth::error;
  return compare_less_inline(a, b, result) ? std::optional<Truth>(result) : std::nullopt;
}

class ComparisonNode final : public TruthNode {
 public:
  ComparisonNode(Context& context, Function function, NodePtr left, NodePtr right)
      : TruthNode(context), function_(function), left_(std::move(left)), right_(std::move(right)) {
    if (function == Function::greater || function == Function::greater_equal) {
      std::swap(left_, right_);
      function_ = function == Function::greater ? Function::less : Function::less_equal;
    }
    by_id_ = has_ids(*left_) && has_ids(*right_);
  }

  void truths(const RowSet& rows, std::span<Truth> out) override {
    if (!by_id_) {
      by_value(rows, out);
      return;
    }
    left_ids_.resize(rows.rows.size());
    right_ids_.resize(rows.rows.size());
    left_->ids(rows, left_ids_);
    right_->ids(rows, right_ids_);
    open_.clear();
    places_.clear();
    for (std::size_t i = 0; i < rows.rows.size(); ++i) {
      if (const std::optional<Truth> result = compare_ids(left_ids_[i], right_ids_[i])) {
        out[i] = *result;
      } else {
        open_.push_back(rows.rows[i]);
        places_.push_back(static_cast<std::uint32_t>(i));
      }
    }
    if (!open_.empty()) {
      results_.resize(open_.size());
      by_value({rows.batch, open_}, results_);
      for (std::size_t i = 0; i < open_.size(); ++i) {
        out[places_[i]] = results_[i];
      }
    }
  }

 private:
  // Computed terms would have to be interned first.
  static bool has_ids(const ExpressionNode& node) {
    return node.constant() != nullptr || node.column() != kNoColumn;
  }

  [[nodiscard]] std::optional<Truth> compare_ids(Id a, Id b) const {
    switch (function_) {
      case Function::equal:
        return equal_by_id(a, b);
      case Function::not_equal: {
        const std::optional<Truth> same = equal_by_id(a, b);
        return same ? std::optional<Truth>(truth_not(*same)) : std::nullopt;
      }
      case Function::less:
        return less_by_id(a, b);
      case Function::less_equal:
        if (a.tag() == Tag::integer && b.tag() == Tag::integer) {
          return truth(a <= b);
        }
        if (a.tag() == Tag::decimal && b.tag() == Tag::decimal) {
          const std::optional<Truth> greater = less_by_id(b, a);
          return greater ? std::optional<Truth>(truth_not(*greater)) : std::nullopt;
        }
        return std::nullopt;
      default:
        return a.bound() && b.bound() ? truth(a == b) : Truth::error;  // same_term
    }
  }

  [[nodiscard]] Truth compare_values(const Value& a, const Value& b) const {
    if (a.kind == ValueKind::unbound || b.kind == ValueKind::unbound) {
      return Truth::error;
    }
    switch (function_) {
      case Function::equal:
        return compare_equal(a, b);
      case Function::not_equal:
        return truth_not(compare_equal(a, b));
      case Function::less:
        return compare_less(a, b);
      case Function::less_equal:
        return compare_less_equal(a, b);
      default:
        return truth(kg::same_term(a, b));
    }
  }

  void by_value(const RowSet& rows, std::span<Truth> out) {
    const Value* left = left_->constant();
    const Value* right = right_->constant();
    const std::size_t left_step = left != nullptr ? 0 : 1;
    const std::size_t right_step = right != nullptr ? 0 : 1;
    left = left != nullptr ? left : left_->values(rows).data();
    right = right != nullptr ? right : right_->values(rows).data();
    for (std::size_t i = 0; i < out.size(); ++i) {
      out[i] = compare_values(left[i * left_step], right[i * right_step]);
    }
  }

  Function function_;
  NodePtr left_;
  NodePtr right_;
  bool by_id_ = false;
  std::vector<Id> left_ids_;
  std::vector<Id> right_ids_;
  std::vector<std::uint32_t> open_;
  std::vector<std::uint32_t> places_;
  std::vector<Truth> results_;
};

// x in (a, b): x = a or x = b, three-valued.
class MembershipNode final : public TruthNode {
 public:
  MembershipNode(Context& context, bool negated, std::vector<NodePtr> arguments)
      : TruthNode(context), negated_(negated), arguments_(std::move(arguments)) {}

  void truths(const RowSet& rows, std::span<Truth> out) override {
    const std::size_t count = rows.rows.size();
    ids_.resize(count);
    other_ids_.resize(count);
    arguments_[0]->ids(rows, ids_);
    std::fill(out.begin(), out.end(), Truth::no);
    const Value* needle = nullptr;
    for (std::size_t a = 1; a < arguments_.size(); ++a) {
      arguments_[a]->ids(rows, other_ids_);
      const Value* candidates = nullptr;
      for (std::size_t i = 0; i < count; ++i) {
        if (out[i] == Truth::yes) {
          continue;
        }
        std::optional<Truth> result = equal_by_id(ids_[i], other_ids_[i]);
        if (!result) {
          needle = needle != nullptr ? needle : arguments_[0]->values(rows).data();
          candidates = candidates != nullptr ? candidates : arguments_[a]->values(rows).data();
          result = compare_equal(needle[i], candidates[i]);
        }
        out[i] = truth_or(out[i], *result);
      }
    }
    if (negated_) {
      std::transform(out.begin(), out.end(), out.begin(), truth_not);
    }
  }

 private:
  bool negated_;
  std::vector<NodePtr> arguments_;
  std::vector<Id> ids_;
  std::vector<Id> other_ids_;
};

}  // namespace

NodePtr make_comparison(Context& context, Function function, NodePtr left, NodePtr right) {
  return std::make_unique<ComparisonNode>(context, function, std::move(left), std::move(right));
}
NodePtr make_membership(Context& context, bool negated, std::vector<NodePtr> arguments) {
  return std::make_unique<MembershipNode>(context, negated, std::move(arguments));
}

}  // namespace kg
