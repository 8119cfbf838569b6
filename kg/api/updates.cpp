#include "kg/api/updates.h"

#include <algorithm>
#include <vector>

#include "kg/api/graph.h"
#include "kg/facts/claims.h"
#include "kg/model/vocabulary.h"

namespace kg {

void add_all(Transaction& transaction, const std::vector<TermTriple>& triples) {
  for (const TermTriple& t : triples) {
    const Id subject = transaction.intern(t[0]);
    const Id relation = transaction.intern(t[1]);
    transaction.add({subject, relation, transaction.intern(t[2])});
  }
}

namespace {

Term term_of(const StoreSnapshot& view, const PatternTerm& place) {
  return place.term.kind != TermKind::undefined ? place.term : view.term(place.id);
}

Id id_of(const StoreSnapshot& view, const PatternTerm& place) {
  return place.id.bound() && place.id != kMissing ? place.id : view.find(place.term);
}

// The subjects of all triples with this relation and object.
std::vector<Id> subjects_of(const StoreSnapshot& view, Id relation, Id object) {
  std::vector<Id> out;
  const auto cursor = view.cursor({Permutation::pos, 2, {relation, object, Id{}}, kAllIds, 0b100});
  TripleColumns rows;
  while (cursor->next(rows)) out.insert(out.end(), rows.column[2], rows.column[2] + rows.size);
  return out;
}

void remove_subject(Transaction& transaction, const StoreSnapshot& view, Id subject) {
  const auto cursor = view.cursor({Permutation::spo, 1, {subject, Id{}, Id{}}, kAllIds, 0b110});
  TripleColumns rows;
  while (cursor->next(rows)) {
    for (std::size_t i = 0; i < rows.size; ++i) {
      transaction.remove({subject, rows.column[1][i], rows.column[2][i]});
    }
  }
}

bool is_denied(const StoreSnapshot& view, Id claim) {
  const Id stance = view.find(Term::iri(vocabulary::kStance));
  if (stance == kMissing) return false;
  const auto cursor = view.cursor({Permutation::spo, 2, {claim, stance, Id{}}, kAllIds, 0b100});
  TripleColumns rows;
  bool denied = false;
  while (cursor->next(rows)) {
    denied = denied || std::any_of(rows.column[2], rows.column[2] + rows.size,
                                   [&](Id value) { return is_denial(view.term(value)); });
  }
  return denied;
}

void remove_claim(Transaction& transaction, const ClaimTemplate& claim) {
  const SnapshotPtr view = transaction.view();
  const Triple triple{id_of(*view, claim.triple.subject), id_of(*view, claim.triple.relation),
                      id_of(*view, claim.triple.object)};
  if (std::find(triple.begin(), triple.end(), kMissing) != triple.end()) return;

  std::vector<Id> claims;
  const Id reifies = view->find(Term::iri(iri::kRdfReifies));
  const Id name = view->fold(triple);
  if (reifies != kMissing && name != kMissing) claims = subjects_of(*view, reifies, name);

  std::size_t asserting = 0;  // claims that are no denials
  std::size_t removed = 0;    // of these
  for (const Id node : claims) {
    const bool matches =
        std::all_of(claim.qualifiers.begin(), claim.qualifiers.end(), [&](const Qualifier& q) {
          return view->contains({node, id_of(*view, q.relation), id_of(*view, q.value)});
        });
    const std::size_t asserts = is_denied(*view, node) ? 0 : 1;
    asserting += asserts;
    if (!matches) continue;
    remove_subject(transaction, *view, node);
    removed += asserts;
  }
  const bool last_gone = removed == asserting && (removed > 0 || claim.qualifiers.empty());
  if (last_gone) transaction.remove(triple);
}

// The triples of a claim to add, its quote verified; `quote`: where it stands.
std::vector<TermTriple> added_triples(Transaction& transaction, const TermTriple& triple,
                                      std::vector<QualifierTerms> qualifiers, std::string_view base_iri,
                                      QuoteVerifier& verifier, const Place& quote) {
  std::vector<QualifierTerms> positions;
  // A view is not made for nothing: each one closes a run of changes.
  if (std::any_of(qualifiers.begin(), qualifiers.end(),
                  [](const QualifierTerms& q) { return q.relation.value == vocabulary::kQuote; })) {
    positions = verifier.positions(*transaction.view(), qualifiers, quote);
  }
  return claim_triples(triple, std::move(qualifiers), base_iri, std::move(positions));
}

std::vector<TermTriple> added_triples(Transaction& transaction, const ClaimTemplate& claim,
                                      std::string_view base_iri, QuoteVerifier& verifier) {
  const SnapshotPtr view = transaction.view();
  std::vector<QualifierTerms> qualifiers;
  qualifiers.reserve(claim.qualifiers.size());
  Place quote;
  for (const Qualifier& q : claim.qualifiers) {
    qualifiers.push_back({term_of(*view, q.relation), term_of(*view, q.value)});
    if (q.place.line != 0) quote = q.place;
  }
  return added_triples(transaction,
                       {term_of(*view, claim.triple.subject), term_of(*view, claim.triple.relation),
                        term_of(*view, claim.triple.object)},
                       std::move(qualifiers), base_iri, verifier, quote);
}

ClaimTemplate ground(FilledClaim claim) {
  ClaimTemplate out;
  out.triple = {PatternTerm::constant({}, std::move(claim.triple[0])),
                PatternTerm::constant({}, std::move(claim.triple[1])),
                PatternTerm::constant({}, std::move(claim.triple[2]))};
  for (QualifierTerms& q : claim.qualifiers) {
    out.qualifiers.push_back(
        {PatternTerm::constant({}, std::move(q.relation)), PatternTerm::constant({}, std::move(q.value))});
  }
  return out;
}

// What one claim costs while it waits, beside its terms.
constexpr std::size_t kWaitingClaimBytes = 512;

// The claims of an update's templates, one for each solution of its query.
std::vector<FilledClaim> solutions(Transaction& transaction, const UpdateStatement& update,
                                   RunningQuery& query, MemoryCharge& charge) {
  TemplateFiller filler(update.claims, *transaction.view());
  std::vector<FilledClaim> claims;
  while (query.fill()) {
    filler.fill(query, claims);
    charge.grow_to(claims.size() * kWaitingClaimBytes);
  }
  return claims;
}

void apply_each(Transaction& transaction, const UpdateStatement& update, std::string_view base_iri,
                QuoteVerifier& verifier, Budget* budget) {
  const std::unique_ptr<RunningQuery> query =
      start_query(update.where->plan, update.where->variables, transaction.view(), budget, false);
  query->columns = update.where->columns;
  MemoryCharge charge(*query->budget);
  for (FilledClaim& claim : solutions(transaction, update, *query, charge)) {
    query->budget->check();
    if (update.remove) {
      remove_claim(transaction, ground(std::move(claim)));
    } else {
      add_all(transaction,
              added_triples(transaction, claim.triple, std::move(claim.qualifiers), base_iri, verifier, {}));
    }
  }
}

void declare(Transaction& transaction, const std::vector<NewName>& names) {
  for (const NewName& name : names) add_all(transaction, declaration_triples(name));
}

void fill_terms(const StoreSnapshot& view, std::vector<PatternTerm>& places) {
  for (PatternTerm& place : places) place.term = term_of(view, place);
}

}  // namespace

void apply(Transaction& transaction, const UpdateStatement& update, std::string_view base_iri,
           QuoteVerifier& verifier, Budget* budget) {
  if (!update.remove) declare(transaction, update.new_names);
  if (update.where) return apply_each(transaction, update, base_iri, verifier, budget);
  std::vector<TermTriple> added;  // all quotes are verified before the first change
  for (const ClaimTemplate& claim : update.claims) {
    if (update.remove) {
      remove_claim(transaction, claim);
    } else {
      const auto triples = added_triples(transaction, claim, base_iri, verifier);
      added.insert(added.end(), triples.begin(), triples.end());
    }
  }
  add_all(transaction, added);
}

void apply(Transaction& transaction, const EntityStatement& entity) {
  EntityStatement known = entity;
  fill_terms(*transaction.view(), known.types);
  declare(transaction, known.new_names);
  add_all(transaction, declaration_triples(known));
}

void apply(Transaction& transaction, const RelationStatement& relation) {
  RelationStatement known = relation;
  const SnapshotPtr view = transaction.view();
  fill_terms(*view, known.inverse_of);
  fill_terms(*view, known.narrower_than);
  declare(transaction, known.new_names);
  add_all(transaction, declaration_triples(known));
}

void apply(Transaction& transaction, const RuleStatement& rule) {
  const SnapshotPtr view = transaction.view();
  const Id subject = view->find(rule.iri);
  const Id definition = view->find(Term::iri(vocabulary::kDefinition));
  if (subject != kMissing && rule.definition.empty()) {
    remove_subject(transaction, *view, subject);
  } else if (subject != kMissing && definition != kMissing) {
    const auto cursor = view->cursor({Permutation::pso, 2, {definition, subject, Id{}}, kAllIds, 0b100});
    TripleColumns rows;
    while (cursor->next(rows)) {
      for (std::size_t i = 0; i < rows.size; ++i)
        transaction.remove({subject, definition, rows.column[2][i]});
    }
  }
  if (!rule.definition.empty()) add_all(transaction, declaration_triples(rule));
}

}  // namespace kg
