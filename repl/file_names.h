// Completion of file names, for the dot commands that take files.
#pragma once

#include <cstddef>
#include <string_view>

#include "kg/kg.h"

namespace kg::repl {

// Candidates for the last word of a line; directories end in `/`. Names with blanks are not offered, as a
// blank ends a word. At most `limit`, in order; nothing where a directory cannot be read.
Completions complete_file(std::string_view line, std::size_t limit);

}  // namespace kg::repl
