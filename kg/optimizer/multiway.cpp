// Multiway joins for cycles: where every pair of patterns has more matches than the whole, a worst-case
// optimal join binds one variable after the other instead (Ngo, Porat, Re, Rudra 2012; Veldhuizen 2014).
#include "kg/optimizer/multiway.h"

#include <algorithm>

#include "kg/optimizer/cost.h"
#include "kg/optimizer/join_order.h"

namespace kg {
namespace {

// The operator holds each relation as sorted arrays.
constexpr double kMaxBytes = 512.0 * 1024 * 1024;
constexpr double kBytesPerRow = 16;

bool is_link(const Factor& factor) {
  const TriplePattern& p = factor.triple;
  return factor.kind == Factor::Kind::triple && !p.relation.is_variable() && p.subject.is_variable() &&
         p.object.is_variable() && p.subject.variable != p.object.variable && factor.filters == 0;
}

// Graham's reduction on links: a variable of one link alone takes its link away. What stays is cyclic.
bool is_cyclic(const std::vector<const Factor*>& links) {
  std::vector<Mask> open;
  for (const Factor* link : links) open.push_back(link->vars);
  for (bool reduced = true; reduced;) {
    reduced = false;
    for (std::size_t i = 0; i < open.size(); ++i) {
      Mask others = 0;
      for (std::size_t j = 0; j < open.size(); ++j) others |= j == i ? 0 : open[j];
      const bool parallel = std::count(open.begin(), open.end(), open[i]) > 1;
      if (parallel || std::popcount(open[i] & others) < 2) {
        open.erase(open.begin() + static_cast<std::ptrdiff_t>(i));
        reduced = true;
        break;
      }
    }
  }
  return open.size() == links.size() && !open.empty();
}

}  // namespace

MultiwayPlan plan_multiway(const std::vector<const Factor*>& links) {
  MultiwayPlan out;
  double rows = 0;
  Mask vars = 0;
  for (const Factor* link : links) {
    if (!is_link(*link)) return out;
    rows += link->rows;
    vars |= link->vars;
  }
  if (links.size() < 3 || rows * kBytesPerRow > kMaxBytes || !is_cyclic(links)) return out;

  out.possible = true;
  out.cost = rows * cost::kLeapBuild;
  out.startup = out.cost;
  double prefix_rows = 1;
  Mask bound = 0;
  while (bound != vars) {
    // The next variable is the one with the fewest candidates under what is bound.
    std::size_t best = 0;
    double best_candidates = -1;
    for_each_bit(vars & ~bound, [&](std::size_t v) {
      double candidates = -1;
      for (const Factor* link : links) {
        if ((link->vars & bit(v)) == 0) continue;
        const Mask other = link->vars & ~bit(v);
        const bool from_bound = (other & bound) != 0;
        if (bound != 0 && !from_bound) continue;
        const double here =
            from_bound ? link->rows / link->values_of(static_cast<std::size_t>(std::countr_zero(other)))
                       : link->values_of(v);
        if (candidates < 0 || here < candidates) candidates = here;
      }
      if (candidates >= 0 && (best_candidates < 0 || candidates < best_candidates)) {
        best = v;
        best_candidates = candidates;
      }
    });
    if (best_candidates < 0) return {};  // not connected
    out.order.push_back(best);
    out.cost += prefix_rows * (cost::kLeapLevel + cost::kLeapStep * best_candidates);
    prefix_rows *= std::max(1.0, best_candidates);
    bound |= bit(best);
  }
  return out;
}

void JoinOrder::offer_multiway(Entry& out) {
  // A cycle has no more variables than links.
  if (std::popcount(out.factors) < 3 || std::popcount(out.vars) > std::popcount(out.factors)) return;
  std::vector<const Factor*> links;
  for_each_bit(out.factors, [&](std::size_t f) { links.push_back(&factors_[f]); });
  const MultiwayPlan multiway = plan_multiway(links);
  if (!multiway.possible) return;
  Candidate candidate;
  candidate.operation = Operation::multiway;
  candidate.startup = multiway.startup;
  candidate.cost = multiway.cost + out.rows * cost::kMergeOut;
  for (std::size_t i = 0; i < std::min<std::size_t>(3, multiway.order.size()); ++i) {
    candidate.order[i] = static_cast<std::uint8_t>(multiway.order[i]);
  }
  candidate.left = static_cast<std::uint32_t>(multiways_.size());
  multiways_.push_back({out.factors, multiway.order});
  offer(out, candidate, out.rows / passing(out.filters), out.filters);
}

}  // namespace kg
