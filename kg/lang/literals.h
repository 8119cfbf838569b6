// Literals of the language: from tokens to terms.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "kg/lang/ast.h"
#include "kg/lang/diagnostics.h"
#include "kg/model/term.h"

namespace kg {

// How many tokens at the start of `run` have the form of a literal, 0 when it starts with none. Unit words
// are taken as far as they go. Looks at the form only: 2026-02-30 is a date here.
std::size_t literal_size(ast::Run run);

// Gives the IRI behind a prefixed name.
using Expand = std::function<std::string(const ast::Token&)>;

// The term of a run of which literal_size() takes every token. `temporal`: a bare 2026 is a year. Throws
// Failure(query) for dates that do not exist, ranges that run backwards and numbers too large to be exact.
Term literal_term(ast::Run run, bool temporal, const Diagnostics& diagnostics, const Expand& expand);

// The text of a string or quoted name without its quotes.
std::string unquote(std::string_view token);

}  // namespace kg
