// PathExpansion: takes a path expression apart, for every walk along one. What a walk does with a single link
// or a repeat, and what it keeps of its way, is the walker's.
#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "kg/algebra/plan.h"
#include "kg/model/triple_source.h"

namespace kg {

// Probes for the links of relations in both directions; each keeps its place, as nodes come in ascending
// order.
class LinkProbes {
 public:
  // The nodes that `node` is linked to (backward: that are linked to it), as column 2.
  TripleCursor& start(const TripleSource& source, Id relation, bool forward, Id node) {
    ScanSpec spec;
    spec.permutation = forward ? Permutation::pso : Permutation::pos;
    spec.bound = 2;
    spec.prefix = {relation, node, kUnbound};
    spec.needed = 0b100;
    return probes_[{relation.bits, forward}].start(source, spec);
  }

 private:
  std::map<std::pair<std::uint64_t, bool>, ProbeCursor> probes_;
};

// A walker gives, for rows that each stand at a node: follow(relation, forward, rows) and repeat(path,
// forward, rows), which give the rows after it, and charge(rows). Recursion is as deep as the expression.
template <typename Walker, typename Row>
class PathExpansion {
 public:
  explicit PathExpansion(Walker& walker) : walker_(walker) {}

  std::vector<Row> walk(const PathExpression& path, bool forward, std::vector<Row> from) {
    switch (path.kind) {
      case PathExpression::Kind::link:
        return walker_.follow(path.relation.id, forward, std::move(from));
      case PathExpression::Kind::inverse:
        return walk(*path.parts[0], !forward, std::move(from));
      case PathExpression::Kind::repeat:
        return walker_.repeat(path, forward, std::move(from));
      case PathExpression::Kind::sequence:
        for (std::size_t i = 0; i < path.parts.size() && !from.empty(); ++i) {
          const std::size_t part = forward ? i : path.parts.size() - 1 - i;
          from = walk(*path.parts[part], forward, std::move(from));
        }
        return from;
      case PathExpression::Kind::alternative:
        break;
    }
    std::vector<Row> out;
    for (const PathPtr& part : path.parts) {
      const std::vector<Row> some = walk(*part, forward, from);
      out.insert(out.end(), some.begin(), some.end());
      walker_.charge(out);
    }
    return out;
  }

 private:
  Walker& walker_;
};

}  // namespace kg
