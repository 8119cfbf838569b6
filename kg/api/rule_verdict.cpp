#include "kg/api/rule_verdict.h"

#include "kg/api/row_evidence.h"
#include "kg/model/vocabulary.h"

namespace kg {
namespace {

// The rule's definition; empty when the relation is none.
std::string definition_of(const TripleSource& source, Id relation) {
  const Id definition = source.find(Term::iri(vocabulary::kDefinition));
  if (definition == kMissing || relation == kMissing) return {};
  const auto cursor = source.cursor({Permutation::spo, 2, {relation, definition, Id{}}, kAllIds, 0b100});
  TripleColumns rows;
  return cursor->next(rows) ? source.term(rows.column[2][0]).value : std::string{};
}

}  // namespace

void support_by_rule(const CheckStatement& claim, const LanguageContext& context, Verdicts& verdicts,
                     Budget& budget, Verdict& verdict) {
  const SnapshotPtr& snapshot = verdicts.snapshot();
  const bool plain = claim.claim.qualifiers.empty() && claim.sources.empty() && claim.english.empty();
  if (verdict.kind != VerdictKind::not_covered || !plain) return;
  const TriplePattern& triple = claim.claim.triple;
  const std::string definition = definition_of(*snapshot, triple.relation.id);
  if (definition.empty() || verdict.statements.empty()) return;

  // The claim as it is written, as a question.
  constexpr std::string_view kCheck = "check ";
  const std::string question = verdict.statements.front().text.substr(kCheck.size());
  Statement asked = parse_statement({question, {}, 1}, context);
  const auto* ask = std::get_if<AskStatement>(&asked.body);
  if (ask == nullptr) return;
  const auto query = start_query(make_plan(Slice{ask->plan, 0, 1}), ask->variables, snapshot, &budget, false);
  if (!query->execution->next(query->batch)) return;

  RowEvidence premises(ask->plan, ask->variables, snapshot, budget);
  verdicts.support_by_rule(verdict, premises.triples({}), definition);
}

}  // namespace kg
