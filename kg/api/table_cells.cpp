#include "kg/api/table_cells.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "kg/base/spelling.h"
#include "kg/lang/words.h"
#include "kg/model/date.h"
#include "kg/model/quantity.h"
#include "kg/model/vocabulary.h"

namespace kg {
namespace {

// In the order of CellKind, from `text` on.
constexpr std::array<std::string_view, 7> kKinds{"text", "integer", "decimal", "boolean",
                                                 "date", "entity",  "quantity"};
constexpr std::string_view kWithUnit = ":quantity:";

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_integer(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && all_digits(text) && (text == "0" || text[0] != '0');
}

// Digits, a point and digits, with nothing that a number would lose.
bool is_decimal(std::string_view text) {
  const std::size_t point = text.find('.');
  if (point == std::string_view::npos || point + 1 == text.size()) return false;
  const std::string_view whole = text.substr(0, point);
  return (whole == "-0" || is_integer(whole)) && all_digits(text.substr(point + 1));
}

std::optional<Term> date_term(std::string_view text) {
  constexpr std::pair<DatePrecision, std::string_view> kForms[] = {
      {DatePrecision::day, iri::kXsdDate},
      {DatePrecision::month, iri::kXsdGYearMonth},
      {DatePrecision::year, iri::kXsdGYear},
      {DatePrecision::instant, iri::kXsdDateTime}};
  for (const auto& [precision, datatype] : kForms) {
    if (parse_date(text, precision)) return Term::literal(text, datatype);
  }
  return std::nullopt;
}

}  // namespace

CellType take_cell_type(std::string& relation, const Prefixes& prefixes) {
  CellType out;
  const auto take = [&](std::size_t at, std::size_t kind) {
    if (at == 0 || prefixes.contains(relation.substr(0, at))) return false;
    out.kind = static_cast<CellKind>(kind + 1);
    out.name = kKinds[kind];
    relation.resize(at);
    return true;
  };
  for (std::size_t kind = 0; kind < kKinds.size(); ++kind) {
    const std::size_t bytes = kKinds[kind].size() + 1;
    if (relation.size() > bytes && relation.ends_with(kKinds[kind]) &&
        relation[relation.size() - bytes] == ':' && take(relation.size() - bytes, kind)) {
      return out;
    }
  }
  const std::size_t at = relation.rfind(kWithUnit);
  if (at == std::string::npos || at + kWithUnit.size() == relation.size()) return out;
  std::string unit = relation.substr(at + kWithUnit.size());
  if (take(at, kKinds.size() - 1)) out.unit = std::move(unit);
  return out;
}

std::string cell_kind_hint(std::string_view relation, const Prefixes& prefixes) {
  for (std::size_t at = relation.find(':'); at != std::string_view::npos;) {
    const std::size_t end = relation.find(':', at + 1);
    const std::string_view meant = nearest(relation.substr(at + 1, end - at - 1), kKinds);
    if (!meant.empty()) return fmt::format("did you mean `{}`?", meant);
    at = end;
  }
  std::string known;
  for (const auto& [prefix, iri] : prefixes) {
    if (!prefix.empty()) known += (known.empty() ? "" : ", ") + prefix;
  }
  return fmt::format("kinds are {}; a relation with a colon is written <IRI>, or with a prefix of {}",
                     fmt::join(kKinds, ", "), known);
}

std::optional<Term> cell_value(const CellType& type, const std::string& cell) {
  switch (type.kind) {
    case CellKind::automatic:
      if (is_integer(cell)) return Term::literal(cell, iri::kXsdInteger);
      if (is_decimal(cell)) return Term::literal(cell, iri::kXsdDecimal);
      if (parse_date(cell, DatePrecision::day)) return Term::literal(cell, iri::kXsdDate);
      return Term::string(cell);
    case CellKind::text:
    case CellKind::entity:
      return Term::string(cell);
    case CellKind::integer:
      if (is_integer(cell)) return Term::literal(cell, iri::kXsdInteger);
      break;
    case CellKind::decimal:
      if (is_integer(cell) || is_decimal(cell)) return Term::literal(cell, iri::kXsdDecimal);
      break;
    case CellKind::boolean:
      if (cell == "true" || cell == "false") return Term::literal(cell, iri::kXsdBoolean);
      break;
    case CellKind::date:
      return date_term(cell);
    case CellKind::quantity: {
      const std::string text = type.unit.empty() ? cell : cell + ' ' + type.unit;
      if (const auto quantity = parse_quantity(text))  // whose unit is a view of the text
        return Term::literal(format_quantity(*quantity), iri::kKgQuantity);
    }
  }
  return std::nullopt;
}

std::string value_in_statement(const Term& value, bool years) {
  const std::string& type = value.datatype;
  if (type == iri::kXsdString) return in_quotes(value.value, '\'');
  const bool plain = type == iri::kXsdBoolean || type == iri::kXsdDate || type == iri::kXsdGYearMonth ||
                     (type == iri::kXsdDecimal && is_decimal(value.value)) ||
                     (type == iri::kXsdInteger && !(years && value.value.size() == 4));
  return plain ? value.value : fmt::format("{}^^<{}>", in_quotes(value.value, '\''), type);
}

}  // namespace kg
