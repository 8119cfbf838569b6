// A small graph for the language's tests, and statements as text.
#pragma once

#include <string>
#include <string_view>

#include "kg/algebra/statement.h"
#include "kg/lang/language.h"
#include "support/memory_source.h"

namespace kg::test {

// Entities, relations and a few triples of the seed graph, under https://kg.example/id/.
const MemorySource& world();
// The context of that graph, with the prefix ex: and the parameters $country and $n.
LanguageContext world_context();

Statement parse(std::string_view text);
Statement parse(std::string_view text, const LanguageContext& context);

// The plan of a query with names for ids, as PlanPrinter shows it, or a one-line summary of another
// statement.
std::string show(std::string_view text);
std::string show(const Statement& statement);
// The whole text of the error that a statement gives; "no error" when it gives none.
std::string error_of(std::string_view text);
std::string error_of(std::string_view text, const LanguageContext& context);

// The statements of the language's corpus that this version takes.
const std::vector<std::string>& corpus();

}  // namespace kg::test
