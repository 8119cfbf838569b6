// Walking plans without caring which node it is.
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

}  // namespace kg
