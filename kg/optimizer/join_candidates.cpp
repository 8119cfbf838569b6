// The ways to join two sets of factors, and what they cost.
#include <algorithm>

#include "kg/optimizer/cost.h"
#include "kg/optimizer/join_order.h"

namespace kg {

double JoinOrder::passing(Mask filters) const {
  double passing = 1;
  for_each_bit(filters, [&](std::size_t i) { passing *= filters_[i].selectivity; });
  return passing;
}

std::uint32_t JoinOrder::cheapest(const Entry& entry) const {
  return *std::min_element(entry.kept.begin(), entry.kept.begin() + entry.size,
                           [this](std::uint32_t a, std::uint32_t b) {
                             return adjusted(candidates_[a]) < adjusted(candidates_[b]);
                           });
}

bool JoinOrder::sorted_as_wished(const Candidate& candidate) const {
  if (wish_.order.empty()) return true;
  if (wish_.order.size() > candidate.order.size()) return false;
  for (std::size_t i = 0; i < wish_.order.size(); ++i) {
    if (candidate.order[i] == kNone) return false;
    const Var var = vars_[candidate.order[i]];
    if (std::find(wish_.order.begin(), wish_.order.end(), var) == wish_.order.end()) return false;
  }
  return true;
}

// Keeps the candidate when nothing kept is both cheaper and sorted as usefully.
void JoinOrder::offer(Entry& out, Candidate candidate, double rows_before_filters, Mask new_filters) {
  candidate.vars = out.vars;
  candidate.rows = out.rows;
  candidate.filters = new_filters;
  candidate.rows_before_filters = rows_before_filters;
  candidate.cost += rows_before_filters * static_cast<double>(std::popcount(new_filters)) * cost::kFilterRow;
  if (candidate.order[0] != kNone && (out.useful & bit(candidate.order[0])) == 0) candidate.order.fill(kNone);

  std::size_t place = out.size;
  for (std::size_t i = 0; i < out.size; ++i) {
    const Candidate& kept = candidates_[out.kept[i]];
    const bool same_order = kept.order[0] == candidate.order[0];
    const bool cheaper = adjusted(kept) <= adjusted(candidate);
    if (cheaper && (same_order || candidate.order[0] == kNone)) return;
    if (same_order) place = i;
  }
  if (place == kKept) {
    place = 0;
    for (std::size_t i = 1; i < kKept; ++i) {
      if (adjusted(candidates_[out.kept[i]]) > adjusted(candidates_[out.kept[place]])) place = i;
    }
    if (adjusted(candidates_[out.kept[place]]) <= adjusted(candidate)) return;
  }
  candidate.self = static_cast<std::uint32_t>(candidates_.size());
  candidates_.push_back(candidate);
  out.kept[place] = candidate.self;
  if (place == out.size) ++out.size;
}

// Whether what costs at least so much, sorted at best by this variable, cannot be kept any more.
bool JoinOrder::beaten(const Entry& out, double at_least, std::uint8_t order) const {
  const bool useful = order != kNone && (out.useful & bit(order)) != 0;
  for (std::size_t i = 0; i < out.size; ++i) {
    const Candidate& kept = candidates_[out.kept[i]];
    if (adjusted(kept) <= at_least && (!useful || kept.order[0] == order)) return true;
  }
  return false;
}

void JoinOrder::offer_scans(Entry& out, std::size_t f) {
  const Factor& factor = factors_[f];
  for (const Permutation permutation :
       {Permutation::spo, Permutation::pos, Permutation::osp, Permutation::pso}) {
    const std::optional<std::uint8_t> bound = bound_prefix(factor.triple, permutation);
    if (!bound) continue;
    Candidate candidate;
    candidate.operation = Operation::scan;
    candidate.permutation = permutation;
    candidate.right = static_cast<std::uint32_t>(f);
    std::size_t next = 0;
    for (std::size_t place = *bound; place < 3; ++place) {
      const std::uint8_t var = factor.places[positions(permutation)[place]];
      if (std::find(candidate.order.begin(), candidate.order.end(), var) == candidate.order.end()) {
        candidate.order[next++] = var;
      }
    }
    double scanned = factor.index_rows;
    Mask filters = factor.filters;
    if (!factor.ranges.empty() && *bound < 3 && positions(permutation)[*bound] == factor.ranged_position) {
      candidate.ranged = true;
      scanned = factor.ranged_rows;
      if (factor.ranges.size() > 1) candidate.order.fill(kNone);  // a union of scans
      filters &= ~factor.ranged_filters;  // asked inside, of the ranges that are not exact
    }
    candidate.startup = cost::kScanStart * (candidate.ranged ? static_cast<double>(factor.ranges.size()) : 1);
    candidate.cost = candidate.startup + scanned * cost::kScanRow;
    offer(out, candidate, scanned, filters);
  }
}

void JoinOrder::offer_leaves(Entry& out, std::size_t f) {
  const Factor& factor = factors_[f];
  if (factor.kind == Factor::Kind::triple) {
    offer_scans(out, f);
    return;
  }
  Candidate candidate;
  candidate.operation = Operation::leaf;
  candidate.right = static_cast<std::uint32_t>(f);
  if (factor.kind == Factor::Kind::plan) {
    candidate.cost = factor.sub.cost;
    candidate.startup = factor.sub.startup;
    const std::vector<Var> order = sorted_by(*factor.sub.plan);
    for (std::size_t i = 0; i < std::min(order.size(), candidate.order.size()); ++i)
      candidate.order[i] = local(order[i]);
  } else if (factor.kind == Factor::Kind::path) {
    const bool fixed = !factor.path.subject.is_variable() || !factor.path.object.is_variable();
    const double starts = fixed ? 1 : factor.distinct.front().second;
    candidate.startup = cost::kPathStart;
    candidate.cost = starts * cost::kPathStart + factor.rows * cost::kPathRow;
  } else {
    candidate.startup = cost::kScanStart;
    candidate.cost = cost::kScanStart + factor.index_rows * cost::kTripleTerm;
    if (!factor.triple.subject.is_variable() || !factor.name.is_variable()) {
      candidate.cost = cost::kScanStart + factor.rows * cost::kTripleTerm;
    }
  }
  offer(out, candidate, factor.rows / passing(factor.filters), factor.filters);
}

// The variables that the left side binds of a pattern, in the order of the permutation's places; nothing when
// these and the constants do not stand first.
bool JoinOrder::probes_of(const Factor& factor, Mask bound, Permutation permutation, Probes& out) {
  out.size = 0;
  bool open = false;
  for (const std::uint8_t position : positions(permutation)) {
    const std::uint8_t var = factor.places[position];
    if (var != kNone && (bound & bit(var)) == 0) {
      open = true;
      continue;
    }
    if (open) return false;
    const bool known =
        std::find(out.vars.begin(), out.vars.begin() + out.size, var) != out.vars.begin() + out.size;
    if (var != kNone && !known) out.vars[out.size++] = var;
  }
  return true;
}

void JoinOrder::offer_lookup(const Entry& left, const Candidate& a, const Entry& right, Entry& out) {
  const auto f = static_cast<std::size_t>(std::countr_zero(right.factors));
  const Factor& factor = factors_[f];
  Candidate candidate;
  candidate.operation = Operation::lookup;
  int best = -1;
  bool sorted = false;
  for (const Permutation permutation :
       {Permutation::pso, Permutation::spo, Permutation::pos, Permutation::osp}) {
    Probes probes;
    if (!probes_of(factor, left.vars, permutation, probes)) continue;
    std::size_t agreed = 0;
    while (agreed < probes.size && a.order[agreed] == probes.vars[agreed]) ++agreed;
    const bool by_constant = !factor.triple.at(positions(permutation)[0]).is_variable();
    const int score = 2 * static_cast<int>(agreed) + (by_constant ? 1 : 0);
    if (score <= best) continue;
    best = score;
    candidate.permutation = permutation;
    candidate.order.fill(kNone);
    sorted = agreed > 0;
    if (agreed == probes.size) std::copy_n(probes.vars.begin(), agreed, candidate.order.begin());
  }
  const Mask filters = out.filters & ~left.filters;
  const Mask joint = filters & ~factor.filters;
  const double matched =
      out.rows / passing(joint) * std::max(1.0, factor.index_rows) / std::max(1.0, factor.rows);
  candidate.left = a.self;
  candidate.right = static_cast<std::uint32_t>(f);
  candidate.startup = a.startup + cost::kScanStart;
  candidate.cost = a.cost + cost::kScanStart + left.rows * cost::kProbe +
                   cost::blocks_touched(left.rows, factor.index_rows, sorted) * cost::kBlock +
                   matched * cost::kLookupOut;
  offer(out, candidate, matched, filters);
}

// Triple terms and paths, walked from what the left side binds.
void JoinOrder::offer_step_join(const Entry& left, const Candidate& a, const Entry& right, Entry& out) {
  const auto f = static_cast<std::size_t>(std::countr_zero(right.factors));
  const Factor& factor = factors_[f];
  const auto bound = [&](const PatternTerm& term) {
    return !term.is_variable() || (left.vars & bit(local(term.variable))) != 0;
  };
  const Mask filters = out.filters & ~left.filters;
  const double matched = out.rows / passing(filters);
  Candidate candidate;
  candidate.left = a.self;
  candidate.right = static_cast<std::uint32_t>(f);
  candidate.startup = a.startup + cost::kScanStart;
  candidate.cost = a.cost + cost::kScanStart;
  if (factor.kind == Factor::Kind::path) {
    candidate.operation = Operation::path_join;
    candidate.cost += left.rows * cost::kPathStart + matched * cost::kPathRow;
  } else {
    candidate.operation = Operation::term_join;
    const bool direct = bound(factor.name) || bound(factor.triple.subject);
    candidate.cost += left.rows * cost::kTripleTerm * (direct ? 1 : std::max(1.0, factor.index_rows));
    candidate.cost += matched * cost::kLookupOut;
  }
  offer(out, candidate, matched, filters);
}

void JoinOrder::offer_hash(const Entry& left, const Candidate& a, const Entry& right, const Candidate& b,
                           Entry& out) {
  const Mask shared = left.vars & right.vars;
  const bool certain = (shared & ~(left.certain & right.certain)) == 0;
  const Mask filters = out.filters & ~left.filters & ~right.filters;
  const double matched = out.rows / passing(filters);
  Candidate candidate;
  candidate.operation = certain ? Operation::hash : Operation::compatible;
  candidate.keys = shared;
  candidate.left = a.self;
  candidate.right = b.self;
  candidate.startup = a.startup + b.cost + right.rows * cost::kHashBuild;
  candidate.cost = a.cost + b.cost + right.rows * cost::kHashBuild + left.rows * cost::kHashProbe +
                   matched * cost::kHashOut;
  if (certain) candidate.order = a.order;
  offer(out, candidate, matched, filters);
}

void JoinOrder::offer_merge(const Entry& left, const Candidate& a, const Entry& right, const Candidate& b,
                            Entry& out) {
  const Mask shared = left.vars & right.vars;
  const auto keys = static_cast<std::size_t>(std::popcount(shared));
  if (keys > 3 || (shared & ~(left.certain & right.certain)) != 0) return;
  Candidate candidate;
  for (std::size_t i = 0; i < keys; ++i) {
    if (a.order[i] == kNone || a.order[i] != b.order[i] || (shared & bit(a.order[i])) == 0) return;
    candidate.order[i] = a.order[i];
  }
  const Mask filters = out.filters & ~left.filters & ~right.filters;
  const double matched = out.rows / passing(filters);
  candidate.operation = Operation::merge;
  candidate.key_order = candidate.order;
  candidate.keys = shared;
  candidate.left = a.self;
  candidate.right = b.self;
  candidate.startup = a.startup + b.startup;
  candidate.cost = a.cost + b.cost + (left.rows + right.rows) * cost::kMergeRow + matched * cost::kMergeOut;
  offer(out, candidate, matched, filters);
}

void JoinOrder::combine(const Entry& left, const Entry& right, Entry& out) {
  const Mask shared = left.vars & right.vars;
  const bool single = std::has_single_bit(right.factors);
  const Factor::Kind kind = factors_[static_cast<std::size_t>(std::countr_zero(right.factors))].kind;
  const bool left_binds = (shared & ~left.certain) == 0;
  const std::uint32_t right_best = cheapest(right);
  for (std::size_t i = 0; i < left.size; ++i) {
    const Candidate a = candidates_[left.kept[i]];  // a copy: candidates_ grows
    if (beaten(out, adjusted(a), a.order[0])) continue;
    if (single && left_binds && kind == Factor::Kind::triple) offer_lookup(left, a, right, out);
    if (single && left_binds && (kind == Factor::Kind::path || kind == Factor::Kind::triple_term)) {
      offer_step_join(left, a, right, out);
    }
    if (!beaten(out, adjusted(a) + fraction_ * candidates_[right_best].cost, a.order[0])) {
      offer_hash(left, a, right, Candidate(candidates_[right_best]), out);
    }
    for (std::size_t j = 0; j < right.size; ++j) {
      const Candidate& b = candidates_[right.kept[j]];
      if (a.order[0] == kNone || a.order[0] != b.order[0]) continue;
      if (!beaten(out, adjusted(a) + adjusted(b), a.order[0])) offer_merge(left, a, right, Candidate(b), out);
    }
  }
}

}  // namespace kg
