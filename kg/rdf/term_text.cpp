#include "kg/rdf/term_text.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <utility>

#include "kg/rdf/characters.h"
#include "kg/rdf/ntriples_writer.h"

namespace kg {
namespace {

constexpr std::string_view kRdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

// Integers of so many digits are exact in every JSON reader.
constexpr std::size_t kMaxJsonDigits = 15;

// Whether a local name needs no escape. Fewer names than the grammar has: others are written as IRIs.
bool is_plain_local_name(std::string_view name) {
  if (name.empty()) return true;
  if (name.front() == '-' || name.front() == '.' || name.back() == '.') return false;
  return std::all_of(name.begin(), name.end(), [](char c) { return rdf::is(c, rdf::kLabel); });
}

std::size_t count_digits(std::string_view text) {
  std::size_t n = 0;
  while (n < text.size() && rdf::is(text[n], rdf::kDigit)) ++n;
  return n;
}

// The grammar's INTEGER, DECIMAL or DOUBLE, whichever the datatype asks for.
bool is_plain_number(std::string_view text, std::string_view datatype) {
  if (!text.empty() && (text[0] == '+' || text[0] == '-')) text.remove_prefix(1);
  const std::size_t whole = count_digits(text);
  text.remove_prefix(whole);
  if (datatype == iri::kXsdInteger) return whole > 0 && text.empty();
  std::size_t fraction = 0;
  const bool point = !text.empty() && text[0] == '.';
  if (point) {
    text.remove_prefix(1);
    fraction = count_digits(text);
    text.remove_prefix(fraction);
  }
  if (datatype == iri::kXsdDecimal) return fraction > 0 && text.empty();
  if (datatype != iri::kXsdDouble || whole + fraction == 0 || text.empty()) return false;
  if (text[0] != 'e' && text[0] != 'E') return false;
  text.remove_prefix(1);
  if (!text.empty() && (text[0] == '+' || text[0] == '-')) text.remove_prefix(1);
  return !text.empty() && count_digits(text) == text.size();
}

// Text and what stands behind the NUL: language or datatype.
std::pair<std::string_view, std::string_view> split_key(Tag tag, std::string_view key) {
  const std::size_t nul = tag == Tag::string ? std::string_view::npos : key.rfind('\0');
  if (nul == std::string_view::npos) return {key, {}};
  return {key.substr(0, nul), key.substr(nul + 1)};
}

bool is_namespace_delimiter(char c) { return std::string_view(":/?#[]@").find(c) != std::string_view::npos; }

void append_ntriples_raw(std::string& out, const RawTerm& term) {
  if (term.inline_id.bound()) return append_ntriples(out, term.inline_id);
  if (term.triple == nullptr) return append_ntriples(out, term.tag, term.key);
  out += "<<( ";
  for (const RawTerm& part : *term.triple) {
    append_ntriples_raw(out, part);
    out += ' ';
  }
  out += ")>>";
}

}  // namespace

Prefixes common_prefixes(std::string_view base_iri) {
  Prefixes out{{"rdf", std::string(kRdf)},
               {"rdfs", "http://www.w3.org/2000/01/rdf-schema#"},
               {"xsd", std::string(iri::kXsd)},
               {"owl", "http://www.w3.org/2002/07/owl#"},
               {"skos", "http://www.w3.org/2004/02/skos/core#"},
               {"kg", std::string(iri::kKg)}};
  if (!base_iri.empty()) {
    out[""] = base_iri;
    out["claim"] = std::string(base_iri) + "claim/";  // reifiers that `add` makes
  }
  return out;
}

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (static_cast<unsigned char>(c) < 0x20) {
      fmt::format_to(std::back_inserter(out), "\\u{:04X}", static_cast<unsigned char>(c));
    } else {
      out += c;
    }
  }
  out += '"';
}

TermText::TermText(TermSyntax syntax, const Prefixes& prefixes) : syntax_(syntax) {
  if (syntax == TermSyntax::ntriples) return;
  for (const auto& [name, iri] : prefixes) {
    if (iri.empty() || (syntax == TermSyntax::jsonld && name.empty())) continue;
    prefixes_.push_back({name, iri});
  }
  std::stable_sort(prefixes_.begin(), prefixes_.end(),
                   [](const Prefix& a, const Prefix& b) { return a.iri.size() > b.iri.size(); });
}

bool TermText::compact(std::string& out, std::string_view iri) {
  for (Prefix& prefix : prefixes_) {
    if (!iri.starts_with(prefix.iri)) continue;
    const std::string_view local = iri.substr(prefix.iri.size());
    if (!is_plain_local_name(local)) continue;
    out += prefix.name;
    out += ':';
    out += local;
    prefix.used = true;
    return true;
  }
  return false;
}

void TermText::iri(std::string& out, std::string_view iri) {
  if (syntax_ != TermSyntax::jsonld) {
    if (!compact(out, iri)) append_ntriples(out, Tag::iri, iri);
    return;
  }
  const std::size_t start = out.size();
  out += '"';
  if (compact(out, iri)) {
    out += '"';
  } else {
    out.resize(start);
    append_json_string(out, iri);
  }
}

void TermText::subject(std::string& out, const RawTerm& term) {
  if (term.tag == Tag::iri) return iri(out, term.key);
  if (syntax_ == TermSyntax::jsonld) out += '"';
  append_ntriples(out, term.tag, term.key);
  if (syntax_ == TermSyntax::jsonld) out += '"';
}

void TermText::predicate(std::string& out, const RawTerm& term) {
  if (syntax_ == TermSyntax::turtle && term.key == iri::kRdfType) {
    out += 'a';
  } else {
    iri(out, term.key);
  }
}

void TermText::object(std::string& out, const RawTerm& term) {
  if (term.inline_id.bound()) {
    if (syntax_ == TermSyntax::ntriples) return append_ntriples(out, term.inline_id);
    const Term inlined = term_of_inline(term.inline_id);
    return literal(
        out, inlined.datatype == iri::kXsdString ? Tag::string : Tag::typed,
        inlined.datatype == iri::kXsdString ? inlined.value : inlined.value + '\0' + inlined.datatype);
  }
  if (term.triple != nullptr) return triple(out, term);
  if (tag_is_literal(term.tag)) return literal(out, term.tag, term.key);
  if (syntax_ != TermSyntax::jsonld) return subject(out, term);
  out += "{\"@id\":";
  subject(out, term);
  out += '}';
}

void TermText::literal(std::string& out, Tag tag, std::string_view key) {
  if (syntax_ == TermSyntax::jsonld) return json_literal(out, tag, key);
  const auto [text, datatype] = split_key(tag, key);
  if (syntax_ == TermSyntax::ntriples || tag == Tag::string || tag == Tag::lang_string) {
    return append_ntriples(out, tag, key);
  }
  if (is_plain_number(text, datatype) ||
      (datatype == iri::kXsdBoolean && (text == "true" || text == "false"))) {
    out += text;
    return;
  }
  append_ntriples(out, Tag::string, text);
  out += "^^";
  iri(out, datatype);
}

void TermText::json_literal(std::string& out, Tag tag, std::string_view key) {
  const auto [text, rest] = split_key(tag, key);
  if (tag == Tag::string) return append_json_string(out, text);
  if (rest == iri::kXsdBoolean && (text == "true" || text == "false")) {
    out += text;
    return;
  }
  if (rest == iri::kXsdInteger) {
    const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
    const bool canonical = digits == "0" ? text == digits : !digits.empty() && digits[0] != '0';
    if (canonical && digits.size() <= kMaxJsonDigits && count_digits(digits) == digits.size()) {
      out += text;
      return;
    }
  }
  out += "{\"@value\":";
  append_json_string(out, text);
  if (tag == Tag::lang_string) {
    const std::size_t direction = rest.find("--");
    out += ",\"@language\":";
    append_json_string(out, rest.substr(0, direction));
    if (direction != std::string_view::npos) {
      out += ",\"@direction\":";
      append_json_string(out, rest.substr(direction + 2));
    }
  } else {
    out += ",\"@type\":";
    iri(out, rest);
  }
  out += '}';
}

void TermText::triple(std::string& out, const RawTerm& term) {
  const auto& [s, p, o] = *term.triple;
  if (syntax_ != TermSyntax::jsonld) {
    out += "<<( ";
    subject(out, s);
    out += ' ';
    predicate(out, p);
    out += ' ';
    object(out, o);
    out += " )>>";
    return;
  }
  std::string text;
  append_ntriples_raw(text, term);
  const XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
  const std::string label = fmt::format("\"_:t{:016x}{:016x}\"", hash.high64, hash.low64);
  out += "{\"@id\":" + label + '}';
  std::string node = ",\n{\"@id\":" + label;
  for (const auto& [name, part] : {std::pair{"subject", &s}, {"predicate", &p}, {"object", &o}}) {
    node += ',';
    iri(node, std::string(kRdf) + name);
    node += ":[";
    object(node, *part);
    node += ']';
  }
  nodes_ += node + '}';
}

bool TermText::misleads(const RawTerm& term) const {
  if (syntax_ != TermSyntax::jsonld || term.inline_id.bound()) return false;
  if (term.triple != nullptr) {
    return std::any_of(term.triple->begin(), term.triple->end(),
                       [this](const RawTerm& part) { return misleads(part); });
  }
  std::string_view iri = term.key;
  if (tag_is_literal(term.tag)) {
    if (term.tag == Tag::string || term.tag == Tag::lang_string) return false;
    iri = split_key(term.tag, term.key).second;
  } else if (term.tag != Tag::iri) {
    return false;
  }
  const std::size_t colon = iri.find(':');
  if (colon == std::string_view::npos || iri.substr(colon + 1).starts_with("//")) return false;
  return std::any_of(prefixes_.begin(), prefixes_.end(),
                     [&](const Prefix& prefix) { return prefix.name == iri.substr(0, colon); });
}

std::string TermText::take_declarations() {
  std::string out;
  for (Prefix& prefix : prefixes_) {
    if (!prefix.used || prefix.declared) continue;
    prefix.declared = true;
    out += "@prefix " + prefix.name + ": ";
    append_ntriples(out, Tag::iri, prefix.iri);
    out += " .\n";
  }
  return out;
}

std::string TermText::take_nodes() { return std::exchange(nodes_, {}); }

std::string TermText::context() const {
  std::string out;
  for (const Prefix& prefix : prefixes_) {
    if (!out.empty()) out += ',';
    append_json_string(out, prefix.name);
    out += ':';
    const bool simple = is_namespace_delimiter(prefix.iri.back());
    if (!simple) out += "{\"@id\":";
    append_json_string(out, prefix.iri);
    if (!simple) out += ",\"@prefix\":true}";
  }
  return out;
}

struct OwnedTerm::Parts {
  std::array<OwnedTerm, 3> owned;
  std::array<RawTerm, 3> raw;
};

OwnedTerm::OwnedTerm() = default;
OwnedTerm::OwnedTerm(const Term& term) {
  if (term.kind == TermKind::triple) {
    parts_ = std::make_unique<Parts>();
    for (std::size_t i = 0; i < 3; ++i) {
      const OwnedTerm part((*term.triple)[i]);
      parts_->owned[i].assign(part.raw);
      parts_->raw[i] = parts_->owned[i].raw;
    }
    raw = {.tag = Tag::triple, .key = {}, .triple = &parts_->raw};
  } else if (const auto id = inline_term(term)) {
    raw = {.inline_id = *id, .key = {}};
  } else {
    DictionaryKey key = dictionary_key(term);
    key_ = std::move(key.key);
    raw = {.tag = key.tag, .key = key_};
  }
}
OwnedTerm::~OwnedTerm() = default;

void OwnedTerm::assign(const RawTerm& term) {
  raw = term;
  if (term.triple == nullptr) {
    key_.assign(term.key);
    raw.key = key_;
    return;
  }
  auto parts = std::make_unique<Parts>();
  for (std::size_t i = 0; i < 3; ++i) {
    parts->owned[i].assign((*term.triple)[i]);
    parts->raw[i] = parts->owned[i].raw;
  }
  parts_ = std::move(parts);
  raw.triple = &parts_->raw;
}

}  // namespace kg
