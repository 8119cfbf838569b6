// Lint: what somebody who keeps a store of claims would want to look at. Reads only.
//
// Each check streams over what it looks at, in memory that does not grow with the store. Facts are triples of
// relations outside of RDF, RDFS, OWL, SKOS and kg's own vocabulary. Used by one thread, like its checker.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "kg/facts/checker.h"
#include "kg/model/name_index.h"

namespace kg {

// Findings of one list; more is an error.
inline constexpr std::size_t kMaxLintFindings = 100'000;

enum class LintCheck : std::uint8_t {
  no_evidence,     // a fact without a source
  no_claim,        // evidence whose fact is not asserted and not denied
  no_document,     // a quote whose source has no text in the store
  lost_quotes,     // a quote that is not in the text of its source
  one_origin,      // a fact whose claims all have one origin
  contradictions,  // two claims that cannot both be true
  types,           // a thing of two types that are declared disjoint
  units,           // a figure in another unit than its relation's
  similar_names,   // two things whose names differ in case, signs, plural or the order of their words only
};
inline constexpr std::array<std::string_view, 9> kLintNames{"no-evidence", "no-claim",   "no-document",
                                                            "lost-quotes", "one-origin", "contradictions",
                                                            "types",       "units",      "similar-names"};

// What was found: one claim or two that are at odds, or things.
struct LintFinding {
  std::vector<StoredClaim> claims;
  std::vector<Id> things;
  Id detail;         // the origin, source or unit that it is about
  std::string name;  // that the things share, or nearly
};

// Calls `visit` for each finding until it returns false. Throws Failure: limit, cancelled (the checker's
// budget).
void lint(LintCheck check, Checker& checker, const NameIndex& names,
          const std::function<bool(const LintFinding&)>& visit);

}  // namespace kg
