// SparqlWords: the parts of SPARQL text that stand within a line: variables, terms, expressions, paths.
#pragma once

#include <map>
#include <set>
#include <string>

#include "kg/algebra/print_sparql.h"

namespace kg {

[[noreturn]] void fail_in_sparql(const std::string& what);

// Text to be written in place of a variable: an aggregate, or an expression in parentheses.
using SparqlTexts = std::map<Var, std::string>;

class SparqlWords {
 public:
  explicit SparqlWords(const SparqlPrinter& printer);

  // Gives the variable this name, when it is one in SPARQL and not taken yet.
  void name_column(Var variable, const std::string& name);
  std::string variable(Var variable);
  std::string fresh(const std::string& hint);
  std::string term(const Term& term);
  std::string place(const PatternTerm& place);
  std::string relation(const PatternTerm& place);  // `a` for rdf:type
  std::string expression(const Expression& expression, const SparqlTexts& texts, int context = 0);
  std::string aggregate(const AggregateItem& item);
  std::string path(const PathExpression& path, int context = 0);
  // PREFIX lines for what was written so far.
  [[nodiscard]] std::string prologue() const;

 private:
  std::string iri(std::string_view iri);
  std::string call(const Expression& e, const SparqlTexts& texts);
  std::string arguments(const Expression& e, std::size_t first, const SparqlTexts& texts);
  std::string constant(const Term& term);
  std::string unused(std::string name);

  const SparqlPrinter& printer_;
  std::map<std::string, std::string> prefixes_;  // name, IRI
  std::set<std::string> used_prefixes_;
  std::map<Var, std::string> names_;
  std::set<std::string> taken_;
  int depth_ = 0;
};

// Whether SPARQL has the repetition (* + ?); the others stand for sets of pairs too, and are written out.
bool is_sparql_repetition(const PathExpression& path);

}  // namespace kg
