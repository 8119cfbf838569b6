// Expressions of the algebra: what filters, `let`, order keys and aggregates compute. Immutable and
// shared; built by `lang`, rewritten by `optimizer`, evaluated by `exec`.
//
// Meaning: SPARQL 1.1, section 17. An expression over a solution gives a term or an error; an error
// in a filter drops the row, in `let` or an aggregate leaves the variable unbound; `and`, `or` and
// `not` are three-valued.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "kg/model/term.h"

namespace kg {

// A variable is a number within its query; Variables names it.
using Var = std::uint32_t;
inline constexpr Var kNoVar = static_cast<Var>(-1);

struct Expression;
using ExpressionPtr = std::shared_ptr<const Expression>;

enum class Function : std::uint8_t {
  // operators
  logical_or,
  logical_and,
  logical_not,
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  add,
  subtract,
  multiply,
  divide,
  negate,
  plus,
  in,
  not_in,  // first argument against the rest
  // terms
  bound,
  same_term,
  coalesce,
  if_,
  is_iri,
  is_blank,
  is_literal,
  is_numeric,
  str,
  lang,
  datatype,
  iri,
  label,
  lang_matches,
  string_with_datatype,
  string_with_lang,
  // strings; regular expressions are RE2's and run in linear time
  matches,  // full text: a text against a query of words (kg/model/text_query.h)
  contains,
  starts_with,
  ends_with,
  matches_regex,
  replace_regex,
  lower,
  upper,
  length,
  substring,
  concat,
  before_text,
  after_text,
  encode_for_uri,
  // numbers
  abs,
  round,
  ceil,
  floor,
  // dates
  year,
  month,
  day,
  hours,
  minutes,
  seconds,
  // value conversions (SPARQL 1.1, 17.5)
  to_string,
  to_integer,
  to_decimal,
  to_double,
  to_boolean,
  to_date,
  to_date_time,
  to_float,
  // dates and quantities as intervals; see kg/model/value.h and kg/model/unit.h
  during,
  before,
  overlaps,
  in_unit,
  timezone,
  timezone_text,
  // hashes, of plain strings, in lower-case hexadecimal
  md5,
  sha1,
  sha256,
  sha384,
  sha512,
  // what one run of a query makes: is_volatile but for now, which is one moment for the whole run
  now,
  random,
  uuid,
  uuid_text,
  blank_node,
};
// The readable name under which the language knows a function, and the printer shows it.
const char* function_name(Function function) noexcept;
// Whether each call gives another value, so that where and how often the function is computed matters.
bool is_volatile(Function function) noexcept;

struct Expression {
  enum class Kind : std::uint8_t { constant, variable, call };
  Kind kind = Kind::constant;
  Term constant;
  Var variable = kNoVar;
  Function function = Function::plus;
  std::vector<ExpressionPtr> arguments;
};

ExpressionPtr make_constant(Term term);
ExpressionPtr make_variable(Var variable);
ExpressionPtr make_call(Function function, std::vector<ExpressionPtr> arguments);

// Every variable that occurs, ascending, without duplicates.
std::vector<Var> variables_of(const Expression& expression);
// Whether a volatile function occurs.
bool is_volatile(const Expression& expression);

enum class Aggregate : std::uint8_t { count, sum, avg, min, max, sample, list };
const char* aggregate_name(Aggregate aggregate) noexcept;

}  // namespace kg
