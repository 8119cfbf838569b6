#include "kg/facts/checker.h"

#include <algorithm>
#include <array>

#include "kg/base/utf8.h"
#include "kg/facts/checker_asked.h"
#include "kg/facts/claims.h"
#include "kg/model/value.h"
#include "kg/model/vocabulary.h"

#include <fmt/format.h>

namespace kg {
namespace {

Term term_of(const TripleSource& source, const PatternTerm& place) {
  return place.term.kind != TermKind::undefined ? place.term : source.term(place.id);
}

bool is_name(const PatternTerm& place) { return place.term.kind != TermKind::literal; }

}  // namespace

Checker::Checker(const TripleSource& source, const NameIndex& names)
    : source_(source),
      names_(names),
      vocabulary_(source),
      reader_(source, vocabulary_),
      schema_(vocabulary_, reader_, source),
      draws_on_(names.find("draws on")),
      same_report_(names.find("same report as")) {}

Checker::Asked Checker::read(const CheckStatement& statement) {
  Asked asked;
  const TriplePattern& claim = statement.claim.triple;
  asked.triple = {claim.subject.id, claim.relation.id, claim.object.id};
  asked.object = term_of(source_, claim.object);
  asked.measured = is_measured(asked.object);
  asked.tolerance = statement.tolerance;
  for (const PatternTerm& source : statement.sources) asked.sources.push_back(source.id);
  for (const Qualifier& qualifier : statement.claim.qualifiers) {
    const Term value = term_of(source_, qualifier.value);
    const Term relation = term_of(source_, qualifier.relation);
    if (relation.value == vocabulary::kStance) {
      asked.result.negated = asked.result.negated || is_denial(value);
      const bool attributed = value.value.ends_with("attributed");
      if (!is_denial(value)) asked.stance = attributed ? Stance::attributed : Stance::asserted;
    } else if (qualifier.relation.id == vocabulary_.source && vocabulary_.source != kMissing) {
      asked.sources.push_back(qualifier.value.id);
    } else {
      asked.qualifiers.emplace_back(qualifier.relation.id, value);
      asked.claim.qualifiers.emplace_back(qualifier.relation.id, qualifier.value.id);
      if (const Value time = value_of(value);
          time.kind == ValueKind::date && vocabulary_.is_time(qualifier.relation.id))
        asked.when = time.date;
    }
  }
  std::sort(asked.claim.qualifiers.begin(), asked.claim.qualifiers.end());
  return asked;
}

// Money is not compared with shares: the question is wrong, not the claim.
void Checker::check_dimension(const Asked& asked) {
  if (!asked.measured) return;
  bool misfit = asked.other_dimension && !asked.same_dimension;
  std::string unit;
  for (const Id declared : reader_.completions(Permutation::spo, asked.triple[1], vocabulary_.unit)) {
    unit = source_.term(declared).value;
    misfit = !unit_fits(asked.object, unit);
  }
  if (!misfit) return;
  throw Failure(
      ErrorCode::query, fmt::format("`{}` is not a figure of the relation's dimension", asked.object.value),
      unit.empty() ? "the store's figures have other units" : fmt::format("its figures are in {}", unit));
}

void Checker::note_unknown(const CheckStatement& statement, Asked& asked) {
  const auto unknown = [&](const PatternTerm& place) { return is_name(place) && place.id == kMissing; };
  const auto note = [&](ReasonCode reason) {
    asked.unknown = true;
    asked.result.reasons.insert(reason);
  };
  const TriplePattern& claim = statement.claim.triple;
  if (unknown(claim.subject) || unknown(claim.object)) note(ReasonCode::unknown_entity);
  // A relation of kg's own that no triple uses yet is known, and silent.
  const auto unknown_relation = [&](const PatternTerm& place) {
    return unknown(place) && !place.term.value.starts_with(iri::kKg) && place.term.value != iri::kRdfType;
  };
  if (unknown_relation(claim.relation)) note(ReasonCode::unknown_relation);
  for (const Qualifier& qualifier : statement.claim.qualifiers) {
    if (unknown(qualifier.value)) note(ReasonCode::unknown_entity);
    if (unknown_relation(qualifier.relation)) note(ReasonCode::unknown_relation);
  }
  if (std::any_of(statement.sources.begin(), statement.sources.end(), unknown))
    note(ReasonCode::unknown_entity);
}

// Whether one of the thing's labels, not of its aliases, is the name that was written.
bool Checker::bears(Id thing, const std::string& written) {
  if (vocabulary_.label == kMissing) return true;
  const std::string folded = fold_name(written);
  const std::vector<Id> labels = reader_.completions(Permutation::spo, thing, vocabulary_.label);
  for (const Id id : labels) {
    const std::string label = fold_name(source_.term(id).value);
    if (label == folded || "the " + label == folded) return true;
  }
  return labels.empty();
}

void Checker::note_aliases(const CheckStatement& statement, Asked& asked) {
  for (std::size_t i = 0; i < 3; ++i) {
    const std::string& written = statement.written[i];
    const Id id = asked.triple[i];
    if (written.empty() || id == kMissing || id == vocabulary_.type) continue;
    if (!bears(id, written)) asked.result.reasons.insert(ReasonCode::alias);
  }
}

void Checker::conclude(Asked& asked) {
  CheckResult& result = asked.result;
  const bool yes = !result.supporting.empty();
  const bool no = !result.refuting.empty();
  result.kind = yes && no ? VerdictKind::disputed
                : yes     ? VerdictKind::supported
                : no      ? VerdictKind::refuted
                          : VerdictKind::not_covered;
  if (yes || no) {
    // Notes about claims that did not count say nothing about this verdict.
    result.reasons.erase(ReasonCode::coarser_date);
    result.reasons.erase(ReasonCode::other_value);
    result.reasons.erase(ReasonCode::bound);
  }
  for (const auto* findings : {&result.supporting, &result.refuting}) {
    for (const Finding& finding : *findings)
      result.reasons.insert(finding.reasons.begin(), finding.reasons.end());
    const bool attributed = std::all_of(findings->begin(), findings->end(), [&](const Finding& finding) {
      return finding.claim.value(vocabulary_.attributed_to).bound() ||
             finding.claim.stance == Stance::attributed;
    });
    if (!findings->empty() && attributed) result.reasons.insert(ReasonCode::attributed_only);
  }
  if (!result.negated) return;
  std::swap(result.supporting, result.refuting);
  if (result.kind == VerdictKind::supported) {
    result.kind = VerdictKind::refuted;
  } else if (result.kind == VerdictKind::refuted) {
    result.kind = VerdictKind::supported;
  }
}

std::optional<CheckStatement> Checker::of_actors(const CheckStatement& statement) {
  const Id relation = statement.claim.triple.relation.id;
  if (vocabulary_.stands_for == kMissing || vocabulary_.deed == kMissing || relation == kMissing)
    return std::nullopt;
  std::optional<CheckStatement> out;
  const auto replace = [&](PatternTerm TriplePattern::*place, std::size_t written) {
    const PatternTerm& name = statement.claim.triple.*place;
    if (!is_name(name) || !name.id.bound() || name.id == kMissing) return;
    const auto actors = reader_.completions(Permutation::spo, name.id, vocabulary_.stands_for, 2);
    if (actors.size() != 1) return;
    if (!out) out = statement;
    out->claim.triple.*place = PatternTerm::constant(actors.front());
    out->written.at(written).clear();
  };
  const Entailments& relations = schema_.wider(relation);
  for (const Entailment& step : relations) {
    if (!schema_.deed(step.relation)) continue;
    if (step.backwards)
      replace(&TriplePattern::object, 2);
    else
      replace(&TriplePattern::subject, 0);
  }
  return out;
}

// Those of the same matter as what decides first, and none that is listed for or against already.
void Checker::keep_other_values(Asked& asked) {
  CheckResult& result = asked.result;
  std::vector<StoredClaim>& others = result.other_values;
  const auto listed = [&](const StoredClaim& claim) {
    return std::any_of(result.refuting.begin(), result.refuting.end(), [&](const Finding& finding) {
      return finding.claim.node == claim.node && finding.claim.triple == claim.triple;
    });
  };
  if (result.kind == VerdictKind::not_covered)
    others.insert(others.end(), asked.other_times.begin(), asked.other_times.end());
  std::erase_if(others, listed);
  std::stable_partition(others.begin(), others.end(), [&](const StoredClaim& claim) {
    return std::any_of(result.supporting.begin(), result.supporting.end(),
                       [&](const Finding& finding) { return same_subject_matter(finding.claim, claim); });
  });
  if (others.size() > kMaxOtherValues) others.resize(kMaxOtherValues);
}

CheckResult Checker::check(const CheckStatement& statement) {
  budget().check();
  Asked asked = read(statement);
  note_unknown(statement, asked);
  note_aliases(statement, asked);
  if (!asked.unknown && asked.triple[1] != kMissing) {
    support(asked);
    check_dimension(asked);
    refute(asked);
  }
  conclude(asked);
  keep_other_values(asked);
  if (asked.result.kind == VerdictKind::not_covered) nearest(asked);
  return std::move(asked.result);
}

}  // namespace kg
