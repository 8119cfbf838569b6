// PathSteps: the steps that lead away from nodes, for searches of paths.
//
// With a path expression, a step is one match of it, and its hops are the triples of the match. Without one,
// a step is one triple between two nodes (IRIs, blank nodes), walked either way, but nothing of the machinery
// of the store: no relation of the RDF, RDFS and OWL namespaces (types, labels, declarations), and no triple
// of a claim's own node (a subject of rdf:reifies), so that what is said about claims is no way between
// things. Triple terms are never walked to.
#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

#include "kg/algebra/plan.h"
#include "kg/exec/operator.h"
#include "kg/exec/path_expansion.h"

namespace kg {

// One triple of a path, walked to the node `to`.
struct PathHop {
  Id relation;
  Id to;
  bool along = true;  // the triple leads to `to`; otherwise it comes from it
  bool ends_step = true;
  friend auto operator<=>(const PathHop&, const PathHop&) = default;
};

// A step of a walk: its last hop, and where PathSteps keeps those before it.
struct PathStep {
  std::uint32_t from = 0;  // the number of the node it leaves
  std::uint32_t before = 0xffffffffU;
  PathHop last;
};

class PathSteps {
 public:
  struct Start {
    std::uint32_t number = 0;
    Id node;
  };

  // `expression`: what a step is; may be null.
  PathSteps(Context& context, PathPtr expression);

  // Whether paths may lead through, from and to a node.
  [[nodiscard]] bool passable(Id node);

  // Puts the steps from `starts` (which get sorted) in place of `out`; backward: those that end there, walked
  // against their direction. Throws Failure (limit, cancelled).
  void expand(std::vector<Start>& starts, bool forward, std::vector<PathStep>& out);

  // Appends the hops of a step.
  void append_hops(const PathStep& step, std::vector<PathHop>& out) const;

  // Steps found after a mark are forgotten by going back to it.
  [[nodiscard]] std::size_t mark() const { return inner_.size(); }
  void rewind(std::size_t mark) { inner_.resize(mark); }

 private:
  // A hop inside a step, and the one before it.
  struct Inner {
    PathHop hop;
    std::uint32_t before;
  };

  void any_triple(const std::vector<Start>& starts, std::vector<PathStep>& out);
  [[nodiscard]] bool joins_things(Id relation);
  friend class PathExpansion<PathSteps, PathStep>;
  std::vector<PathStep> repeat(const PathExpression& path, bool forward, std::vector<PathStep> from);
  std::vector<PathStep> follow(Id relation, bool forward, std::vector<PathStep> from);
  void charge(const std::vector<PathStep>& steps);

  Context& context_;
  PathPtr expression_;
  Id reifies_;
  std::unordered_map<Id, bool> joins_things_;
  LinkProbes links_;
  ProbeCursor out_;
  ProbeCursor in_;
  std::vector<Inner> inner_;
  MemoryCharge charge_;
};

}  // namespace kg
