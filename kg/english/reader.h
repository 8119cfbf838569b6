// Reader: a claim in plain English as claims that the checker can compare with a store.
//
// Tokens become a chart of what they may be (chart.h): names with all their candidates, amounts, dates, forms
// of relations as the store declares them (lexicon.h). A frame is the build of an English sentence as a
// sequence of steps: subject, auxiliary, relation, object; the passive; `X's R is Y`; `there are N R in X`
// (frames.cpp has them all). A reading is a frame that takes every token. Nothing is left out but the closed
// list of words of words.h that say nothing about what is claimed; a sentence with anything else in it
// (`only`, `may`, `the largest`, `last year`) has no reading. Of all readings those with the fewest pieces
// count, so that the longest names and forms win.
//
// Knows English and nothing about what a store holds: every name, alias, form and property comes from the
// store. Used by one thread; what it refers to must outlive it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kg/algebra/statement.h"
#include "kg/english/lexicon.h"
#include "kg/facts/name_linker.h"

namespace kg::english {

inline constexpr std::size_t kMaxReadings = 8;    // equally good ones of one claim
inline constexpr std::size_t kMaxVariants = 24;   // of one part of a reading
inline constexpr std::size_t kMaxCandidates = 4;  // things of one name that are tried
inline constexpr std::size_t kMaxParts = 12;      // claims that a list makes

// Claims that together say what the words say: the claim itself, then those that it takes for granted
// (Ganzhou lies in Jiangxi, of `visited Ganzhou in Jiangxi`).
struct Variant {
  CheckStatement claim;
  std::vector<CheckStatement> granted;
  bool by_anyone = false;  // a passive without `by`: the subject is to be found in the store
};
// One of the claims that a sentence makes, in the ways in which its words may hang together.
struct Part {
  std::vector<Variant> variants;
};
// All parts must hold.
struct Reading {
  std::vector<Part> parts;
  bool negated = false;
};

struct ReadingResult {
  std::vector<Reading> readings;  // none, one, or equally good ones
  // Without readings: the fewest words without which there would be one, or those that mean nothing here.
  std::vector<std::string> not_understood;
  std::vector<std::string>
      parts;                      // without readings: sentences that have one each and together are the claim
  bool unknown_words = false;     // what was not understood are words that the store does not know
  bool unknown_name = false;      // a capitalised word that nothing bears
  bool unknown_relation = false;  // no word is one of a relation
  bool exhausted = false;         // given up at kMaxReadingSteps or kMaxReadings
  std::vector<Id> things;         // named, longest names first, for what is nearest
};

// Throws Failure: limit (kMaxClaimBytes, kMaxClaimTokens), cancelled. Precondition: well-formed UTF-8.
ReadingResult read_claim(std::string_view text, const Lexicon& lexicon, const TripleSource& source,
                         const NameIndex& names, const Budget& budget);

}  // namespace kg::english
