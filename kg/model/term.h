// Term: an RDF 1.2 term as text. Terms are what people and files see; ids are what queries compute with.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "kg/model/id.h"

namespace kg {

enum class TermKind : std::uint8_t { undefined, blank, iri, literal, triple };

struct Term {
  TermKind kind = TermKind::undefined;
  std::string value;     // IRI, blank node label, or the literal's lexical form
  std::string datatype;  // literals: the datatype's IRI, never empty (xsd:string, rdf:langString, ...)
  std::string language;  // language-tagged literals: tag in lower case, with --ltr or --rtl if directed
  std::shared_ptr<const std::array<Term, 3>> triple;  // triple terms

  [[nodiscard]] static Term iri(std::string_view iri);
  [[nodiscard]] static Term blank(std::string_view label);
  [[nodiscard]] static Term string(std::string_view text);
  [[nodiscard]] static Term lang_string(std::string_view text, std::string_view language);
  [[nodiscard]] static Term literal(std::string_view lexical, std::string_view datatype);
  [[nodiscard]] static Term integer(std::int64_t value);
  [[nodiscard]] static Term boolean(bool value);
  [[nodiscard]] static Term triple_term(Term subject, Term predicate, Term object);

  // Same term in the sense of RDF (sameTerm), not the same value.
  friend bool operator==(const Term& a, const Term& b);

  // N-Triples text of the term, canonical escapes.
  [[nodiscard]] std::string to_ntriples() const;
};

// Id of a term that is representable inline, or nothing. Never allocates.
// `datatype` is empty for xsd:string.
std::optional<Id> inline_literal(std::string_view lexical, std::string_view datatype) noexcept;
std::optional<Id> inline_term(const Term& term) noexcept;

// The term of an inline id. Precondition: the tag is one of the inline tags.
Term term_of_inline(Id id);

// The dictionary's view of a term that is not inline: which tag its id carries, and the bytes it is
// known under. `key` is: the IRI; the label; the text of a string; text NUL language; text NUL datatype
// (value, quantity, typed). Within one tag, terms are ordered by these bytes.
// Precondition: not a triple term, not representable inline.
struct DictionaryKey {
  Tag tag;
  std::string key;
};
DictionaryKey dictionary_key(const Term& term);
// Which tag a literal of this datatype has in the dictionary (value, quantity or typed).
Tag dictionary_tag_of_datatype(std::string_view datatype) noexcept;
// Inverse of dictionary_key.
Term term_of_dictionary(Tag tag, std::string_view key);
// The lexical form of a literal. `key` is not looked at when the id is inline.
std::string text_of_literal(Id literal, std::string_view key);

namespace iri {
inline constexpr std::string_view kXsd = "http://www.w3.org/2001/XMLSchema#";
inline constexpr std::string_view kXsdString = "http://www.w3.org/2001/XMLSchema#string";
inline constexpr std::string_view kXsdBoolean = "http://www.w3.org/2001/XMLSchema#boolean";
inline constexpr std::string_view kXsdInteger = "http://www.w3.org/2001/XMLSchema#integer";
inline constexpr std::string_view kXsdDecimal = "http://www.w3.org/2001/XMLSchema#decimal";
inline constexpr std::string_view kXsdDouble = "http://www.w3.org/2001/XMLSchema#double";
inline constexpr std::string_view kXsdFloat = "http://www.w3.org/2001/XMLSchema#float";
inline constexpr std::string_view kXsdDayTimeDuration = "http://www.w3.org/2001/XMLSchema#dayTimeDuration";
inline constexpr std::string_view kXsdDate = "http://www.w3.org/2001/XMLSchema#date";
inline constexpr std::string_view kXsdDateTime = "http://www.w3.org/2001/XMLSchema#dateTime";
inline constexpr std::string_view kXsdGYear = "http://www.w3.org/2001/XMLSchema#gYear";
inline constexpr std::string_view kXsdGYearMonth = "http://www.w3.org/2001/XMLSchema#gYearMonth";
inline constexpr std::string_view kRdfLangString = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString";
inline constexpr std::string_view kRdfDirLangString =
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#dirLangString";
inline constexpr std::string_view kRdfType = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
inline constexpr std::string_view kRdfReifies = "http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies";
inline constexpr std::string_view kRdfsLabel = "http://www.w3.org/2000/01/rdf-schema#label";
inline constexpr std::string_view kSkosAltLabel = "http://www.w3.org/2004/02/skos/core#altLabel";
// kg's own namespace and datatypes: a value with a unit, a year's quarter, an interval of dates, a path.
inline constexpr std::string_view kKg = "https://kg.example/ns#";
inline constexpr std::string_view kKgQuantity = "https://kg.example/ns#quantity";
inline constexpr std::string_view kKgQuarter = "https://kg.example/ns#quarter";
inline constexpr std::string_view kKgInterval = "https://kg.example/ns#interval";
inline constexpr std::string_view kKgPath = "https://kg.example/ns#path";
}  // namespace iri

}  // namespace kg
