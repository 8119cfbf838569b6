#include "kg/api/english_verdict.h"

#include <algorithm>

#include "kg/english/pasted.h"

namespace kg {
namespace {

bool decided(VerdictKind kind) { return kind != VerdictKind::not_covered; }

template <typename List>
void append(List& to, const List& from) {
  to.insert(to.end(), from.begin(), from.end());
}

void add_reason(Verdict& verdict, ReasonCode reason) {
  const auto place = std::lower_bound(verdict.reasons.begin(), verdict.reasons.end(), reason);
  if (place == verdict.reasons.end() || *place != reason) verdict.reasons.insert(place, reason);
}

// The evidence of both, where both must hold.
void join(Verdict& to, const Verdict& from) {
  append(to.supporting, from.supporting);
  append(to.refuting, from.refuting);
  to.supporting_origins = std::max(to.supporting_origins, from.supporting_origins);
  to.refuting_origins = std::max(to.refuting_origins, from.refuting_origins);
  append(to.proof, from.proof);
  append(to.nearest, from.nearest);
  append(to.others, from.others);
  append(to.not_understood, from.not_understood);
  append(to.statements, from.statements);
  for (const std::string& note : from.notes) {
    if (std::find(to.notes.begin(), to.notes.end(), note) == to.notes.end()) to.notes.push_back(note);
  }
  for (const ReasonCode reason : from.reasons) add_reason(to, reason);
}

}  // namespace

// A passive without `by`: supported by whoever the store says did it.
Verdict EnglishVerdicts::by_anyone(const CheckStatement& statement) {
  const TriplePattern& claim = statement.claim.triple;
  std::optional<Verdict> first;
  for (const Id subject : verdicts_.subjects(claim.relation.id, claim.object.id, kMaxTriedSubjects)) {
    CheckStatement tried = statement;
    tried.claim.triple.subject = PatternTerm::constant(subject);
    Verdict verdict = verdicts_.check(tried, {}, *budget_);
    if (decided(verdict.kind)) return verdict;
    if (!first) first = std::move(verdict);
  }
  if (first) return *std::move(first);
  Verdict none;
  none.statements.push_back({verdicts_.spelled(statement), VerdictKind::not_covered});
  return none;
}

Verdict EnglishVerdicts::variant(const CheckStatement& asked, const english::Variant& variant) {
  CheckStatement claim = variant.claim;
  if (!claim.tolerance) claim.tolerance = asked.tolerance;
  claim.sources.insert(claim.sources.end(), asked.sources.begin(), asked.sources.end());
  Verdict out;
  try {
    out = variant.by_anyone ? by_anyone(claim) : verdicts_.check(claim, {}, *budget_);
  } catch (const Failure& failure) {
    if (failure.error().code != ErrorCode::query) throw;
    out.statements.push_back({verdicts_.spelled(claim), VerdictKind::not_covered});  // money is no share
  }
  for (const CheckStatement& granted : variant.granted) {
    Verdict other = verdicts_.check(granted, {}, *budget_);
    if (!decided(out.kind)) break;
    if (other.kind != VerdictKind::supported) {
      out.kind = VerdictKind::not_covered;
      out.reasons.clear();
      other.refuting.clear();
      out.supporting.clear();
      out.refuting.clear();
    }
    const bool refuted = out.kind == VerdictKind::refuted;
    append(out.statements, other.statements);
    if (refuted) continue;
    other.statements.clear();
    join(out, other);
  }
  return out;
}

Verdict EnglishVerdicts::part(const CheckStatement& asked, const english::Part& part) {
  std::optional<Verdict> first;
  std::optional<Verdict> found;
  for (const english::Variant& way : part.variants) {
    Verdict verdict = variant(asked, way);
    if (!decided(verdict.kind)) {
      if (!first) first = std::move(verdict);
      continue;
    }
    if (found && found->kind != verdict.kind) {
      found->kind = VerdictKind::not_covered;
      found->reasons.clear();
      add_reason(*found, ReasonCode::ambiguous);
      append(found->statements, verdict.statements);
      return *std::move(found);
    }
    if (!found) found = std::move(verdict);
  }
  return found ? *std::move(found) : *std::move(first);
}

Verdict EnglishVerdicts::reading(const CheckStatement& asked, const english::Reading& reading) {
  std::vector<Verdict> verdicts;
  for (const english::Part& one : reading.parts) verdicts.push_back(part(asked, one));
  const auto all = [&](VerdictKind kind) {
    return std::all_of(verdicts.begin(), verdicts.end(), [&](const Verdict& v) { return v.kind == kind; });
  };
  const auto any = [&](VerdictKind kind) {
    return std::any_of(verdicts.begin(), verdicts.end(), [&](const Verdict& v) { return v.kind == kind; });
  };
  const VerdictKind kind = all(VerdictKind::supported)  ? VerdictKind::supported
                           : any(VerdictKind::disputed) ? VerdictKind::disputed
                           : any(VerdictKind::refuted)  ? VerdictKind::refuted
                                                        : VerdictKind::not_covered;
  Verdict out = verdicts.front();
  for (std::size_t i = 1; i < verdicts.size(); ++i) join(out, verdicts[i]);
  out.kind = kind;
  if (kind == VerdictKind::refuted) out.supporting.clear();
  return out;
}

// Whether the store has no claim about the subject by this relation, so that it is hardly what was meant.
bool EnglishVerdicts::silent(const english::Reading& reading) {
  return std::all_of(reading.parts.begin(), reading.parts.end(), [&](const english::Part& part) {
    const TriplePattern& claim = part.variants.front().claim.claim.triple;
    return !verdicts_.speaks_of(claim.relation.id, claim.subject.id);
  });
}

Verdict EnglishVerdicts::not_read(const english::ReadingResult& read) {
  Verdict out;
  add_reason(out, ReasonCode::not_understood);
  if (read.exhausted) add_reason(out, ReasonCode::ambiguous);
  if (read.unknown_name) add_reason(out, ReasonCode::unknown_entity);
  if (read.unknown_relation) add_reason(out, ReasonCode::unknown_relation);
  out.not_understood = read.not_understood;
  if (read.unknown_words) verdicts_.note_similar(out);
  std::string parts;
  for (const std::string& part : read.parts) parts += (parts.empty() ? "'" : ", '") + part + '\'';
  if (!parts.empty()) out.notes.push_back("It makes several claims; check them one by one: " + parts + '.');
  out.nearest = verdicts_.nearest(read.things, *budget_);
  return out;
}

Verdict EnglishVerdicts::check(const CheckStatement& statement, std::string claim, const Budget& budget) {
  budget_ = &budget;
  const SnapshotPtr& snapshot = verdicts_.snapshot();
  if (lexicon_ == nullptr)
    lexicon_ = std::make_unique<const english::Lexicon>(*snapshot, snapshot->names(), budget);
  const english::ReadingResult read = english::read_claim(english::pasted(statement.english), *lexicon_,
                                                          *snapshot, snapshot->names(), budget);
  Verdict out;
  if (read.readings.empty()) {
    out = not_read(read);
    out.claim = std::move(claim);
    return out;
  }
  std::vector<std::pair<Verdict, bool>> found;  // and whether the store is silent about it
  for (const english::Reading& one : read.readings) {
    Verdict verdict = reading(statement, one);
    const bool quiet = read.readings.size() > 1 && !decided(verdict.kind) && silent(one);
    found.emplace_back(std::move(verdict), quiet);
  }
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
    return std::pair(decided(a.first.kind), !a.second) > std::pair(decided(b.first.kind), !b.second);
  });
  out = std::move(found.front().first);
  bool differ = false;
  for (std::size_t i = 1; i < found.size(); ++i) {
    append(out.statements, found[i].first.statements);
    differ = differ || (found[i].first.kind != out.kind && !found[i].second);
  }
  if (differ) {
    out.kind = VerdictKind::not_covered;
    out.reasons = {ReasonCode::ambiguous};
  }
  out.claim = std::move(claim);
  return out;
}

}  // namespace kg
