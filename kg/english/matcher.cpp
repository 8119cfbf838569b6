#include "kg/english/matcher.h"

#include <algorithm>

#include "kg/english/words.h"

namespace kg::english {
namespace {

constexpr std::uint32_t kAuxiliary = kBe | kHave | kDo | kNot | kFiller;

}  // namespace

void Matcher::match(Frame frame) {
  frame_ = frame;
  match_ = {};
  const std::uint32_t first = chart_.classes(0);
  question_ = (first & (kBe | kHave | kDo)) != 0;
  question_copula_ = (first & kBe) != 0;
  std::size_t start = question_ ? 1 : 0;
  if (question_ && (chart_.classes(start) & kNot) != 0) return;  // Didn't he: what it asks is not sure
  // Is it true that ...
  if (question_copula_ && chart_.at(1, "it") && chart_.at(2, "true") && chart_.at(3, "that")) {
    question_ = question_copula_ = false;
    start = 4;
  }
  next(0, start);
}

void Matcher::match_part(Frame frame, std::size_t begin) {
  frame_ = frame;
  match_ = {};
  match_.begin = begin;
  part_ = true;
  question_ = question_copula_ = false;
  next(0, begin);
  part_ = false;
}

template <typename Then>
void Matcher::pass_over(std::size_t at, bool phrases, const Then& then) {
  const auto plain = [&](std::size_t i) {
    if (i >= chart_.size() || match_.passed_over.size() >= kMaxPassedOver) return false;
    const Token& token = chart_.token(i);
    return token.kind == TokenKind::word && !token.capital && chart_.classes(i) == 0 && !limits(token.word) &&
           !is_gerund(token.word) && !token.word.starts_with("wh") && chart_.names(i).empty() &&
           chart_.lexicon().starting_with(chart_.key(i)).empty();
  };
  if (!part_) return;
  const std::size_t before = match_.passed_over.size();
  const bool phrase = phrases && (chart_.classes(at) & kPreposition) != 0;
  std::size_t end = at;
  if (phrase) end = skip_articles(at + 1);
  if (!plain(end)) return;
  for (std::size_t i = at; i < end; ++i) match_.passed_over.push_back(i);
  while (plain(end)) {
    match_.passed_over.push_back(end++);
    // with support of X: X belongs to what is passed over
    if (!phrase || !chart_.at(end, "of")) then(end);
    if (!phrase) break;
  }
  match_.passed_over.resize(before);
}

std::size_t Matcher::skip_articles(std::size_t at) const {
  while ((chart_.classes(at) & kArticle) != 0) ++at;
  return at;
}

// 54 member countries, identifies seven trends: what is counted, or its unit.
std::size_t Matcher::skip_unit(std::size_t at) const {
  if (match_.relation == nullptr || at >= chart_.size()) return at;
  const auto& keys = match_.relation->unit_keys;
  if (std::find(keys.begin(), keys.end(), chart_.key(at)) != keys.end()) return at + 1;
  const auto& forms = chart_.lexicon().starting_with(chart_.key(at));
  const bool counted = std::any_of(forms.begin(), forms.end(), [&](const RelationForm& form) {
    return form.kind == FormKind::counted && form.words.size() == 1 &&
           &chart_.lexicon().relations()[form.relation] == match_.relation;
  });
  return counted ? at + 1 : at;
}

void Matcher::next(std::size_t step, std::size_t at) {
  if (steps_ >= kMaxReadingSteps) return;
  if ((++steps_ & 1023U) == 0) budget_.check();
  if (step == frame_.size()) {
    match_.end = at;
    if ((part_ || at == chart_.size()) && (match_.past || !match_.asks_past)) report_(match_);
    return;
  }
  switch (const Step kind = frame_[step]) {
    case Step::adjuncts:
      return adjuncts(step, at);
    case Step::subject:
      return things(step, at, true, false, false);
    case Step::object:
      things(step, at, false, false, false);
      return value(step, at);
    case Step::amount:
      return amount(step, at);
    case Step::of_thing:
      return of_thing(step, at);
    case Step::auxiliary:
    case Step::copula:
    case Step::equals:
    case Step::has:
    case Step::comprises:
    case Step::includes:
    case Step::pays:
    case Step::happens:
    case Step::holds_share:
      return auxiliary(step, at, kind);
    default:
      return form_step(kind, step, at);
  }
}

void Matcher::form_step(Step step, std::size_t place, std::size_t at) {
  switch (step) {
    case Step::whole:
    case Step::passive:
    case Step::nominal:
      return forms(place, at, FormKind::whole, step);
    case Step::possessed:
      return forms(place, at, FormKind::possessed, step);
    case Step::property:
      return forms(place, at, FormKind::property, step);
    case Step::counted:
      return forms(place, at, FormKind::counted, step);
    case Step::share:
    case Step::share_verb:
      return forms(place, at, FormKind::share, step);
    case Step::reciprocal:
      return forms(place, at, FormKind::reciprocal, step);
    case Step::agent:
      return agent(place, at);
    case Step::first_words:
      return first_words(place, at);
    case Step::last_words:
      return last_words(place, at);
    case Step::one_of:
      next(place + 1, at);
      if (chart_.at(at, "among")) next(place + 1, at + 1);
      if (chart_.at(at, "one") && chart_.at(at + 1, "of")) next(place + 1, at + 2);
      return;
    case Step::possessive:
      return word(place, at, {"'s"});
    case Step::by:
      return word(place, at, {"by"});
    case Step::of:
      return word(place, at, {"of"});
    case Step::in:
      return word(place, at, {"in", "of", "among", "within"});
    case Step::by_or_in:
      return word(place, at, {"by", "in", "from"});
    case Step::to:
      return word(place, at, {"to"});
    case Step::to_or_of:
      return word(place, at, {"to", "of", "in"});
    case Step::there:
      return word(place, at, {"there"});
    default:
      return;
  }
}

void Matcher::word(std::size_t step, std::size_t at, std::initializer_list<std::string_view> words) {
  const bool found =
      std::any_of(words.begin(), words.end(), [&](std::string_view word) { return chart_.at(at, word); });
  if (found) next(step + 1, at + 1);
}

// --- adjuncts --------------------------------------------------------------------------------------------

void Matcher::add_adjunct(std::size_t step, std::size_t end, Adjunct adjunct) {
  match_.adjuncts.push_back(std::move(adjunct));
  ++match_.pieces;
  adjuncts(step, end);
  --match_.pieces;
  match_.adjuncts.pop_back();
}

void Matcher::adjuncts(std::size_t step, std::size_t at) {
  next(step + 1, at);
  if (at >= chart_.size() || match_.adjuncts.size() >= kMaxAdjuncts || steps_ >= kMaxReadingSteps) return;
  const bool comma = chart_.at(at, ",");
  const std::size_t here = comma ? at + 1 : at;
  if (comma && !chart_.at(here, ",")) next(step + 1, here);
  if (here >= chart_.size()) return;
  const std::uint32_t classes = chart_.classes(here);
  if ((classes & kFiller) != 0) adjuncts(step, here + 1);
  if ((classes & kWorld) != 0) {
    const Keep keep(match_.world);
    match_.world = true;
    adjuncts(step, here + 1);
  }
  // in the world
  if ((classes & kPreposition) != 0 && (chart_.classes(skip_articles(here + 1)) & kWorld) != 0) {
    const Keep keep(match_.world);
    match_.world = true;
    adjuncts(step, skip_articles(here + 1) + 1);
  }
  prepositional(step, here);
  speaker(step, here);
  said_by(step, here);
  pass_over(here, true, [&](std::size_t end) { adjuncts(step, end); });
  if (comma) {
    for (const Name& name : chart_.names(here)) {
      add_adjunct(step, name.end, {{}, name.things, {}, false, false});
      if (chart_.at(name.end, ",")) add_adjunct(step, name.end + 1, {{}, name.things, {}, false, false});
    }
  }
}

void Matcher::prepositional(std::size_t step, std::size_t at) {
  const auto add_date = [&](const std::optional<DateMention>& date, std::size_t begin,
                            const std::string& how) {
    if (date) add_adjunct(step, begin + date->size, {how, {}, date->date, true, false});
  };
  if (chart_.at(at, "between") || chart_.at(at, "from")) add_date(chart_.date(at), at, "on");
  if ((chart_.classes(at) & kPreposition) == 0 || at + 1 >= chart_.size()) return;
  const std::string& preposition = chart_.token(at).word;
  constexpr std::array<std::string_view, 7> kAtTime{"in", "on", "during", "at", "of", "within", "throughout"};
  const bool plain = std::find(kAtTime.begin(), kAtTime.end(), preposition) != kAtTime.end();
  if (!chart_.at(at + 1, "between") && !chart_.at(at + 1, "from"))
    add_date(chart_.date(at + 1), at + 1, plain ? "on" : preposition);
  const auto& amount = chart_.amount(at + 1);
  if (amount && !(chart_.date(at + 1) && chart_.date(at + 1)->size >= amount->size)) {
    add_adjunct(step, at + 1 + amount->size, {preposition, {}, amount->term(), false, false});
  }
  std::size_t begin = at + 1;
  for (;; ++begin) {
    for (const Name& name : chart_.names(begin))
      add_adjunct(step, name.end, {preposition, name.things, {}, false, false});
    if ((chart_.classes(begin) & kArticle) == 0 || begin + 1 >= chart_.size()) break;
  }
}

// According to X; X says (that); as reported by X.
void Matcher::speaker(std::size_t step, std::size_t at) {
  std::size_t begin = 0;
  if (chart_.at(at, "according") && chart_.at(at + 1, "to")) begin = at + 2;
  if (chart_.at(at, "as") && (chart_.verb_classes(at + 1) & kSpeak) != 0 && chart_.at(at + 2, "by"))
    begin = at + 3;
  const bool named = begin != 0;
  begin = skip_articles(named ? begin : at + (chart_.at(at, "as") ? 1 : 0));
  if (begin >= chart_.size()) return;
  for (const Name& name : chart_.names(begin)) {
    std::size_t end = name.end;
    if (!named) {
      if ((chart_.classes(end) & (kHave | kFiller)) != 0) ++end;
      const bool speaks = (chart_.verb_classes(end) & kSpeak) != 0;
      const bool thinks =
          part_ && end < chart_.size() && is_opinion(chart_.token(end).word) && chart_.at(end + 1, "that");
      if (!(speaks || thinks) || is_gerund(chart_.token(end).word)) continue;
      ++end;
      if (chart_.at(end, "that")) {
        ++end;
      } else if (chart_.at(end, ",")) {
        ++end;
      }
    } else if (chart_.at(end, ",")) {
      ++end;
    }
    add_adjunct(step, end, {"attributed to", name.things, {}, false, true});
  }
}

// ..., says X
void Matcher::said_by(std::size_t step, std::size_t at) {
  if (at == 0 || !chart_.at(at - 1, ",") || (chart_.verb_classes(at) & kSpeak) == 0) return;
  const std::size_t begin = skip_articles(at + 1);
  if (begin >= chart_.size() || is_gerund(chart_.token(at).word)) return;
  for (const Name& name : chart_.names(begin)) {
    if (name.end == chart_.size())
      add_adjunct(step, name.end, {"attributed to", name.things, {}, false, true});
  }
}

// --- names and figures -----------------------------------------------------------------------------------

// A list needs its `and`: `closed` when that was read, `comma` when a comma was and it is still to come.
void Matcher::things(std::size_t step, std::size_t at, bool subject, bool comma, bool closed) {
  auto& list = subject ? match_.subjects : match_.objects;
  if (at >= chart_.size() || list.size() >= kMaxListedNames) return;
  if (list.empty() && chart_.at(at, "both")) ++at;
  if ((chart_.classes(at) & kArticle) != 0) things(step, at + 1, subject, comma, closed);
  if (list.empty()) pass_over(at, false, [&](std::size_t end) { things(step, end, subject, comma, closed); });
  if ((chart_.classes(at) & kWorld) != 0 && chart_.at(at + 1, "'s")) {
    const Keep keep(match_.world);
    match_.world = true;
    things(step, at + 2, subject, comma, closed);
  }
  auto& place = subject ? match_.subject_at : match_.object_at;
  for (const Name& name : chart_.names(at)) {
    const Keep keep(place);
    if (list.empty()) place = {at, name.end};
    list.push_back(name.things);
    ++match_.pieces;
    if (!comma || closed) next(step + 1, name.end);
    if (!closed) {
      const bool separated = chart_.at(name.end, ",");
      const std::size_t after = separated ? name.end + 1 : name.end;
      if ((chart_.classes(after) & kAnd) != 0) {
        things(step, after + 1, subject, true, true);
      } else if (separated) {
        things(step, after, subject, true, false);
      }
    }
    // Premier of China Li Qiang; Li Qiang, the Premier of China,
    const bool set_off = chart_.at(name.end, ",");
    const std::size_t second = set_off ? skip_articles(name.end + 1) : name.end;
    if (second < chart_.size() && list.size() == 1 && match_.appositions.empty()) {
      for (const Name& other : chart_.names(second)) {
        const std::size_t end = set_off && chart_.at(other.end, ",") ? other.end + 1 : other.end;
        if (set_off && end == other.end && end != chart_.size()) continue;
        ++match_.pieces;
        match_.appositions.emplace_back(name.things, other.things);
        next(step + 1, end);
        list.back() = other.things;
        match_.appositions.back() = {other.things, name.things};
        next(step + 1, end);
        list.back() = name.things;
        match_.appositions.pop_back();
        --match_.pieces;
      }
    }
    --match_.pieces;
    list.pop_back();
  }
}

void Matcher::value(std::size_t step, std::size_t at) {
  if (at >= chart_.size()) return;
  const Keep keep(match_.value);
  const Keep place(match_.object_at);
  const auto take = [&](std::size_t size, Term term) {
    match_.value = std::move(term);
    match_.object_at = {at, at + size};
    ++match_.pieces;
    next(step + 1, at + size);
    --match_.pieces;
  };
  if (chart_.token(at).kind == TokenKind::text) take(1, Term::string(chart_.token(at).word));
  const auto& date = chart_.date(at);
  if (!date || !is_time(at, *date)) return amount(step, at);
  take(date->size, date->date);
}

// A bare 2024 is a year behind a preposition, and a figure elsewhere.
bool Matcher::is_time(std::size_t at, const DateMention& date) const {
  if (date.size > 1 || chart_.token(at).kind != TokenKind::number) return true;
  return at > 0 && (chart_.classes(at - 1) & kPreposition) != 0;
}

void Matcher::amount(std::size_t step, std::size_t at) {
  if (at >= chart_.size()) return;
  const Keep keep(match_.value);
  const Keep exact(match_.exact);
  const Keep place(match_.object_at);
  if (const auto& amount = chart_.amount(at)) {
    const std::size_t end = at + amount->size;
    match_.value = amount->term();
    match_.exact = amount->exact;
    match_.object_at = {at, end};
    ++match_.pieces;
    next(step + 1, end);
    if (amount->unit.empty() && skip_unit(end) != end) next(step + 1, skip_unit(end));
    --match_.pieces;
  } else if ((chart_.classes(at) & kArticle) != 0) {
    this->amount(step, at + 1);
  }
}

// of (the world's) rare earths
void Matcher::of_thing(std::size_t step, std::size_t at) {
  if (!chart_.at(at, "of")) return;
  const Keep world(match_.world);
  std::size_t begin = skip_articles(at + 1);
  if ((chart_.classes(begin) & kWorld) != 0) {
    match_.world = true;
    ++begin;
    if (chart_.at(begin, "'s")) ++begin;
  }
  if (begin >= chart_.size()) return;
  for (const Name& name : chart_.names(begin)) {
    const Keep keep(match_.of);
    match_.of = name.things;
    ++match_.pieces;
    next(step + 1, name.end);
    --match_.pieces;
  }
}

// --- verbs -----------------------------------------------------------------------------------------------

void Matcher::auxiliary(std::size_t step, std::size_t at, Step kind) {
  const Keep negated(match_.negated);
  const Keep copula(match_.copula);
  const Keep past(match_.past);
  match_.copula = question_copula_;
  match_.past = question_copula_ && (chart_.at(0, "was") || chart_.at(0, "were"));
  bool has = false;
  int negations = 0;
  const auto take = [&](std::size_t end) {
    if (negations > 1 || (kind == Step::copula && !match_.copula)) return;
    if (kind == Step::auxiliary || kind == Step::copula) return next(step + 1, end);
    if (has && (kind == Step::has || kind == Step::comprises || kind == Step::holds_share))
      next(step + 1, end);
    if (match_.copula && (kind == Step::equals || kind == Step::includes || kind == Step::happens))
      next(step + 1, end);
    phrase(step, end, kind);
  };
  take(at);
  for (std::size_t i = at; (chart_.classes(i) & kAuxiliary) != 0; ++i) {
    const std::uint32_t classes = chart_.classes(i);
    if ((classes & kNot) != 0) ++negations;
    if ((classes & (kBe | kHave | kDo)) != 0) {
      match_.copula = (classes & kBe) != 0;
      match_.past = chart_.at(i, "was") || chart_.at(i, "were");
      has = (classes & kHave) != 0;
    }
    match_.negated = negations == 1;
    take(i + 1);
  }
}

// The verb after the auxiliaries, where a step wants one of a class.
void Matcher::phrase(std::size_t step, std::size_t at, Step kind) {
  if (at >= chart_.size()) return;
  const std::uint32_t verb = chart_.verb_classes(at);
  const std::string& key = chart_.key(at);
  const auto then = [&](std::size_t end) { next(step + 1, end); };
  const bool active = !match_.copula || is_gerund(chart_.token(at).word);
  if (kind == Step::happens) {
    if ((verb & kHappen) != 0 && active) then(at + 1);
    if (key == key_of("take") && chart_.at(at + 1, "place") && active) then(at + 2);
    if (key == "held" || (key == key_of("hold") && match_.copula)) then(at + 1);
  }
  if (kind == Step::holds_share && match_.copula && chart_.at(at, "responsible") && chart_.at(at + 1, "for"))
    then(at + 2);
  if (!active) {
    const bool made_up = kind == Step::comprises && (key == key_of("make") || key == key_of("compose"));
    if (made_up && chart_.at(at + 1, "up") && chart_.at(at + 2, "of")) then(at + 3);
    if (made_up && chart_.at(at + 1, "of")) then(at + 2);
    return;
  }
  if (kind == Step::has && (verb & kPossess) != 0) then(at + 1);
  if (kind == Step::pays && (verb & kLight) != 0) then(at + 1);
  if (kind == Step::equals && (verb & kEqual) != 0) {
    then(at + 1);
    if (chart_.at(at + 1, "at") || chart_.at(at + 1, "to")) then(at + 2);
  }
  if (kind == Step::includes && key == key_of("include")) then(at + 1);
  if (kind == Step::comprises) {
    if ((verb & kComprise) != 0) then(at + 1);
    if (key == key_of("consist") && chart_.at(at + 1, "of")) then(at + 2);
  }
  if (kind == Step::holds_share) {
    if ((verb & kShareVerb) != 0) then(at + 1);
    if (key == key_of("account") && chart_.at(at + 1, "for")) then(at + 2);
    if (key == key_of("make") && chart_.at(at + 1, "up")) then(at + 2);
  }
}

}  // namespace kg::english
