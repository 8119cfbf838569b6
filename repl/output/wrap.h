// Lines that fit a terminal, broken between words.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace kg::repl {

// A text without line breaks as lines of at most `first`, then `rest` columns (display width, at least 1),
// broken at blanks and between `]` and `[`; within a word only when it is wider than a line. Text must be
// well formed UTF-8. At least one line.
std::vector<std::string> broken_lines(std::string_view text, std::size_t first, std::size_t rest);

// A text that stands behind `indent` columns, in lines of at most `width`, the further ones behind as many
// blanks. A width of 0 breaks nothing.
std::string hanging(std::string_view text, std::size_t width, std::size_t indent);

// Text for people in lines of at most `width` columns: each line that is broken goes on further in, under its
// second column where it has one. A width of 0 breaks nothing.
std::string for_people(std::string_view text, std::size_t width);

// A line of text over a line of marks for its columns, both broken at the same places, so that the marks stay
// under what they mark. Other texts, and a width of 0, are left as they are.
std::string marked_text(std::string_view text, std::size_t width);

// The first `width` columns of a text, the last of them an ellipsis when something was cut.
std::string cut_to_width(const std::string& text, std::size_t width);

}  // namespace kg::repl
