#include "kg/rdf/record_reader.h"

#include <fmt/format.h>

#include <cstring>

#include "kg/base/utf8.h"
#include "kg/model/term.h"
#include "kg/rdf/characters.h"

namespace kg {
namespace {

using rdf::between;
using rdf::decode;
using rdf::hex_value;
using rdf::is;

bool at_line_end(const char* p) { return *p == '\n' || *p == '\r'; }

// How a character is named in a message.
std::string shown(const char* p) {
  const auto c = static_cast<unsigned char>(*p);
  if (at_line_end(p)) return "the end of the line";
  if (c < 0x20 || c == 0x7F) return fmt::format("the control character U+{:04X}", c);
  if (c < 0x80) return fmt::format("'{}'", *p);
  return "this character";
}

void check_size(std::string_view text, const char* at) {
  if (text.size() > kMaxTermBytes) {
    throw SyntaxError{at, fmt::format("the term is larger than {} MiB", kMaxTermBytes >> 20U)};
  }
}

}  // namespace

void RecordReader::fail(const char* at, std::string reason) { throw SyntaxError{at, std::move(reason)}; }

void RecordReader::skip_blanks() {
  while (is(*p_, rdf::kBlank)) ++p_;
}

const char* RecordReader::read(const char* line, Record& out) {
  p_ = line;
  out.statement = false;
  out.has_graph = false;
  scratch_.reset();
  triples_used_ = 0;
  skip_blanks();
  if (at_line_end(p_) || *p_ == '#') return end_of_line();
  if (*p_ == 'V') {
    directive();
    return end_of_line();
  }
  out.subject = resource("a subject");
  skip_blanks();
  out.relation = relation();
  skip_blanks();
  out.object = object(0);
  skip_blanks();
  if (syntax_ == RdfSyntax::nquads && *p_ != '.' && !at_line_end(p_)) {
    if (triples_used_ == kMaxTripleTermNestingLevels) {
      fail(p_, fmt::format("triple terms in a quad are nested more than {} levels deep",
                           kMaxTripleTermNestingLevels - 1));
    }
    out.graph = resource("a graph name or the '.' that ends the quad");
    out.has_graph = true;
    skip_blanks();
  }
  if (*p_ != '.') fail(p_, fmt::format("expected the '.' that ends the statement, found {}", shown(p_)));
  ++p_;
  out.statement = true;
  return end_of_line();
}

// Blanks, a comment, and the line end.
const char* RecordReader::end_of_line() {
  skip_blanks();
  if (*p_ == '#') {
    while (!at_line_end(p_)) ++p_;
  }
  if (*p_ == '\r') return p_[1] == '\n' ? p_ + 2 : p_ + 1;
  if (*p_ != '\n') fail(p_, fmt::format("expected the end of the line or a comment, found {}", shown(p_)));
  return p_ + 1;
}

// VERSION "1.2": says which RDF the file is written for. Every version is read the same way.
void RecordReader::directive() {
  constexpr std::string_view kVersion = "VERSION";
  const char* start = p_;
  while (is(*p_, rdf::kAlpha)) ++p_;
  if (between(start, p_) != kVersion) {
    fail(start, "expected a subject: an IRI in <...> or a blank node _:label");
  }
  skip_blanks();
  if (*p_ != '"') fail(p_, fmt::format("expected a version in quotes, found {}", shown(p_)));
  (void)quoted_text();
}

// An IRI or a blank node.
RawTerm RecordReader::resource(const char* what) {
  if (*p_ == '<' && p_[1] != '<') return {.tag = Tag::iri, .key = iri()};
  if (*p_ == '_') return blank_node();
  if (*p_ == '<' && p_[2] == '(') fail(p_, "a triple term can only stand as an object");
  if (*p_ == '<')
    fail(p_, "a reified triple << ... >> is not allowed here; a triple term is written <<( ... )>>");
  if (*p_ == '"') fail(p_, fmt::format("expected {}, found a literal", what));
  fail(p_, fmt::format("expected {}, an IRI in <...> or a blank node _:label, found {}", what, shown(p_)));
}

RawTerm RecordReader::relation() {
  if (*p_ == '<' && p_[1] != '<') return {.tag = Tag::iri, .key = iri()};
  if (*p_ == '_') fail(p_, "a blank node cannot be a predicate");
  if (*p_ == '"') fail(p_, "a literal cannot be a predicate");
  if (*p_ == '<') fail(p_, "a triple cannot be a predicate");
  fail(p_, fmt::format("expected a predicate, an IRI in <...>, found {}", shown(p_)));
}

RawTerm RecordReader::object(std::size_t level) {
  if (*p_ == '"') return literal();
  if (*p_ == '<' && p_[1] == '<' && p_[2] == '(') return triple_term(level);
  if (*p_ == '<' || *p_ == '_') return resource("an object");
  fail(p_, fmt::format("expected an object, found {}", shown(p_)));
}

RawTerm RecordReader::triple_term(std::size_t level) {
  if (level == kMaxTripleTermNestingLevels) {
    fail(p_, fmt::format("triple terms are nested more than {} levels deep", kMaxTripleTermNestingLevels));
  }
  p_ += 3;
  skip_blanks();
  const RawTerm s = resource("a subject");
  skip_blanks();
  const RawTerm p = relation();
  skip_blanks();
  const RawTerm o = object(level + 1);
  skip_blanks();
  if (*p_ != ')' || p_[1] != '>' || p_[2] != '>') {
    fail(p_, fmt::format("expected the ')>>' that ends the triple term, found {}", shown(p_)));
  }
  p_ += 3;
  auto& triple = triples_[triples_used_++];
  triple = {s, p, o};
  return {.tag = Tag::triple, .key = {}, .triple = &triple};
}

RawTerm RecordReader::blank_node() {
  const char* start = p_;
  if (p_[1] != ':') fail(p_, "a blank node is written _:label");
  p_ += 2;
  const char* label = p_;
  const char* end = p_;  // after the last character that is not a '.'
  for (;;) {
    std::size_t n = 1;
    if (static_cast<unsigned char>(*p_) < 0x80) {
      if (!is(*p_, rdf::kLabel)) break;
      if (p_ == label && (*p_ == '-' || *p_ == '.')) break;
    } else {
      const auto [c, bytes] = decode(p_);
      if (bytes == 0 || !(p_ == label ? rdf::is_label_base(c) : rdf::is_label_rest(c))) break;
      n = bytes;
    }
    const bool dot = *p_ == '.';
    p_ += n;
    if (!dot) end = p_;
  }
  if (end == label) fail(label, fmt::format("a blank node's label cannot start with {}", shown(label)));
  p_ = end;  // a '.' at the end belongs to the statement
  check_size(between(label, end), start);
  return {.tag = Tag::blank, .key = between(label, end)};
}

std::string_view RecordReader::iri() {
  const char* start = p_ + 1;
  const char* p = start;
  while (!is(*p, rdf::kIriStop)) ++p;
  std::string_view out;
  if (*p == '>') {
    out = between(start, p);
    p_ = p + 1;
  } else if (*p == '\\') {
    out = escaped_iri(start);
  } else {
    fail_iri(p);
  }
  check_scheme(out, start - 1);
  check_size(out, start - 1);
  return out;
}

void RecordReader::fail_iri(const char* at) {
  if (at_line_end(at)) fail(at, "the IRI is not closed with '>' before the end of the line");
  if (*at == ' ') fail(at, "an IRI cannot contain a space");
  fail(at, fmt::format("an IRI cannot contain {}", shown(at)));
}

void RecordReader::check_scheme(std::string_view iri, const char* at) {
  std::size_t n = 0;
  if (!iri.empty() && is(iri[0], rdf::kAlpha)) {
    n = 1;
    while (n < iri.size() && is(iri[n], rdf::kSchemeRest)) ++n;
  }
  if (n == 0 || n == iri.size() || iri[n] != ':') {
    fail(at, "the IRI is not absolute: it does not start with a scheme such as http:");
  }
}

std::string_view RecordReader::escaped_iri(const char* start) {
  const char* p = start;
  while (*p != '>' && !at_line_end(p)) ++p;
  char* out = scratch_.take(static_cast<std::size_t>(p - start));
  std::size_t size = 0;
  std::string encoded;
  p_ = start;
  for (;;) {
    const char* plain = p_;
    while (!is(*p_, rdf::kIriStop)) ++p_;
    std::memcpy(out + size, plain, static_cast<std::size_t>(p_ - plain));
    size += static_cast<std::size_t>(p_ - plain);
    if (*p_ == '>') break;
    if (*p_ != '\\') fail_iri(p_);
    const char* escape = p_;
    const std::uint32_t c = code_point_escape();
    if (c < 0x80 && is(static_cast<char>(c), rdf::kIriStop)) {
      fail(escape, fmt::format("an IRI cannot contain U+{:04X}, escaped or not", c));
    }
    encoded.clear();
    utf8_append(encoded, c);
    std::memcpy(out + size, encoded.data(), encoded.size());
    size += encoded.size();
  }
  ++p_;
  return {out, size};
}

// At a backslash: \uXXXX or \UXXXXXXXX.
std::uint32_t RecordReader::code_point_escape() {
  const char* start = p_;
  const int digits = p_[1] == 'u' ? 4 : p_[1] == 'U' ? 8 : 0;
  if (digits == 0) {
    fail(start, at_line_end(p_ + 1)
                    ? std::string("the escape is not finished before the end of the line")
                    : fmt::format("\\ followed by {} is not an escape that is allowed here", shown(p_ + 1)));
  }
  std::uint32_t c = 0;
  for (int i = 0; i < digits; ++i) {
    const int value = hex_value(p_[2 + i]);
    if (value < 0) fail(start, fmt::format("\\{} must be followed by {} hexadecimal digits", p_[1], digits));
    c = c << 4U | static_cast<std::uint32_t>(value);
  }
  if (c >= 0xD800 && c <= 0xDFFF) fail(start, fmt::format("U+{:04X} is a surrogate and no character", c));
  if (c > 0x10FFFF) fail(start, fmt::format("U+{:X} is no character: the last one is U+10FFFF", c));
  p_ += 2 + digits;
  return c;
}

std::string_view RecordReader::quoted_text() {
  const char* start = p_ + 1;
  const char* p = start;
  while (!is(*p, rdf::kTextStop)) ++p;
  if (*p == '"') {
    p_ = p + 1;
    check_size(between(start, p), start - 1);
    return between(start, p);
  }
  if (*p == '\\') return escaped_text(start);
  fail(p, "the string is not closed with '\"' before the end of the line");
}

std::string_view RecordReader::escaped_text(const char* start) {
  const char* p = start;
  while (*p != '"' && !at_line_end(p)) p += *p == '\\' && !at_line_end(p + 1) ? 2 : 1;
  char* out = scratch_.take(static_cast<std::size_t>(p - start));
  std::size_t size = 0;
  std::string encoded;
  p_ = start;
  for (;;) {
    const char* plain = p_;
    while (!is(*p_, rdf::kTextStop)) ++p_;
    std::memcpy(out + size, plain, static_cast<std::size_t>(p_ - plain));
    size += static_cast<std::size_t>(p_ - plain);
    if (*p_ == '"') break;
    if (*p_ != '\\') fail(p_, "the string is not closed with '\"' before the end of the line");
    constexpr std::string_view kLetters = "tbnrf\"'\\";
    constexpr std::string_view kMeanings = "\t\b\n\r\f\"'\\";
    const std::size_t letter = kLetters.find(p_[1]);
    if (letter != std::string_view::npos) {
      out[size++] = kMeanings[letter];
      p_ += 2;
      continue;
    }
    encoded.clear();
    utf8_append(encoded, code_point_escape());
    std::memcpy(out + size, encoded.data(), encoded.size());
    size += encoded.size();
  }
  ++p_;
  check_size({out, size}, start - 1);
  return {out, size};
}

RawTerm RecordReader::literal() {
  const std::string_view text = quoted_text();
  const char* end = p_;
  skip_blanks();
  if (*p_ == '@') return tagged_literal(text);
  if (*p_ == '^') return typed_literal(text);
  p_ = end;
  if (const auto id = inline_literal(text, {})) return {.inline_id = *id, .key = {}};
  return {.tag = Tag::string, .key = text};
}

// At the '@' of a language tag.
RawTerm RecordReader::tagged_literal(std::string_view text) {
  const char* at = p_++;
  const char* tag = p_;
  for (bool first = true;; first = false) {
    const char* subtag = p_;
    while (is(*p_, first ? rdf::kAlpha : rdf::kAlpha | rdf::kDigit)) ++p_;
    if (p_ == subtag)
      fail(at, fmt::format("the language tag is not well-formed: expected {}, found {}",
                           first ? "a letter" : "a letter or digit", shown(p_)));
    if (p_ - subtag > 8)
      fail(at, "the language tag is not well-formed: a part is longer than eight characters");
    if (*p_ != '-' || p_[1] == '-') break;
    ++p_;
  }
  const char* tag_end = p_;
  if (*p_ == '-') {
    p_ += 2;
    const char* direction = p_;
    while (is(*p_, rdf::kAlpha)) ++p_;
    const std::string_view written = between(direction, p_);
    if (written != "ltr" && written != "rtl") fail(direction - 2, "a text direction is --ltr or --rtl");
  }
  const std::string_view language = between(tag, p_);
  char* out = scratch_.take(text.size() + 1 + language.size());
  std::memcpy(out, text.data(), text.size());
  out[text.size()] = '\0';
  char* lower = out + text.size() + 1;
  for (const char* p = tag; p != p_; ++p) {
    *lower++ = p < tag_end && *p >= 'A' && *p <= 'Z' ? static_cast<char>(*p + ('a' - 'A')) : *p;
  }
  return {.tag = Tag::lang_string, .key = {out, text.size() + 1 + language.size()}};
}

// At the "^^" before a datatype.
RawTerm RecordReader::typed_literal(std::string_view text) {
  const char* at = p_;
  if (p_[1] != '^') fail(p_, "a datatype is written ^^<IRI>");
  p_ += 2;
  skip_blanks();
  if (*p_ != '<') fail(p_, fmt::format("expected the datatype's IRI in <...>, found {}", shown(p_)));
  const std::string_view datatype = iri();
  if (datatype == iri::kXsdString) {
    if (const auto id = inline_literal(text, {})) return {.inline_id = *id, .key = {}};
    return {.tag = Tag::string, .key = text};
  }
  if (const auto id = inline_literal(text, datatype)) return {.inline_id = *id, .key = {}};
  if (datatype == iri::kRdfLangString || datatype == iri::kRdfDirLangString) {
    fail(at, "a literal of this datatype is written with a language tag instead, such as \"text\"@en");
  }
  char* out = scratch_.take(text.size() + 1 + datatype.size());
  std::memcpy(out, text.data(), text.size());
  out[text.size()] = '\0';
  std::memcpy(out + text.size() + 1, datatype.data(), datatype.size());
  return {.tag = dictionary_tag_of_datatype(datatype), .key = {out, text.size() + 1 + datatype.size()}};
}

}  // namespace kg
