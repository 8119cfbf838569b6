// Rules by naive iteration: every input over all that is known, until nothing is new.
#include <utility>

#include "support/naive_evaluator.h"

namespace kg::test {

Rows NaiveEvaluator::rows_of(const Fixpoint& node, const Row& outer) {
  Members members;
  const Members* const before = std::exchange(members_, &members);
  for (bool more = true; more;) {
    more = false;
    for (std::size_t i = 0; i < node.inputs.size(); ++i) {
      const Fixpoint::Output& output = node.outputs[i];
      for (const Row& row : rows_of(*node.inputs[i], {})) {
        std::vector<Node> values;
        for (const Var variable : output.variables) {
          if (const auto found = row.find(variable); found != row.end()) values.push_back(found->second);
        }
        const bool complete = values.size() == output.variables.size();
        more = (complete && members[output.member].insert(std::move(values)).second) || more;
      }
    }
  }
  members_ = &members;
  const Rows rows = rows_of(RuleRows{{}, 0, false, node.variables}, outer);
  members_ = before;
  return rows;
}

Rows NaiveEvaluator::rows_of(const RuleRows& node, const Row& outer) {
  Rows rows;
  if (const auto member = members_->find(node.member); member != members_->end()) {
    for (const std::vector<Node>& values : member->second) {
      Row row;
      bool fits = true;
      for (std::size_t i = 0; i < values.size(); ++i) {
        const auto known = outer.find(node.variables[i]);
        fits = fits && (known == outer.end() || known->second == values[i]);
        if (known == outer.end()) row[node.variables[i]] = values[i];
      }
      if (fits) rows.push_back(std::move(row));
    }
  }
  return rows;
}

}  // namespace kg::test
