// The ids of a source in a plan whose constants are terms, and the plan as text.
#include "property/random_case.h"

namespace kg::test {
namespace {

PatternTerm resolved(PatternTerm term, const TripleSource& source) {
  if (!term.is_variable()) term.id = source.find(term.term);
  return term;
}

TriplePattern resolved(const TriplePattern& pattern, const TripleSource& source) {
  return {resolved(pattern.subject, source), resolved(pattern.relation, source),
          resolved(pattern.object, source)};
}

PathPtr resolved(const PathPtr& path, const TripleSource& source) {
  PathExpression out = *path;
  if (out.kind == PathExpression::Kind::link) out.relation = resolved(out.relation, source);
  for (PathPtr& part : out.parts) part = resolved(part, source);
  return std::make_shared<const PathExpression>(std::move(out));
}

}  // namespace

PlanPtr resolve(const PlanPtr& plan, const TripleSource& source) {
  Plan out = *plan;
  std::visit(
      [&](auto& node) {
        using Node = std::decay_t<decltype(node)>;
        if constexpr (requires { node.inputs; }) {
          for (PlanPtr& input : node.inputs) input = resolve(input, source);
        }
        if constexpr (requires { node.input; }) node.input = resolve(node.input, source);
        if constexpr (requires { node.left; }) node.left = resolve(node.left, source);
        if constexpr (requires { node.right; }) node.right = resolve(node.right, source);
        if constexpr (std::is_same_v<Node, Bgp>) {
          for (TriplePattern& pattern : node.triples) pattern = resolved(pattern, source);
          for (TripleTermPattern& pattern : node.triple_terms) {
            pattern = {resolved(pattern.name, source), resolved(pattern.triple, source)};
          }
        }
        if constexpr (std::is_same_v<Node, Path>) {
          node = {resolved(node.subject, source), resolved(node.path, source), resolved(node.object, source)};
        }
      },
      out.node);
  return std::make_shared<const Plan>(std::move(out));
}

std::string plan_text(const PlanPtr& plan, const Variables& variables) {
  return PlanPrinter{variables, [](const PatternTerm& term) { return term.term.to_ntriples(); }, {}}.print(
      *plan);
}

}  // namespace kg::test
