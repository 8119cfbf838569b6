// Walking and rebuilding plans without caring which node it is.
#pragma once

#include "kg/algebra/plan.h"

namespace kg {

// Calls `visit(const PlanPtr&)` for each child, left to right. Allocates nothing.
template <typename Visit>
void for_each_child(const Plan& plan, Visit&& visit) {
  std::visit(
      [&visit](const auto& node) {
        if constexpr (requires { node.inputs; }) {
          for (const PlanPtr& input : node.inputs) visit(input);
        }
        if constexpr (requires { node.input; }) visit(node.input);
        if constexpr (requires { node.left; }) visit(node.left);
        if constexpr (requires { node.right; }) visit(node.right);
      },
      plan.node);
}

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
          if (!changed) return plan;
          Node copy = node;
          copy.inputs = std::move(inputs);
          return make_plan(std::move(copy), plan->estimate);
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

}  // namespace kg
