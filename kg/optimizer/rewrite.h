// Rebuilding plans: what every rule is made with.
#pragma once

#include <utility>

#include "kg/algebra/plan.h"

namespace kg {

// The plan with each child replaced by `change(child)`; the plan itself when no child changes.
template <typename Change>
PlanPtr rewrite_children(const PlanPtr& plan, Change&& change) {
  return std::visit(
      [&](const auto& node) -> PlanPtr {
        using Node = std::decay_t<decltype(node)>;
        if constexpr (requires { node.inputs; }) {
          std::vector<PlanPtr> inputs;
          bool changed = false;
          for (const PlanPtr& input : node.inputs) {
            inputs.push_back(change(input));
            changed = changed || inputs.back() != input;
          }
          return changed ? make_plan(Node{std::move(inputs)}, plan->estimate) : plan;
        } else if constexpr (requires { node.input; }) {
          PlanPtr input = change(node.input);
          if (input == node.input) return plan;
          Node copy = node;
          copy.input = std::move(input);
          return make_plan(std::move(copy), plan->estimate);
        } else if constexpr (requires { node.right; }) {
          PlanPtr left = change(node.left);
          PlanPtr right = change(node.right);
          if (left == node.left && right == node.right) return plan;
          Node copy = node;
          copy.left = std::move(left);
          copy.right = std::move(right);
          return make_plan(std::move(copy), plan->estimate);
        } else if constexpr (requires { node.left; }) {
          PlanPtr left = change(node.left);
          if (left == node.left) return plan;
          Node copy = node;
          copy.left = std::move(left);
          return make_plan(std::move(copy), plan->estimate);
        } else {
          return plan;
        }
      },
      plan->node);
}

// A plan without rows that may bind the variables of `plan`.
inline PlanPtr nothing_like(const Plan& plan) { return make_plan(Values{variables_of(plan), {}}, 0); }

inline bool is_nothing(const Plan& plan) {
  const auto* values = plan.as<Values>();
  return values != nullptr && values->rows.empty();
}

}  // namespace kg
