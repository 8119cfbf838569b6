// Cells as text, for the formats that share it.
#pragma once

#include <string>
#include <string_view>

#include "kg/kg.h"

namespace kg::repl {

struct CellStyle {
  bool iris = false;      // IRIs instead of names
  bool terminal = false;  // the text goes to a terminal: nothing raw may reach it
};

// What a person reads: a name, an IRI, the text of a string, a number as written. Empty for unbound.
std::string cell_text(const Cell& cell, const CellStyle& style);

// The JSON value of a cell, on one line: numbers and booleans stay what they are, a quantity is an object,
// everything else is a string; null for unbound.
std::string cell_json(const Cell& cell, const CellStyle& style);
// {"type", "value", "datatype", "language", "name"} as SPARQL 1.1 Query Results JSON has them.
std::string cell_typed_json(const Cell& cell);

std::string json_string(std::string_view text);

}  // namespace kg::repl
