// Templates filled from a query's rows: what `build` shows and `add { } where` writes.
//
// Used by one thread. Throws Failure (limit, cancelled, store).
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "kg/api/answer_impl.h"
#include "kg/facts/claims.h"

namespace kg {

// A claim of a template with a row's terms in it.
struct FilledClaim {
  TermTriple triple;
  std::vector<QualifierTerms> qualifiers;
  std::size_t row = 0;  // of the query's batch
};

class TemplateFiller {
 public:
  TemplateFiller(std::vector<ClaimTemplate> templates, const StoreSnapshot& snapshot);

  // Appends the claims of the query's batch in hand, row by row. A claim with a place that is unbound, or
  // filled with what cannot stand there (a literal as subject), is left out; so is a qualifier that is
  // unbound.
  void fill(const RunningQuery& query, std::vector<FilledClaim>& out);
  // The values of a row of that batch.
  [[nodiscard]] std::vector<std::pair<Var, Term>> values(std::size_t row) const;

 private:
  [[nodiscard]] const Term& term_of(const PatternTerm& place, std::size_t row) const;
  [[nodiscard]] std::optional<FilledClaim> filled(const ClaimTemplate& claim, std::size_t row) const;

  std::vector<ClaimTemplate> templates_;
  std::unordered_map<Var, std::vector<Term>> columns_;
};

// The graph of a `build`, as rows of subject, relation and object; each triple comes once. Memory grows with
// the number of its triples and is charged to the query's budget.
class GraphRows {
 public:
  // `names`: fill Cell::name.
  GraphRows(BuildStatement build, std::unique_ptr<RunningQuery> query, std::string base_iri, bool names);
  bool next(RowBatch& rows);

 private:
  Cell cell(Term term);

  std::unique_ptr<RunningQuery> query_;
  TemplateFiller filler_;
  std::string base_iri_;
  std::uint64_t left_;
  std::unordered_set<std::string> seen_;
  MemoryCharge charge_;
  std::unique_ptr<Namer> namer_;
  std::unordered_map<std::string, std::string> new_names_;  // by IRI
};

}  // namespace kg
