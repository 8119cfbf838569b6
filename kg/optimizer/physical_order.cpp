// ORDER BY: what needs no sorting, and what needs only the end of an index.
#include <algorithm>

#include "kg/optimizer/cost.h"
#include "kg/optimizer/physical.h"

namespace kg {
namespace {

constexpr std::uint64_t kNoLimit = std::numeric_limits<std::uint64_t>::max();
// Below this a scan costs less than looking for where its end starts.
constexpr double kWorthSearching = 20'000;

// The ids of a kind that are ordered like their values.
IdRange ordered_range(Tag tag, const TripleSource& source) {
  IdRange range = tag_range(tag);
  if (tag_in_dictionary(tag)) range.last = source.ordered_up_to(tag);
  return range;
}

bool only_within(const TriplePattern& pattern, Permutation permutation, IdRange range,
                 const Cardinality& cardinality) {
  if (range.last < range.first || cardinality.in_range(pattern, permutation, range) == 0) return false;
  const IdRange below{Id{0}, Id{range.first.bits - 1}};
  const IdRange above{Id{range.last.bits + 1}, kAllIds.last};
  return cardinality.in_range(pattern, permutation, below) == 0 &&
         cardinality.in_range(pattern, permutation, above) == 0;
}

// The only pattern of a plan of which nothing else is asked but columns.
const TriplePattern* bare_pattern(const Plan& plan) {
  if (const auto* n = plan.as<Project>()) return bare_pattern(*n->input);
  const auto* n = plan.as<Bgp>();
  return n != nullptr && n->triples.size() == 1 && n->triple_terms.empty() ? &n->triples.front() : nullptr;
}

bool has_repeats(const TriplePattern& p) {
  const auto same = [](const PatternTerm& a, const PatternTerm& b) {
    return a.is_variable() && a.variable == b.variable;
  };
  return same(p.subject, p.relation) || same(p.subject, p.object) || same(p.relation, p.object);
}

std::optional<Var> single_variable(const OrderBy& node) {
  if (node.keys.size() != 1 || node.keys.front().expression->kind != Expression::Kind::variable)
    return std::nullopt;
  return node.keys.front().expression->variable;
}

}  // namespace

std::optional<std::pair<Permutation, IdRange>> value_ordered(const TriplePattern& pattern, Var variable,
                                                             const Cardinality& cardinality) {
  for (const Permutation permutation :
       {Permutation::pos, Permutation::spo, Permutation::osp, Permutation::pso}) {
    const std::optional<std::uint8_t> bound = bound_prefix(pattern, permutation);
    if (!bound || *bound == 3 || pattern.at(positions(permutation)[*bound]).variable != variable) continue;
    for (const Tag tag : {Tag::integer, Tag::date, Tag::decimal, Tag::dbl, Tag::iri, Tag::string}) {
      const IdRange range = ordered_range(tag, cardinality.source());
      if (only_within(pattern, permutation, range, cardinality)) return std::pair(permutation, range);
    }
    return std::nullopt;
  }
  return std::nullopt;
}

bool ids_sort_like_values(const Plan& plan, Var variable, const Cardinality& cardinality) {
  if (const auto* n = plan.as<Bgp>()) {
    return std::any_of(n->triples.begin(), n->triples.end(), [&](const TriplePattern& pattern) {
      return value_ordered(pattern, variable, cardinality).has_value();
    });
  }
  if (const auto* n = plan.as<Join>()) {
    return ids_sort_like_values(*n->left, variable, cardinality) ||
           ids_sort_like_values(*n->right, variable, cardinality);
  }
  if (const auto* n = plan.as<LeftJoin>()) return ids_sort_like_values(*n->left, variable, cardinality);
  if (const auto* n = plan.as<AntiJoin>()) return ids_sort_like_values(*n->left, variable, cardinality);
  if (const auto* n = plan.as<Filter>()) return ids_sort_like_values(*n->input, variable, cardinality);
  if (const auto* n = plan.as<Extend>()) return ids_sort_like_values(*n->input, variable, cardinality);
  if (const auto* n = plan.as<Project>()) return ids_sort_like_values(*n->input, variable, cardinality);
  return false;
}

// The highest values of one pattern lie at the end of the index that is sorted by them: only that is read.
std::optional<Planned> PhysicalPlanner::highest_rows(const OrderBy& node) {
  const std::optional<Var> variable = single_variable(node);
  const TriplePattern* pattern = bare_pattern(*node.input);
  if (!variable || pattern == nullptr || has_repeats(*pattern) || node.limit == 0) return std::nullopt;
  const double rows = cardinality_.pattern(*pattern).rows;
  if (rows < kWorthSearching || static_cast<double>(node.limit) > rows / 10) return std::nullopt;
  const auto ordered = value_ordered(*pattern, *variable, cardinality_);
  if (!ordered) return std::nullopt;
  const auto [permutation, range] = *ordered;
  const IdRange end = cardinality_.highest(*pattern, permutation, range, node.limit);
  const double kept = cardinality_.in_range(*pattern, permutation, end);
  PlanPtr scan = make_plan(Scan{*pattern, permutation, end}, kept);
  const double cost = cost::kScanStart + kept * cost::kScanRow;
  scan = make_plan(Project{std::move(scan), variables_of(*node.input)}, kept);
  return Planned{std::move(scan), kept, cost, cost::kScanStart};
}

Planned PhysicalPlanner::plan_order_by(const OrderBy& node, const Wish&) {
  const std::optional<Var> variable = single_variable(node);
  const bool descending = node.keys.size() == 1 && node.keys.front().descending;
  Wish wish;
  if (variable && !descending && ids_sort_like_values(*node.input, *variable, cardinality_)) {
    wish.order = {*variable};
    if (node.limit != kNoLimit) wish.rows = static_cast<double>(node.limit);
  }
  std::optional<Planned> end;
  if (descending && node.limit != kNoLimit) end = highest_rows(node);
  Planned out = end ? std::move(*end) : plan(node.input, wish);
  const double kept = std::min(out.rows, static_cast<double>(node.limit));
  const std::vector<Var> order = sorted_by(*out.plan);
  if (!wish.order.empty() && !order.empty() && order.front() == wish.order.front()) {
    if (node.limit == kNoLimit) return out;
    out.plan = make_plan(Slice{std::move(out.plan), 0, node.limit}, kept);
  } else {
    out.cost += out.rows * cost::kGroupRow;
    out.startup = out.cost;
    out.plan = make_plan(OrderBy{std::move(out.plan), node.keys, node.limit}, kept);
  }
  out.rows = kept;
  return out;
}

}  // namespace kg
