// Suggestions: words that look like what the user may have meant.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kg {

// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment), in bytes; `limit +
// 1` when more than `limit`. O(limit * length).
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit);

// How many edits a word of this length may be away and still be taken for a slip: 0 up to two letters, 1 up
// to four, else 2.
std::size_t allowed_edits(std::string_view word);

// The candidate nearest to `word` within its allowed edits; empty when there is none. Case is ignored.
std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates);

// What to say to somebody whose statement starts with this word and makes no sense: the statement's word that
// it looks like, or how the statement of that word is written. Empty when it is like none.
std::string statement_hint(std::string_view first_word);

// The words with which statements begin.
std::span<const std::string_view> statement_words();

// ASCII letters in lower case.
std::string lower_ascii(std::string_view text);

}  // namespace kg
