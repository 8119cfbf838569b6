#include "kg/lang/rules.h"

#include "kg/base/error.h"
#include "kg/lang/parser.h"
#include "kg/model/vocabulary.h"

#include <fmt/format.h>

namespace kg {

Rule::Rule(std::string rule_iri, std::string rule_name, std::string definition)
    : iri(std::move(rule_iri)),
      name(std::move(rule_name)),
      text(std::move(definition)),
      file(fmt::format("rule {}", name)),
      source{text, file, 1},
      diagnostics(source),
      tree(parse(diagnostics)),
      define(std::get_if<ast::Define>(&tree.body)) {
  if (define == nullptr || define->parameters.size() != 2) {
    throw Failure(ErrorCode::query, fmt::format("the definition of the rule {} is none", quoted(name)),
                  "define it again");
  }
}

Id Rules::definition() {
  if (!definition_.bound()) definition_ = context_.source->find(Term::iri(vocabulary::kDefinition));
  return definition_;
}

std::string Rules::name_of(Id relation) const {
  const Id label = context_.source->find(Term::iri(iri::kRdfsLabel));
  const auto cursor = context_.source->cursor({Permutation::pso, 2, {label, relation, Id{}}, kAllIds, 0b100});
  TripleColumns rows;
  if (label != kMissing && cursor->next(rows)) return context_.source->term(rows.column[2][0]).value;
  return context_.source->term(relation).value;
}

bool Rules::is_rule(Id relation) { return find(PatternTerm::constant(relation)) != nullptr; }

Rule* Rules::find(const PatternTerm& relation) {
  if (relation.is_variable()) return nullptr;
  const bool stored =
      definition() != kMissing && context_.source->statistics().relation(definition()).triples > 0;
  if (!stored && known_.empty()) return nullptr;
  const bool held = relation.id.bound() && relation.id != kMissing;
  const Term term = held ? context_.source->term(relation.id) : relation.term;
  const auto [place, added] = known_.try_emplace(term.value);
  if (!added || !held || !stored) return place->second.get();
  const auto cursor =
      context_.source->cursor({Permutation::pso, 2, {definition(), relation.id, Id{}}, kAllIds, 0b100});
  TripleColumns rows;
  if (!cursor->next(rows)) return nullptr;
  if (++rules_ > kMaxRules) {
    throw Failure(ErrorCode::limit, fmt::format("the statement uses more than {} rules", kMaxRules));
  }
  place->second = std::make_unique<Rule>(term.value, name_of(relation.id),
                                         context_.source->term(rows.column[2][0]).value);
  return place->second.get();
}

Rule& Rules::pend(const std::string& iri, const std::string& name, std::string text) {
  auto& rule = known_[iri];
  rule = std::make_unique<Rule>(iri, name.empty() ? iri : name, std::move(text));
  rule->pending = true;
  return *rule;
}

}  // namespace kg
