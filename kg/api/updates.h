// Updates: what add, remove, entity and relation do to a transaction.
#pragma once

#include <string_view>

#include "kg/algebra/statement.h"
#include "kg/api/evidence.h"
#include "kg/store/store.h"

namespace kg {

// add: the claim's triples (see claims.h). remove without qualifiers: the triple and every claim about it.
// remove with qualifiers: the claims about the triple that carry all of them, and the triple with the last
// claim about it that is no denial. With `where`: the same for each of its solutions, all found before the
// first change; `budget` (may be null) bounds that. Quotes of added claims are verified (evidence.h).
void apply(Transaction& transaction, const UpdateStatement& update, std::string_view base_iri,
           QuoteVerifier& verifier, Budget* budget);
void apply(Transaction& transaction, const EntityStatement& entity);
void apply(Transaction& transaction, const RelationStatement& relation);
// define: the rule's triples, in place of its definition so far. undefine: every triple about the rule.
void apply(Transaction& transaction, const RuleStatement& rule);

void add_all(Transaction& transaction, const std::vector<TermTriple>& triples);

}  // namespace kg
