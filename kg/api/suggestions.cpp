#include "kg/api/suggestions.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "kg/api/claim_text.h"
#include "kg/api/documents.h"
#include "kg/api/namer.h"
#include "kg/base/utf8.h"
#include "kg/english/proposals.h"
#include "kg/facts/claim_reader.h"
#include "kg/facts/documents.h"
#include "kg/facts/sentences.h"
#include "kg/lang/words.h"
#include "kg/model/vocabulary.h"

namespace kg {
namespace {

class Suggester {
 public:
  Suggester(const SnapshotPtr& snapshot, const std::string& document, const Budget& budget)
      : snapshot_(*snapshot),
        document_(document),
        namer_(snapshot),
        checker_(snapshot_, snapshot_.names()),
        text_(checker_, namer_, texts_),
        lexicon_(snapshot_, snapshot_.names(), budget),
        linker_(snapshot_, snapshot_.names(), budget, [this](Id id) { return !lexicon_.is_relation(id); }),
        budget_(budget) {
    checker_.set_budget(budget);
    for (const Id id : snapshot_.names().find(fold_name(document))) documents_.insert(id);
  }

  void read(std::string_view text, const Sentence& sentence, SuggestionReport& out);

 private:
  std::string thing(Id id) {
    const std::string& name = namer_.name(id);
    if (!name.empty() && terminal_safe(name) == name) return in_quotes(name, '"');
    return snapshot_.term(id).to_ntriples();
  }
  std::string place(const PatternTerm& place) {
    return place.term.kind == TermKind::literal ? text_.value(place.term, place.id) : thing(place.id);
  }
  std::string relation(const PatternTerm& place);
  Suggestion spelled(CheckStatement claim, const std::string& quote);
  [[nodiscard]] bool known(const CheckStatement& claim);

  const StoreSnapshot& snapshot_;
  const std::string& document_;
  Namer namer_;
  Checker checker_;
  DocumentTexts texts_;
  ClaimText text_;
  english::Lexicon lexicon_;
  NameLinker linker_;
  const Budget& budget_;
  std::set<Id> documents_;  // that bear its name
};

std::string Suggester::relation(const PatternTerm& place) {
  const Term term = place.id == kMissing ? place.term : snapshot_.term(place.id);
  if (const auto words = builtin_relation_words(term.value)) return std::string(*words);
  return place.id == kMissing ? term.to_ntriples() : thing(place.id);
}

// A speaker that is a source of the store's claims is, in another document, one that it repeats.
CheckStatement with_attribution(CheckStatement claim, const TripleSource& source) {
  for (const PatternTerm& speaker : claim.sources) {
    Term said = Term::iri(vocabulary::kAttributedTo);
    const Id id = source.find(said);
    claim.claim.qualifiers.push_back({PatternTerm::constant(id, std::move(said)), speaker});
  }
  claim.sources.clear();
  return claim;
}

Suggestion Suggester::spelled(CheckStatement claim, const std::string& quote) {
  if (auto actors = checker_.of_actors(claim)) claim = *std::move(actors);
  claim = with_attribution(std::move(claim), snapshot_);
  Suggestion out;
  const TriplePattern& triple = claim.claim.triple;
  out.subject = place(triple.subject);
  out.relation = relation(triple.relation);
  out.object = place(triple.object);
  std::string brackets;
  for (const Qualifier& qualifier : claim.claim.qualifiers) {
    out.qualifiers.emplace_back(relation(qualifier.relation), place(qualifier.value));
    const auto& [name, value] = out.qualifiers.back();
    // The word is a thing where a store has declared it, and a text elsewhere.
    if (name == "stance" && snapshot_.names().find("denied").size() == 1)
      out.qualifiers.back().second = "denied";
    brackets += fmt::format("{} {}, ", name, value);
  }
  out.statement = fmt::format("add {} {} {}\n  [{}source {}, quote {}];", out.subject, out.relation,
                              out.object, brackets, in_quotes(document_, '"'), in_quotes(quote, '\''));
  out.known = known(claim);
  return out;
}

bool Suggester::known(const CheckStatement& claim) {
  const TriplePattern& pattern = claim.claim.triple;
  const Triple triple{pattern.subject.id, pattern.relation.id, pattern.object.id};
  if (std::find(triple.begin(), triple.end(), kMissing) != triple.end()) return false;
  const FactVocabulary& words = checker_.vocabulary();
  if (triple[1] == words.type && snapshot_.contains(triple)) return true;  // types need no source
  ClaimReader& reader = checker_.reader();
  const auto& wanted = claim.claim.qualifiers;
  const bool denied = std::any_of(wanted.begin(), wanted.end(), [&](const Qualifier& q) {
    return q.relation.term.value == vocabulary::kStance;
  });
  const std::vector<StoredClaim> stored = denied ? reader.denying(triple) : reader.asserting(triple);
  return std::any_of(stored.begin(), stored.end(), [&](const StoredClaim& one) {
    return documents_.contains(one.value(words.source)) &&
           std::all_of(wanted.begin(), wanted.end(), [&](const Qualifier& qualifier) {
             return qualifier.relation.term.value == vocabulary::kStance ||
                    std::find(one.qualifiers.begin(), one.qualifiers.end(),
                              std::pair(qualifier.relation.id, qualifier.value.id)) != one.qualifiers.end();
           });
  });
}

void Suggester::read(std::string_view text, const Sentence& sentence, SuggestionReport& out) {
  const std::string quote(text.substr(sentence.begin, sentence.end - sentence.begin));
  ++out.sentences;
  const english::ProposalResult found =
      english::propose(quote, lexicon_, linker_, snapshot_, snapshot_.names(), budget_);
  if (found.proposals.empty()) ++out.unread;
  std::set<std::string> said;
  const auto claim_of = [](const Suggestion& s) {
    std::string claim = s.subject + ' ' + s.relation + ' ' + s.object;
    for (const auto& [name, value] : s.qualifiers)
      claim += fmt::format("{}{} {}", &name == &s.qualifiers.front().first ? " [" : ", ", name, value);
    return s.qualifiers.empty() ? claim : claim + ']';
  };
  for (const english::Proposal& proposal : found.proposals) {
    Suggestion one = spelled(proposal.claim, quote);
    if (!said.insert(one.statement).second) continue;
    one.quote = quote;
    one.start = sentence.begin;
    one.end = sentence.end;
    one.left_out = found.left_out;
    std::set<std::string> claims{claim_of(one)};
    for (const CheckStatement& other : proposal.others) {
      std::string claim = claim_of(spelled(other, quote));
      if (claims.insert(claim).second) one.others.push_back(std::move(claim));
    }
    out.suggestions.push_back(std::move(one));
  }
}

}  // namespace

SuggestionReport suggest_claims(const SnapshotPtr& snapshot, const DocumentSource& document,
                                const Budget& budget) {
  SuggestionReport out;
  out.document = metadata_of(document).name;
  Suggester suggester(snapshot, out.document, budget);
  for (const Sentence& sentence : sentences_of(document.text, read_front_matter(document.text).body)) {
    budget.check();
    suggester.read(document.text, sentence, out);
  }
  return out;
}

}  // namespace kg
