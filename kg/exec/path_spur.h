// PathSpur: the best way on from the end of a path to a target, round the nodes of the path. A* over the
// number of steps, or Dijkstra over costs (then a node is looked at again when it is reached in fewer steps,
// because the number of steps is limited).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <vector>

#include "kg/exec/path_costs.h"
#include "kg/exec/path_steps.h"
#include "kg/exec/row_index.h"

namespace kg {

struct FoundPath {
  std::vector<PathHop> hops;  // from the search's start; none: the start is the target
  std::uint32_t steps = 0;
  Number cost;  // zero unless the cheapest are looked for
};

class PathSpur {
 public:
  using Step = std::vector<PathHop>;
  struct Task {
    Id from;
    std::uint32_t steps = 0;         // what leads to `from`
    std::uint32_t within = 0;        // most steps of the whole path
    const RowIndex& blocked;         // nodes that lead to `from`, with it
    const std::set<Step>& excluded;  // first steps that are not wanted
  };

  // `costs`: null for the shortest. `steps_left`: at least so many steps lead from a node to the target;
  // along any step it falls by one at most.
  PathSpur(Context& context, PathSteps& steps, PathCosts* costs, Id target,
           std::function<std::uint32_t(Id)> steps_left);

  // The hops from `task.from` on; steps and cost are counted from there. Throws Failure (limit, cancelled,
  // query).
  std::optional<FoundPath> find(const Task& task);

  // The cost of a walk from a node; nothing when a triple on it has none.
  std::optional<Number> cost_of(Id from, const std::vector<PathHop>& hops);

 private:
  // A way to a node. Its step's `from` is the label of the node before.
  struct Label {
    PathStep step;
    std::uint32_t steps = 0;  // of the whole path
    std::uint32_t bound = 0;  // at least so many when it has reached the target
  };
  [[nodiscard]] bool after(std::uint32_t a, std::uint32_t b) const;
  [[nodiscard]] bool same_rank(std::uint32_t a, std::uint32_t b) const;
  std::uint32_t pop();
  bool better(Id node, std::uint32_t steps);
  void reach(const Task& task, const PathStep& step);
  [[nodiscard]] FoundPath path_to(std::uint32_t label, const Task& task) const;

  PathSteps& steps_;
  PathCosts* costs_;
  Id target_;
  std::function<std::uint32_t(Id)> steps_left_;
  std::vector<Label> labels_;
  std::vector<Number> label_costs_;    // of the labels, when there are costs
  std::vector<std::uint32_t> open_;    // a heap of labels
  RowIndex known_;                     // nodes reached; with costs, nodes whose steps have been looked at
  std::vector<std::uint32_t> fewest_;  // steps to them, by their number
  std::vector<PathHop> hops_;
  MemoryCharge charge_;
};

}  // namespace kg
