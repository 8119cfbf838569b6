// Verdicts as text for a person, and as the JSON record of docs/checking.md.
#pragma once

#include <string>

#include "kg/kg.h"

namespace kg::repl {

// One line without a line break. `id`: JSON text of the id that the question had; `null` for none.
std::string verdict_json(const Verdict& verdict, const std::string& id = "null");
// Why, in plain sentences.
std::string verdict_summary(const Verdict& verdict);
std::string verdict_text(const Verdict& verdict);

}  // namespace kg::repl
