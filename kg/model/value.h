// Value: a term decoded for evaluation, and SPARQL's operators on values.
//
// A Value borrows the text it was made from and is valid as long as that text. All functions are pure and
// safe from any thread; none allocates unless it says so.
//
// Dates and quantities are intervals (date.h, quantity.h). a < b holds when all of a lies before all of b,
// fails when no part of a lies before a part of b, and is an error in between: 2026-02-10 < 2026-03 is
// true, 2026-02-10 < 2026-02 is an error. They are equal when the intervals are the same (then neither is
// less), unequal when the intervals do not meet, and an error otherwise. Quantities compare only within one
// unit; an approximate one has the ends it was written with, and equals only another approximate one.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "kg/model/date.h"
#include "kg/model/id.h"
#include "kg/model/inline.h"
#include "kg/model/number.h"
#include "kg/model/quantity.h"
#include "kg/model/term.h"

namespace kg {

// In the order in which ORDER BY sorts them. `typed` is every literal without a value that kg knows: other
// datatypes, and ill-formed literals of known ones.
enum class ValueKind : std::uint8_t {
  unbound,
  blank,
  iri,
  boolean,
  number,
  date,
  quantity,
  string,
  lang_string,
  typed,
  triple
};

struct Value {
  ValueKind kind = ValueKind::unbound;
  bool boolean = false;
  Number number;
  Date date;
  Quantity quantity;
  // IRI, label, or lexical form. Empty for inline numbers, dates and booleans; see lexical_form.
  std::string_view borrowed_text;
  std::string_view datatype;   // of a literal that is not inline; see datatype_iri
  std::string_view language;   // lang_string
  ShortString short_text;      // inline strings
  Id id;                       // of an inline value
  const Term* term = nullptr;  // of a triple term; its three parts

  // Of an IRI, a blank node, a string and a lang_string.
  [[nodiscard]] std::string_view text() const {
    return id.tag() == Tag::short_string ? short_text.view() : borrowed_text;
  }
  [[nodiscard]] bool is_literal() const { return kind >= ValueKind::boolean && kind <= ValueKind::typed; }
};

Value value_of(const Term& term) noexcept;
// Precondition: kUnbound, or an inline tag.
Value value_of_inline(Id id) noexcept;
// Of a dictionary term; see dictionary_key in term.h.
Value value_of_dictionary(Tag tag, std::string_view key) noexcept;
// Values of computed results. The text must outlive the value; nothing is checked.
Value value_of_string(std::string_view text) noexcept;
Value value_of_number(const Number& number) noexcept;
Value value_of_boolean(bool boolean) noexcept;
Value value_of_date(const Date& date) noexcept;

// The term of a value: the same RDF term for values made from terms. Allocates.
Term term_of_value(const Value& value);
// Lexical form of a literal (str() of everything else). Allocates.
std::string lexical_form(const Value& value);
// Datatype of a literal; empty for everything else.
std::string_view datatype_iri(const Value& value) noexcept;

enum class Truth : std::uint8_t { no, yes, error };
constexpr Truth truth(bool value) { return value ? Truth::yes : Truth::no; }
constexpr Truth truth_not(Truth t) { return t == Truth::error ? t : truth(t == Truth::no); }
constexpr Truth truth_and(Truth a, Truth b) {
  if (a == Truth::no || b == Truth::no) return Truth::no;
  return a == Truth::error || b == Truth::error ? Truth::error : Truth::yes;
}
constexpr Truth truth_or(Truth a, Truth b) {
  if (a == Truth::yes || b == Truth::yes) return Truth::yes;
  return a == Truth::error || b == Truth::error ? Truth::error : Truth::no;
}

// SPARQL's = : by value within numbers, strings, booleans, dates and quantities; otherwise RDFterm-equal
// (17.4.1.7): two literals that are not the same term are an error. Unbound operands are an error.
Truth compare_equal(const Value& a, const Value& b) noexcept;
// SPARQL's < and <= : within numbers, strings (by code point), booleans, dates and quantities; otherwise
// an error. a > b is compare_less(b, a).
Truth compare_less(const Value& a, const Value& b) noexcept;
Truth compare_less_equal(const Value& a, const Value& b) noexcept;
// The same term (sameTerm). False when one is unbound.
bool same_term(const Value& a, const Value& b);

// Effective boolean value (17.2.2): booleans; numbers other than zero and NaN; strings that are not empty.
// An ill-formed number or boolean is no; everything else is an error.
Truth effective_boolean(const Value& value) noexcept;

// Comparison of inline ids of one tag without decoding: no answer (false) when the tags differ or are not
// inline, true and `result` otherwise. The results are those of the operators above.
bool compare_equal_inline(Id a, Id b, Truth& result) noexcept;
bool compare_less_inline(Id a, Id b, Truth& result) noexcept;

// The total order of ORDER BY: by ValueKind; blank nodes by label, IRIs by their bytes; false before true;
// numbers by value; dates by start, then the longer first; quantities by unit, lower end, upper end;
// strings by bytes; lang strings by text, then language; paths by length, other literals by datatype, then
// text; triple terms by their parts. What is still equal is ordered by precision, zone, datatype and lexical
// form, so that only the same term compares equal. Within one inline tag this is the order of the ids. May
// allocate where values tie.
std::strong_ordering order_compare(const Value& a, const Value& b);

}  // namespace kg
