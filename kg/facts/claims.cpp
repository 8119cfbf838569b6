#include "kg/facts/claims.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <string>

#include "kg/model/vocabulary.h"

namespace kg {
namespace {

std::string claim_iri(const TermTriple& triple, const std::vector<QualifierTerms>& qualifiers,
                      std::string_view base_iri) {
  std::string text;
  for (const Term& term : triple) text += term.to_ntriples() + ' ';
  for (const QualifierTerms& q : qualifiers) {
    text += '\n' + q.relation.to_ntriples() + ' ' + q.value.to_ntriples();
  }
  const XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
  return fmt::format("{}claim/{:016x}{:016x}", base_iri, hash.high64, hash.low64);
}

void declare_type(std::vector<TermTriple>& out, const Term& thing, std::string_view type) {
  out.push_back({thing, Term::iri(iri::kRdfType), Term::iri(type)});
}

void declare_names(std::vector<TermTriple>& out, const Term& thing, const std::string& name,
                   const std::vector<std::string>& aliases) {
  out.push_back({thing, Term::iri(iri::kRdfsLabel), Term::string(name)});
  for (const std::string& alias : aliases) {
    out.push_back({thing, Term::iri(iri::kSkosAltLabel), Term::string(alias)});
  }
}

}  // namespace

bool is_denial(const Term& stance) {
  if (stance.kind == TermKind::literal) return stance.value == "denied";
  return stance.kind == TermKind::iri &&
         stance.value.substr(stance.value.find_last_of("/#:") + 1) == "denied";
}

std::vector<TermTriple> claim_triples(const TermTriple& triple, std::vector<QualifierTerms> qualifiers,
                                      std::string_view base_iri, std::vector<QualifierTerms> beside) {
  const bool denied = std::any_of(qualifiers.begin(), qualifiers.end(), [](const QualifierTerms& q) {
    return q.relation.value == vocabulary::kStance && is_denial(q.value);
  });
  std::vector<TermTriple> out;
  if (!denied) out.push_back(triple);
  if (qualifiers.empty()) return out;

  std::sort(qualifiers.begin(), qualifiers.end(), [](const QualifierTerms& a, const QualifierTerms& b) {
    return std::pair(a.relation.to_ntriples(), a.value.to_ntriples()) <
           std::pair(b.relation.to_ntriples(), b.value.to_ntriples());
  });
  const Term claim = Term::iri(claim_iri(triple, qualifiers, base_iri));
  out.push_back({claim, Term::iri(iri::kRdfReifies), Term::triple_term(triple[0], triple[1], triple[2])});
  for (auto* some : {&qualifiers, &beside}) {
    for (QualifierTerms& q : *some) out.push_back({claim, std::move(q.relation), std::move(q.value)});
  }
  return out;
}

std::vector<TermTriple> declaration_triples(const NewName& name) {
  std::vector<TermTriple> out;
  declare_names(out, name.iri, name.name, {});
  if (name.relation) declare_type(out, name.iri, vocabulary::kRdfProperty);
  return out;
}

std::vector<TermTriple> declaration_triples(const EntityStatement& entity) {
  std::vector<TermTriple> out;
  declare_names(out, entity.iri, entity.name, entity.aliases);
  for (const PatternTerm& type : entity.types) {
    out.push_back({entity.iri, Term::iri(iri::kRdfType), type.term});
  }
  return out;
}

std::vector<TermTriple> declaration_triples(const RelationStatement& relation) {
  std::vector<TermTriple> out;
  declare_names(out, relation.iri, relation.name, relation.aliases);
  declare_type(out, relation.iri, vocabulary::kRdfProperty);
  if (relation.functional) declare_type(out, relation.iri, vocabulary::kOwlFunctional);
  if (relation.symmetric) declare_type(out, relation.iri, vocabulary::kOwlSymmetric);
  if (relation.transitive) declare_type(out, relation.iri, vocabulary::kOwlTransitive);
  if (!relation.unit.empty()) {
    out.push_back({relation.iri, Term::iri(vocabulary::kUnit), Term::string(relation.unit)});
  }
  for (const PatternTerm& inverse : relation.inverse_of) {
    out.push_back({relation.iri, Term::iri(vocabulary::kOwlInverseOf), inverse.term});
  }
  for (const PatternTerm& wider : relation.narrower_than) {
    out.push_back({relation.iri, Term::iri(vocabulary::kRdfsSubPropertyOf), wider.term});
  }
  return out;
}

std::vector<TermTriple> declaration_triples(const RuleStatement& rule) {
  std::vector<TermTriple> out;
  if (!rule.name.empty()) declare_names(out, rule.iri, rule.name, {});
  declare_type(out, rule.iri, vocabulary::kRdfProperty);
  declare_type(out, rule.iri, vocabulary::kRule);
  out.push_back({rule.iri, Term::iri(vocabulary::kDefinition), Term::string(rule.definition)});
  return out;
}

}  // namespace kg
