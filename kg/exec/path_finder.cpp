#include "kg/exec/path_finder.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace kg {
namespace {

constexpr std::size_t kFrontierPiece = 1024;  // nodes probed before what they lead to is looked at

// The hops of a walk from `start`, from its other end back to `start`.
std::vector<PathHop> reversed(Id start, const std::vector<PathHop>& hops) {
  std::vector<PathHop> out;
  for (std::size_t i = hops.size(); i-- > 0;) {
    out.push_back({hops[i].relation, i > 0 ? hops[i - 1].to : start, !hops[i].along,
                   i > 0 ? hops[i - 1].ends_step : true});
  }
  return out;
}

}  // namespace

bool PathFinder::Rank::operator<(const Rank& other) const {
  if (const auto order = order_compare(cost, other.cost); order != 0) {
    return order < 0;
  }
  return std::pair(steps, number) < std::pair(other.steps, other.number);
}

PathFinder::PathFinder(Context& context, const PathSearch& search)
    : context_(context),
      search_(search),
      steps_(context, search.step),
      costs_(context, search.cost_relation.id),
      spur_(context, steps_, cheapest() ? &costs_ : nullptr, search.to.id,
            [this](Id node) { return steps_left(node); }),
      from_(context),
      to_(context),
      blocked_(context.budget, 1),
      remaining_(search.all ? std::numeric_limits<std::uint64_t>::max() : search.count),
      charge_(context.budget) {}

std::optional<FoundPath> PathFinder::next() {
  context_.budget.check();
  if (remaining_ == 0) {
    return std::nullopt;
  }
  if (!started_) {
    started_ = true;
    if (auto path = first()) {
      keep({std::move(*path), 0, {}});
    }
  } else if (last_) {
    split(*std::exchange(last_, std::nullopt));
  }
  if (candidates_.empty()) {
    return std::nullopt;
  }
  last_ = std::move(candidates_.begin()->second);
  drop(candidates_.begin());
  --remaining_;
  return last_->path;
}

std::optional<FoundPath> PathFinder::first() {
  if (!steps_.passable(search_.from.id) || !steps_.passable(search_.to.id)) {
    return std::nullopt;
  }
  if (search_.from.id == search_.to.id) {
    return FoundPath{};
  }
  if (!cheapest()) {
    return meet();
  }
  blocked_.insert(&search_.from.id);
  return spur_.find({search_.from.id, 0, search_.within, blocked_, {}});
}

// --- from both ends ------------------------------------------------------------------------------------

std::optional<FoundPath> PathFinder::meet() {
  from_.nodes.insert(&search_.from.id);
  to_.nodes.insert(&search_.to.id);
  from_.reached.push_back({});
  to_.reached.push_back({});
  while (from_.radius + to_.radius < search_.within) {
    const std::size_t ahead = from_.reached.size() - from_.frontier;
    const std::size_t behind = to_.reached.size() - to_.frontier;
    if (ahead == 0 || behind == 0) {
      return std::nullopt;
    }
    // The smaller side; of equal ones the one that has gone less far, so that a hub between the two is met
    // and not looked into.
    const bool forward = ahead != behind ? ahead < behind : from_.radius <= to_.radius;
    Side& side = forward ? from_ : to_;
    if (const auto number = deepen(side, forward ? to_ : from_, forward)) {
      return joined(*number, side, forward);
    }
  }
  return std::nullopt;
}

// Goes one step further. The number of a node that both sides have reached ends it.
std::optional<std::uint32_t> PathFinder::deepen(Side& side, const Side& other, bool forward) {
  const std::size_t last = side.reached.size();
  std::vector<PathSteps::Start> starts;
  std::vector<PathStep> found;
  for (std::size_t at = side.frontier; at < last;) {
    starts.clear();
    for (; at < last && starts.size() < kFrontierPiece; ++at) {
      const auto number = static_cast<std::uint32_t>(at);
      starts.push_back({number, side.nodes.row(number)[0]});
    }
    steps_.expand(starts, forward, found);
    for (const PathStep& step : found) {
      const auto [number, added] = side.nodes.insert(&step.last.to);
      if (!added) {
        continue;
      }
      side.reached.push_back({side.radius + 1, step});
      if (other.nodes.find(&step.last.to) != RowIndex::kNone && steps_.passable(step.last.to)) {
        return number;
      }
    }
    side.charge.grow_to(side.reached.capacity() * sizeof(Reached));
  }
  side.frontier = last;
  ++side.radius;
  return std::nullopt;
}

std::vector<PathHop> PathFinder::hops_to(const Side& side, std::uint32_t number) const {
  std::vector<std::uint32_t> way;
  for (; number != 0; number = side.reached[number].step.from) {
    way.push_back(number);
  }
  std::vector<PathHop> out;
  for (std::size_t i = way.size(); i-- > 0;) {
    steps_.append_hops(side.reached[way[i]].step, out);
  }
  return out;
}

FoundPath PathFinder::joined(std::uint32_t number, const Side& side, bool forward) const {
  const Side& other = forward ? to_ : from_;
  const std::uint32_t there = other.nodes.find(side.nodes.row(number).data());
  FoundPath out;
  out.hops = hops_to(from_, forward ? number : there);
  const std::vector<PathHop> rest = reversed(search_.to.id, hops_to(to_, forward ? there : number));
  out.hops.insert(out.hops.end(), rest.begin(), rest.end());
  out.steps = side.reached[number].depth + other.reached[there].depth;
  return out;
}

// At least so many steps lead from a node to the target.
std::uint32_t PathFinder::steps_left(Id node) const {
  if (cheapest()) {
    return 1;
  }
  const std::uint32_t number = to_.nodes.find(&node);
  return number != RowIndex::kNone ? to_.reached[number].depth : to_.radius + 1;
}

// --- further paths -------------------------------------------------------------------------------------

namespace {

std::size_t bytes_of(const FoundPath& path) { return 512 + path.hops.capacity() * sizeof(PathHop); }

}  // namespace

void PathFinder::keep(Candidate candidate) {
  candidate_bytes_ += bytes_of(candidate.path);
  charge_.grow_to(candidate_bytes_);
  const Rank rank{candidate.path.cost, candidate.path.steps, kept_++};
  candidates_.emplace(rank, std::move(candidate));
  while (candidates_.size() > remaining_) {
    drop(std::prev(candidates_.end()));
  }
}

void PathFinder::drop(std::map<Rank, Candidate>::iterator candidate) {
  candidate_bytes_ -= bytes_of(candidate->second.path);
  candidates_.erase(candidate);
}

// Finds the best of the paths that leave `given` at each of its steps.
void PathFinder::split(Candidate given) {
  const std::vector<PathHop>& hops = given.path.hops;
  Id node = search_.from.id;
  std::uint32_t taken = 0;
  Number cost = Number::integer(0);
  blocked_.clear();
  for (std::size_t begin = 0, end = 0; begin < hops.size(); begin = end, ++taken) {
    while (!hops[end++].ends_step) {
    }
    blocked_.insert(&node);
    const PathSpur::Step step(hops.begin() + static_cast<std::ptrdiff_t>(begin),
                              hops.begin() + static_cast<std::ptrdiff_t>(end));
    if (taken >= given.leaves_at) {
      Candidate next{{}, taken, {}};
      if (taken == given.leaves_at) {
        next.excluded = std::move(given.excluded);
      }
      next.excluded.insert(step);
      std::uint32_t within = search_.within;
      if (!cheapest() && candidates_.size() >= remaining_) {  // it must be better than the worst
        within = std::min(within, std::prev(candidates_.end())->first.steps - 1);
      }
      if (auto rest = spur_.find({node, taken, within, blocked_, next.excluded})) {
        next.path.hops.assign(hops.begin(), hops.begin() + static_cast<std::ptrdiff_t>(begin));
        next.path.hops.insert(next.path.hops.end(), rest->hops.begin(), rest->hops.end());
        next.path.steps = taken + rest->steps;
        next.path.cost = PathCosts::sum(cost, rest->cost);
        keep(std::move(next));
      }
    }
    if (cheapest()) {
      cost = PathCosts::sum(cost, spur_.cost_of(node, step).value_or(Number::integer(0)));
    }
    node = hops[end - 1].to;
  }
}

}  // namespace kg
