#include "kg/exec/path_spur.h"

#include <algorithm>
#include <limits>

namespace kg {

PathSpur::PathSpur(Context& context, PathSteps& steps, PathCosts* costs, Id target,
                   std::function<std::uint32_t(Id)> steps_left)
    : steps_(steps),
      costs_(costs),
      target_(target),
      steps_left_(std::move(steps_left)),
      known_(context.budget, 1),
      charge_(context.budget) {}

std::optional<Number> PathSpur::cost_of(Id from, const std::vector<PathHop>& hops) {
  Number sum = Number::integer(0);
  for (const PathHop& hop : hops) {
    const auto cost =
        costs_->of(hop.along ? Triple{from, hop.relation, hop.to} : Triple{hop.to, hop.relation, from});
    if (!cost) {
      return std::nullopt;
    }
    sum = PathCosts::sum(sum, *cost);
    from = hop.to;
  }
  return sum;
}

// Whether label `a` is looked at after `b`: dearer, or a longer way; then the one nearer to its start.
bool PathSpur::after(std::uint32_t a, std::uint32_t b) const {
  if (costs_ != nullptr) {
    if (const auto order = order_compare(label_costs_[a], label_costs_[b]); order != 0) {
      return order > 0;
    }
  }
  if (labels_[a].bound != labels_[b].bound) {
    return labels_[a].bound > labels_[b].bound;
  }
  return labels_[a].steps != labels_[b].steps ? labels_[a].steps < labels_[b].steps : a > b;
}

bool PathSpur::same_rank(std::uint32_t a, std::uint32_t b) const {
  return labels_[a].bound == labels_[b].bound && labels_[a].steps == labels_[b].steps &&
         (costs_ == nullptr || order_compare(label_costs_[a], label_costs_[b]) == 0);
}

std::uint32_t PathSpur::pop() {
  std::pop_heap(open_.begin(), open_.end(), [this](auto a, auto b) { return after(a, b); });
  const std::uint32_t label = open_.back();
  open_.pop_back();
  return label;
}

// Whether no way of as few steps to the node is known; this one then is.
bool PathSpur::better(Id node, std::uint32_t steps) {
  const auto [number, added] = known_.insert(&node);
  if (added) {
    fewest_.push_back(steps);
  } else if (fewest_[number] <= steps) {
    return false;
  }
  fewest_[number] = steps;
  return true;
}

void PathSpur::reach(const Task& task, const PathStep& step) {
  const Id node = step.last.to;
  const std::uint32_t steps = labels_[step.from].steps + 1;
  const std::uint32_t bound = steps + (node == target_ ? 0 : steps_left_(node));
  if (bound > task.within || task.blocked.find(&node) != RowIndex::kNone) {
    return;
  }
  const bool is_first = step.from == 0;
  if (costs_ != nullptr || (is_first && !task.excluded.empty())) {
    hops_.clear();
    steps_.append_hops(step, hops_);
    if (is_first && task.excluded.contains(hops_)) {
      return;
    }
  }
  if (costs_ != nullptr) {
    const std::uint32_t number = known_.find(&node);
    if (number != RowIndex::kNone && fewest_[number] <= steps) {
      return;
    }
    const auto cost = cost_of(labels_[step.from].step.last.to, hops_);
    if (!cost) {
      return;
    }
    label_costs_.push_back(PathCosts::sum(label_costs_[step.from], *cost));
  } else if (!better(node, steps)) {
    return;
  }
  open_.push_back(static_cast<std::uint32_t>(labels_.size()));
  labels_.push_back({step, steps, bound});
  std::push_heap(open_.begin(), open_.end(), [this](auto a, auto b) { return after(a, b); });
}

FoundPath PathSpur::path_to(std::uint32_t label, const Task& task) const {
  FoundPath out;
  out.steps = labels_[label].steps - task.steps;
  out.cost = costs_ != nullptr ? label_costs_[label] : Number::integer(0);
  std::vector<std::uint32_t> way;
  for (; label != 0; label = labels_[label].step.from) {
    way.push_back(label);
  }
  for (std::size_t i = way.size(); i-- > 0;) {
    steps_.append_hops(labels_[way[i]].step, out.hops);
  }
  return out;
}

std::optional<FoundPath> PathSpur::find(const Task& task) {
  known_.clear();
  fewest_.clear();
  labels_.assign(1, {{}, task.steps, task.steps});
  labels_[0].step.last.to = task.from;
  label_costs_.assign(costs_ != nullptr ? 1 : 0, Number::integer(0));
  open_.assign(1, 0);
  const std::size_t mark = steps_.mark();
  std::optional<FoundPath> found;
  std::vector<PathSteps::Start> starts;
  std::vector<PathStep> reached;
  while (!found && !open_.empty()) {
    starts.clear();
    const std::uint32_t first = open_.front();
    while (!found && !open_.empty() && same_rank(open_.front(), first)) {
      const std::uint32_t label = pop();
      const Id node = labels_[label].step.last.to;
      if (node == target_) {
        found = path_to(label, task);
      } else if (costs_ != nullptr ? better(node, labels_[label].steps)
                                   : fewest_.empty() || fewest_[known_.find(&node)] == labels_[label].steps) {
        starts.push_back({label, node});
      }
    }
    if (found || starts.empty()) {
      continue;
    }
    steps_.expand(starts, true, reached);
    for (const PathStep& step : reached) {
      reach(task, step);
    }
    charge_.grow_to(labels_.capacity() * (sizeof(Label) + sizeof(std::uint32_t)) +
                    label_costs_.capacity() * sizeof(Number));
  }
  steps_.rewind(mark);
  return found;
}

}  // namespace kg
