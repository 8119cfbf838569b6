// Cells as text, for the formats that share it.
#pragma once

#include <string>
#include <string_view>

#include "kg/kg.h"

namespace kg::repl {

struct CellStyle {
  bool iris = false;                   // IRIs instead of names
  bool terminal = false;               // the text goes to a terminal: nothing raw may reach it
  bool spoken = false;                 // quantities and stretches of time for people: `12 billion USD`
  const Prefixes* prefixes = nullptr;  // that shorten IRIs; null: none
};

// What a person reads: a name, an IRI, the text of a string, a number as written. Empty for unbound.
std::string cell_text(const Cell& cell, const CellStyle& style);

// Appends the JSON value of a cell, on one line: numbers and booleans stay what they are, a quantity and a
// path are objects, everything else is a string; null for unbound.
void append_cell_json(std::string& out, const Cell& cell, const CellStyle& style);
// The term as SPARQL Query Results JSON has it (1.1, with the triple terms and directions of the 1.2 drafts):
// {"type", "value", "datatype" or "xml:lang"}. Precondition: the term is bound.
void append_result_term(std::string& out, const Term& term);
// The same with "name" and, for a path, "path", for a quantity "quantity"; null for unbound.
void append_typed_json(std::string& out, const Cell& cell);

// Text as a JSON string. What must not reach a terminal raw is escaped, bytes that are no UTF-8 are replaced.
void append_json_string(std::string& out, std::string_view text);
std::string json_string(std::string_view text);

}  // namespace kg::repl
