// Calls of functions with arguments that suit them.
#include <algorithm>

#include "property/random_case.h"

namespace kg::test {
namespace {

using Arguments = std::vector<ExpressionPtr>;

// Kinds of arguments: a any, b condition, t text, n number, d date, q quantity, u unit, l language tag, r
// language range, z datatype, v variable. A variable may stand there too, but for constants alone: G language
// tag, N integer, X regular expression, F its flags, P replacement, and texts of D a date, I an integer, B a
// boolean, T a dateTime.
struct Call {
  Function function;
  const char* arguments;
  bool portable = true;
};
const std::vector<Call>& calls() {
  static const std::vector<Call> kCalls = {
      {Function::bound, "v"},
      {Function::same_term, "aa"},
      {Function::coalesce, "aaa"},
      {Function::if_, "baa"},
      {Function::is_iri, "a"},
      {Function::is_blank, "a"},
      {Function::is_literal, "a"},
      {Function::is_numeric, "a"},
      {Function::str, "a"},
      {Function::lang, "a"},
      {Function::datatype, "a"},
      {Function::iri, "a", false},
      {Function::lang_matches, "lr"},
      {Function::string_with_datatype, "tz"},
      {Function::string_with_lang, "tG"},
      {Function::contains, "tt"},
      {Function::starts_with, "tt"},
      {Function::ends_with, "tt"},
      {Function::matches_regex, "tX"},
      {Function::matches_regex, "tXF"},
      {Function::replace_regex, "tXP"},
      {Function::lower, "t"},
      {Function::upper, "t"},
      {Function::length, "t"},
      {Function::substring, "tN"},
      {Function::substring, "tNN"},
      {Function::concat, "ttt"},
      {Function::before_text, "tt"},
      {Function::after_text, "tt"},
      {Function::encode_for_uri, "t"},
      {Function::abs, "n"},
      {Function::round, "n"},
      {Function::ceil, "n"},
      {Function::floor, "n"},
      {Function::negate, "n"},
      {Function::plus, "n"},
      {Function::year, "d"},
      {Function::month, "d"},
      {Function::day, "d"},
      {Function::hours, "d"},
      {Function::minutes, "d"},
      {Function::seconds, "d"},
      {Function::to_string, "N"},
      {Function::to_integer, "I"},
      {Function::to_integer, "n"},
      {Function::to_decimal, "I"},
      {Function::to_decimal, "n"},
      {Function::to_double, "n"},
      {Function::to_float, "n"},
      {Function::to_boolean, "B"},
      {Function::to_boolean, "n"},
      {Function::to_date, "D"},
      {Function::to_date_time, "T"},
      {Function::during, "dd", false},
      {Function::before, "dd", false},
      {Function::overlaps, "dd", false},
      {Function::in_unit, "qu", false},
      {Function::timezone, "d"},
      {Function::timezone_text, "d"},
      {Function::md5, "t"},
      {Function::sha1, "t"},
      {Function::sha256, "t"},
      {Function::sha384, "t"},
      {Function::sha512, "t"},
      {Function::now, ""},
      {Function::random, ""},
      {Function::uuid, ""},
      {Function::uuid_text, ""},
      {Function::blank_node, ""},
  };
  return kCalls;
}

Term text_of_kind(Random& random, char kind) {
  static const std::map<char, std::vector<std::string>> kTexts = {
      {'u', {"%", "", "USD", "million USD", "ppm", "EUR", "kg"}},
      {'G', {"en", "de", "en-gb", "no tag"}},
      {'l', {"en", "de", "en-gb"}},
      {'r', {"*", "en", "EN", "de", ""}},
      {'X', {"^a", "b", "a.*b", "[a-z]+ "}},
      {'P', {"x", ""}},
      {'F', {"i", "s", ""}},
      {'D', {"2026-02-10", "2024-02-29"}},
      {'I', {"7", "-12", "x", "0"}},
      {'B', {"true", "0", "x"}},
      {'T', {"2026-02-10T08:00:00Z", "2026-02-10"}},
      {'t', {"", "a", "ab", "alpha beta", "Alpha", "\xc3\xa9t\xc3\xa9", "a/b c"}},
  };
  return Term::string(random.one_of(kTexts.at(kind)));
}

Term number_of(Random& random) {
  return random.chance(50) ? Term::integer(static_cast<std::int64_t>(random.below(9)) - 3)
                           : Term::literal(random.chance(50) ? "2.5" : "-0.5", iri::kXsdDecimal);
}

Term date_of(Random& random) {
  if (random.portable() || random.chance(30)) {
    return Term::literal(random.chance(50) ? "2026-02-10T08:00:00Z" : "2026-02-10T09:00:00-05:30",
                         iri::kXsdDateTime);
  }
  return random.chance(50) ? Term::literal("2026-02", iri::kXsdGYearMonth)
                           : Term::literal("2026-02-10", iri::kXsdDate);
}

}  // namespace

std::vector<Function> random_functions(bool portable) {
  std::vector<Function> out;
  for (const Call& call : calls()) {
    const bool known = std::find(out.begin(), out.end(), call.function) != out.end();
    if (!known && (call.portable || !portable)) out.push_back(call.function);
  }
  return out;
}

ExpressionPtr RandomExpressions::argument(char kind, const std::vector<Var>& variables) {
  if (kind == 'v') {
    return make_variable(variables.empty() ? Var{0} : random_.one_of(variables));
  }
  if (kind == 'b') return condition(variables, 1);
  const bool may_vary = kind >= 'a' && kind <= 'z';
  if (kind == 'a' || (may_vary && !variables.empty() && random_.chance(30))) return leaf(variables);
  if (kind == 'n') return make_constant(number_of(random_));
  if (kind == 'N') return make_constant(Term::integer(static_cast<std::int64_t>(random_.below(6)) - 1));
  if (kind == 'd') return make_constant(date_of(random_));
  if (kind == 'q') return make_constant(Term::literal("30..70 %", iri::kKgQuantity));
  if (kind == 'z') return make_constant(Term::iri("http://example.org/type"));
  return make_constant(text_of_kind(random_, kind));
}

ExpressionPtr RandomExpressions::call(Function function, const std::vector<Var>& variables) {
  std::vector<const Call*> forms;
  for (const Call& call : calls()) {
    if (call.function == function) forms.push_back(&call);
  }
  Arguments arguments;
  for (const char kind : std::string_view(random_.one_of(forms)->arguments)) {
    arguments.push_back(argument(kind, variables));
  }
  const ExpressionPtr out = make_call(function, std::move(arguments));
  switch (function) {
    case Function::now:
      return make_call(Function::equal, {out, make_call(function, {})});
    case Function::random:
      return make_call(Function::less, {out, make_constant(Term::integer(1))});
    case Function::uuid:
      return make_call(Function::is_iri, {out});
    case Function::uuid_text:
      return make_call(Function::length, {out});
    case Function::blank_node:
      return make_call(Function::is_blank, {out});
    case Function::to_double:
    case Function::to_float:
      return make_call(Function::less, {out, make_constant(Term::integer(2))});
    case Function::to_date:
      return make_call(Function::year, {out});
    default:
      return out;
  }
}

}  // namespace kg::test
