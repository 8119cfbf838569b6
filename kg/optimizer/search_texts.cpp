// Tests of texts that the source's text index answers.
#include <algorithm>

#include "kg/model/text_query.h"
#include "kg/optimizer/correlation.h"
#include "kg/optimizer/rewrite.h"
#include "kg/optimizer/rules.h"

namespace kg {
namespace {

// Whether every value of the variable is the object of a searched relation.
bool is_searched(const Bgp& bgp, Var variable, const TripleSource& source) {
  return std::any_of(bgp.triples.begin(), bgp.triples.end(), [&](const TriplePattern& pattern) {
    if (pattern.object.variable != variable || pattern.relation.is_variable()) return false;
    return std::any_of(kSearchedRelations.begin(), kSearchedRelations.end(), [&](std::string_view iri) {
      return source.find(Term::iri(iri)) == pattern.relation.id;
    });
  });
}

// The search that gives what passes the test, or null.
PlanPtr search_of(const Expression& test, const Bgp& bgp, const TripleSource& source) {
  if (test.kind != Expression::Kind::call || test.function != Function::matches) return nullptr;
  const Expression& text = *test.arguments[0];
  const Expression& query = *test.arguments[1];
  if (text.kind != Expression::Kind::variable || query.kind != Expression::Kind::constant) return nullptr;
  if (query.constant.kind != TermKind::literal || !is_searched(bgp, text.variable, source)) return nullptr;
  if (TextQuery(query.constant.value, BetweenWords::all).holds_for_nothing()) return nullptr;
  return make_plan(TextSearch{query.constant.value, text.variable, kNoVar, BetweenWords::all});
}

}  // namespace

PlanPtr search_texts(const PlanPtr& plan, const TripleSource& source) {
  if (source.text_index() == nullptr) return plan;
  const auto inside = [&](const PlanPtr& child) { return search_texts(child, source); };
  if (const auto* n = plan->as<AntiJoin>(); n != nullptr && !runs_alone(*n->left, *n->right)) {
    AntiJoin copy = *n;  // the right side runs for each row: a search there would, too
    copy.left = inside(n->left);
    return copy.left == n->left ? plan : make_plan(std::move(copy));
  }
  const auto* filter = plan->as<Filter>();
  const auto* bgp = filter != nullptr ? filter->input->as<Bgp>() : nullptr;
  if (bgp == nullptr) return rewrite_children(plan, inside);
  PlanPtr searched = filter->input;
  std::vector<ExpressionPtr> kept;
  for (ExpressionPtr& test : conjuncts_of(filter->condition)) {
    if (PlanPtr search = search_of(*test, *bgp, source)) {
      searched = make_plan(Join{std::move(searched), std::move(search)});
    } else {
      kept.push_back(std::move(test));
    }
  }
  if (searched == filter->input) return plan;
  return kept.empty() ? searched : make_plan(Filter{std::move(searched), conjunction(kept)});
}

}  // namespace kg
