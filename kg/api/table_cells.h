// What the cells of a table become: kinds of columns, and values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "kg/model/graph_format.h"
#include "kg/model/term.h"

namespace kg {

enum class CellKind : std::uint8_t { automatic, text, integer, decimal, boolean, date, entity, quantity };

struct CellType {
  CellKind kind = CellKind::automatic;
  std::string_view name;  // of the kind; empty: automatic
  std::string unit;       // quantity: of cells that are numbers only
};

// Cuts `:kind` or `:quantity:UNIT` off the end of a relation; automatic when there is none. A kind behind one
// of `prefixes` alone is a local name: `kg:date`.
CellType take_cell_type(std::string& relation, const Prefixes& prefixes);
// For a relation that still has a colon and is no IRI: what to write instead.
std::string cell_kind_hint(std::string_view relation, const Prefixes& prefixes);

// The value of a cell; nothing when it is not of its type. Precondition: the type is not `entity`.
std::optional<Term> cell_value(const CellType& type, const std::string& cell);

// A value as a statement of the language has it. `years`: where four digits could be taken for a year.
std::string value_in_statement(const Term& value, bool years);

}  // namespace kg
