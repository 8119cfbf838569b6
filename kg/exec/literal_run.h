// required_literal: a cheap test before a regular expression is run.
#pragma once

#include <string>
#include <string_view>

namespace kg {

// The longest text that every match of the pattern (RE2 syntax, case-sensitive, no flags) must hold, as far
// as a look at the pattern's top level tells; empty when it tells nothing.
std::string required_literal(std::string_view pattern);

}  // namespace kg
