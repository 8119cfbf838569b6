#include "kg/exec/patterns.h"

#include <algorithm>
#include <utility>

#include "kg/exec/leaves.h"
#include "kg/exec/lookup_join.h"
#include "kg/exec/scan.h"
#include "kg/exec/triple_term_join.h"

namespace kg {
namespace {

bool collect(const Plan& plan, PatternList& out);

bool collect_filter(const Filter& filter, PatternList& out) {
  const std::vector<Var> certain = certain_variables_of(*filter.input);
  const std::vector<Var> used = variables_of(*filter.condition);
  out.filters.push_back(filter.condition);
  return std::includes(certain.begin(), certain.end(), used.begin(), used.end()) &&
         collect(*filter.input, out);
}

bool collect(const Plan& plan, PatternList& out) {
  if (const auto* bgp = plan.as<Bgp>()) {
    out.triples.insert(out.triples.end(), bgp->triples.begin(), bgp->triples.end());
    out.triple_terms.insert(out.triple_terms.end(), bgp->triple_terms.begin(), bgp->triple_terms.end());
    return true;
  }
  if (const auto* scan = plan.as<Scan>()) {
    out.triples.push_back(scan->pattern);
    return scan->range == kAllIds;
  }
  if (const auto* lookup = plan.as<LookupJoin>()) {
    out.triples.push_back(lookup->pattern);
    return lookup->kind == LookupKind::inner && collect(*lookup->left, out);
  }
  if (const auto* join = plan.as<TripleTermJoin>()) {
    out.triple_terms.push_back(join->pattern);
    return collect(*join->left, out);
  }
  if (const auto* join = plan.as<Join>()) {
    return collect(*join->left, out) && collect(*join->right, out);
  }
  if (const auto* join = plan.as<PhysicalJoin>()) {
    return collect(*join->left, out) && collect(*join->right, out);
  }
  if (const auto* filter = plan.as<Filter>()) {
    return collect_filter(*filter, out);
  }
  return plan.as<Unit>() != nullptr;
}

}  // namespace

std::optional<PatternList> patterns_of(const Plan& plan) {
  PatternList out;
  return collect(plan, out) ? std::optional<PatternList>(std::move(out)) : std::nullopt;
}

OperatorPtr join_patterns(Context& context, OperatorPtr start, PatternList patterns) {
  OperatorPtr rows = std::move(start);
  std::vector<TriplePattern>& open = patterns.triples;
  std::vector<TripleTermPattern>& open_terms = patterns.triple_terms;
  while (!open.empty() || !open_terms.empty()) {
    const Schema schema = rows == nullptr ? Schema{} : rows->schema();
    const auto bound = [&schema](const PatternTerm& term) {
      return !term.is_variable() || schema.find(term.variable) != kNoColumn ? 1 : 0;
    };
    const auto places = [&bound](const TriplePattern& p) {
      return bound(p.subject) + bound(p.relation) + bound(p.object);
    };
    const auto best = std::max_element(open.begin(), open.end(),
                                       [&](const auto& a, const auto& b) { return places(a) < places(b); });
    const auto ready = std::find_if(open_terms.begin(), open_terms.end(), [&](const TripleTermPattern& p) {
      return bound(p.name) == 1 || places(p.triple) == 3 || open.empty();
    });
    if (ready != open_terms.end()) {
      rows = rows == nullptr ? std::make_unique<UnitOperator>(context) : std::move(rows);
      rows = std::make_unique<TripleTermJoinOperator>(context, std::move(rows), *ready);
      open_terms.erase(ready);
    } else if (rows == nullptr) {
      rows = std::make_unique<ScanOperator>(context, *best, std::nullopt);
      open.erase(best);
    } else {
      rows = std::make_unique<LookupJoinOperator>(context, std::move(rows), *best, std::nullopt);
      open.erase(best);
    }
  }
  return rows == nullptr ? std::make_unique<UnitOperator>(context) : std::move(rows);
}

}  // namespace kg
