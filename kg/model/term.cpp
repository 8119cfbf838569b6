#include "kg/model/term.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "kg/model/triple_source.h"

namespace kg {
namespace {

constexpr std::string_view kDirectionMark = "--";

char lower_ascii(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string_view datatype_of_language(std::string_view language) {
  return language.find(kDirectionMark) == std::string_view::npos ? iri::kRdfLangString
                                                                 : iri::kRdfDirLangString;
}

void append_escaped(std::string& out, unsigned char c) {
  fmt::format_to(std::back_inserter(out), "\\u{:04X}", static_cast<unsigned>(c));
}

void append_iri(std::string& out, std::string_view text) {
  out += '<';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool forbidden =
        byte <= 0x20 || byte == 0x7f || std::string_view("<>\"{}|^`\\").find(c) != std::string_view::npos;
    if (forbidden) {
      append_escaped(out, byte);
    } else {
      out += c;
    }
  }
  out += '>';
}

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      case '\b':
        out += "\\b";
        break;
      case '\f':
        out += "\\f";
        break;
      default: {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7f) {
          append_escaped(out, byte);
        } else {
          out += c;
        }
      }
    }
  }
  out += '"';
}

void append_term(std::string& out, const Term& term) {
  switch (term.kind) {
    case TermKind::undefined:
      return;
    case TermKind::blank:
      out += "_:";
      out += term.value;
      return;
    case TermKind::iri:
      append_iri(out, term.value);
      return;
    case TermKind::literal:
      append_quoted(out, term.value);
      if (!term.language.empty()) {
        out += '@';
        out += term.language;
      } else if (term.datatype != iri::kXsdString) {
        out += "^^";
        append_iri(out, term.datatype);
      }
      return;
    case TermKind::triple:
      out += "<<( ";
      for (const Term& part : *term.triple) {
        append_term(out, part);
        out += ' ';
      }
      out += ")>>";
      return;
  }
}

std::string with_suffix(std::string_view text, std::string_view suffix) {
  std::string key;
  key.reserve(text.size() + 1 + suffix.size());
  key += text;
  key += '\0';
  key += suffix;
  return key;
}

}  // namespace

const char* permutation_name(Permutation p) noexcept {
  switch (p) {
    case Permutation::spo:
      return "spo";
    case Permutation::pos:
      return "pos";
    case Permutation::osp:
      return "osp";
    case Permutation::pso:
      return "pso";
  }
  return "?";
}

Term Term::iri(std::string_view iri) { return {TermKind::iri, std::string(iri), {}, {}, nullptr}; }

Term Term::blank(std::string_view label) { return {TermKind::blank, std::string(label), {}, {}, nullptr}; }

Term Term::string(std::string_view text) { return literal(text, iri::kXsdString); }

Term Term::lang_string(std::string_view text, std::string_view language) {
  Term term = literal(text, datatype_of_language(language));
  term.language = language;
  std::transform(term.language.begin(), term.language.end(), term.language.begin(), lower_ascii);
  return term;
}

Term Term::literal(std::string_view lexical, std::string_view datatype) {
  return {TermKind::literal,
          std::string(lexical),
          std::string(datatype.empty() ? iri::kXsdString : datatype),
          {},
          nullptr};
}

Term Term::integer(std::int64_t value) { return literal(std::to_string(value), iri::kXsdInteger); }

Term Term::boolean(bool value) { return literal(value ? "true" : "false", iri::kXsdBoolean); }

Term Term::triple_term(Term subject, Term predicate, Term object) {
  Term term;
  term.kind = TermKind::triple;
  term.triple = std::make_shared<const std::array<Term, 3>>(
      std::array<Term, 3>{std::move(subject), std::move(predicate), std::move(object)});
  return term;
}

bool operator==(const Term& a, const Term& b) {
  if (a.kind != b.kind) return false;
  if (a.kind == TermKind::triple) return a.triple == b.triple || *a.triple == *b.triple;
  return a.value == b.value && a.datatype == b.datatype && a.language == b.language;
}

std::string Term::to_ntriples() const {
  std::string out;
  append_term(out, *this);
  return out;
}

Tag dictionary_tag_of_datatype(std::string_view datatype) noexcept {
  if (datatype.starts_with(iri::kXsd)) {
    static constexpr std::string_view kValueTypes[] = {"boolean",
                                                       "integer",
                                                       "decimal",
                                                       "double",
                                                       "float",
                                                       "date",
                                                       "dateTime",
                                                       "gYear",
                                                       "gYearMonth",
                                                       "int",
                                                       "long",
                                                       "short",
                                                       "byte",
                                                       "nonNegativeInteger",
                                                       "positiveInteger",
                                                       "nonPositiveInteger",
                                                       "negativeInteger",
                                                       "unsignedLong",
                                                       "unsignedInt",
                                                       "unsignedShort",
                                                       "unsignedByte"};
    const std::string_view name = datatype.substr(iri::kXsd.size());
    return std::find(std::begin(kValueTypes), std::end(kValueTypes), name) != std::end(kValueTypes)
               ? Tag::value
               : Tag::typed;
  }
  if (datatype == iri::kKgQuantity) return Tag::quantity;
  return datatype == iri::kKgQuarter || datatype == iri::kKgInterval ? Tag::value : Tag::typed;
}

DictionaryKey dictionary_key(const Term& term) {
  switch (term.kind) {
    case TermKind::blank:
      return {Tag::blank, term.value};
    case TermKind::iri:
      return {Tag::iri, term.value};
    case TermKind::literal:
      break;
    default:
      return {Tag::undefined, {}};
  }
  if (!term.language.empty()) return {Tag::lang_string, with_suffix(term.value, term.language)};
  if (term.datatype == iri::kXsdString) return {Tag::string, term.value};
  return {dictionary_tag_of_datatype(term.datatype), with_suffix(term.value, term.datatype)};
}

Term term_of_dictionary(Tag tag, std::string_view key) {
  if (tag == Tag::blank) return Term::blank(key);
  if (tag == Tag::iri) return Term::iri(key);
  if (tag == Tag::string) return Term::string(key);
  const std::size_t separator = key.rfind('\0');
  if (separator == std::string_view::npos) return {};
  const std::string_view text = key.substr(0, separator);
  const std::string_view suffix = key.substr(separator + 1);
  return tag == Tag::lang_string ? Term::lang_string(text, suffix) : Term::literal(text, suffix);
}

std::string text_of_literal(Id literal, std::string_view key) {
  Term term =
      tag_in_dictionary(literal.tag()) ? term_of_dictionary(literal.tag(), key) : term_of_inline(literal);
  return std::move(term.value);
}

}  // namespace kg
