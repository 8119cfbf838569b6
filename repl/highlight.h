// Highlight: a statement with colours, for a terminal that has them.
#pragma once

#include <string>
#include <string_view>

namespace kg::repl {

// The text with ANSI escape sequences around keywords, variables, texts, numbers and comments; without
// them it is the text, byte for byte. Colours of the basic sixteen, which fit light and dark backgrounds.
// Precondition: well-formed UTF-8 without control characters.
std::string highlight(std::string_view statement);

}  // namespace kg::repl
