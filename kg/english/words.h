// English words: the closed tables of the language that reading a claim needs, all in one file. Nothing here
// knows what a store is about. Words are given and taken as fold_name() makes them.
//
// Pure functions, safe from any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace kg::english {

// What a word may be in a claim besides a part of a name. A word can be several.
enum WordClass : std::uint32_t {
  kArticle = 1U << 0U,       // the, a, an
  kBe = 1U << 1U,            // forms of be
  kHave = 1U << 2U,          // forms of have
  kDo = 1U << 3U,            // forms of do
  kNot = 1U << 4U,           // not, n't, never
  kFiller = 1U << 5U,        // says nothing about what is claimed: also, currently
  kPossess = 1U << 6U,       // verbs that a noun for a property may follow: has, holds, enjoys
  kShareVerb = 1U << 7U,     // verbs before a share of something: holds, controls, makes up
  kLight = 1U << 8U,         // verbs that leave the meaning to a noun: paid (a visit), made
  kHappen = 1U << 9U,        // happened, occurred, came
  kSpeak = 1U << 10U,        // said, reported: tells who says so
  kPreposition = 1U << 11U,  // may begin what narrows a claim
  kWorld = 1U << 12U,        // global, worldwide: every share is one of the world's unless it says otherwise
  kComprise = 1U << 13U,     // verbs between a whole and the number of its parts: has, comprises, counts
  kAnd = 1U << 14U,
  kEqual = 1U << 15U,  // verbs between a property and its figure: stands at, amounts to, reached
};
std::uint32_t classes_of(std::string_view word);
// The classes of a verb in any of its forms.
std::uint32_t verb_classes_of(std::string_view word);
inline bool is(std::string_view word, std::uint32_t classes) { return (classes_of(word) & classes) != 0; }

// Whether a sentence may say something else without the word: not, may, if, only, former, more.
bool limits(std::string_view word);
// Verbs before `that` and what somebody holds to be so, beside those of kSpeak: thinks, found.
bool is_opinion(std::string_view word);

// Under one key stand all forms of a word: visit, visits, visited, visiting; country, countries. Words of
// different meaning may share one by accident (`lies` and `ly`), as in any stemmer.
std::string key_of(std::string_view word);
// Nouns made of a verb, under the verb's key: production of produce, announcement of announce; else key_of.
std::string verb_key_of(std::string_view noun);
// Whether the word can stand after `was` in a passive: visited, built, taken.
bool is_participle(std::string_view word);
bool is_gerund(std::string_view word);
// The other number of a noun in small letters: magnet, magnets; empty where there is none by rule.
std::string other_number(std::string_view noun);

// zero to twenty, thirty ...; nothing for other words.
std::optional<int> small_number(std::string_view word);
// 2 for hundred, 3 thousand, 6 million (also m, mn), 9 billion (bn), 12 trillion (tn).
std::optional<int> zeros_of_scale(std::string_view word);
// 2 for half, 3 for third and thirds, ... 10.
std::optional<int> fraction_of(std::string_view word);
std::optional<int> month_of(std::string_view word);  // 1 to 12
// What a word, or a sign, says about the amount after it: `~`, `>`, `>=`, `<`, `<=`, or `=` for exactly.
struct Approximation {
  std::string_view words;
  std::string_view sign;
};
std::span<const Approximation> approximations();
// The unit as kg writes it (%, USD, km, years); nothing for words that are no unit by themselves.
std::optional<std::string_view> unit_of(std::string_view words);
// Relations of qualifiers that mean the same as a preposition, itself first.
std::span<const std::string_view> like_preposition(std::string_view preposition);

}  // namespace kg::english
