// Help at the prompt: an overview made from the table of dot commands. Topics are in repl/usage.h.
#pragma once

#include <string>

namespace kg::repl {

std::string help_overview();

}  // namespace kg::repl
