#include "kg/english/proposals.h"

#include <algorithm>
#include <array>
#include <optional>

#include "kg/english/chart.h"
#include "kg/english/frames.h"
#include "kg/english/matcher.h"
#include "kg/english/statements.h"
#include "kg/english/words.h"

namespace kg::english {
namespace {

constexpr std::size_t kMaxClauses = 24;  // with the subject of another that are tried
constexpr std::size_t kMaxOthers = 3;

template <std::size_t N>
bool one_of(const Token& token, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), token.word) != words.end();
}

// Whether a clause may begin behind a token, or end before it.
bool opens(const Token& token) {
  constexpr std::array<std::string_view, 12> kWords{",",   ";",     ":",     "(",      "while",  "when",
                                                    "and", "where", "since", "\u2013", "\u2014", "so"};
  return one_of(token, kWords);
}
bool closes(const Chart& chart, std::size_t at) {
  constexpr std::array<std::string_view, 24> kWords{
      ",",     ";",   ":",  "(",       ")",  ".",     "\u2013", "\u2014", "and", "while", "when", "where",
      "which", "who", "so", "because", "as", "after", "before", "since",  "but", "with",  "to",   "that"};
  return at == chart.size() || one_of(chart.token(at), kWords) || (chart.classes(at) & kPreposition) != 0;
}
bool ends_scope(const Token& token) {
  constexpr std::array<std::string_view, 6> kWords{",", ";", ":", "\u2013", "\u2014", ")"};
  return one_of(token, kWords);
}

// A clause that a frame reads, and all readings that are as good.
struct Clause {
  Match match;
  std::vector<Reading> readings;
  std::vector<std::size_t> tokens;  // of the sentence that it accounts for, ascending
};

class Proposer {
 public:
  Proposer(std::string_view sentence, const Lexicon& lexicon, NameLinker& linker, const TripleSource& source,
           const NameIndex& names, const Budget& budget)
      : lexicon_(lexicon),
        linker_(linker),
        source_(source),
        names_(names),
        budget_(budget),
        chart_(sentence, lexicon, linker, source, names),
        type_(source.find(Term::iri(iri::kRdfType))),
        taken_(chart_.size(), false) {}

  ProposalResult run();

 private:
  // The best clause of the chart that begins with a token, accepted by `fits(begin, end)`.
  template <typename Fits>
  std::optional<Clause> clause_at(const Chart& chart, std::size_t begin, const Fits& fits);
  std::vector<Clause> whole_clauses();
  void take(Clause clause);
  void add_elliptic();
  void elliptic(std::pair<std::size_t, std::size_t> subject, std::size_t at);
  [[nodiscard]] bool says_little(const Variant& variant) const;
  [[nodiscard]] bool is_type(Id thing) const;
  [[nodiscard]] bool may_leave_out(std::size_t begin, std::size_t end) const;
  [[nodiscard]] bool fits(std::size_t begin, std::size_t end) const;
  [[nodiscard]] bool free(const std::vector<std::size_t>& tokens) const {
    return std::none_of(tokens.begin(), tokens.end(), [&](std::size_t i) { return taken_[i]; });
  }
  [[nodiscard]] std::vector<std::string> left_out() const;

  const Lexicon& lexicon_;
  NameLinker& linker_;
  const TripleSource& source_;
  const NameIndex& names_;
  const Budget& budget_;
  const Chart chart_;
  const Id type_;
  std::vector<bool> taken_;
  std::vector<Clause> clauses_;
  bool exhausted_ = false;
};

// Types stand for some thing of theirs (`the alliance`), and what kg's own relations say is no fact.
bool Proposer::says_little(const Variant& variant) const {
  const TriplePattern& triple = variant.claim.claim.triple;
  if (variant.by_anyone || is_type(triple.subject.id)) return true;
  if (triple.relation.id == type_ || triple.relation.id == kMissing) return false;
  return is_type(triple.object.id) || source_.term(triple.relation.id).value.starts_with(iri::kKg);
}

bool Proposer::is_type(Id thing) const {
  if (type_ == kMissing || !thing.bound() || tag_is_literal(thing.tag())) return false;
  const auto cursor = source_.cursor({Permutation::pos, 2, {type_, thing, Id{}}, kAllIds, 0b100});
  TripleColumns rows;
  return cursor->next(rows);
}

std::size_t covered(const Match& match) { return match.end - match.begin - match.passed_over.size(); }

template <typename Fits>
std::optional<Clause> Proposer::clause_at(const Chart& chart, std::size_t begin, const Fits& fits) {
  const StatementBuilder builder(chart, lexicon_, source_);
  Clause best;
  bool bare = false;
  const auto rank = [](const Match& match, bool plain) {
    const bool has_unit = match.value && match.relation != nullptr && !match.relation->unit.empty();
    return std::tuple(-static_cast<std::ptrdiff_t>(covered(match)), !has_unit, match.pieces + (plain ? 1 : 0),
                      kMaxClaimTokens - match.form_words);
  };
  auto best_rank = rank({}, false);
  Matcher matcher(chart, budget_, [&](const Match& match) {
    const auto own = rank(match, bare);
    if (own > best_rank || !fits(match.begin, match.end)) return;
    std::vector<Reading> readings = builder.readings(match, bare);
    for (Reading& reading : readings) {
      for (Part& part : reading.parts)
        std::erase_if(part.variants, [&](const Variant& variant) { return says_little(variant); });
    }
    std::erase_if(readings, [](const Reading& reading) {
      return std::any_of(reading.parts.begin(), reading.parts.end(),
                         [](const Part& part) { return part.variants.empty(); });
    });
    if (readings.empty()) return;
    if (own < best_rank) best = {match, {}, {}};
    best_rank = own;
    for (Reading& reading : readings) {
      if (best.readings.size() < kMaxReadings) best.readings.push_back(std::move(reading));
    }
  });
  for (const SentenceFrame& frame : sentence_frames()) {
    bare = frame.bare;
    matcher.match_part(frame.steps, begin);
  }
  exhausted_ = exhausted_ || matcher.exhausted();
  if (best.readings.empty()) return std::nullopt;
  return best;
}

// Whether the words say nothing that a claim beside them depends on.
bool Proposer::may_leave_out(std::size_t begin, std::size_t end) const {
  for (std::size_t i = begin; i < end; ++i) {
    if (!chart_.names(i).empty()) {
      i = chart_.names(i).front().end - 1;
    } else if (limits(chart_.token(i).word) || (chart_.verb_classes(i) & kSpeak) != 0 ||
               is_opinion(chart_.token(i).word)) {
      return false;
    }
  }
  return true;
}

bool Proposer::fits(std::size_t begin, std::size_t end) const {
  if (begin > 0 && !opens(chart_.token(begin - 1))) return false;
  if (!closes(chart_, end) || !may_leave_out(0, begin)) return false;
  std::size_t stop = end;
  while (stop < chart_.size() && !ends_scope(chart_.token(stop))) ++stop;
  const auto turns = [&](std::size_t i) { return chart_.at(i, "if") || chart_.at(i, "unless"); };
  for (std::size_t i = stop; i < chart_.size(); ++i) {
    if (turns(i) || (chart_.verb_classes(i) & kSpeak) != 0 || chart_.at(i, "according")) return false;
  }
  return may_leave_out(end, stop);
}

void Proposer::take(Clause clause) {
  for (const std::size_t i : clause.tokens) taken_[i] = true;
  clauses_.push_back(std::move(clause));
}

std::vector<Clause> Proposer::whole_clauses() {
  std::vector<Clause> found;
  for (std::size_t i = 0; i < chart_.size(); ++i) {
    if (i > 0 && !opens(chart_.token(i - 1))) continue;
    auto clause = clause_at(chart_, i, [&](std::size_t begin, std::size_t end) { return fits(begin, end); });
    if (!clause) continue;
    for (std::size_t token = clause->match.begin; token < clause->match.end; ++token)
      clause->tokens.push_back(token);
    found.push_back(*std::move(clause));
  }
  return found;
}

// The clause that begins at a token and has its subject elsewhere.
void Proposer::elliptic(std::pair<std::size_t, std::size_t> subject, std::size_t at) {
  const std::string text = chart_.text(subject.first, subject.second) + ' ' + chart_.text(at, chart_.size());
  const Chart chart(text, lexicon_, linker_, source_, names_);
  const std::size_t head = subject.second - subject.first;
  if (chart.size() != head + chart_.size() - at) return;  // other tokens than in the sentence
  auto clause = clause_at(
      chart, 0, [&](std::size_t, std::size_t end) { return end > head && fits(at, end - head + at); });
  if (!clause || clause->match.subject_at != std::pair(std::size_t{0}, head)) return;
  for (std::size_t token = at; token < clause->match.end - head + at; ++token)
    clause->tokens.push_back(token);
  for (std::size_t& token : clause->match.passed_over) token = token - head + at;
  if (free(clause->tokens)) take(*std::move(clause));
}

void Proposer::add_elliptic() {
  std::optional<std::pair<std::size_t, std::size_t>> subject;
  for (const Clause& clause : clauses_) {
    if (clause.match.subject_at.second > 0 && !subject) subject = clause.match.subject_at;
  }
  std::size_t first = 0;
  while ((chart_.classes(first) & kArticle) != 0) ++first;
  if (!subject && first < chart_.size() && !chart_.names(first).empty())
    subject = std::pair(first, chart_.names(first).front().end);
  std::size_t tried = 0;
  for (std::size_t i = 1; i < chart_.size() && tried < kMaxClauses; ++i) {
    const bool relative = chart_.at(i - 1, "which") || chart_.at(i - 1, "who");
    if (chart_.at(i, ":")) break;  // what comes is a list
    const bool goes_on = relative || chart_.at(i - 1, ",") || chart_.at(i - 1, "and");
    if (!goes_on || taken_[i] || !chart_.names(i).empty()) continue;
    auto from = subject;
    if (relative && i > 1) {
      const std::size_t end = chart_.at(i - 2, ",") ? i - 2 : i - 1;
      from.reset();
      for (std::size_t begin = 0; begin < end && !from; ++begin) {
        for (const Name& name : chart_.names(begin)) {
          if (name.end == end) from = std::pair(begin, end);
        }
      }
    }
    if (!from || from->second > i) continue;
    ++tried;
    elliptic(*from, i);
  }
}

// What is no sign, article or `and` by itself.
std::vector<std::string> Proposer::left_out() const {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < chart_.size(); ++i) {
    std::size_t end = i;
    bool says = false;
    for (; end < chart_.size() && !taken_[end]; ++end) {
      says = says ||
             (chart_.token(end).kind != TokenKind::sign && (chart_.classes(end) & (kArticle | kAnd)) == 0);
    }
    if (says) out.push_back(chart_.text(i, end));
    i = std::max(i, end);
  }
  return out;
}

bool can_read(std::string_view sentence) {
  try {
    return !tokens_of(sentence).empty();
  } catch (const Failure&) {
    return false;  // longer than a sentence is
  }
}

ProposalResult Proposer::run() {
  std::vector<Clause> found = whole_clauses();
  std::stable_sort(found.begin(), found.end(),
                   [](const Clause& a, const Clause& b) { return covered(a.match) > covered(b.match); });
  for (Clause& clause : found) {
    if (free(clause.tokens)) take(std::move(clause));
  }
  add_elliptic();
  std::stable_sort(clauses_.begin(), clauses_.end(),
                   [](const Clause& a, const Clause& b) { return a.tokens.front() < b.tokens.front(); });
  ProposalResult out;
  for (const Clause& clause : clauses_) {
    for (const std::size_t i : clause.match.passed_over) taken_[i] = false;
    const Reading& best = clause.readings.front();
    for (std::size_t i = 0; i < best.parts.size() && out.proposals.size() < kMaxProposals; ++i) {
      Proposal one{best.parts[i].variants.front().claim, {}};
      const auto add = [&](const CheckStatement& other) {
        if (one.others.size() < kMaxOthers) one.others.push_back(other);
      };
      for (std::size_t k = 1; k < best.parts[i].variants.size(); ++k) {
        if (best.parts[i].variants[k].granted.empty()) add(best.parts[i].variants[k].claim);
      }
      for (std::size_t k = 1; k < clause.readings.size(); ++k) {
        if (clause.readings[k].parts.size() == best.parts.size())
          add(clause.readings[k].parts[i].variants.front().claim);
      }
      out.proposals.push_back(std::move(one));
    }
  }
  out.left_out = left_out();
  out.exhausted = exhausted_;
  return out;
}

}  // namespace

ProposalResult propose(std::string_view sentence, const Lexicon& lexicon, NameLinker& linker,
                       const TripleSource& source, const NameIndex& names, const Budget& budget) {
  if (!can_read(sentence)) return {{}, {std::string(sentence)}, true};
  return Proposer(sentence, lexicon, linker, source, names, budget).run();
}

}  // namespace kg::english
