// Spelling: which of some words somebody may have meant.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace kg {

// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment), in bytes; `limit +
// 1` when more than `limit`. O(limit * length).
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit);
// The least edit distance between `a` and a beginning of `b`.
std::size_t edit_distance_to_beginning(std::string_view a, std::string_view b, std::size_t limit);

// How many edits a word of this length may be away and still be taken for a slip: 0 up to two letters, 1 up
// to four, else 2.
std::size_t allowed_edits(std::string_view word);

// The candidate nearest to `word` within its allowed edits; empty when there is none. Case is ignored.
std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates);

// ASCII letters in lower case.
std::string lower_ascii(std::string_view text);

}  // namespace kg
