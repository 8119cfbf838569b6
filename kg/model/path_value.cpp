#include "kg/model/path_value.h"

#include <algorithm>
#include <charconv>

#include "kg/base/utf8.h"

namespace kg {
namespace {

bool take(std::string_view& text, std::string_view token) {
  if (!text.starts_with(token)) return false;
  text.remove_prefix(token.size());
  return true;
}

// Cuts `size` characters off the front.
std::string_view cut(std::string_view& text, std::size_t size) {
  const std::string_view out = text.substr(0, size);
  text.remove_prefix(size);
  return out;
}

std::optional<std::string_view> take_iri(std::string_view& text) {
  const std::size_t end = text.find('>');
  if (!text.starts_with('<') || end == std::string_view::npos) return std::nullopt;
  return cut(text, end + 1);
}

// Where the quote that closes a literal stands; the text's size or more when there is none.
std::size_t closing_quote(std::string_view text) {
  std::size_t at = 1;
  while (at < text.size() && text[at] != '"') at += text[at] == '\\' ? 2U : 1U;
  return at;
}

std::optional<std::string_view> take_literal(std::string_view& text) {
  std::size_t end = closing_quote(text) + 1;
  if (end > text.size()) return std::nullopt;
  if (text.substr(end).starts_with("^^<")) {
    end = text.find('>', end);
    if (end == std::string_view::npos) return std::nullopt;
    ++end;
  } else if (text.substr(end).starts_with('@')) {
    end = std::min(text.size(), text.find_first_of(" )", end));
  }
  return cut(text, end);
}

std::optional<std::string_view> take_term(std::string_view& text) {
  if (text.starts_with('"')) return take_literal(text);
  if (!text.starts_with("_:")) return take_iri(text);
  const std::size_t end = std::min(text.size(), text.find_first_of(" )"));
  return end > 2 ? std::optional(cut(text, end)) : std::nullopt;
}

// Reads a path and shows its terms, as they are written, to `visit(relation, along, node, ends_step)`; the
// start comes with an empty relation. False: the text is no path.
template <typename Visit>
bool read_path_text(std::string_view text, const Visit& visit) {
  const auto start = take_term(text);
  if (!start || !visit(std::string_view{}, true, *start, true)) return false;
  bool ends_step = true;
  while (!text.empty()) {
    const bool along = take(text, " -");
    if (!along && !take(text, " <-")) return false;
    const auto relation = take_iri(text);
    if (!relation || !take(text, along ? "-> " : "- ")) return false;
    ends_step = !take(text, "(");
    const auto node = take_term(text);
    if (!node || (!ends_step && !take(text, ")"))) return false;
    if (!visit(*relation, along, *node, ends_step)) return false;
  }
  return ends_step;
}

std::optional<std::string> unescape(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '\\') {
      out += text[at];
      continue;
    }
    if (++at == text.size()) return std::nullopt;
    constexpr std::string_view kLetters = "tbnrf\"'\\";
    constexpr std::string_view kMeanings = "\t\b\n\r\f\"'\\";
    if (const std::size_t letter = kLetters.find(text[at]); letter != std::string_view::npos) {
      out += kMeanings[letter];
      continue;
    }
    const std::size_t digits = text[at] == 'u' ? 4 : text[at] == 'U' ? 8 : 0;
    if (digits == 0 || at + digits >= text.size()) return std::nullopt;
    std::uint32_t code_point = 0;
    const char* first = text.data() + at + 1;
    const auto [end, error] = std::from_chars(first, first + digits, code_point, 16);
    const bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
    if (error != std::errc() || end != first + digits || surrogate || code_point > 0x10FFFF) {
      return std::nullopt;
    }
    utf8_append(out, code_point);
    at += digits;
  }
  return out;
}

// Precondition: a text that take_term gave.
std::optional<Term> term_of(std::string_view text) {
  if (text.front() == '_') return Term::blank(text.substr(2));
  if (text.front() == '<') {
    const auto value = unescape(text.substr(1, text.size() - 2));
    return value ? std::optional(Term::iri(*value)) : std::nullopt;
  }
  const std::size_t close = closing_quote(text);
  const auto value = unescape(text.substr(1, close - 1));
  if (!value) return std::nullopt;
  const std::string_view rest = text.substr(close + 1);
  if (rest.starts_with('@')) return Term::lang_string(*value, rest.substr(1));
  if (rest.empty()) return Term::string(*value);
  const auto datatype = unescape(rest.substr(3, rest.size() - 4));
  return datatype ? std::optional(Term::literal(*value, *datatype)) : std::nullopt;
}

}  // namespace

void append_link(std::string& out, std::string_view relation, bool along, std::string_view node,
                 bool ends_step) {
  out += along ? " -" : " <-";
  out += relation;
  out += along ? "-> " : "- ";
  if (!ends_step) out += '(';
  out += node;
  if (!ends_step) out += ')';
}

std::string format_path(const PathValue& path) {
  std::string out = path.start.to_ntriples();
  for (const PathLink& link : path.links) {
    append_link(out, link.relation.to_ntriples(), link.along, link.node.to_ntriples(), link.ends_step);
  }
  return out;
}

std::optional<PathValue> parse_path(std::string_view text) {
  PathValue out;
  const auto visit = [&](std::string_view relation, bool along, std::string_view node, bool ends_step) {
    auto to = term_of(node);
    if (!to) return false;
    if (relation.empty()) {
      out.start = std::move(*to);
      return true;
    }
    auto by = term_of(relation);
    if (by) out.links.push_back({std::move(*by), along, std::move(*to), ends_step});
    return by.has_value();
  };
  return read_path_text(text, visit) ? std::optional(std::move(out)) : std::nullopt;
}

std::optional<std::uint64_t> path_length(std::string_view text) noexcept {
  std::uint64_t steps = 0;
  const auto visit = [&steps](std::string_view relation, bool, std::string_view, bool ends_step) {
    steps += !relation.empty() && ends_step ? 1U : 0U;
    return true;
  };
  return read_path_text(text, visit) ? std::optional(steps) : std::nullopt;
}

}  // namespace kg
