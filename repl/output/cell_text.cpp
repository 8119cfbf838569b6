#include "repl/output/cell_text.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace kg::repl {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The grammar of a JSON number (RFC 8259, section 6): what may be written without quotes.
bool is_json_number(std::string_view text) {
  std::size_t i = 0;
  const auto digits = [&] {
    const std::size_t start = i;
    while (i < text.size() && is_digit(text[i])) ++i;
    return i > start;
  };
  if (i < text.size() && text[i] == '-') ++i;
  const std::size_t first = i;
  if (!digits()) return false;
  if (text[first] == '0' && i > first + 1) return false;
  if (i < text.size() && text[i] == '.') {
    ++i;
    if (!digits()) return false;
  }
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    ++i;
    if (i < text.size() && (text[i] == '+' || text[i] == '-')) ++i;
    if (!digits()) return false;
  }
  return i == text.size();
}

bool is_number_type(std::string_view datatype) {
  return datatype == iri::kXsdInteger || datatype == iri::kXsdDecimal || datatype == iri::kXsdDouble ||
         datatype == iri::kXsdFloat;
}

// A quantity's text is `[~|<|<=|>|>=]NUMBER[..NUMBER] UNIT`.
std::string quantity_json(std::string_view text) {
  bool approximate = false;
  const std::size_t space = text.find(' ');
  std::string_view value = text.substr(0, space);
  std::string_view key = "value";
  if (value.starts_with('~')) {
    approximate = true;
    value.remove_prefix(1);
  } else if (value.starts_with(">=") || value.starts_with("<=")) {
    key = value.front() == '>' ? "at_least" : "at_most";
    value.remove_prefix(2);
  } else if (value.starts_with('>') || value.starts_with('<')) {
    key = value.front() == '>' ? "above" : "below";
    value.remove_prefix(1);
  }
  const auto number = [](std::string_view digits) {
    return is_json_number(digits) ? std::string(digits) : json_string(digits);
  };
  std::string out = "{";
  const std::size_t dots = value.find("..");
  if (dots != std::string_view::npos) {
    out += "\"from\":" + number(value.substr(0, dots)) + ",\"to\":" + number(value.substr(dots + 2));
  } else {
    out += json_string(key) + ':' + number(value);
  }
  if (space != std::string_view::npos) out += ",\"unit\":" + json_string(text.substr(space + 1));
  if (approximate) out += ",\"approximate\":true";
  return out + '}';
}

// Nodes and relations as they are named, each arrow from its triple's subject to its object.
std::string path_text(const PathCell& path, const CellStyle& style) {
  const CellStyle plain{style.iris, false};
  std::string out = cell_text(path.nodes.front(), plain);
  for (std::size_t i = 0; i < path.links.size(); ++i) {
    const PathCell::Link& link = path.links[i];
    out += (link.along ? " -[" : " <-[") + cell_text(link.relation, plain) + (link.along ? "]-> " : "]- ");
    out += cell_text(path.nodes[i + 1], plain);
  }
  return out;
}

// {"nodes":[...],"claims":[{"subject":...,"relation":...,"object":...},...],"length":n}
template <typename Show>
std::string path_json(const PathCell& path, const Show& show) {
  std::string out = "{\"nodes\":[";
  for (std::size_t i = 0; i < path.nodes.size(); ++i) out += (i > 0 ? "," : "") + show(path.nodes[i]);
  out += "],\"claims\":[";
  for (std::size_t i = 0; i < path.links.size(); ++i) {
    const PathCell::Link& link = path.links[i];
    out += i > 0 ? ",{\"subject\":" : "{\"subject\":";
    out += show(path.nodes[link.along ? i : i + 1]) + ",\"relation\":" + show(link.relation);
    out += ",\"object\":" + show(path.nodes[link.along ? i + 1 : i]) + '}';
  }
  return out + "],\"length\":" + std::to_string(path.length) + '}';
}

}  // namespace

std::string json_string(std::string_view text) {
  const bool plain = std::all_of(text.begin(), text.end(),
                                 [](char c) { return c >= 0x20 && c < 0x7F && c != '"' && c != '\\'; });
  if (plain) {
    std::string out;
    out.reserve(text.size() + 2);
    out += '"';
    out += text;
    out += '"';
    return out;
  }
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string cell_text(const Cell& cell, const CellStyle& style) {
  std::string text;
  switch (cell.term.kind) {
    case TermKind::undefined:
      return {};
    case TermKind::blank:
      text = !cell.name.empty() && !style.iris ? cell.name : "_:" + cell.term.value;
      break;
    case TermKind::iri:
      text = !cell.name.empty() && !style.iris ? cell.name : cell.term.value;
      break;
    case TermKind::literal:
      text = cell.path != nullptr ? path_text(*cell.path, style) : cell.term.value;
      break;
    case TermKind::triple:
      text = cell.term.to_ntriples();
      break;
  }
  return style.terminal ? terminal_safe(text) : text;
}

std::string cell_json(const Cell& cell, const CellStyle& style) {
  const Term& term = cell.term;
  if (term.kind == TermKind::undefined) return "null";
  if (term.kind == TermKind::literal) {
    if (is_number_type(term.datatype) && is_json_number(term.value)) return term.value;
    if (term.datatype == iri::kXsdBoolean && (term.value == "true" || term.value == "false"))
      return term.value;
    if (term.datatype == iri::kKgQuantity) return quantity_json(term.value);
    if (cell.path != nullptr)
      return path_json(*cell.path, [&style](const Cell& part) { return cell_json(part, style); });
  }
  return json_string(cell_text(cell, style));
}

std::string cell_typed_json(const Cell& cell) {
  const Term& term = cell.term;
  if (term.kind == TermKind::undefined) return "null";
  std::string out = "{\"type\":";
  switch (term.kind) {
    case TermKind::iri:
      out += "\"uri\"";
      break;
    case TermKind::blank:
      out += "\"bnode\"";
      break;
    case TermKind::triple:
      out += "\"triple\"";
      break;
    default:
      out += "\"literal\"";
  }
  if (term.kind == TermKind::triple) {
    const auto& parts = *term.triple;
    return out + ",\"value\":{\"subject\":" + cell_typed_json({parts[0], {}}) +
           ",\"predicate\":" + cell_typed_json({parts[1], {}}) +
           ",\"object\":" + cell_typed_json({parts[2], {}}) + "}}";
  }
  out += ",\"value\":" + json_string(term.value);
  if (!term.language.empty()) {
    out += ",\"xml:lang\":" + json_string(term.language);
  } else if (term.kind == TermKind::literal && term.datatype != iri::kXsdString) {
    out += ",\"datatype\":" + json_string(term.datatype);
  }
  if (!cell.name.empty()) out += ",\"name\":" + json_string(cell.name);
  if (cell.path != nullptr) out += ",\"path\":" + path_json(*cell.path, cell_typed_json);
  return out + '}';
}

}  // namespace kg::repl
