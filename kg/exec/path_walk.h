// PathWalk: evaluates a property path from many starts at once, level by level, each level's nodes probed in
// ascending order (SPARQL 1.1, 18.4; repeats are its ALP, breadth first instead of by recursion).
//
// The depth of recursion is that of the path expression, never that of the graph.
#pragma once

#include <cstdint>
#include <vector>

#include "kg/algebra/plan.h"
#include "kg/exec/operator.h"
#include "kg/exec/path_expansion.h"
#include "kg/exec/row_index.h"

namespace kg {

// A node reached, and the number of the start from which it was reached.
struct Reached {
  std::uint32_t start = 0;
  Id node;
};

// Whether a path may have no links.
bool is_nullable(const PathExpression& path);

class PathWalk {
 public:
  explicit PathWalk(Context& context) : context_(context), charge_(context.budget) {}

  // The ends of the path for each of `from`, with the multiplicity that the algebra asks for. Backward: the
  // starts of the paths that end there. `from` is used up.
  std::vector<Reached> walk(const PathExpression& path, bool forward, std::vector<Reached> from);

  // Nodes at which a path can begin (backward: end), ascending: all that can, and possibly more.
  std::vector<Id> starts(const PathExpression& path, bool forward);

  // Whether a node stands in some triple as subject or object.
  bool in_graph(Id node);

 private:
  friend class PathExpansion<PathWalk, Reached>;
  std::vector<Reached> follow(Id relation, bool forward, std::vector<Reached> from);
  std::vector<Reached> repeat(const PathExpression& path, bool forward, std::vector<Reached> from);
  std::vector<Reached> closure(const PathExpression& path, bool forward, std::vector<Reached> frontier);
  std::vector<Id> all_nodes();
  std::vector<Id> distinct_ids(const ScanSpec& spec, std::uint8_t place);
  void charge(const std::vector<Reached>& rows);

  Context& context_;
  LinkProbes links_;
  MemoryCharge charge_;  // what the walk in hand has kept at most
  std::size_t peak_bytes_ = 0;
};

}  // namespace kg
