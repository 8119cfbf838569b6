#include "kg/algebra/sparql_words.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "kg/base/error.h"

namespace kg {
namespace {

constexpr int kMaxDepth = 2'000;  // deeper than the language accepts
constexpr std::uint32_t kNoEnd = std::numeric_limits<std::uint32_t>::max();

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

// Binding strengths of SPARQL's grammar: || && comparisons + * unary, and the rest.
enum Strength : int { kOr, kAnd, kCompare, kSum, kProduct, kUnary, kPrimary };

struct Operator {
  Function function;
  const char* text;
  Strength strength;
};
constexpr std::array kOperators{
    Operator{Function::logical_or, "||", kOr},    Operator{Function::logical_and, "&&", kAnd},
    Operator{Function::equal, "=", kCompare},     Operator{Function::not_equal, "!=", kCompare},
    Operator{Function::less, "<", kCompare},      Operator{Function::less_equal, "<=", kCompare},
    Operator{Function::greater, ">", kCompare},   Operator{Function::greater_equal, ">=", kCompare},
    Operator{Function::in, "IN", kCompare},       Operator{Function::not_in, "NOT IN", kCompare},
    Operator{Function::add, "+", kSum},           Operator{Function::subtract, "-", kSum},
    Operator{Function::multiply, "*", kProduct},  Operator{Function::divide, "/", kProduct},
    Operator{Function::logical_not, "!", kUnary}, Operator{Function::negate, "-", kUnary},
    Operator{Function::plus, "+", kUnary},
};

struct Call {
  Function function;
  const char* name;
};
constexpr std::array kCalls{
    Call{Function::bound, "BOUND"},
    Call{Function::same_term, "sameTerm"},
    Call{Function::coalesce, "COALESCE"},
    Call{Function::if_, "IF"},
    Call{Function::is_iri, "isIRI"},
    Call{Function::is_blank, "isBLANK"},
    Call{Function::is_literal, "isLITERAL"},
    Call{Function::is_numeric, "isNUMERIC"},
    Call{Function::str, "STR"},
    Call{Function::lang, "LANG"},
    Call{Function::datatype, "DATATYPE"},
    Call{Function::iri, "IRI"},
    Call{Function::lang_matches, "LANGMATCHES"},
    Call{Function::string_with_datatype, "STRDT"},
    Call{Function::string_with_lang, "STRLANG"},
    Call{Function::contains, "CONTAINS"},
    Call{Function::starts_with, "STRSTARTS"},
    Call{Function::ends_with, "STRENDS"},
    Call{Function::matches_regex, "REGEX"},
    Call{Function::replace_regex, "REPLACE"},
    Call{Function::lower, "LCASE"},
    Call{Function::upper, "UCASE"},
    Call{Function::length, "STRLEN"},
    Call{Function::substring, "SUBSTR"},
    Call{Function::concat, "CONCAT"},
    Call{Function::before_text, "STRBEFORE"},
    Call{Function::after_text, "STRAFTER"},
    Call{Function::encode_for_uri, "ENCODE_FOR_URI"},
    Call{Function::abs, "ABS"},
    Call{Function::round, "ROUND"},
    Call{Function::ceil, "CEIL"},
    Call{Function::floor, "FLOOR"},
    Call{Function::year, "YEAR"},
    Call{Function::month, "MONTH"},
    Call{Function::day, "DAY"},
    Call{Function::hours, "HOURS"},
    Call{Function::minutes, "MINUTES"},
    Call{Function::seconds, "SECONDS"},
    Call{Function::timezone, "TIMEZONE"},
    Call{Function::timezone_text, "TZ"},
    Call{Function::md5, "MD5"},
    Call{Function::sha1, "SHA1"},
    Call{Function::sha256, "SHA256"},
    Call{Function::sha384, "SHA384"},
    Call{Function::sha512, "SHA512"},
    Call{Function::now, "NOW"},
    Call{Function::random, "RAND"},
    Call{Function::uuid, "UUID"},
    Call{Function::uuid_text, "STRUUID"},
    Call{Function::blank_node, "BNODE"},
};
// Written with the xsd: prefix.
constexpr std::array kCasts{
    Call{Function::to_string, "string"},   Call{Function::to_integer, "integer"},
    Call{Function::to_decimal, "decimal"}, Call{Function::to_double, "double"},
    Call{Function::to_float, "float"},     Call{Function::to_boolean, "boolean"},
    Call{Function::to_date, "date"},       Call{Function::to_date_time, "dateTime"},
};

template <typename Table>
const typename Table::value_type* find_in(const Table& table, Function function) {
  const auto* found =
      std::find_if(table.begin(), table.end(), [=](const auto& row) { return row.function == function; });
  return found == table.end() ? nullptr : found;
}

std::uint64_t links_of(const PathExpression& path) {
  std::uint64_t links = path.kind == PathExpression::Kind::link ? 1 : 0;
  for (const PathPtr& part : path.parts) links += links_of(*part);
  if (path.kind == PathExpression::Kind::repeat && !is_sparql_repetition(path)) {
    const std::uint64_t times = path.at_most == kNoEnd ? path.at_least : path.at_most;
    links = std::min(links * times, kMaxSparqlPathLinks + 1);
  }
  return std::min(links, kMaxSparqlPathLinks + 1);
}

}  // namespace

void fail_in_sparql(const std::string& what) {
  throw Failure(ErrorCode::query, fmt::format("{} cannot be said in SPARQL", what),
                "`explain` without `sparql` shows the plan");
}

bool is_sparql_repetition(const PathExpression& path) {
  return (path.at_least <= 1 && path.at_most == kNoEnd) || (path.at_least == 0 && path.at_most == 1);
}

SparqlWords::SparqlWords(const SparqlPrinter& printer) : printer_(printer), prefixes_(printer.prefixes) {
  prefixes_.insert_or_assign("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#");
  prefixes_.insert_or_assign("rdfs", "http://www.w3.org/2000/01/rdf-schema#");
  prefixes_.insert_or_assign("xsd", std::string(iri::kXsd));
  prefixes_.insert_or_assign("kg", std::string(iri::kKg));
}

std::string SparqlWords::unused(std::string name) {
  if (name.starts_with('_')) name.erase(0, 1);  // a helper's
  for (char& c : name) {
    if (!is_word(c)) c = '_';
  }
  const std::string stem = name;
  for (int i = 2; !taken_.insert(name).second; ++i) name = fmt::format("{}_{}", stem, i);
  return name;
}

void SparqlWords::name_column(Var variable, const std::string& name) {
  if (!names_.contains(variable)) names_[variable] = unused(name);
}

std::string SparqlWords::variable(Var variable) {
  if (!names_.contains(variable))
    names_[variable] = unused(variable_text(printer_.variables, variable).substr(1));
  return "?" + names_[variable];
}

std::string SparqlWords::fresh(const std::string& hint) { return "?" + unused(hint); }

std::string SparqlWords::iri(std::string_view iri) {
  for (const auto& [name, base] : prefixes_) {
    if (base.empty() || !iri.starts_with(base) || iri.size() == base.size()) continue;
    const std::string_view local = iri.substr(base.size());
    if (!std::all_of(local.begin(), local.end(), is_word)) continue;
    used_prefixes_.insert(name);
    return fmt::format("{}:{}", name, local);
  }
  return Term::iri(iri).to_ntriples();
}

std::string SparqlWords::term(const Term& term) {
  switch (term.kind) {
    case TermKind::undefined:
      return "UNDEF";
    case TermKind::blank:
      fail_in_sparql("a blank node by its label");
    case TermKind::iri:
      return iri(term.value);
    case TermKind::triple:
      return fmt::format("<<( {} {} {} )>>", this->term((*term.triple)[0]), this->term((*term.triple)[1]),
                         this->term((*term.triple)[2]));
    case TermKind::literal:
      break;
  }
  const std::string_view digits = std::string_view(term.value).substr(term.value.starts_with('-') ? 1 : 0);
  const bool digits_only = !digits.empty() && std::all_of(digits.begin(), digits.end(), is_digit);
  const std::size_t point = digits.find('.');
  if (term.datatype == iri::kXsdInteger && digits_only) return term.value;
  if (term.datatype == iri::kXsdDecimal && point != 0 && point != std::string_view::npos &&
      point + 1 < digits.size() &&
      std::all_of(digits.begin(), digits.end(), [](char c) { return is_digit(c) || c == '.'; })) {
    return term.value;
  }
  if (term.datatype == iri::kXsdBoolean && (term.value == "true" || term.value == "false")) return term.value;
  if (!term.language.empty() || term.datatype == iri::kXsdString) return term.to_ntriples();
  return Term::string(term.value).to_ntriples() + "^^" + iri(term.datatype);
}

std::string SparqlWords::place(const PatternTerm& place) {
  if (place.is_variable()) return variable(place.variable);
  return term(printer_.term ? printer_.term(place) : place.term);
}

std::string SparqlWords::relation(const PatternTerm& place) {
  std::string text = this->place(place);
  return text == "rdf:type" ? "a" : text;
}

// A constant of an expression: its datatype must be one whose values SPARQL compares.
std::string SparqlWords::constant(const Term& term) {
  if (term.datatype == iri::kKgQuantity) fail_in_sparql("a quantity in an expression (" + term.value + ")");
  for (const std::string_view datatype :
       {iri::kKgInterval, iri::kKgQuarter, iri::kXsdGYear, iri::kXsdGYearMonth}) {
    if (term.datatype == datatype) {
      fail_in_sparql("a stretch of time in an expression (" + term.value + ")");
    }
  }
  return this->term(term);
}

std::string SparqlWords::arguments(const Expression& e, std::size_t first, const SparqlTexts& texts) {
  std::string out = "(";
  for (std::size_t i = first; i < e.arguments.size(); ++i) {
    if (i > first) out += ", ";
    out += expression(*e.arguments[i], texts);
  }
  return out + ")";
}

std::string SparqlWords::call(const Expression& e, const SparqlTexts& texts) {
  if (e.function == Function::bound &&
      texts.contains(e.arguments[0]->variable)) {  // it takes a variable only
    const std::string& text = texts.at(e.arguments[0]->variable);
    return fmt::format("COALESCE(sameTerm({0}, {0}), false)", text);
  }
  if (const auto* function = find_in(kCalls, e.function)) return function->name + arguments(e, 0, texts);
  if (const auto* cast = find_in(kCasts, e.function)) {
    return iri(std::string(iri::kXsd) + cast->name) + arguments(e, 0, texts);
  }
  fail_in_sparql(fmt::format("`{}`", function_name(e.function)));
}

std::string SparqlWords::expression(const Expression& e, const SparqlTexts& texts, int context) {
  if (e.kind == Expression::Kind::constant) return constant(e.constant);
  if (e.kind == Expression::Kind::variable) {
    const auto text = texts.find(e.variable);
    return text != texts.end() ? text->second : variable(e.variable);
  }
  if (++depth_ > kMaxDepth) {
    throw Failure(ErrorCode::limit,
                  fmt::format("the expression is nested more than {} levels deep", kMaxDepth));
  }
  const Operator* op = find_in(kOperators, e.function);
  std::string out;
  if (op == nullptr) {
    out = call(e, texts);
  } else if (op->strength == kUnary) {
    out = std::string(op->text) + (e.function == Function::logical_not ? "" : " ") +
          expression(*e.arguments[0], texts, kPrimary);
  } else if (e.function == Function::in || e.function == Function::not_in) {
    out = fmt::format("{} {} {}", expression(*e.arguments[0], texts, kSum), op->text, arguments(e, 1, texts));
  } else {
    for (std::size_t i = 0; i < e.arguments.size(); ++i) {
      if (i > 0) out += fmt::format(" {} ", op->text);
      out += expression(*e.arguments[i], texts, op->strength + (i > 0 || op->strength == kCompare ? 1 : 0));
    }
  }
  --depth_;
  return op != nullptr && op->strength < context ? "(" + out + ")" : out;
}

std::string SparqlWords::aggregate(const AggregateItem& item) {
  std::string inside = item.expression ? expression(*item.expression, {}) : "*";
  if (item.aggregate == Aggregate::list) inside = "STR(" + inside + ")";  // CONCAT takes strings only
  if (item.distinct) inside = "DISTINCT " + inside;
  switch (item.aggregate) {
    case Aggregate::count:
      return "COUNT(" + inside + ")";
    case Aggregate::sum:
      return "SUM(" + inside + ")";
    case Aggregate::avg:
      return "AVG(" + inside + ")";
    case Aggregate::min:
      return "MIN(" + inside + ")";
    case Aggregate::max:
      return "MAX(" + inside + ")";
    case Aggregate::sample:
      return "SAMPLE(" + inside + ")";
    case Aggregate::list:
      break;
  }
  return fmt::format("GROUP_CONCAT({}; SEPARATOR={})", inside, Term::string(item.separator).to_ntriples());
}

std::string SparqlWords::path(const PathExpression& path, int context) {
  // | / and what stands before a repetition.
  enum : int { kEither, kSequence, kStep, kAtom };
  if (links_of(path) > kMaxSparqlPathLinks) {
    fail_in_sparql(fmt::format("a path of more than {} links", kMaxSparqlPathLinks));
  }
  const auto join = [&](const char* sign, int strength) {
    std::string out;
    for (const PathPtr& part : path.parts) out += (out.empty() ? "" : sign) + this->path(*part, strength + 1);
    return context > strength ? "(" + out + ")" : out;
  };
  switch (path.kind) {
    case PathExpression::Kind::link:
      return relation(path.relation);
    case PathExpression::Kind::inverse: {
      const std::string out = "^" + this->path(*path.parts[0], kAtom);
      return context > kStep ? "(" + out + ")" : out;
    }
    case PathExpression::Kind::sequence:
      return join("/", kSequence);
    case PathExpression::Kind::alternative:
      return join("|", kEither);
    case PathExpression::Kind::repeat:
      break;
  }
  const std::string step = this->path(*path.parts[0], kAtom);
  if (is_sparql_repetition(path)) {
    const std::string out = step + (path.at_most == 1 ? "?" : path.at_least == 0 ? "*" : "+");
    return context > kStep ? "(" + out + ")" : out;
  }
  if (path.at_most == 0) fail_in_sparql("a path of no steps");
  const bool open = path.at_most == kNoEnd;
  std::string out;
  for (std::uint32_t i = 0; i < (open ? path.at_least : path.at_most); ++i) {
    if (i > 0) out += "/";
    out += step;
    if (open && i + 1 == path.at_least) out += "+";
    if (i >= path.at_least) out += "?";
  }
  return context > kSequence ? "(" + out + ")" : out;
}

std::string SparqlWords::prologue() const {
  std::string out;
  for (const std::string& name : used_prefixes_) {
    out += fmt::format("PREFIX {}: {}\n", name, Term::iri(prefixes_.at(name)).to_ntriples());
  }
  return out;
}

}  // namespace kg
