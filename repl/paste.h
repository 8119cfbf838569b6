// Pasted text as what somebody would have typed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kg::repl {

// A line for each statement or dot command: line breaks become blanks outside of quotes, and comments are
// left out. A statement goes on with the next line while a sign is open, behind `where`, `and`, `or`, a
// comma, and where the next line begins as only the rest of a statement does (`and`, `order by`, `limit 10`).
std::vector<std::string> pasted_statements(std::string_view pasted);

// Text on one line: line breaks become blanks outside of quotes, and comments are left out.
std::string one_line(std::string_view text);

// Whether the last line of pasted text is ended, so that it would have been run.
bool ends_with_line(std::string_view pasted);

}  // namespace kg::repl
