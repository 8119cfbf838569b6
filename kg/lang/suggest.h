// Suggestions: words that look like what the user may have meant.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "kg/base/spelling.h"

namespace kg {

// What to say to somebody whose statement starts with this word and makes no sense: the statement's word that
// it looks like, or how the statement of that word is written. Empty when it is like none.
std::string statement_hint(std::string_view first_word);

// The words with which statements begin.
std::span<const std::string_view> statement_words();

}  // namespace kg
