// What a verdict says beside its kind and its evidence, and the order of its evidence.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <set>

#include "kg/api/verdicts_impl.h"
#include "kg/base/spelling.h"
#include "kg/base/utf8.h"
#include "kg/lang/names.h"

namespace kg {

// What the sources give in the place of a figure or date that they do not give.
void Verdicts::Impl::note_values(const CheckResult& found, Verdict& out) {
  if (out.kind != VerdictKind::not_covered) return;
  std::string values;
  std::set<std::string> said;
  for (std::size_t i = 0; i < out.others.size(); ++i) {
    const Id object = found.other_values[i].triple[2];
    const std::string value = tag_is_literal(object.tag()) ? text_.value(object) : out.others[i].on;
    if (said.insert(value).second) values += (values.empty() ? "" : ", ") + value;
  }
  if (!values.empty()) out.notes.push_back(fmt::format("The sources give {}.", values));
}

// Names like a text that nothing bears. A name holds it as a word, too, when it begins with a capital.
std::string Verdicts::Impl::similar(const std::string& written) {
  constexpr std::size_t kMaxLookedAt = 8;
  constexpr std::size_t kMaxShown = 3;
  const std::string folded = fold_name(written);
  if (folded.empty() || !names_.find(folded).empty()) return {};
  const bool name = is_capital(utf8_at(written, 0).value);
  std::size_t nearest = allowed_edits(folded);
  std::string list;
  std::set<std::string> shown;
  for (const std::string& other : similar_names(names_, folded, kMaxLookedAt)) {
    const std::size_t distance = edit_distance(folded, other, nearest);
    if ((distance > nearest && !name) || shown.size() >= kMaxShown) continue;
    nearest = std::min(nearest, distance);
    std::string label = text_.plain(names_.find(other).front());
    if (fold_name(label) != other && !name) label = other;  // the form that is like it
    if (shown.insert(label).second) list += (list.empty() ? "" : ", ") + label;
  }
  return list;
}

void Verdicts::Impl::note_similar(Verdict& verdict) {
  constexpr std::size_t kMaxUnknown = 4;
  std::size_t tried = 0;
  const auto note = [&](const std::string& written) {
    const std::string list = tried++ < kMaxUnknown ? similar(written) : std::string();
    if (!list.empty()) verdict.notes.push_back(fmt::format("`{}`: did you mean {}?", written, list));
    return !list.empty();
  };
  for (const std::string& written : verdict.not_understood) {
    if (note(written) || written.find(' ') == std::string::npos) continue;
    for (std::size_t at = 0, end = 0; at < written.size(); at = end + 1) {
      end = std::min(written.find(' ', at), written.size());
      if (end > at) note(written.substr(at, end - at));
    }
  }
}

// What narrows all that supports a figure, and is not in the claim.
void Verdicts::Impl::note_scope(const CheckResult& found, const CheckStatement& statement, Verdict& out) {
  if (out.kind != VerdictKind::supported || found.negated ||
      statement.claim.triple.object.term.kind != TermKind::literal)
    return;
  const FactVocabulary& words = checker_.vocabulary();
  std::string narrower;
  for (const Finding& finding : found.supporting) {
    std::string scope;
    for (const auto& [relation, value] : finding.claim.qualifiers) {
      const bool asked =
          std::any_of(statement.claim.qualifiers.begin(), statement.claim.qualifiers.end(),
                      [relation = relation](const Qualifier& q) { return q.relation.id == relation; });
      if (asked || words.is_evidence(relation) || words.is_time(relation) || relation == words.until)
        continue;
      scope += (scope.empty() ? "" : ", ") + text_.relation(relation) + ' ' + text_.value(value);
    }
    if (scope.empty()) return;
    if (narrower.empty()) narrower = scope;
  }
  if (!narrower.empty())
    out.notes.push_back(fmt::format("The sources say it [{}], which the claim does not.", narrower));
}

// Claims whose quotes name subject and object first, and among these such as are about the very triple.
void Verdicts::Impl::order(std::vector<Finding>& findings) {
  if (findings.size() < 2) return;
  const FactVocabulary& words = checker_.vocabulary();
  const auto derived = [](const Finding& finding) {
    return std::any_of(finding.reasons.begin(), finding.reasons.end(), [](ReasonCode reason) {
      return reason >= ReasonCode::inverse && reason <= ReasonCode::rule;
    });
  };
  std::vector<std::pair<int, std::size_t>> ranks;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const StoredClaim& claim = findings[i].claim;
    const std::string quote = fold_name(text_.plain(claim.value(words.quote)));
    const bool says = named_in(claim.triple[0], quote) && named_in(claim.triple[2], quote);
    ranks.emplace_back((derived(findings[i]) ? 1 : 0) + (says ? 0 : 2), i);
  }
  std::sort(ranks.begin(), ranks.end());
  std::vector<Finding> out;
  for (const auto& [rank, place] : ranks) out.push_back(std::move(findings[place]));
  findings = std::move(out);
}

// Whether a folded text has one of the thing's names; a value is taken to be there.
bool Verdicts::Impl::named_in(Id thing, const std::string& text) {
  if (tag_is_literal(thing.tag())) return true;
  auto known = spellings_.find(thing);
  if (known == spellings_.end()) {
    std::vector<std::string> spellings;
    const Id alias = checker_.source().find(Term::iri(iri::kSkosAltLabel));
    for (const Id relation : {checker_.vocabulary().label, alias}) {
      for (const Id name : checker_.reader().completions(Permutation::spo, thing, relation, kMaxSpellings))
        spellings.push_back(fold_name(checker_.source().term(name).value));
    }
    known = spellings_.emplace(thing, std::move(spellings)).first;
  }
  const auto inside = [&](std::size_t at) {  // of a word
    return at < text.size() && (std::isalnum(static_cast<unsigned char>(text[at])) != 0);
  };
  return std::any_of(known->second.begin(), known->second.end(), [&](const std::string& name) {
    for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + 1)) {
      if ((at == 0 || !inside(at - 1)) && !inside(at + name.size())) return true;
    }
    return false;
  });
}

// In what a figure that agrees differs from the claimed one.
std::string Verdicts::Impl::how(const Finding& finding, const CheckStatement& statement) {
  const auto& reasons = finding.reasons;
  const auto has = [&](ReasonCode reason) {
    return std::find(reasons.begin(), reasons.end(), reason) != reasons.end();
  };
  const PatternTerm& claimed = statement.claim.triple.object;
  const Id stated = finding.claim.triple[2];
  const bool rounded = has(ReasonCode::rounded);
  if (claimed.term.kind != TermKind::literal || !tag_is_literal(stated.tag()) ||
      !(rounded || has(ReasonCode::within_tolerance)))
    return {};
  return fmt::format("{}, {} {}", text_.value(stated),
                     rounded ? "rounded, agrees with" : "within the tolerance, agrees with",
                     text_.value(claimed.term, claimed.id));
}

}  // namespace kg
