#include "kg/api/verdicts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "kg/api/verdicts_impl.h"
#include "kg/facts/lint.h"
#include "kg/facts/survey.h"

namespace kg {
namespace {

// The name for which the language made up an IRI because nothing bears it.
std::string unknown_name(const Term& term) {
  std::string name = term.value.substr(term.value.find_last_of("/#") + 1);
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

}  // namespace

std::string Verdicts::Impl::place(const PatternTerm& place, const std::string& written, Verdict& out) {
  if (place.term.kind == TermKind::literal) return text_.value(place.term, place.id);
  if (place.id != kMissing) return text_.name(place.id);
  out.not_understood.push_back(written.empty() ? unknown_name(place.term) : written);
  return out.not_understood.back();
}

std::string Verdicts::Impl::relation(const PatternTerm& place, const std::string& written, Verdict& out) {
  if (place.id != kMissing) return text_.relation(place.id);
  if (place.term.value.starts_with(iri::kKg)) return place.term.value.substr(iri::kKg.size());
  if (place.term.value == iri::kRdfType) return "is a";
  out.not_understood.push_back(written.empty() ? unknown_name(place.term) : written);
  return out.not_understood.back();
}

VerdictReading Verdicts::Impl::reading(const CheckStatement& statement, Verdict& out) {
  VerdictReading reading;
  const TriplePattern& claim = statement.claim.triple;
  reading.subject = place(claim.subject, statement.written[0], out);
  reading.relation = relation(claim.relation, statement.written[1], out);
  reading.object = place(claim.object, statement.written[2], out);
  for (const Qualifier& qualifier : statement.claim.qualifiers) {
    std::string name = relation(qualifier.relation, {}, out);
    reading.qualifiers.emplace_back(std::move(name), place(qualifier.value, {}, out));
  }
  for (const PatternTerm& source : statement.sources) static_cast<void>(place(source, {}, out));
  return reading;
}

std::vector<VerdictEvidence> Verdicts::Impl::evidence(const std::vector<Finding>& findings,
                                                      std::size_t& origins) {
  std::vector<VerdictEvidence> out;
  const std::vector<std::size_t> groups = checker_.origins(findings);
  std::set<std::size_t> named;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    out.push_back(text_.evidence(findings[i].claim));
    const Id origin = checker_.origin(findings[groups[i]].claim);
    out.back().origin = text_.plain(origin);
    if (origin.bound()) named.insert(groups[i]);
  }
  origins = named.size();
  return out;
}

std::vector<VerdictEvidence> Verdicts::Impl::evidence(const std::vector<StoredClaim>& claims) {
  std::vector<VerdictEvidence> out;
  for (const StoredClaim& claim : claims) {
    out.push_back(text_.evidence(claim));
    out.back().origin = text_.plain(checker_.origin(claim));
  }
  return out;
}

Verdict Verdicts::Impl::verdict(const CheckStatement& statement, std::string claim) {
  CheckResult found = checker_.check(statement);
  order(found.supporting);
  order(found.refuting);
  Verdict out;
  out.claim = std::move(claim);
  out.kind = found.kind;
  out.reasons.assign(found.reasons.begin(), found.reasons.end());
  out.reading = reading(statement, out);
  out.reading.negated = found.negated;
  out.supporting = evidence(found.supporting, out.supporting_origins);
  out.refuting = evidence(found.refuting, out.refuting_origins);
  for (const ProofStep& step : found.proof) out.proof.push_back({step.reason, text_.evidence(step.claim)});
  for (auto* list : {&out.supporting, &out.refuting}) {
    const std::vector<Finding>& findings = list == &out.supporting ? found.supporting : found.refuting;
    for (std::size_t i = 0; i < findings.size(); ++i) (*list)[i].how = how(findings[i], statement);
  }
  out.nearest = evidence(found.nearest);
  out.others = evidence(found.other_values);
  note_values(found, out);
  note_scope(found, statement, out);
  note_similar(out);
  out.statements.push_back({spelled(statement), out.kind});
  return out;
}

Verdict Verdicts::Impl::verdict_of_actors(const CheckStatement& statement, std::string claim) {
  Verdict out = verdict(statement, claim);
  const auto actors = checker_.of_actors(statement);
  if (!actors) return out;
  Verdict other = verdict(*actors, std::move(claim));
  if (other.kind == out.kind) return out;
  const bool by_name = out.kind != VerdictKind::not_covered;
  const bool by_actor = other.kind != VerdictKind::not_covered;
  Verdict& taken = by_actor ? other : out;
  const Verdict& left = by_actor ? out : other;
  taken.statements.push_back(left.statements.front());
  if (by_name && by_actor) {
    taken.kind = VerdictKind::not_covered;
    taken.reasons = {ReasonCode::ambiguous};
  } else if (by_actor) {
    taken.reasons.insert(std::upper_bound(taken.reasons.begin(), taken.reasons.end(), ReasonCode::metonym),
                         ReasonCode::metonym);
    for (const auto place : {&TriplePattern::subject, &TriplePattern::object}) {
      const Id name = (statement.claim.triple.*place).id;
      const Id actor = (actors->claim.triple.*place).id;
      if (name != actor)
        taken.notes.push_back(
            fmt::format("{} is taken for {}, which it stands for.", text_.value(name), text_.value(actor)));
    }
  }
  return std::move(taken);
}

std::string Verdicts::Impl::spelled(const CheckStatement& statement) {
  const auto quoted = [](std::string name) {
    for (std::size_t at = 0; (at = name.find('"', at)) != std::string::npos; at += 2) name.insert(at, 1, '"');
    return '"' + name + '"';
  };
  const auto value = [&](const PatternTerm& place, const std::string& written) {
    if (place.term.kind == TermKind::literal) return text_.value(place.term, place.id);
    if (!place.id.bound()) return std::string("?");
    if (place.id != kMissing) return text_.value(place.id);
    return quoted(written.empty() ? unknown_name(place.term) : written);
  };
  const auto relation = [&](const PatternTerm& place, const std::string& written) {
    Verdict ignored;
    std::string name = this->relation(place, written, ignored);
    return name.find(' ') == std::string::npos || name == "is a" ? name : quoted(std::move(name));
  };
  const TriplePattern& claim = statement.claim.triple;
  std::string out = claim.subject.id.bound() ? "check " : "evidence for ";
  out += value(claim.subject, statement.written[0]) + ' ' + relation(claim.relation, statement.written[1]) +
         ' ' + value(claim.object, statement.written[2]);
  const char* before = " [";
  for (const Qualifier& qualifier : statement.claim.qualifiers) {
    out += before + relation(qualifier.relation, {}) + ' ' + value(qualifier.value, {});
    before = ", ";
  }
  if (!statement.claim.qualifiers.empty()) out += ']';
  if (statement.tolerance) out += " tolerance " + format_decimal(*statement.tolerance) + '%';
  before = " from ";
  for (const PatternTerm& source : statement.sources) {
    out += before + value(source, {});
    before = ", ";
  }
  return out;
}

namespace {

void add_texts(Table& table, const std::vector<std::string>& texts) {
  std::vector<Cell> cells;
  for (const std::string& text : texts) cells.push_back(text_cell(text));
  add_row(table, std::move(cells));
}

Cell offset_cell(const std::optional<std::uint64_t>& offset) {
  Cell cell;
  if (offset) cell.term = Term::integer(static_cast<std::int64_t>(*offset));
  return cell;
}

Triple places_of(const TriplePattern& pattern) {
  Triple out;
  for (std::size_t i = 0; i < 3; ++i) out[i] = pattern.at(i).is_variable() ? kUnbound : pattern.at(i).id;
  return out;
}

}  // namespace

Verdicts::Verdicts(SnapshotPtr snapshot)
    : snapshot_(std::move(snapshot)), impl_(std::make_unique<Impl>(snapshot_)) {}
Verdicts::~Verdicts() = default;

Verdict Verdicts::check(const CheckStatement& statement, std::string claim, const Budget& budget) {
  impl_->checker().set_budget(budget);
  if (!statement.english.empty()) return impl_->english(*this).check(statement, std::move(claim), budget);
  return impl_->verdict_of_actors(statement, std::move(claim));
}

void Verdicts::support_by_rule(Verdict& verdict, const std::vector<Triple>& premises,
                               const std::string& definition) {
  std::vector<Finding> findings;
  for (const Triple& triple : premises) {
    if (triple[1] == impl_->checker().vocabulary().reifies) continue;
    for (StoredClaim& claim : impl_->checker().reader().asserting(triple))
      findings.push_back({std::move(claim), {ReasonCode::rule}});
  }
  verdict.kind = VerdictKind::supported;
  verdict.reasons = {ReasonCode::rule};
  verdict.supporting = impl_->evidence(findings, verdict.supporting_origins);
  for (const VerdictEvidence& premise : verdict.supporting)
    verdict.proof.push_back({ReasonCode::exact, premise});
  VerdictEvidence rule;
  rule.claim = definition;
  verdict.proof.push_back({ReasonCode::rule, std::move(rule)});
  verdict.nearest.clear();
  for (VerdictStatement& statement : verdict.statements) statement.kind = VerdictKind::supported;
}

void Verdicts::note_similar(Verdict& verdict) { impl_->note_similar(verdict); }

std::string Verdicts::spelled(const CheckStatement& statement) { return impl_->spelled(statement); }

std::vector<Id> Verdicts::subjects(Id relation, Id object, std::size_t limit) {
  std::vector<Id> out;
  Checker& checker = impl_->checker();
  for (const Entailment& step : checker.schema().narrower(relation)) {
    for (const Id thing :
         step.backwards ? checker.reader().completions(Permutation::spo, object, step.relation, limit)
                        : checker.reader().completions(Permutation::pos, step.relation, object, limit)) {
      if (out.size() < limit && std::find(out.begin(), out.end(), thing) == out.end()) out.push_back(thing);
    }
  }
  return out;
}

bool Verdicts::speaks_of(Id relation, Id subject) {
  Checker& checker = impl_->checker();
  const Entailments relations = checker.schema().narrower(relation);
  return std::any_of(relations.begin(), relations.end(), [&](const Entailment& step) {
    return !(step.backwards ? checker.reader().completions(Permutation::pos, step.relation, subject, 1)
                            : checker.reader().completions(Permutation::spo, subject, step.relation, 1))
                .empty();
  });
}

std::vector<VerdictEvidence> Verdicts::nearest(const std::vector<Id>& things, const Budget& budget) {
  impl_->checker().set_budget(budget);
  constexpr std::size_t kMaxTried = 4;
  for (std::size_t i = 0; i < std::min(things.size(), kMaxTried); ++i) {
    for (std::size_t j = i + 1; j < std::min(things.size(), kMaxTried); ++j) {
      CheckStatement between;
      const PatternTerm none = PatternTerm::constant(kMissing, Term::iri(iri::kKg));
      between.claim.triple = {PatternTerm::constant(things[i]), none, PatternTerm::constant(things[j])};
      std::vector<VerdictEvidence> found = impl_->verdict(between, {}).nearest;
      if (!found.empty()) return found;
    }
  }
  return {};
}

Table Verdicts::evidence(const EvidenceStatement& statement, const Budget& budget) {
  Table table{{"claim", "source", "quote", "on", "stance", "attributed to", "start", "end"}, {}};
  Impl& maker = *impl_;
  maker.checker().set_budget(budget);
  const TriplePattern& pattern = statement.claim.triple;
  std::vector<StoredClaim> claims;
  if (pattern.subject.is_variable() || pattern.relation.is_variable() || pattern.object.is_variable()) {
    if (!statement.claim.qualifiers.empty()) {
      throw Failure(ErrorCode::query, "evidence for a claim with variables takes no qualifiers",
                    "name the claim's subject, relation and object, or leave the brackets out");
    }
    claims = find_evidence(maker.checker(), places_of(pattern));
    const bool same = pattern.subject.is_variable() && pattern.subject.variable == pattern.object.variable;
    std::erase_if(claims,
                  [&](const StoredClaim& claim) { return same && claim.triple[0] != claim.triple[2]; });
  } else {
    CheckStatement check;
    check.claim = statement.claim;
    CheckResult found = maker.checker().check(check);
    for (auto* findings : {&found.supporting, &found.refuting}) {
      for (Finding& finding : *findings) claims.push_back(std::move(finding.claim));
    }
  }
  for (const StoredClaim& claim : claims) {
    const VerdictEvidence e = maker.text().evidence(claim);
    add_row(table,
            {text_cell(e.claim), text_cell(e.source), text_cell(e.quote), text_cell(e.on),
             text_cell(e.stance), text_cell(e.attributed_to), offset_cell(e.start), offset_cell(e.end)});
  }
  return table;
}

Table Verdicts::conflicts(const ConflictsStatement& statement, const Budget& budget) {
  Table table{{"conflict", "claim", "source", "quote", "other claim", "other source", "other quote"}, {}};
  Impl& maker = *impl_;
  maker.checker().set_budget(budget);
  const Id about = statement.about ? statement.about->id : kUnbound;
  for (const Conflict& conflict : find_conflicts(maker.checker(), about)) {
    const VerdictEvidence a = maker.text().evidence(conflict.one);
    const VerdictEvidence b = maker.text().evidence(conflict.other);
    add_texts(table,
              {conflict.kind == ConflictKind::contradiction ? "contradicts" : "differs",
               maker.told(conflict.one), a.source, a.quote, maker.told(conflict.other), b.source, b.quote});
  }
  return table;
}

std::string Verdicts::Impl::told(const StoredClaim& claim) {
  return text_.claim(claim) + (claim.stance == Stance::denied ? " [stance denied]" : "");
}

std::vector<std::string> Verdicts::Impl::describe(const LintFinding& finding) {
  std::vector<std::string> cells;
  for (const StoredClaim& claim : finding.claims) cells.push_back(told(claim));
  for (const Id thing : finding.things) cells.push_back(text_.value(thing));
  cells.resize(4);
  cells[2] = finding.detail.bound() ? text_.value(finding.detail) : finding.name;
  if (!finding.claims.empty()) cells[3] = text_.evidence(finding.claims.front()).source;
  return cells;
}

Table Verdicts::lint(const Budget& budget) {
  constexpr std::array<const char*, kLintNames.size()> kSays{
      "facts that no source is named for",
      "evidence for what is neither asserted nor denied",
      "quotes whose source is not a document in the store",
      "quotes that are not in the text of their source",
      "facts whose claims all have one origin",
      "claims that cannot both be true",
      "things of two types that exclude each other",
      "figures in another unit than their relation's",
      "things whose names are nearly the same"};
  Table table{{"check", "finds", "findings", "example"}, {}};
  Impl& maker = *impl_;
  maker.checker().set_budget(budget);
  for (std::size_t i = 0; i < kLintNames.size(); ++i) {
    std::uint64_t count = 0;
    std::string example;
    kg::lint(static_cast<LintCheck>(i), maker.checker(), snapshot_->names(), [&](const LintFinding& finding) {
      if (count++ > 0) return true;
      const std::vector<std::string> cells = maker.describe(finding);
      example = cells[1].empty() ? cells[0] : cells[0] + "; " + cells[1];
      return true;
    });
    add_texts(table, {std::string(kLintNames[i]), kSays[i], {}, example});
    table.rows.columns[2].back().term = Term::integer(static_cast<std::int64_t>(count));
  }
  return table;
}

Table Verdicts::lint(const std::vector<std::string>& checks, const Budget& budget) {
  Table table{{"check", "finding", "other", "detail", "source"}, {}};
  Impl& maker = *impl_;
  maker.checker().set_budget(budget);
  for (const std::string& name : checks) {
    const auto* const place = std::find(kLintNames.begin(), kLintNames.end(), name);
    if (place == kLintNames.end()) {
      std::string known;
      for (const std::string_view one : kLintNames) known += (known.empty() ? "" : ", ") + std::string(one);
      throw Failure(ErrorCode::usage, "there is no check `" + name + '`', "the checks are " + known);
    }
    const auto check = static_cast<LintCheck>(place - kLintNames.begin());
    kg::lint(check, maker.checker(), snapshot_->names(), [&](const LintFinding& finding) {
      if (table.rows.rows >= kMaxLintFindings) {
        throw Failure(ErrorCode::limit, "there are too many findings to list",
                      "`kg lint` without a check counts them");
      }
      std::vector<std::string> cells = maker.describe(finding);
      cells.insert(cells.begin(), name);
      add_texts(table, cells);
      return true;
    });
  }
  return table;
}

}  // namespace kg
