// Limits go down; distinct goes where it does nothing.
#include <algorithm>

#include "kg/optimizer/rewrite.h"
#include "kg/optimizer/rules.h"
#include "kg/optimizer/vars.h"

namespace kg {
namespace {

constexpr std::uint64_t kNoLimit = std::numeric_limits<std::uint64_t>::max();

std::uint64_t saturating_add(std::uint64_t a, std::uint64_t b) { return a > kNoLimit - b ? kNoLimit : a + b; }

// The plan, of which only the first `wanted` rows matter.
PlanPtr first_rows(const PlanPtr& plan, std::uint64_t wanted) {
  if (wanted == kNoLimit) return plan;
  if (const auto* n = plan->as<OrderBy>()) {
    return make_plan(OrderBy{n->input, n->keys, std::min(n->limit, wanted)});
  }
  if (const auto* n = plan->as<Project>())
    return make_plan(Project{first_rows(n->input, wanted), n->variables});
  if (const auto* n = plan->as<Extend>()) {
    return make_plan(Extend{first_rows(n->input, wanted), n->variable, n->expression});
  }
  if (const auto* n = plan->as<Union>()) {
    Union copy;
    for (const PlanPtr& input : n->inputs) {
      copy.inputs.push_back(push_limits(make_plan(Slice{input, 0, wanted})));
    }
    return make_plan(std::move(copy));
  }
  return plan;
}

PlanPtr push_slice(const PlanPtr& plan, const Slice& slice) {
  if (slice.limit == 0) return nothing_like(*plan);
  if (const auto* inner = slice.input->as<Slice>()) {
    const std::uint64_t left = inner->limit == kNoLimit      ? kNoLimit
                               : inner->limit > slice.offset ? inner->limit - slice.offset
                                                             : 0;
    return push_limits(make_plan(
        Slice{inner->input, saturating_add(inner->offset, slice.offset), std::min(left, slice.limit)}));
  }
  if (slice.offset == 0 && slice.limit == kNoLimit) return slice.input;
  PlanPtr input = first_rows(slice.input, saturating_add(slice.offset, slice.limit));
  return input == slice.input ? plan : make_plan(Slice{std::move(input), slice.offset, slice.limit});
}

bool always_bound_and_distinct(const Plan& plan) {
  return is_distinct(plan) && variables_of(plan) == certain_variables_of(plan);
}

}  // namespace

PlanPtr push_limits(const PlanPtr& plan) {
  PlanPtr changed = rewrite_children(plan, push_limits);
  if (const auto* n = changed->as<Slice>()) return push_slice(changed, *n);
  return changed;
}

bool is_distinct(const Plan& plan) {
  if (plan.as<Unit>() != nullptr || plan.as<Bgp>() != nullptr || plan.as<Scan>() != nullptr ||
      plan.as<Group>() != nullptr || plan.as<Distinct>() != nullptr || plan.as<Fixpoint>() != nullptr ||
      plan.as<RuleRows>() != nullptr || plan.as<CountByRelation>() != nullptr ||
      plan.as<CountPattern>() != nullptr || plan.as<CountDistinct>() != nullptr) {
    return true;
  }
  if (const auto* n = plan.as<Values>()) return n->rows.size() <= 1;
  if (const auto* n = plan.as<Filter>()) return is_distinct(*n->input);
  if (const auto* n = plan.as<Extend>()) return is_distinct(*n->input);
  if (const auto* n = plan.as<OrderBy>()) return is_distinct(*n->input);
  if (const auto* n = plan.as<Slice>()) return is_distinct(*n->input);
  if (const auto* n = plan.as<AntiJoin>()) return is_distinct(*n->left);
  if (const auto* n = plan.as<Project>()) {
    return includes(sorted_set(n->variables), variables_of(*n->input)) && is_distinct(*n->input);
  }
  // A row of a join tells which two rows made it when both bind all of their variables.
  if (const auto* n = plan.as<Join>()) {
    return always_bound_and_distinct(*n->left) && always_bound_and_distinct(*n->right);
  }
  if (const auto* n = plan.as<LeftJoin>()) {
    return always_bound_and_distinct(*n->left) && always_bound_and_distinct(*n->right);
  }
  return false;
}

PlanPtr drop_distinct(const PlanPtr& plan) {
  PlanPtr changed = rewrite_children(plan, drop_distinct);
  const auto* n = changed->as<Distinct>();
  return n != nullptr && is_distinct(*n->input) ? n->input : changed;
}

}  // namespace kg
