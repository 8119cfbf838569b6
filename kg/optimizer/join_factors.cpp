// Factors of a join: their rows, distinct values, and the id ranges that filters leave them.
#include <algorithm>

#include "kg/optimizer/join_order.h"
#include "kg/optimizer/rules.h"
#include "kg/optimizer/vars.h"

namespace kg {
namespace {

// Without better knowledge (after System R: Selinger et al., SIGMOD 1979).
double guessed_selectivity(const Expression& e) {
  if (e.kind != Expression::Kind::call) return 0.5;
  switch (e.function) {
    case Function::equal:
    case Function::same_term:
      return 0.05;
    case Function::not_equal:
    case Function::not_in:
      return 0.9;
    case Function::less:
    case Function::less_equal:
    case Function::greater:
    case Function::greater_equal:
      return 0.33;
    case Function::contains:
    case Function::ends_with:
    case Function::matches_regex:
      return 0.2;
    case Function::matches:
    case Function::starts_with:
      return 0.05;
    default:
      return 0.5;
  }
}

}  // namespace

double Factor::values_of(std::size_t var) const {
  for (const auto& [v, values] : distinct) {
    if (v == var) return std::max(1.0, std::min(values, rows));
  }
  return std::max(1.0, rows);
}

bool JoinOrder::fits(const JoinGroup& group) {
  const std::size_t factors =
      group.triples.size() + group.triple_terms.size() + group.paths.size() + group.others.size();
  if (factors > kMaxJoinFactors) return false;
  VarSet vars;
  for (const TriplePattern& p : group.triples)
    vars.insert(vars.end(), {p.subject.variable, p.relation.variable, p.object.variable});
  for (const TripleTermPattern& p : group.triple_terms) {
    vars.insert(vars.end(), {p.name.variable, p.triple.subject.variable, p.triple.relation.variable,
                             p.triple.object.variable});
  }
  for (const Path& p : group.paths) vars.insert(vars.end(), {p.subject.variable, p.object.variable});
  for (const PlanPtr& p : group.others) {
    const VarSet more = variables_of(*p);
    vars.insert(vars.end(), more.begin(), more.end());
  }
  return sorted_set(std::move(vars)).size() <= kMaxJoinVariables && group.filters.size() <= 64;
}

JoinOrder::JoinOrder(const JoinGroup& group, std::vector<Planned> others, const Cardinality& cardinality,
                     Wish wish)
    : group_(group), cardinality_(cardinality), wish_(std::move(wish)) {
  for (const TriplePattern& pattern : group.triples) add_triple(pattern);
  for (const TripleTermPattern& pattern : group.triple_terms) add_triple_term(pattern);
  for (const Path& path : group.paths) add_path(path);
  for (Planned& planned : others) add_other(std::move(planned));
  add_filters();
  finish_factors();
}

std::uint8_t JoinOrder::local(Var variable) {
  const auto place =
      static_cast<std::size_t>(std::find(vars_.begin(), vars_.end(), variable) - vars_.begin());
  if (place == vars_.size()) vars_.push_back(variable);
  return static_cast<std::uint8_t>(place);
}

void JoinOrder::note(Factor& factor, const PatternTerm& term, double distinct) {
  if (!term.is_variable()) return;
  const std::uint8_t var = local(term.variable);
  factor.vars |= bit(var);
  factor.certain |= bit(var);
  factor.distinct.emplace_back(var, distinct);
}

void JoinOrder::add_triple(const TriplePattern& pattern) {
  const PatternStatistics statistics = cardinality_.pattern(pattern);
  if (statistics.certainly_empty) nothing_ = true;
  Factor factor;
  factor.triple = pattern;
  factor.rows = statistics.rows;
  factor.index_rows = statistics.rows;
  for (std::size_t i = 0; i < 3; ++i) note(factor, pattern.at(i), statistics.distinct[i]);
  for (std::size_t i = 0; i < 3; ++i) {
    if (pattern.at(i).is_variable()) factor.places[i] = local(pattern.at(i).variable);
  }
  if (factor.vars == 0) return;  // a triple that the source holds: true, and done with
  factors_.push_back(std::move(factor));
}

void JoinOrder::add_triple_term(const TripleTermPattern& pattern) {
  Factor factor;
  factor.kind = Factor::Kind::triple_term;
  factor.name = pattern.name;
  factor.triple = pattern.triple;
  const double terms = std::max(1.0, cardinality_.triple_terms());
  const std::array<double, 3> values{std::max(1.0, terms / 2), std::min(terms, 16.0),
                                     std::max(1.0, terms / 2)};
  factor.rows = terms;
  if (!pattern.name.is_variable()) factor.rows = 1;
  for (std::size_t i = 0; i < 3; ++i) {
    if (!pattern.triple.at(i).is_variable()) factor.rows = std::max(1.0, factor.rows / values[i]);
  }
  factor.index_rows = terms;
  note(factor, pattern.name, factor.rows);
  for (std::size_t i = 0; i < 3; ++i) note(factor, pattern.triple.at(i), values[i]);
  factors_.push_back(std::move(factor));
}

void JoinOrder::add_path(const Path& path) {
  const Cardinality::PathStatistics statistics = cardinality_.path(*path.path);
  Factor factor;
  factor.kind = Factor::Kind::path;
  factor.path = path;
  factor.rows = statistics.pairs;
  if (!path.subject.is_variable()) factor.rows = std::max(1.0, statistics.per_start);
  if (!path.object.is_variable()) factor.rows = std::max(1.0, statistics.per_end);
  if (!path.subject.is_variable() && !path.object.is_variable()) factor.rows = 1;
  factor.index_rows = statistics.pairs;
  note(factor, path.subject, statistics.starts);
  note(factor, path.object, statistics.ends);
  factors_.push_back(std::move(factor));
}

void JoinOrder::add_other(Planned planned) {
  Factor factor;
  factor.kind = Factor::Kind::plan;
  factor.rows = std::max(0.0, planned.rows);
  factor.index_rows = factor.rows;
  for (const Var v : variables_of(*planned.plan)) factor.vars |= bit(local(v));
  for (const Var v : certain_variables_of(*planned.plan)) factor.certain |= bit(local(v));
  factor.sub = std::move(planned);
  factors_.push_back(std::move(factor));
}

void JoinOrder::add_filters() {
  for (const ExpressionPtr& expression : group_.filters) {
    FilterInfo info{expression, 0, guessed_selectivity(*expression)};
    for (const Var v : variables_of(*expression)) {
      const auto place = std::find(vars_.begin(), vars_.end(), v);
      if (place != vars_.end()) info.vars |= bit(static_cast<std::size_t>(place - vars_.begin()));
    }
    filters_.push_back(std::move(info));
  }
}

// Which filters one factor decides, and what they leave of it.
void JoinOrder::finish_factors() {
  Mask seen = 0;
  for (const Factor& factor : factors_) {
    interesting_ |= seen & factor.vars;
    seen |= factor.vars;
  }
  for (const Var v : wish_.order) {
    const auto place = std::find(vars_.begin(), vars_.end(), v);
    if (place != vars_.end()) interesting_ |= bit(static_cast<std::size_t>(place - vars_.begin()));
  }
  for (std::size_t f = 0; f < factors_.size(); ++f) {
    Factor& factor = factors_[f];
    Mask others = 0;
    for (std::size_t g = 0; g < factors_.size(); ++g) others |= g == f ? 0 : factors_[g].vars;
    for (std::size_t i = 0; i < filters_.size(); ++i) {
      const bool decided = (filters_[i].vars & ~factor.certain & others) == 0;
      const bool concerned = (filters_[i].vars & factor.vars) != 0 || (filters_[i].vars == 0 && f == 0);
      if (decided && concerned && (filters_[i].vars & ~factor.vars) == 0) factor.filters |= bit(i);
    }
    if (factor.kind == Factor::Kind::triple && factor.filters != 0) apply_ranges(factor);
    const Mask guessed = factor.filters & ~factor.ranged_filters;
    for_each_bit(guessed, [&](std::size_t i) { factor.rows *= filters_[i].selectivity; });
    if (factor.filters != 0 && factor.rows < 1 && guessed != 0) factor.rows = 1;
  }
}

// Looks for a permutation in which a filtered variable stands right after the constants.
void JoinOrder::apply_ranges(Factor& factor) {
  for (const Permutation permutation :
       {Permutation::pos, Permutation::spo, Permutation::osp, Permutation::pso}) {
    const std::optional<std::uint8_t> bound = bound_prefix(factor.triple, permutation);
    if (!bound || *bound == 3) continue;
    const std::uint8_t position = positions(permutation)[*bound];
    const Var variable = factor.triple.at(position).variable;
    std::optional<ValueRanges> ranges;
    Mask used = 0;
    for_each_bit(factor.filters, [&](std::size_t i) {
      std::optional<ValueRanges> more = ranges_of(*filters_[i].expression, variable, cardinality_.source());
      if (!more) return;
      used |= bit(i);
      ranges = ranges ? intersection(*ranges, *more) : std::move(*more);
    });
    if (!ranges) continue;
    factor.ranges = std::move(*ranges);
    factor.ranged_position = position;
    factor.ranged_filters = used;
    if (!count_ranges(factor, permutation)) nothing_ = true;
    return;
  }
}

// Drops the ranges in which the pattern has no row: an exact zero, and the source does not change. Counts
// what is left. False when nothing is.
bool JoinOrder::count_ranges(Factor& factor, Permutation permutation) {
  std::vector<ValueRange> held;
  double rows = 0;
  for (std::size_t i = 0; i < factor.ranges.size(); ++i) {
    const IdRange rest{factor.ranges[i].ids.first, factor.ranges.back().ids.last};
    const bool last = i + 1 == factor.ranges.size();
    if (i > 0 && !last && cardinality_.in_range(factor.triple, permutation, rest) == 0) break;
    const double here = cardinality_.in_range(factor.triple, permutation, factor.ranges[i].ids);
    if (here > 0) held.push_back(factor.ranges[i]);
    rows += here;
  }
  factor.ranges = std::move(held);
  factor.ranged_rows = rows;
  factor.rows = std::min(factor.rows, rows);
  return !factor.ranges.empty();
}

}  // namespace kg
