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

// One order of the variables after another, and what each costs.
class OrderSearch {
 public:
  OrderSearch(const std::vector<const Factor*>& links, Mask vars) : links_(links), vars_(vars) {}

  std::vector<std::size_t> best;
  double best_cost = 0;

  // Tries every order; beyond kMaxTried variables always the cheapest next one.
  void run() { extend(0, 1, 0, static_cast<std::size_t>(std::popcount(vars_)) > kMaxTried); }

 private:
  static constexpr std::size_t kMaxTried = 5;
  // A node that was reached over an edge has, of edges on the same side, more than the average node: degrees
  // are skewed, and popular nodes are met more often.
  static constexpr double kSkew = 2;

  struct Level {
    double candidates = -1;  // for each binding of what comes before; negative: not connected
    double steps = 0;        // of the intersection
  };

  [[nodiscard]] bool is_subject(const Factor& link, std::size_t v) const { return link.places[0] == v; }

  // Whether the variable bound last was reached along `link`'s relation at the same end.
  [[nodiscard]] bool reached_alike(const Factor& link, std::size_t last) const {
    for (const Factor* other : links_) {
      const Mask rest = other->vars & ~bit(last);
      if (other == &link || (other->vars & bit(last)) == 0 || order_.size() < 2) continue;
      const bool used = (rest & bound_before(order_.size() - 1)) != 0;
      const bool same_end = other->triple.relation.id == link.triple.relation.id &&
                            is_subject(*other, last) == is_subject(link, last);
      if (used && same_end) return true;
    }
    return false;
  }
  [[nodiscard]] Mask bound_before(std::size_t count) const {
    Mask bound = 0;
    for (std::size_t i = 0; i < count; ++i) bound |= bit(order_[i]);
    return bound;
  }

  [[nodiscard]] Level level(std::size_t v, Mask bound) const {
    Level out;
    double from_last = -1;
    for (const Factor* link : links_) {
      if ((link->vars & bit(v)) == 0) continue;
      const Mask other = link->vars & ~bit(v);
      const bool from_bound = (other & bound) != 0;
      if (bound != 0 && !from_bound) continue;
      const auto neighbour = static_cast<std::size_t>(std::countr_zero(other));
      const double here = from_bound ? link->rows / link->values_of(neighbour) : link->values_of(v);
      if (out.candidates < 0 || here < out.candidates) out.candidates = here;
      if (from_bound && neighbour == order_.back()) {
        from_last = std::max(from_last, here * (reached_alike(*link, neighbour) ? kSkew : 1));
      }
    }
    out.steps = from_last >= 0 ? from_last : out.candidates;
    return out;
  }

  void extend(Mask bound, double prefix_rows, double cost, bool greedy) {
    if (bound == vars_) {
      if (best.empty() || cost < best_cost) {
        best = order_;
        best_cost = cost;
      }
      return;
    }
    std::size_t chosen = 0;
    double least = -1;
    for_each_bit(vars_ & ~bound, [&](std::size_t v) {
      const Level next = level(v, bound);
      if (next.candidates < 0) return;
      const double total = cost + prefix_rows * (cost::kLeapLevel + cost::kLeapStep * next.steps);
      if (greedy && (least < 0 || total < least)) {
        chosen = v;
        least = total;
      }
      if (!greedy && (best.empty() || total < best_cost))
        step(v, bound, prefix_rows, next.candidates, total, false);
    });
    if (greedy && least >= 0) step(chosen, bound, prefix_rows, level(chosen, bound).candidates, least, true);
  }
  void step(std::size_t v, Mask bound, double prefix_rows, double candidates, double cost, bool greedy) {
    order_.push_back(v);
    extend(bound | bit(v), prefix_rows * std::max(1.0, candidates), cost, greedy);
    order_.pop_back();
  }

  const std::vector<const Factor*>& links_;
  Mask vars_;
  std::vector<std::size_t> order_;
};

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
  OrderSearch search(links, vars);
  search.run();
  if (search.best.empty()) return out;  // not connected
  out.possible = true;
  out.startup = rows * cost::kLeapBuild;
  out.cost = out.startup + search.best_cost;
  out.order = std::move(search.best);
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
