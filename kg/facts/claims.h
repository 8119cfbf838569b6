// Claims as triples (RDF 1.2 reification): a claim with qualifiers is a node r with
// `r rdf:reifies <<( s p o )>>` and one triple `r qualifier value` for each qualifier.
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "kg/algebra/statement.h"
#include "kg/model/term.h"

namespace kg {

using TermTriple = std::array<Term, 3>;

struct QualifierTerms {
  Term relation;
  Term value;
};

// Whether a value of the qualifier `stance` says that the source denies the claim: an IRI whose last part is
// `denied`, or that word as a string.
bool is_denial(const Term& stance);

// The triples of a claim: the claim's own triple first, unless a qualifier denies it, then, when there are
// qualifiers, those of its reifier. The reifier is an IRI under `base_iri` made from a 128-bit hash of the
// claim and its sorted qualifiers, so that the same claim added twice is one claim. `beside` is said of the
// reifier too and makes no other claim of it.
std::vector<TermTriple> claim_triples(const TermTriple& triple, std::vector<QualifierTerms> qualifiers,
                                      std::string_view base_iri, std::vector<QualifierTerms> beside = {});

// The triples that declare an entity or a relation: labels, aliases, types, properties. Terms of
// PatternTerms are taken from their `term`.
std::vector<TermTriple> declaration_triples(const EntityStatement& entity);
std::vector<TermTriple> declaration_triples(const RelationStatement& relation);
std::vector<TermTriple> declaration_triples(const RuleStatement& rule);
std::vector<TermTriple> declaration_triples(const NewName& name);

}  // namespace kg
