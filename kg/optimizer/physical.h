// From a logical plan to a physical one, node by node: joins through JoinOrder, what surrounds them here.
#pragma once

#include <utility>
#include <vector>

#include "kg/optimizer/cardinality.h"
#include "kg/optimizer/join_group.h"
#include "kg/optimizer/planned.h"
#include "kg/optimizer/vars.h"

namespace kg {

class PhysicalPlanner {
 public:
  // The cardinality must outlive this object.
  explicit PhysicalPlanner(const Cardinality& cardinality) : cardinality_(cardinality) {}

  Planned plan(const PlanPtr& plan, const Wish& wish);

 private:
  // physical.cpp
  Planned plan_union(const Union& node, const Wish& wish);
  Planned plan_group_by(const Group& node, const Wish& wish);
  Planned plan_distinct(const Distinct& node, const Wish& wish);
  Planned plan_order_by(const OrderBy& node, const Wish& wish);
  std::optional<Planned> highest_rows(const OrderBy& node);
  Planned plan_slice(const Slice& node, const Wish& wish);
  Planned plan_project(const Project& node, const Wish& wish);
  Planned plan_fixpoint(const Fixpoint& node);
  Planned plan_leaf(const PlanPtr& plan);
  // A plan for a join group, its steps included.
  Planned plan_join(JoinGroup group, const Wish& wish);
  Planned plan_core(const JoinGroup& group, const Wish& wish);
  Planned plan_large_core(const JoinGroup& group);

  // physical_steps.cpp
  Planned apply(const Step& step, Planned left);
  Planned left_join(const Step& step, Planned left);
  Planned anti_join(const Step& step, Planned left);
  Planned right_of_bindings(JoinGroup right, const Planned& left, const VarSet& keys);

  // Distinct values that a variable can have, from the patterns that bind it; at most the plan's rows.
  [[nodiscard]] double values_of(const Plan& plan, Var variable, double rows) const;
  [[nodiscard]] double joined_rows(const Planned& left, const Planned& right, const VarSet& keys) const;

  const Cardinality& cardinality_;
  std::vector<std::pair<PlanPtr, Planned>> known_;  // parts that are planned already
};

// The permutation in which the variable stands right after the pattern's constants, and the range that holds
// all of its ids, when these are of one kind and sort like its values (their count elsewhere is exactly
// zero).
std::optional<std::pair<Permutation, IdRange>> value_ordered(const TriplePattern& pattern, Var variable,
                                                             const Cardinality& cardinality);

// Whether ordering the solutions of the plan by the ids of the variable orders them by its values: some
// pattern that every solution matches is value_ordered.
bool ids_sort_like_values(const Plan& plan, Var variable, const Cardinality& cardinality);

}  // namespace kg
