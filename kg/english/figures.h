// Figures: amounts and dates in English, as the values that kg compares.
//
// An amount: digits or words (twelve, a dozen, half, two-thirds, one in three), a scale, a unit (percent,
// money, lengths, weights, times) and what widens it (about, more than, up to, between A and B). A fraction
// is a share in percent: a third is ~33.3 %, and a bound of one is taken where it says a little less than the
// words (more than a third: > 33.3 %). Dates: days, months, halves (early, late), quarters, years, and
// stretches of them. What depends on the day on which it was written (last year) is no date here.
//
// Pure functions, safe from any thread.
#pragma once

#include <optional>

#include "kg/english/tokens.h"
#include "kg/model/term.h"

namespace kg::english {

struct Amount {
  std::size_t size = 0;  // tokens
  std::string sign;      // as kg writes it: ~ > >= < <=, or empty
  std::string number;    // 12000000000, or 30..50
  std::string unit;      // empty: none
  bool exact = false;    // exactly, precisely

  // A number, or a quantity where there is a sign, a unit or a range.
  [[nodiscard]] Term term() const;
};
// The longest amount that begins with the first token.
std::optional<Amount> read_amount(Tokens tokens);

struct DateMention {
  std::size_t size = 0;
  Term date;
};
// The longest date that begins with the first token; without the preposition before it, except in
// `between 2027 and 2030`, `from 2027 to 2030`. A bare number of four digits is a year.
std::optional<DateMention> read_date(Tokens tokens);

}  // namespace kg::english
