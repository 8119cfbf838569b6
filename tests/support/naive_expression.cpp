// Expressions by SPARQL 1.1, section 17, one term at a time.
#include <re2/re2.h>
#include <utf8proc.h>

#include <algorithm>
#include <cmath>

#include "kg/base/utf8.h"
#include "kg/model/value.h"
#include "support/naive_evaluator.h"

namespace kg::test {
namespace {

using Result = std::optional<Term>;
using Terms = std::vector<Term>;

Result boolean(bool value) { return Term::boolean(value); }
Result of_truth(Truth value) { return value == Truth::error ? std::nullopt : boolean(value == Truth::yes); }
Truth truth_of(const Result& term) { return term ? effective_boolean(value_of(*term)) : Truth::error; }

std::optional<Number> number_of(const Term& term) {
  const Value value = value_of(term);
  return value.kind == ValueKind::number ? std::optional(value.number) : std::nullopt;
}
Result of_number(const std::optional<Number>& number) {
  return number ? Result(number_term(*number)) : std::nullopt;
}

bool is_string(const Term& term) {  // with or without a language
  return term.kind == TermKind::literal && (term.datatype == iri::kXsdString || !term.language.empty());
}
bool is_plain(const Term& term) { return term.kind == TermKind::literal && term.datatype == iri::kXsdString; }
// A string result carries the language of the argument that it comes from.
Term like(const Term& origin, std::string_view text) {
  return origin.language.empty() ? Term::string(text) : Term::lang_string(text, origin.language);
}
// Section 17.4.3.1.2: which pairs of strings belong together.
bool arguments_agree(const Term& a, const Term& b) {
  return is_string(a) && is_string(b) && (b.language.empty() || a.language == b.language);
}

Result compare(Function function, const Term& x, const Term& y) {
  const Value a = value_of(x);
  const Value b = value_of(y);
  switch (function) {
    case Function::equal:
      return of_truth(compare_equal(a, b));
    case Function::not_equal:
      return of_truth(truth_not(compare_equal(a, b)));
    case Function::less:
      return of_truth(compare_less(a, b));
    case Function::less_equal:
      return of_truth(compare_less_equal(a, b));
    case Function::greater:
      return of_truth(compare_less(b, a));
    default:
      return of_truth(compare_less_equal(b, a));
  }
}

Result arithmetic(Function function, const Term& x, const Term& y) {
  const auto a = number_of(x);
  const auto b = number_of(y);
  if (!a || !b) return std::nullopt;
  switch (function) {
    case Function::add:
      return of_number(add(*a, *b));
    case Function::subtract:
      return of_number(subtract(*a, *b));
    case Function::multiply:
      return of_number(multiply(*a, *b));
    default:
      return of_number(divide(*a, *b));
  }
}

Result on_number(Function function, const Term& term) {
  const auto number = number_of(term);
  if (!number) return std::nullopt;
  switch (function) {
    case Function::negate:
      return of_number(negate(*number));
    case Function::plus:
      return of_number(number);
    case Function::abs:
      return of_number(absolute(*number));
    case Function::round:
      return of_number(round(*number));
    case Function::ceil:
      return of_number(ceil(*number));
    default:
      return of_number(floor(*number));
  }
}

std::vector<std::uint32_t> code_points(std::string_view text) {
  std::vector<std::uint32_t> out;
  const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  auto left = static_cast<utf8proc_ssize_t>(text.size());
  while (left > 0) {
    utf8proc_int32_t point = 0;
    const utf8proc_ssize_t size = std::max<utf8proc_ssize_t>(utf8proc_iterate(at, left, &point), 1);
    out.push_back(static_cast<std::uint32_t>(point));
    at += size;
    left -= size;
  }
  return out;
}

template <typename Change>
Result with_case(const Term& term, Change change) {
  if (!is_string(term)) return std::nullopt;
  std::string out;
  for (const std::uint32_t point : code_points(term.value)) {
    utf8_append(out, static_cast<std::uint32_t>(change(static_cast<utf8proc_int32_t>(point))));
  }
  return like(term, out);
}

Result substring(const Terms& arguments) {
  if (!is_string(arguments[0])) return std::nullopt;
  const auto start = number_of(arguments[1]);
  const auto length = arguments.size() > 2 ? number_of(arguments[2]) : std::optional(Number::dbl(HUGE_VAL));
  if (!start || !length) return std::nullopt;
  const double first = to_double(round(*start));
  const double end = first + to_double(round(*length));
  std::string out;
  double position = 1;
  for (const std::uint32_t point : code_points(arguments[0].value)) {
    if (position >= first && position < end) utf8_append(out, point);
    ++position;
  }
  return like(arguments[0], out);
}

Result on_two_strings(Function function, const Term& a, const Term& b) {
  if (!arguments_agree(a, b)) return std::nullopt;
  const std::size_t at = a.value.find(b.value);
  const bool found = at != std::string::npos;
  switch (function) {
    case Function::contains:
      return boolean(found);
    case Function::starts_with:
      return boolean(a.value.starts_with(b.value));
    case Function::ends_with:
      return boolean(a.value.ends_with(b.value));
    case Function::before_text:
      return found ? like(a, a.value.substr(0, at)) : Term::string("");
    default:
      return found ? like(a, a.value.substr(at + b.value.size())) : Term::string("");
  }
}

Result concat(const Terms& arguments) {
  std::string text;
  for (const Term& term : arguments) {
    if (!is_string(term)) return std::nullopt;
    text += term.value;
  }
  const bool same = std::all_of(arguments.begin(), arguments.end(),
                                [&](const Term& term) { return term.language == arguments[0].language; });
  return same && !arguments.empty() ? like(arguments[0], text) : Term::string(text);
}

Result encode_for_uri(const Term& term) {
  if (!is_string(term)) return std::nullopt;
  std::string out;
  for (const char c : term.value) {
    const bool unreserved = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                            std::string_view("-_.~").find(c) != std::string_view::npos;
    static constexpr std::string_view kHex = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    if (unreserved) {
      out += c;
    } else {
      out += {'%', kHex[byte >> 4U], kHex[byte & 15U]};
    }
  }
  return Term::string(out);
}

std::optional<RE2::Options> regex_options(const Terms& arguments, std::size_t flags) {
  RE2::Options options;
  options.set_log_errors(false);
  if (arguments.size() <= flags) return options;
  if (!is_plain(arguments[flags])) return std::nullopt;
  for (const char c : arguments[flags].value) {
    if (c == 'i') {
      options.set_case_sensitive(false);
    } else if (c == 's') {
      options.set_dot_nl(true);
    } else {
      return std::nullopt;
    }
  }
  return options;
}

Result matches_regex(const Terms& arguments) {
  const auto options = regex_options(arguments, 2);
  if (!options || !is_string(arguments[0]) || !is_plain(arguments[1])) return std::nullopt;
  const RE2 pattern(arguments[1].value, *options);
  return pattern.ok() ? boolean(RE2::PartialMatch(arguments[0].value, pattern)) : std::nullopt;
}

// Beyond SPARQL, a field is there for every date that is precise enough to have it.
Result date_part(Function function, const Term& term) {
  const Value value = value_of(term);
  if (value.kind != ValueKind::date) return std::nullopt;
  const DatePrecision given = value.date.precision;
  const DatePrecision wanted = function == Function::year    ? DatePrecision::year
                               : function == Function::month ? DatePrecision::month
                               : function == Function::day   ? DatePrecision::day
                                                             : DatePrecision::instant;
  if (given < wanted || given == DatePrecision::interval) return std::nullopt;
  const CivilTime time = civil_of(value.date);
  switch (function) {
    case Function::year:
      return Term::integer(time.year);
    case Function::month:
      return Term::integer(time.month);
    case Function::day:
      return Term::integer(time.day);
    case Function::hours:
      return Term::integer(time.hour);
    case Function::minutes:
      return Term::integer(time.minute);
    default: {
      const auto seconds = make_decimal(
          (time.second * Int128{1000} + time.millisecond) * 1'000'000 + value.date.nanoseconds, 9);
      return of_number(Number::decimal(*seconds));
    }
  }
}

// Section 17.5, for the conversions that the language has.
Result convert(Function function, const Term& term) {
  if (function == Function::to_string) {
    const bool possible =
        term.kind == TermKind::iri || (term.kind == TermKind::literal && term.language.empty());
    return possible ? Result(Term::string(term.value)) : std::nullopt;
  }
  const Value value = value_of(term);
  if (function == Function::to_boolean) {
    if (value.kind == ValueKind::boolean) return boolean(value.boolean);
    if (value.kind == ValueKind::number) return of_truth(effective_boolean(value));
    if (!is_plain(term)) return std::nullopt;
    const Term parsed = Term::literal(term.value, iri::kXsdBoolean);
    const Value read = value_of(parsed);
    return read.kind == ValueKind::boolean ? boolean(read.boolean) : std::nullopt;
  }
  const auto datatype = function == Function::to_integer   ? iri::kXsdInteger
                        : function == Function::to_decimal ? iri::kXsdDecimal
                                                           : iri::kXsdDouble;
  std::optional<Number> number;
  if (is_plain(term)) return of_number(parse_number(term.value, datatype));
  if (value.kind == ValueKind::boolean) number = Number::integer(value.boolean ? 1 : 0);
  if (value.kind == ValueKind::number) number = value.number;
  if (!number) return std::nullopt;
  if (function == Function::to_double) return of_number(Number::dbl(to_double(*number)));
  if (!number->is_exact()) {
    const auto exact = decimal_of(number->approximate);
    if (!exact) return std::nullopt;
    number = Number::decimal(*exact);
  }
  number->type = NumberType::decimal;
  if (function == Function::to_integer) {
    number = number->exact.mantissa < 0 ? ceil(*number) : floor(*number);
    number->type = NumberType::integer;
  }
  return of_number(number);
}

// What stands between < and > in N-Triples.
bool may_be_iri(std::string_view text) {
  return RE2::PartialMatch({text.data(), text.size()}, "^[A-Za-z][A-Za-z0-9+.-]*:") &&
         std::none_of(text.begin(), text.end(), [](char c) {
           return static_cast<unsigned char>(c) <= 0x20 ||
                  std::string_view("<>\"{}|^`\\").find(c) != std::string_view::npos;
         });
}

Result on_term(Function function, const Term& term) {
  const bool literal = term.kind == TermKind::literal;
  switch (function) {
    case Function::is_iri:
      return boolean(term.kind == TermKind::iri);
    case Function::is_blank:
      return boolean(term.kind == TermKind::blank);
    case Function::is_literal:
      return boolean(literal);
    case Function::is_numeric:
      return boolean(number_of(term).has_value());
    case Function::str:
      return literal || term.kind == TermKind::iri ? Result(Term::string(term.value)) : std::nullopt;
    case Function::lang:
      return literal ? Result(Term::string(term.language)) : std::nullopt;
    case Function::datatype:
      return literal ? Result(Term::iri(term.datatype)) : std::nullopt;
    case Function::iri:
      if (term.kind == TermKind::iri) return term;
      return is_plain(term) && may_be_iri(term.value) ? Result(Term::iri(term.value)) : std::nullopt;
    case Function::lower:
      return with_case(term, utf8proc_tolower);
    case Function::upper:
      return with_case(term, utf8proc_toupper);
    case Function::length:
      return is_string(term)
                 ? Result(Term::integer(static_cast<std::int64_t>(code_points(term.value).size())))
                 : std::nullopt;
    case Function::encode_for_uri:
      return encode_for_uri(term);
    default:
      return call_newer_function(function, {term});
  }
}

Result lang_matches(const Term& tag, const Term& range) {
  if (!is_plain(tag) || !is_plain(range)) return std::nullopt;
  if (range.value == "*") return boolean(!tag.value.empty());
  const auto lower = [](std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text;
  };
  const std::string a = lower(tag.value);
  const std::string b = lower(range.value);
  return boolean(a == b || a.starts_with(b + "-"));
}

// Functions all of whose arguments must be there.
Result call_strict(Function function, const Terms& a) {
  switch (function) {
    case Function::equal:
    case Function::not_equal:
    case Function::less:
    case Function::less_equal:
    case Function::greater:
    case Function::greater_equal:
      return compare(function, a[0], a[1]);
    case Function::add:
    case Function::subtract:
    case Function::multiply:
    case Function::divide:
      return arithmetic(function, a[0], a[1]);
    case Function::negate:
    case Function::plus:
    case Function::abs:
    case Function::round:
    case Function::ceil:
    case Function::floor:
      return on_number(function, a[0]);
    case Function::same_term:
      return boolean(a[0] == a[1]);
    case Function::contains:
    case Function::starts_with:
    case Function::ends_with:
    case Function::before_text:
    case Function::after_text:
      return on_two_strings(function, a[0], a[1]);
    case Function::concat:
      return concat(a);
    case Function::substring:
      return substring(a);
    case Function::matches_regex:
      return matches_regex(a);
    case Function::lang_matches:
      return lang_matches(a[0], a[1]);
    case Function::year:
    case Function::month:
    case Function::day:
    case Function::hours:
    case Function::minutes:
    case Function::seconds:
      return date_part(function, a[0]);
    case Function::to_string:
    case Function::to_integer:
    case Function::to_decimal:
    case Function::to_double:
    case Function::to_boolean:
      return convert(function, a[0]);
    case Function::string_with_datatype:
      return is_plain(a[0]) && a[1].kind == TermKind::iri ? Result(Term::literal(a[0].value, a[1].value))
                                                          : std::nullopt;
    case Function::string_with_lang:
      return is_plain(a[0]) && is_plain(a[1]) && RE2::FullMatch(a[1].value, "[A-Za-z]+(-[A-Za-z0-9]+)*")
                 ? Result(Term::lang_string(a[0].value, a[1].value))
                 : std::nullopt;
    default:
      return a.size() == 1 ? on_term(function, a[0]) : call_newer_function(function, a);
  }
}

class Evaluation {
 public:
  Evaluation(const Row& row, const Row& outer, const Nodes& nodes)
      : row_(row), outer_(outer), nodes_(nodes) {}

  [[nodiscard]] Result value(const Expression& e) const {
    switch (e.kind) {
      case Expression::Kind::constant:
        return e.constant;
      case Expression::Kind::variable:
        return variable(e.variable);
      case Expression::Kind::call:
        return call(e);
    }
    return std::nullopt;
  }

 private:
  [[nodiscard]] Result variable(Var variable) const {
    for (const Row* row : {&row_, &outer_}) {
      if (const auto found = row->find(variable); found != row->end()) return nodes_.term(found->second);
    }
    return std::nullopt;
  }

  // x in (a, b) is (x = a) or (x = b).
  [[nodiscard]] Truth member(const Expression& e) const {
    const Result tested = value(*e.arguments[0]);
    Truth found = Truth::no;
    for (std::size_t i = 1; i < e.arguments.size(); ++i) {
      const Result candidate = value(*e.arguments[i]);
      const bool both = tested && candidate;
      found = truth_or(found, both ? compare_equal(value_of(*tested), value_of(*candidate)) : Truth::error);
    }
    return found;
  }

  [[nodiscard]] Result call(const Expression& e) const {
    switch (e.function) {
      case Function::logical_and:
      case Function::logical_or: {
        const bool is_and = e.function == Function::logical_and;
        Truth result = truth(is_and);
        for (const ExpressionPtr& argument : e.arguments) {
          const Truth next = truth_of(value(*argument));
          result = is_and ? truth_and(result, next) : truth_or(result, next);
        }
        return of_truth(result);
      }
      case Function::logical_not:
        return of_truth(truth_not(truth_of(value(*e.arguments[0]))));
      case Function::in:
        return of_truth(member(e));
      case Function::not_in:
        return of_truth(truth_not(member(e)));
      case Function::bound:
        return boolean(value(*e.arguments[0]).has_value());
      case Function::coalesce:
        for (const ExpressionPtr& argument : e.arguments) {
          if (Result result = value(*argument)) return result;
        }
        return std::nullopt;
      case Function::if_: {
        const Truth condition = truth_of(value(*e.arguments[0]));
        if (condition == Truth::error) return std::nullopt;
        return value(*e.arguments[condition == Truth::yes ? 1 : 2]);
      }
      default:
        break;
    }
    Terms arguments;
    for (const ExpressionPtr& argument : e.arguments) {
      Result result = value(*argument);
      if (!result) return std::nullopt;
      arguments.push_back(std::move(*result));
    }
    return call_strict(e.function, arguments);
  }

  const Row& row_;
  const Row& outer_;
  const Nodes& nodes_;
};

}  // namespace

std::optional<Term> evaluate_naively(const Expression& expression, const Row& row, const Row& outer,
                                     const Nodes& nodes) {
  return Evaluation(row, outer, nodes).value(expression);
}

}  // namespace kg::test
