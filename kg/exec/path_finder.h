// PathFinder: the paths of a PathSearch one after the other, the shortest (or the cheapest) first.
//
// The first shortest path comes from a breadth-first search from both ends (Pohl 1971). Further ones come by
// Yen's method (1971) with Lawler's partition (1972): the paths that are left are split by where they leave
// those already given, and the best of each part is found by PathSpur, which the distances to the target that
// the first search measured lead.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "kg/exec/path_spur.h"

namespace kg {

class PathFinder {
 public:
  PathFinder(Context& context, const PathSearch& search);

  // The next path; nothing when there are no more. Throws Failure (limit, cancelled, query).
  std::optional<FoundPath> next();

  // A cost as a term.
  [[nodiscard]] Term cost_term(const Number& cost) const { return costs_.term(cost); }

 private:
  // One end's breadth-first search: each node reached, with the step that reached it.
  struct Reached {
    std::uint32_t depth = 0;
    PathStep step;  // `from`: the number of the node before
  };
  struct Side {
    explicit Side(Context& context) : nodes(context.budget, 1), charge(context.budget) {}
    RowIndex nodes;
    std::vector<Reached> reached;  // by the node's number
    std::size_t frontier = 0;      // the number of the deepest level's first node
    std::uint32_t radius = 0;      // every node within it has been reached
    MemoryCharge charge;
  };
  struct Candidate {
    FoundPath path;
    std::uint32_t leaves_at = 0;        // the step at which it leaves the paths given before
    std::set<PathSpur::Step> excluded;  // steps that those take there
  };
  // Best first; equal ones in the order in which they were found.
  struct Rank {
    Number cost;
    std::uint32_t steps = 0;
    std::uint64_t number = 0;
    bool operator<(const Rank& other) const;
  };

  [[nodiscard]] bool cheapest() const { return search_.cost != kNoVar; }
  std::optional<FoundPath> first();
  std::optional<FoundPath> meet();
  std::optional<std::uint32_t> deepen(Side& side, const Side& other, bool forward);
  [[nodiscard]] FoundPath joined(std::uint32_t number, const Side& side, bool forward) const;
  [[nodiscard]] std::vector<PathHop> hops_to(const Side& side, std::uint32_t number) const;
  [[nodiscard]] std::uint32_t steps_left(Id node) const;
  void split(Candidate given);
  void keep(Candidate candidate);
  void drop(std::map<Rank, Candidate>::iterator candidate);

  Context& context_;
  PathSearch search_;
  PathSteps steps_;
  PathCosts costs_;
  PathSpur spur_;
  Side from_;
  Side to_;
  RowIndex blocked_;
  std::map<Rank, Candidate> candidates_;
  std::optional<Candidate> last_;  // given, and not split yet
  std::uint64_t remaining_;
  std::uint64_t kept_ = 0;  // candidates so far
  bool started_ = false;
  std::size_t candidate_bytes_ = 0;
  MemoryCharge charge_;
};

}  // namespace kg
