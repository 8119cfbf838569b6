#include "kg/optimizer/join_order.h"

#include <algorithm>

#include "kg/optimizer/cost.h"
#include "kg/optimizer/rewrite.h"

namespace kg {

// Containment of value sets: of the values that several factors have for a variable, the smallest set is
// contained in the others; variables are independent.
double JoinOrder::joined_rows(Mask factors) const {
  double rows = 1;
  Mask vars = 0;
  Mask shared = 0;
  for_each_bit(factors, [&](std::size_t f) {
    rows *= std::max(1.0, factors_[f].rows);
    shared |= vars & factors_[f].vars;
    vars |= factors_[f].vars;
  });
  for_each_bit(shared, [&](std::size_t v) {
    double least = 0;
    for_each_bit(factors, [&](std::size_t f) {
      if ((factors_[f].vars & bit(v)) == 0) return;
      const double values = factors_[f].values_of(v);
      if (least == 0) {
        least = values;
      } else {
        rows /= std::max(least, values);
        least = std::min(least, values);
      }
    });
  });
  return rows;
}

void JoinOrder::make_entry(Entry& entry, Mask factors) const {
  entry.factors = factors;
  Mask outside = 0;
  Mask own = 0;
  for (std::size_t f = 0; f < factors_.size(); ++f) {
    if ((factors & bit(f)) == 0) {
      outside |= factors_[f].vars;
      continue;
    }
    entry.vars |= factors_[f].vars;
    entry.certain |= factors_[f].certain;
    own |= factors_[f].filters;
  }
  entry.filters = own;
  entry.rows = joined_rows(factors);
  for (std::size_t i = 0; i < filters_.size(); ++i) {
    const FilterInfo& filter = filters_[i];
    if ((own & bit(i)) != 0 || filter.vars == 0) continue;
    if ((filter.vars & ~entry.certain & outside) == 0 && (filter.vars & entry.vars) != 0) {
      entry.filters |= bit(i);
      entry.rows *= filter.selectivity;
    }
  }
  entry.rows = std::max(1.0, entry.rows);
  entry.useful = interesting_ & outside;
  for (const Var v : wish_.order) {
    const auto place = std::find(vars_.begin(), vars_.end(), v);
    if (place != vars_.end()) entry.useful |= bit(static_cast<std::size_t>(place - vars_.begin()));
  }
}

Mask JoinOrder::component_of(std::size_t factor) const {
  Mask component = bit(factor);
  Mask vars = factors_[factor].vars;
  for (bool grown = true; grown;) {
    grown = false;
    for (std::size_t f = 0; f < factors_.size(); ++f) {
      if ((component & bit(f)) != 0 || (factors_[f].vars & vars) == 0) continue;
      component |= bit(f);
      vars |= factors_[f].vars;
      grown = true;
    }
  }
  return component;
}

JoinOrder::Entry& JoinOrder::entry(Mask factors) {
  if (!table_.empty()) return table_[factors];
  for (Entry& known : sparse_) {
    if (known.factors == factors) return known;
  }
  return sparse_.emplace_back();
}

bool JoinOrder::few_connected_sets() const {
  if (factors_.size() > kMaxDynamicFactors) return false;
  std::vector<Mask> vars(std::size_t{1} << factors_.size());  // of connected sets, 0 for others
  std::size_t connected = 0;
  for (Mask set = 1; set < vars.size(); ++set) {
    for_each_bit(set, [&](std::size_t f) {
      const Mask rest = vars[set & ~bit(f)];
      const bool joins = set == bit(f) || (rest & factors_[f].vars) != 0;
      if (joins) vars[set] = rest | factors_[f].vars;
    });
    if (vars[set] != 0 && ++connected > kMaxConnectedSets) return false;
  }
  return true;
}

// Every connected set of factors, from its connected parts.
void JoinOrder::enumerate_all() {
  const bool bushy = factors_.size() <= kMaxBushyFactors;
  const Mask all = bit(factors_.size()) - 1;
  for (Mask set = 1; set <= all; ++set) {
    Entry& out = table_[set];
    if (std::has_single_bit(set)) {
      make_entry(out, set);
      offer_leaves(out, static_cast<std::size_t>(std::countr_zero(set)));
      continue;
    }
    const auto try_split = [&](Mask part) {
      const Entry& left = table_[part];
      const Entry& right = table_[set ^ part];
      if (left.size == 0 || right.size == 0 || (left.vars & right.vars) == 0) return;
      if (out.rows < 0) make_entry(out, set);
      combine(left, right, out);
      combine(right, left, out);
    };
    if (bushy) {
      const Mask lowest = set & (~set + 1);
      for (Mask part = (set - 1) & set; part != 0; part = (part - 1) & set) {
        if ((part & lowest) != 0) try_split(part);
      }
    } else {
      for_each_bit(set, [&](std::size_t f) { try_split(bit(f)); });
    }
    if (out.rows >= 0) offer_multiway(out);
  }
}

// From the smallest factor, always the cheapest next join.
void JoinOrder::enumerate_greedily(Mask component) {
  Mask done = 0;
  double least = 0;
  for_each_bit(component, [&](std::size_t f) {
    Entry& leaf = entry(bit(f));
    make_entry(leaf, bit(f));
    offer_leaves(leaf, f);
    if (done == 0 || leaf.rows < least) {
      done = bit(f);
      least = leaf.rows;
    }
  });
  while (done != component) {
    Entry best;
    double best_score = 0;
    const Entry& left = entry(done);
    for_each_bit(component & ~done, [&](std::size_t f) {
      const Entry& right = entry(bit(f));
      if ((left.vars & right.vars) == 0) return;
      Entry out;
      make_entry(out, done | bit(f));
      combine(left, right, out);
      combine(right, left, out);
      const double score = candidates_[cheapest(out)].cost + out.rows * cost::kHashBuild;
      if (best.size == 0 || score < best_score) {
        best = out;
        best_score = score;
      }
    });
    done = best.factors;
    sparse_.push_back(best);
  }
}

Planned JoinOrder::chosen(Mask component) {
  const Entry& all = entry(component);
  const auto total = [&](std::uint32_t i) {
    const Candidate& candidate = candidates_[i];
    return adjusted(candidate) + (sorted_as_wished(candidate) ? 0 : fraction_ * all.rows * cost::kGroupRow);
  };
  std::uint32_t best = all.kept[0];
  for (std::size_t i = 1; i < all.size; ++i) {
    if (total(all.kept[i]) < total(best)) best = all.kept[i];
  }
  const Candidate& candidate = candidates_[best];
  return {build(best), all.rows, candidate.cost, candidate.startup};
}

// The largest part streams; the others are held in memory.
Planned JoinOrder::cross(std::vector<std::pair<Mask, Planned>> parts) const {
  std::stable_sort(parts.begin(), parts.end(),
                   [](const auto& a, const auto& b) { return a.second.rows > b.second.rows; });
  Mask factors = parts.front().first;
  Entry before;
  make_entry(before, factors);
  Planned all = std::move(parts.front().second);
  for (std::size_t i = 1; i < parts.size(); ++i) {
    auto& [mask, part] = parts[i];
    Entry side;
    make_entry(side, mask);
    Entry after;
    make_entry(after, factors | mask);
    const double rows = all.rows * part.rows;
    const Mask filters = after.filters & ~before.filters & ~side.filters;
    all.cost += part.cost + rows * cost::kHashOut;
    all.startup += part.cost;
    PlanPtr joined =
        make_plan(PhysicalJoin{std::move(all.plan), std::move(part.plan), JoinMethod::hash, {}}, rows);
    all.plan = filtered(std::move(joined), filters, after.rows);
    all.rows = after.rows;
    factors |= mask;
    before = after;
  }
  return all;
}

Planned JoinOrder::plan() {
  if (nothing_) return {make_plan(Values{names(~Mask{0}), {}}, 0), 0, 0, 0};
  if (factors_.empty()) {
    const Mask all = filters_.empty() ? 0 : ~Mask{0} >> (64 - filters_.size());
    return {filtered(make_plan(Unit{}, 1), all, 1), 1, 1, 0};
  }
  std::vector<Mask> components;
  double rows = 1;
  for (Mask left = factors_.size() == 64 ? ~Mask{0} : bit(factors_.size()) - 1; left != 0;) {
    components.push_back(component_of(static_cast<std::size_t>(std::countr_zero(left))));
    left &= ~components.back();
    rows *= std::max(1.0, joined_rows(components.back()));
  }
  fraction_ = std::clamp(wish_.rows / rows, 1e-6, 1.0);
  candidates_.reserve(32);
  if (factors_.size() <= kMaxBushyFactors || few_connected_sets()) {
    table_.resize(std::size_t{1} << factors_.size());
    enumerate_all();
  } else {
    for (const Mask component : components) enumerate_greedily(component);
  }
  std::vector<std::pair<Mask, Planned>> parts;
  for (const Mask component : components) parts.emplace_back(component, chosen(component));
  return cross(std::move(parts));
}

}  // namespace kg
