// SPARQL 1.1 text of a logical plan, with triple terms as in SPARQL 1.2 where claims need them.
//
// The text means the plan: the same bag of solutions, in the same order where the plan gives one, as far as
// the two languages give functions the same meaning (docs/language.md, "Differences from SPARQL").
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "kg/algebra/statement.h"

namespace kg {

// Longer paths, counted in links after repetitions such as {2,5} are written out, have no SPARQL text.
inline constexpr std::uint64_t kMaxSparqlPathLinks = 200;

struct SparqlPrinter {
  const Variables& variables;
  std::function<Term(const PatternTerm&)> term;  // a constant of a pattern; empty: PatternTerm::term
  std::map<std::string, std::string> prefixes;   // name without colon, IRI; besides rdf, rdfs, xsd and kg

  // `columns` become the SELECT's variables under their names; empty: every variable of the plan.
  // Precondition: a plan as `lang` makes it. Failure(query) for what SPARQL cannot say, naming it.
  [[nodiscard]] std::string select(const PlanPtr& plan, const std::vector<Column>& columns) const;
  [[nodiscard]] std::string ask(const PlanPtr& plan) const;
};

}  // namespace kg
