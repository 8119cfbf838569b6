#include "repl/output/cell_text.h"

#include <array>
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
void append_quantity(std::string& out, std::string_view text) {
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
  out += '{';
  const std::size_t dots = value.find("..");
  if (dots != std::string_view::npos) {
    out += "\"from\":" + number(value.substr(0, dots)) + ",\"to\":" + number(value.substr(dots + 2));
  } else {
    out += json_string(key) + ':' + number(value);
  }
  if (space != std::string_view::npos) out += ",\"unit\":" + json_string(text.substr(space + 1));
  if (approximate) out += ",\"approximate\":true";
  out += '}';
}

// Nodes and relations as they are named, each arrow from its triple's subject to its object.
std::string path_text(const PathCell& path, const CellStyle& style) {
  CellStyle plain{style.iris};
  plain.prefixes = style.prefixes;
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

// The code point at a place in well-formed UTF-8, and how many bytes it has.
std::pair<std::uint32_t, std::size_t> code_point_at(std::string_view text, std::size_t at) {
  const auto first = static_cast<unsigned char>(text[at]);
  if (first < 0x80U) return {first, 1};
  const std::size_t size = first < 0xE0U ? 2 : first < 0xF0U ? 3 : 4;
  std::uint32_t code = first & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i)
    code = (code << 6U) | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
  return {code, size};
}

void append_escape(std::string& out, std::uint32_t code) {
  constexpr std::string_view kShort = "\"\\\b\f\n\r\t";
  constexpr std::string_view kLetters = "\"\\bfnrt";
  const std::size_t at = code < 0x80U ? kShort.find(static_cast<char>(code)) : std::string_view::npos;
  if (at != std::string_view::npos) {
    out += '\\';
    out += kLetters[at];
    return;
  }
  if (code >= 0x10000U) {  // a surrogate pair
    append_escape(out, 0xD800U + ((code - 0x10000U) >> 10U));
    code = 0xDC00U + (code & 0x3FFU);
  }
  constexpr std::string_view kDigits = "0123456789abcdef";
  out += "\\u";
  for (const unsigned shift : {12U, 8U, 4U, 0U}) out += kDigits[(code >> shift) & 0xFU];
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  static constexpr auto kCopied = [] {  // bytes with which no code point begins that is escaped
    std::array<bool, 256> table{};
    for (std::size_t c = 0x20; c < 0x7F; ++c) table[c] = c != '"' && c != '\\';
    for (std::size_t c = 0x80; c < 0x100; ++c)
      table[c] = c != 0xC2 && c != 0xD8 && c != 0xE2 && c != 0xEF && c != 0xF3;
    return table;
  }();
  if (utf8_first_invalid(text) != kUtf8Valid) {
    out += nlohmann::json(text).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
    return;
  }
  out += '"';
  std::size_t start = 0;
  for (std::size_t i = 0; i < text.size();) {
    if (kCopied[static_cast<unsigned char>(text[i])]) {
      ++i;
      continue;
    }
    const auto [code, size] = code_point_at(text, i);
    const std::string_view character = text.substr(i, size);
    if (code == '"' || code == '\\' || terminal_safe(character) != character) {
      out.append(text, start, i - start);
      append_escape(out, code);
      start = i + size;
    }
    i += size;
  }
  out.append(text, start, text.size() - start);
  out += '"';
}

std::string json_string(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

namespace {

// An IRI by the prefix with the longest match, where the rest is a plain word.
std::string iri_text(const std::string& iri, const CellStyle& style) {
  if (style.prefixes == nullptr || style.iris) return iri;
  const Prefixes::value_type* best = nullptr;
  for (const auto& prefix : *style.prefixes) {
    if (iri.starts_with(prefix.second) && (best == nullptr || prefix.second.size() > best->second.size()))
      best = &prefix;
  }
  if (best == nullptr || best->second.empty()) return iri;
  const std::string rest = iri.substr(best->second.size());
  const bool plain = !rest.empty() && std::all_of(rest.begin(), rest.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '_' || c == '-';
  });
  return plain ? best->first + ':' + rest : iri;
}

std::string triple_text(const Term& term, const CellStyle& style) {
  if (style.prefixes == nullptr || style.iris) return term.to_ntriples();
  std::string out = "<<( ";
  for (const Term& part : *term.triple) {
    if (part.kind == TermKind::triple) {
      out += triple_text(part, style);
    } else {
      const std::string text = part.kind == TermKind::iri ? iri_text(part.value, style) : std::string();
      out += text.empty() || text == part.value ? part.to_ntriples() : text;
    }
    out += ' ';
  }
  return out + ")>>";
}

}  // namespace

std::string cell_text(const Cell& cell, const CellStyle& style) {
  std::string text;
  switch (cell.term.kind) {
    case TermKind::undefined:
      return {};
    case TermKind::blank:
      text = !cell.name.empty() && !style.iris ? cell.name : "_:" + cell.term.value;
      break;
    case TermKind::iri:
      text = !cell.name.empty() && !style.iris ? cell.name : iri_text(cell.term.value, style);
      break;
    case TermKind::literal:
      text = cell.path != nullptr ? path_text(*cell.path, style)
             : style.spoken       ? spoken(cell.term)
                                  : cell.term.value;
      break;
    case TermKind::triple:
      text = triple_text(cell.term, style);
      break;
  }
  return style.terminal ? terminal_safe(text) : text;
}

namespace {

// What cell_text() gives without the terminal's safety, where the cell has it ready.
const std::string* ready_text(const Cell& cell, const CellStyle& style) {
  const bool literal = cell.term.kind == TermKind::literal && cell.path == nullptr;
  if (!literal && cell.term.kind != TermKind::iri) return nullptr;
  return literal || cell.name.empty() || style.iris ? &cell.term.value : &cell.name;
}

}  // namespace

void append_cell_json(std::string& out, const Cell& cell, const CellStyle& style) {
  const Term& term = cell.term;
  if (term.kind == TermKind::undefined) {
    out += "null";
    return;
  }
  if (term.kind == TermKind::literal) {
    const bool plain = (is_number_type(term.datatype) && is_json_number(term.value)) ||
                       (term.datatype == iri::kXsdBoolean && (term.value == "true" || term.value == "false"));
    if (plain) {
      out += term.value;
      return;
    }
    if (term.datatype == iri::kKgQuantity) return append_quantity(out, term.value);
    if (cell.path != nullptr) {
      out += path_json(*cell.path, [&style](const Cell& part) {
        std::string text;
        append_cell_json(text, part, style);
        return text;
      });
      return;
    }
  }
  if (const std::string* text = ready_text(cell, style)) return append_json_string(out, *text);
  append_json_string(out, cell_text(cell, {style.iris}));
}

namespace {

void append_language(std::string& out, std::string_view language) {
  const std::size_t direction = language.find("--");
  out += ",\"xml:lang\":";
  append_json_string(out, language.substr(0, direction));
  if (direction == std::string_view::npos) return;
  out += ",\"its:dir\":";
  append_json_string(out, language.substr(direction + 2));
}

}  // namespace

void append_result_term(std::string& out, const Term& term) {
  constexpr std::array<std::string_view, 5> kTypes{"", "bnode", "uri", "literal", "triple"};
  out += "{\"type\":\"";
  out += kTypes[static_cast<std::size_t>(term.kind)];
  out += "\",\"value\":";
  if (term.kind == TermKind::triple) {
    constexpr std::array<std::string_view, 3> kPlaces{"{\"subject\":", ",\"predicate\":", ",\"object\":"};
    for (std::size_t i = 0; i < kPlaces.size(); ++i) {
      out += kPlaces[i];
      append_result_term(out, (*term.triple)[i]);
    }
    out += "}}";
    return;
  }
  append_json_string(out, term.value);
  if (!term.language.empty()) {
    append_language(out, term.language);
  } else if (term.kind == TermKind::literal && term.datatype != iri::kXsdString) {
    out += ",\"datatype\":";
    append_json_string(out, term.datatype);
  }
  out += '}';
}

void append_typed_json(std::string& out, const Cell& cell) {
  if (cell.term.kind == TermKind::undefined) {
    out += "null";
    return;
  }
  append_result_term(out, cell.term);
  out.pop_back();
  if (!cell.name.empty()) out += ",\"name\":" + json_string(cell.name);
  if (cell.term.kind == TermKind::literal && cell.term.datatype == iri::kKgQuantity) {
    out += ",\"quantity\":";
    append_quantity(out, cell.term.value);
  }
  if (cell.path != nullptr) {
    out += ",\"path\":" + path_json(*cell.path, [](const Cell& part) {
             std::string text;
             append_typed_json(text, part);
             return text;
           });
  }
  out += '}';
}

}  // namespace kg::repl
