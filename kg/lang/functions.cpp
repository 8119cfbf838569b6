#include "kg/lang/functions.h"

#include <array>
#include <vector>

#include "kg/lang/suggest.h"

namespace kg {
namespace {

constexpr std::size_t kAny = 1000;

constexpr std::array kFunctions{
    FunctionSignature{Function::bound, 1, 1},
    FunctionSignature{Function::same_term, 2, 2},
    FunctionSignature{Function::coalesce, 1, kAny},
    FunctionSignature{Function::if_, 3, 3},
    FunctionSignature{Function::is_iri, 1, 1},
    FunctionSignature{Function::is_blank, 1, 1},
    FunctionSignature{Function::is_literal, 1, 1},
    FunctionSignature{Function::is_numeric, 1, 1},
    FunctionSignature{Function::str, 1, 1},
    FunctionSignature{Function::lang, 1, 1},
    FunctionSignature{Function::datatype, 1, 1},
    FunctionSignature{Function::iri, 1, 1},
    FunctionSignature{Function::label, 1, 1},
    FunctionSignature{Function::lang_matches, 2, 2, true},
    FunctionSignature{Function::string_with_datatype, 2, 2},
    FunctionSignature{Function::string_with_lang, 2, 2, true},
    FunctionSignature{Function::contains, 2, 2, true},
    FunctionSignature{Function::starts_with, 2, 2, true},
    FunctionSignature{Function::ends_with, 2, 2, true},
    FunctionSignature{Function::matches_regex, 2, 3, true},
    FunctionSignature{Function::replace_regex, 3, 4, true},
    FunctionSignature{Function::lower, 1, 1, true},
    FunctionSignature{Function::upper, 1, 1, true},
    FunctionSignature{Function::length, 1, 1, true},
    FunctionSignature{Function::substring, 2, 3, true},
    FunctionSignature{Function::concat, 1, kAny, true},
    FunctionSignature{Function::before_text, 2, 2, true},
    FunctionSignature{Function::after_text, 2, 2, true},
    FunctionSignature{Function::encode_for_uri, 1, 1, true},
    FunctionSignature{Function::abs, 1, 1},
    FunctionSignature{Function::round, 1, 1},
    FunctionSignature{Function::ceil, 1, 1},
    FunctionSignature{Function::floor, 1, 1},
    FunctionSignature{Function::year, 1, 1},
    FunctionSignature{Function::month, 1, 1},
    FunctionSignature{Function::day, 1, 1},
    FunctionSignature{Function::hours, 1, 1},
    FunctionSignature{Function::minutes, 1, 1},
    FunctionSignature{Function::seconds, 1, 1},
    FunctionSignature{Function::to_string, 1, 1},
    FunctionSignature{Function::to_integer, 1, 1},
    FunctionSignature{Function::to_decimal, 1, 1},
    FunctionSignature{Function::to_double, 1, 1},
    FunctionSignature{Function::to_boolean, 1, 1},
    FunctionSignature{Function::to_date, 1, 1},
    FunctionSignature{Function::to_date_time, 1, 1},
    FunctionSignature{Function::to_float, 1, 1},
    FunctionSignature{Function::during, 2, 2, false, true},
    FunctionSignature{Function::before, 2, 2, false, true},
    FunctionSignature{Function::overlaps, 2, 2, false, true},
    FunctionSignature{Function::in_unit, 2, 2, true},
    FunctionSignature{Function::timezone, 1, 1},
    FunctionSignature{Function::timezone_text, 1, 1},
    FunctionSignature{Function::md5, 1, 1, true},
    FunctionSignature{Function::sha1, 1, 1, true},
    FunctionSignature{Function::sha256, 1, 1, true},
    FunctionSignature{Function::sha384, 1, 1, true},
    FunctionSignature{Function::sha512, 1, 1, true},
    FunctionSignature{Function::now, 0, 0},
    FunctionSignature{Function::random, 0, 0},
    FunctionSignature{Function::uuid, 0, 0},
    FunctionSignature{Function::uuid_text, 0, 0},
    FunctionSignature{Function::blank_node, 0, 1, true},
};

constexpr std::array kAggregates{Aggregate::count, Aggregate::sum,    Aggregate::avg, Aggregate::min,
                                 Aggregate::max,   Aggregate::sample, Aggregate::list};

// Words of SPARQL, SQL and Cypher, in lower case.
struct Foreign {
  std::string_view word;
  std::string_view name;
  std::string_view sentence;
};
constexpr std::array kForeign{
    Foreign{"filter", "", "a condition needs no FILTER: ?x > 3, or contains(?x, 'text')"},
    Foreign{"bind", "", "write `let ?x = ...`"},
    Foreign{"minus", "", "write `not { ... }`"},
    Foreign{"regex", "matches_regex", ""},
    Foreign{"replace", "replace_regex", ""},
    Foreign{"strlen", "length", ""},
    Foreign{"substr", "substring", ""},
    Foreign{"lcase", "lower", ""},
    Foreign{"ucase", "upper", ""},
    Foreign{"strstarts", "starts_with", ""},
    Foreign{"strends", "ends_with", ""},
    Foreign{"strbefore", "before_text", ""},
    Foreign{"strafter", "after_text", ""},
    Foreign{"strlang", "string_with_lang", ""},
    Foreign{"strdt", "string_with_datatype", ""},
    Foreign{"isiri", "is_iri", ""},
    Foreign{"isuri", "is_iri", ""},
    Foreign{"uri", "iri", ""},
    Foreign{"isblank", "is_blank", ""},
    Foreign{"isliteral", "is_literal", ""},
    Foreign{"isnumeric", "is_numeric", ""},
    Foreign{"sameterm", "same_term", ""},
    Foreign{"langmatches", "lang_matches", ""},
    Foreign{"rand", "random", ""},
    Foreign{"bnode", "blank_node", ""},
    Foreign{"struuid", "uuid_text", ""},
    Foreign{"tz", "timezone_text", ""},
    Foreign{"group_concat", "list", ""},
    Foreign{"collect", "list", ""},
    Foreign{"average", "avg", ""},
    Foreign{"mean", "avg", ""},
    Foreign{"total", "sum", ""},
};

}  // namespace

std::optional<FunctionSignature> find_function(std::string_view name) {
  const std::string lower = lower_ascii(name);
  for (const FunctionSignature& signature : kFunctions) {
    if (lower == function_name(signature.function)) return signature;
  }
  return std::nullopt;
}

std::optional<Aggregate> find_aggregate(std::string_view name) {
  const std::string lower = lower_ascii(name);
  for (const Aggregate aggregate : kAggregates) {
    if (lower == aggregate_name(aggregate)) return aggregate;
  }
  return std::nullopt;
}

FunctionAdvice advise_function(std::string_view name) {
  const std::string lower = lower_ascii(name);
  for (const Foreign& foreign : kForeign) {
    if (lower == foreign.word) return {foreign.name, foreign.sentence};
  }
  std::vector<std::string_view> names;
  for (const FunctionSignature& signature : kFunctions) names.emplace_back(function_name(signature.function));
  for (const Aggregate aggregate : kAggregates) names.emplace_back(aggregate_name(aggregate));
  return {nearest(name, names), {}};
}

}  // namespace kg
