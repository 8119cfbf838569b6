// Where a chart has the forms of relations.
#include <algorithm>

#include "kg/english/matcher.h"
#include "kg/english/words.h"

namespace kg::english {

bool Matcher::voice_fits(std::size_t at, const RelationForm& form, Step how) const {
  const std::string& first = chart_.token(at).word;
  const bool ends_in_preposition = form.words.size() > 1 && is(form.words.back(), kPreposition);
  if (how == Step::passive) return is_participle(first) && form.words.back() != "by" && !form.passive;
  if (is(form.words.front(), kPreposition) && (!match_.copula || how != Step::whole)) return false;
  if (how == Step::nominal) return form.words.size() == 1 && !form.passive;
  if (how != Step::whole || !match_.copula || is_gerund(first) || form.passive) return true;
  return !is_participle(first) || ends_in_preposition;
}

void Matcher::forms(std::size_t step, std::size_t at, FormKind kind, Step how) {
  at = skip_articles(at);
  if (how == Step::whole && match_.copula) {
    const bool one = chart_.at(at, "one") && chart_.at(at + 1, "of");
    if (one || chart_.at(at, "among")) at = skip_articles(at + (one ? 2 : 1));
  }
  const bool noun = kind == FormKind::property || kind == FormKind::share;
  const Keep world(match_.world);
  while (noun && (chart_.classes(at) & kWorld) != 0) {
    match_.world = true;
    ++at;
    if (chart_.at(at, "'s")) ++at;
  }
  if (at >= chart_.size()) return;
  const bool by_verb = how == Step::nominal || how == Step::share || how == Step::share_verb;
  const auto all = [&](std::size_t begin, const std::string& key, std::size_t end,
                       const std::vector<Id>* of) {
    for (const RelationForm& candidate : chart_.lexicon().starting_with(key)) {
      const Relation& relation = chart_.lexicon().relations()[candidate.relation];
      if (candidate.kind != kind || (of != nullptr && relation.unit != "%")) continue;
      if (how == Step::share_verb && candidate.words.size() != 1) continue;
      if (!voice_fits(begin, candidate, how)) continue;
      const Keep keep(match_.of);
      if (of != nullptr) match_.of = *of;
      form(step, begin, end, candidate, 1, how);
    }
  };
  all(at, chart_.key(at), at + 1, nullptr);
  if (by_verb && chart_.verb_key(at) != chart_.key(at)) all(at, chart_.verb_key(at), at + 1, nullptr);
  if (!noun || how == Step::share_verb || !match_.of.empty()) return;
  for (const Name& name : chart_.names(at)) {
    // rare earth | mining share, and `permanent magnets` for the magnets of a share.
    ++match_.pieces;
    if (name.end < chart_.size()) {
      all(at, chart_.key(name.end), name.end + 1, &name.things);
      if (by_verb && chart_.verb_key(name.end) != chart_.key(name.end))
        all(at, chart_.verb_key(name.end), name.end + 1, &name.things);
    }
    all(at, chart_.key(name.end - 1), name.end, &name.things);
    --match_.pieces;
  }
}

// The words of a form from the second on.
void Matcher::form(std::size_t step, std::size_t begin, std::size_t at, const RelationForm& form,
                   std::size_t word, Step how) {
  if (word == form.keys.size()) return accept_form(step, begin, at, form, how);
  if (++steps_ >= kMaxReadingSteps || at >= chart_.size()) return;
  const Keep negated(match_.negated);
  const Keep world(match_.world);
  const std::string& key = form.keys[word];
  const bool last = word + 1 == form.keys.size();
  const auto equal = [&](std::size_t token) {
    return chart_.key(token) == key ||
           (last && form.kind == FormKind::share && chart_.verb_key(token) == key);
  };
  for (; at < chart_.size(); ++at) {
    if (equal(at)) this->form(step, begin, at + 1, form, word + 1, how);
    const std::uint32_t classes = chart_.classes(at);
    const bool none = word == 1 && chart_.at(at, "no") && !match_.negated && is(form.words[0], kHave);
    const bool of_world = (classes & kWorld) != 0 && form.kind != FormKind::whole;
    const bool owner = chart_.at(at, "'s") && (chart_.classes(at - 1) & kWorld) != 0 && match_.world;
    if (!(none || of_world || owner || (classes & (kArticle | kFiller)) != 0)) break;
    if (none) match_.negated = true;
    if (of_world) match_.world = true;
  }
  if (at >= chart_.size()) return;
  const bool share = chart_.lexicon().relations()[form.relation].unit == "%" && form.kind != FormKind::whole;
  if (!share || !match_.of.empty()) return;
  for (const Name& name : chart_.names(at)) {  // share of rare earth mining, share of permanent magnets
    const Keep keep(match_.of);
    match_.of = name.things;
    ++match_.pieces;
    if (name.end < chart_.size() && equal(name.end))
      this->form(step, begin, name.end + 1, form, word + 1, how);
    if (name.end > at && equal(name.end - 1)) this->form(step, begin, name.end, form, word + 1, how);
    --match_.pieces;
  }
}

void Matcher::accept_form(std::size_t step, std::size_t begin, std::size_t end, const RelationForm& form,
                          Step how) {
  const Relation& meant = chart_.lexicon().relations()[form.relation];
  // 54 countries are members: both words must be of one relation.
  if (how == Step::counted && match_.relation != nullptr && match_.relation != &meant) return;
  const Keep relation(match_.relation);
  const Keep place(match_.relation_at);
  const Keep words(match_.form_words);
  match_.relation = &meant;
  match_.relation_at = {begin, end};
  const Keep asks_past(match_.asks_past);
  match_.asks_past = match_.asks_past || form.past;
  match_.form_words += form.words.size() + (form.past ? 1 : 0);
  ++match_.pieces;
  next(step + 1, end);
  if (how == Step::counted && skip_unit(end) != end) next(step + 1, skip_unit(end));
  --match_.pieces;
}

// uses export licences as leverage; has India as a member.
void Matcher::first_words(std::size_t step, std::size_t at) {
  if (at >= chart_.size()) return;
  for (const RelationForm& form : chart_.lexicon().starting_with(chart_.key(at))) {
    const bool pair = form.words.size() < 2 || (form.words.size() == 2 && is(form.words[1], kPreposition));
    if (form.kind != FormKind::whole || pair || !voice_fits(at, form, Step::whole)) continue;
    const Keep split(split_);
    const Keep place(split_at_);
    const Keep relation(match_.relation);
    split_ = &form;
    match_.relation = &chart_.lexicon().relations()[form.relation];
    for (std::size_t taken = 1; taken < form.keys.size(); ++taken) {
      split_at_ = taken;
      next(step + 1, at + taken);
      if (at + taken >= chart_.size() || chart_.key(at + taken) != form.keys[taken]) break;
    }
  }
}

void Matcher::last_words(std::size_t step, std::size_t at) {
  const RelationForm& form = *split_;
  if (match_.value && chart_.at(at, "in")) ++at;  // provides $10 billion in funding
  for (std::size_t i = split_at_; i < form.keys.size(); ++i, ++at) {
    at = skip_articles(at);
    if (at >= chart_.size() || chart_.key(at) != form.keys[i]) return;
  }
  accept_form(step, at, at, form, Step::whole);
}

// leader, producers: of verbs that are a form by themselves.
void Matcher::agent(std::size_t step, std::size_t at) {
  at = skip_articles(at);
  if (at >= chart_.size()) return;
  std::string noun = chart_.token(at).word;
  if (noun.ends_with('s')) noun.pop_back();
  if (noun.size() < 5 || !(noun.ends_with("er") || noun.ends_with("or"))) return;
  noun.resize(noun.size() - 2);
  for (const RelationForm& form : chart_.lexicon().starting_with(key_of(noun))) {
    if (form.kind == FormKind::whole && form.words.size() == 1 && !form.passive)
      accept_form(step, at, at + 1, form, Step::agent);
  }
}

}  // namespace kg::english
