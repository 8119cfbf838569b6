// Matcher: tries one frame, a sequence of steps, on a chart, and reports every way in which the steps take
// all tokens. Articles before names and forms are passed over; nothing else is. match_part() reports what
// takes some tokens in a row too, and passes over words that limit nothing (words.h), which it names.
//
// Bounded by kMaxReadingSteps over all frames of a claim. Used by one thread.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "kg/base/budget.h"
#include "kg/english/chart.h"

namespace kg::english {

inline constexpr std::size_t kMaxReadingSteps = 60'000;
inline constexpr std::size_t kMaxListedNames = 6;  // A, B and C
inline constexpr std::size_t kMaxAdjuncts = 5;
inline constexpr std::size_t kMaxPassedOver = 4;  // words inside of a part

enum class Step : std::uint8_t {
  adjuncts,     // any number of: preposition and name, figure or date; who says so; fillers
  subject,      // names
  object,       // names, a figure, a date or a quoted text
  amount,       // a figure, as the object
  of_thing,     // `of` a name that the figure before it is a share of
  auxiliary,    // be, have, do, not
  copula,       // an auxiliary that ends in a form of be
  equals,       // the same, or stands at, amounts to
  has,          // an auxiliary and a verb of possession
  comprises,    // has, comprises, consists of
  happens,      // took place, happened, was
  pays,         // paid (a visit), made
  holds_share,  // holds, controls, accounts for
  includes,     // include, or be
  first_words,  // of a whole form that goes round its object: uses (something) as leverage
  last_words,
  whole,    // relation forms, by kind (lexicon.h); `whole` is in the active voice
  passive,  // the participle of a whole form
  possessed,
  property,
  counted,
  share,
  share_verb,  // a verb whose noun is a share form: refines, for share of refining
  reciprocal,
  nominal,  // the noun of a verb: visit, announcement
  agent,    // its doer: leader, producer
  one_of,   // optional: one of, among
  possessive,
  by,
  of,
  in,  // in, of, among
  by_or_in,
  to,
  to_or_of,
  there,
};
using Frame = std::span<const Step>;

struct Adjunct {
  std::string preposition;  // empty: a place after a comma
  std::vector<Id> things;
  std::optional<Term> value;
  bool time = false;
  bool speaker = false;  // who says so
};

struct Match {
  std::vector<std::vector<Id>> subjects;  // of a list, each with its candidates
  std::vector<std::vector<Id>> objects;
  std::optional<Term> value;
  bool exact = false;  // the value is no other, however near
  const Relation* relation = nullptr;
  bool negated = false;
  bool copula = false;     // the auxiliary ended in a form of be
  bool past = false;       // that was `was` or `were`
  bool asks_past = false;  // the form is one of the past only
  bool world = false;      // something was said to be of the whole world
  std::vector<Id> of;      // what a share is of
  std::vector<Adjunct> adjuncts;
  std::vector<std::pair<std::vector<Id>, std::vector<Id>>> appositions;  // one is the other
  std::size_t pieces = 0;
  std::size_t form_words = 0;
  std::pair<std::size_t, std::size_t> subject_at, relation_at, object_at;  // tokens
  std::size_t begin = 0, end = 0;                                          // the tokens taken
  std::vector<std::size_t> passed_over;                                    // of these, ascending
};

// Sets a value for as long as it lives.
template <typename T>
class Keep {
 public:
  explicit Keep(T& place) : place_(place), saved_(place) {}
  Keep(const Keep&) = delete;
  Keep& operator=(const Keep&) = delete;
  ~Keep() { place_ = std::move(saved_); }

 private:
  T& place_;
  T saved_;
};

class Matcher {
 public:
  Matcher(const Chart& chart, const Budget& budget, std::function<void(const Match&)> report)
      : chart_(chart), budget_(budget), report_(std::move(report)) {}

  void match(Frame frame);
  void match_part(Frame frame, std::size_t begin);
  [[nodiscard]] bool exhausted() const { return steps_ >= kMaxReadingSteps; }

 private:
  void next(std::size_t step, std::size_t at);
  void form_step(Step step, std::size_t place, std::size_t at);
  void adjuncts(std::size_t step, std::size_t at);
  void add_adjunct(std::size_t step, std::size_t end, Adjunct adjunct);
  void prepositional(std::size_t step, std::size_t at);
  void speaker(std::size_t step, std::size_t at);
  void said_by(std::size_t step, std::size_t at);
  // Goes on by `then(end)` behind one word that may be left out, or a phrase of a preposition and such words.
  template <typename Then>
  void pass_over(std::size_t at, bool phrases, const Then& then);
  void things(std::size_t step, std::size_t at, bool subject, bool comma, bool closed);
  void value(std::size_t step, std::size_t at);
  [[nodiscard]] bool is_time(std::size_t at, const DateMention& date) const;
  void amount(std::size_t step, std::size_t at);
  void of_thing(std::size_t step, std::size_t at);
  void auxiliary(std::size_t step, std::size_t at, Step kind);
  void phrase(std::size_t step, std::size_t at, Step kind);
  void word(std::size_t step, std::size_t at, std::initializer_list<std::string_view> words);
  void forms(std::size_t step, std::size_t at, FormKind kind, Step how);
  void form(std::size_t step, std::size_t at, std::size_t here, const RelationForm& form, std::size_t word,
            Step how);
  void accept_form(std::size_t step, std::size_t begin, std::size_t end, const RelationForm& form, Step how);
  void first_words(std::size_t step, std::size_t at);
  void last_words(std::size_t step, std::size_t at);
  void agent(std::size_t step, std::size_t at);
  [[nodiscard]] bool voice_fits(std::size_t at, const RelationForm& form, Step how) const;
  [[nodiscard]] std::size_t skip_articles(std::size_t at) const;
  [[nodiscard]] std::size_t skip_unit(std::size_t at) const;

  const Chart& chart_;
  const Budget& budget_;
  std::function<void(const Match&)> report_;
  Frame frame_;
  Match match_;
  const RelationForm* split_ = nullptr;  // the form whose first words were taken
  std::size_t split_at_ = 0;
  bool question_ = false;         // the first word is an auxiliary
  bool question_copula_ = false;  // a form of be
  bool part_ = false;
  std::size_t steps_ = 0;
};

}  // namespace kg::english
