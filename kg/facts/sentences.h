// Sentences of a text, as byte ranges.
//
// A blank line, a heading (`# ...`) and a list item (`- ...`, `1. ...`) begin a block; a heading is one
// sentence. Inside a block a sentence ends behind `.`, `!`, `?`, an ellipsis and the quotes and brackets that
// close there, when white space follows, and behind the Chinese stops without it; not behind initials,
// abbreviations (U.S., Dr., No. 5) and decimal points, nor before a small letter on the same line. What can
// end a sentence or not (U.S., Inc., etc.) ends it before a word that commonly begins one (The, It, In, ...).
//
// Ranges are disjoint, ascending, begin and end with what is no white space, and lie on character boundaries.
// Every letter and digit of the text lies in one. Linear time. Pure; safe from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace kg {

// A longer sentence is cut, at white space where there is some.
inline constexpr std::size_t kMaxSentenceBytes = 16U << 10U;

struct Sentence {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::uint32_t paragraph = 1;  // counted from 1: what blank lines and headings set apart
};

// The sentences from byte `from` on. Precondition: well-formed UTF-8.
std::vector<Sentence> sentences_of(std::string_view text, std::size_t from = 0);

}  // namespace kg
