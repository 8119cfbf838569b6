// Query: plans in few words for tests. Patterns are written "?x knows ?y"; names are IRIs, numbers integers,
// 'quoted' words strings.
#pragma once

#include <sstream>
#include <string>
#include <vector>

#include "kg/algebra/plan.h"
#include "kg/model/triple_source.h"

namespace kg::test {

class Query {
 public:
  explicit Query(const TripleSource& source) : source_(source) {}

  Variables variables;

  Var var(std::string_view name) { return variables.get(name); }

  static Term term(const std::string& word) {
    if (word.front() == '\'') return Term::string(word.substr(1, word.size() - 2));
    if (word.find_first_not_of("-0123456789") == std::string::npos)
      return Term::literal(word, iri::kXsdInteger);
    return Term::iri(word);
  }
  PatternTerm place(const std::string& word) {
    if (word.front() == '?') return PatternTerm::var(var(word.substr(1)));
    const Term constant = term(word);
    return PatternTerm::constant(source_.find(constant), constant);
  }
  TriplePattern pattern(const std::string& text) {
    std::istringstream in(text);
    std::string s;
    std::string p;
    std::string o;
    in >> s >> p >> o;
    return {place(s), place(p), place(o)};
  }
  PlanPtr bgp(const std::vector<std::string>& patterns) {
    Bgp out;
    for (const std::string& text : patterns) out.triples.push_back(pattern(text));
    return make_plan(std::move(out));
  }
  PathPtr link(const std::string& relation) {
    PathExpression out;
    out.relation = place(relation);
    return std::make_shared<const PathExpression>(std::move(out));
  }
  PathPtr repeat(PathPtr part, std::uint32_t at_least) {
    PathExpression out;
    out.kind = PathExpression::Kind::repeat;
    out.parts = {std::move(part)};
    out.at_least = at_least;
    return std::make_shared<const PathExpression>(std::move(out));
  }

  // Expressions: "?x" a variable, everything else a constant.
  ExpressionPtr value(const std::string& word) {
    return word.front() == '?' ? make_variable(var(word.substr(1))) : make_constant(term(word));
  }
  ExpressionPtr call(Function function, const std::vector<std::string>& words) {
    std::vector<ExpressionPtr> arguments;
    for (const std::string& word : words) arguments.push_back(value(word));
    return make_call(function, std::move(arguments));
  }
  std::vector<Var> vars(const std::vector<std::string>& names) {
    std::vector<Var> out;
    for (const std::string& name : names) out.push_back(var(name));
    return out;
  }

  // Without estimates unless asked for.
  std::string text(const PlanPtr& plan, bool estimates = false) const {
    PlanPrinter printer{variables, [](const PatternTerm& t) { return word(t.term, t.id); }, {}};
    const std::string all = printer.print(*plan);
    if (estimates) return all;
    std::istringstream in(all);
    std::string out;
    for (std::string line; std::getline(in, line);) {
      const std::size_t estimate = line.find("  ~");
      line = line.substr(0, estimate);
      while (!line.empty() && line.back() == ' ') line.pop_back();
      out += line + '\n';
    }
    return out;
  }
  std::string text(const ExpressionPtr& e) const {
    return print_expression(*e, variables, [](const Term& t) { return word(t, kUnbound); });
  }

 private:
  static std::string word(const Term& term, Id id) {
    if (term.kind == TermKind::iri) return term.value;
    if (term.kind == TermKind::literal && term.datatype == iri::kXsdString) return "'" + term.value + "'";
    if (term.kind == TermKind::literal) return term.value;
    return "#" + std::to_string(id.bits);
  }

  const TripleSource& source_;
};

inline PlanPtr filter(PlanPtr input, ExpressionPtr condition) {
  return make_plan(Filter{std::move(input), std::move(condition)});
}
inline PlanPtr join(PlanPtr left, PlanPtr right) {
  return make_plan(Join{std::move(left), std::move(right)});
}
inline PlanPtr left_join(PlanPtr left, PlanPtr right, ExpressionPtr condition = nullptr) {
  return make_plan(LeftJoin{std::move(left), std::move(right), std::move(condition)});
}
inline PlanPtr anti_join(PlanPtr left, PlanPtr right, bool negated = true) {
  return make_plan(AntiJoin{std::move(left), std::move(right), negated});
}
inline PlanPtr all_of(std::vector<PlanPtr> inputs) { return make_plan(Union{std::move(inputs)}); }

}  // namespace kg::test
