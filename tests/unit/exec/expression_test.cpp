// Expressions: one table of calls and their values, errors included.
#include "exec/fixture.h"
#include "support/catch.h"

using namespace kg;
using namespace kg::test;

namespace {

// The value of a call over terms given as in parse_term; a variable makes the vectorised paths run.
class Evaluation : public Fixture {
 public:
  std::string of(Function function, const std::vector<Term>& terms) {
    Values rows;
    std::vector<ExpressionPtr> constants;
    std::vector<ExpressionPtr> variables_used;
    rows.rows.emplace_back();
    for (std::size_t i = 0; i < terms.size(); ++i) {
      rows.variables.push_back(var("v" + std::to_string(i)));
      rows.rows[0].push_back(terms[i]);
      constants.push_back(make_constant(terms[i]));
      variables_used.push_back(make_variable(rows.variables.back()));
    }
    const PlanPtr input = make_plan(rows);
    const auto run = [&](ExpressionPtr expression) {
      return ordered(make_plan(Extend{input, var("result"), std::move(expression)}), {"result"}).front();
    };
    const std::string by_variables = run(make_call(function, variables_used));
    const std::string by_constants = run(make_call(function, constants));
    CHECK(by_variables == by_constants);
    // One variable, the rest constants: what the fast paths look for.
    constants.front() = variables_used.front();
    CHECK(run(make_call(function, constants)) == by_variables);
    return by_variables;
  }
  std::string of(Function function, std::initializer_list<const char*> texts) {
    std::vector<Term> terms;
    for (const char* text : texts) {
      terms.push_back(parse_term(text));
    }
    return of(function, terms);
  }
};

Term typed(std::string_view text, std::string_view datatype) {
  return Term::literal(text, std::string(iri::kXsd) + std::string(datatype));
}

std::string yes() { return show(Term::boolean(true)); }
std::string no() { return show(Term::boolean(false)); }

}  // namespace

TEST_CASE("comparison") {
  Evaluation e;
  CHECK(e.of(Function::less, {"1", "2"}) == yes());
  CHECK(e.of(Function::greater_equal, {"1", "2"}) == no());
  CHECK(e.of(Function::less_equal, {typed("1.50", "decimal"), typed("1.5", "decimal")}) == yes());
  CHECK(e.of(Function::equal, {Term::integer(1), typed("1.0", "decimal")}) == yes());
  CHECK(e.of(Function::equal, {typed("01", "integer"), Term::integer(1)}) == yes());
  CHECK(e.of(Function::less, {typed("1.0E0", "double"), Term::integer(2)}) == yes());
  CHECK(e.of(Function::less, {"'a'", "'a longer text'"}) == yes());
  CHECK(e.of(Function::equal, {"a", "a"}) == yes());
  CHECK(e.of(Function::not_equal, {"a", "b"}) == yes());
  CHECK(e.of(Function::not_equal, {"a", "'a'"}) == yes());
  CHECK(e.of(Function::less, {"a", "b"}) == "_");
  CHECK(e.of(Function::less, {"1", "'a'"}) == "_");
  CHECK(e.of(Function::less, {typed("2026-02-10", "date"), typed("2026-03", "gYearMonth")}) == yes());
  CHECK(e.of(Function::less, {typed("2026-02-10", "date"), typed("2026-02", "gYearMonth")}) == "_");
  CHECK(e.of(Function::same_term, {Term::integer(1), typed("1.0", "decimal")}) == no());
  CHECK(e.of(Function::equal, {"1", "_"}) == "_");
  CHECK(e.of(Function::in, {"2", "1", "2"}) == yes());
  CHECK(e.of(Function::in, {"3", "1", "_"}) == "_");
  CHECK(e.of(Function::not_in, {"'a'", "'b'", "'c'"}) == yes());
}

TEST_CASE("three-valued logic") {
  Evaluation e;
  const std::vector<std::string> values{"1", "0", "_"};  // true, false, error
  const auto table = [&](Function function) {
    std::string out;
    for (const std::string& a : values) {
      for (const std::string& b : values) {
        const std::string result = e.of(function, {a.c_str(), b.c_str()});
        out += result == yes() ? 't' : result == no() ? 'f' : '-';
      }
    }
    return out;
  };
  CHECK(table(Function::logical_and) == "tf-fff-f-");
  CHECK(table(Function::logical_or) == "ttttf-t--");
  CHECK(e.of(Function::logical_not, {"_"}) == "_");
  CHECK(e.of(Function::logical_not, {"''"}) == yes());
}

TEST_CASE("choices") {
  Evaluation e;
  CHECK(e.of(Function::coalesce, {"_", "2", "3"}) == "2");
  CHECK(e.of(Function::coalesce, {"_", "_"}) == "_");
  CHECK(e.of(Function::if_, {"1", "a", "_"}) == "a");
  CHECK(e.of(Function::if_, {"0", "a", "_"}) == "_");
  CHECK(e.of(Function::if_, {"_", "a", "b"}) == "_");
  CHECK(e.of(Function::bound, {"_"}) == no());
}

TEST_CASE("arithmetic") {
  Evaluation e;
  CHECK(e.of(Function::add, {"1", "2"}) == "3");
  CHECK(e.of(Function::subtract, {"1", "2"}) == "-1");
  CHECK(e.of(Function::multiply, {Term::integer(3), typed("1.5", "decimal")}) ==
        show(typed("4.5", "decimal")));
  CHECK(e.of(Function::divide, {"1", "4"}) == show(typed("0.25", "decimal")));
  CHECK(e.of(Function::divide, {"1", "0"}) == "_");
  CHECK(e.of(Function::add, {"1", "'a'"}) == "_");
  CHECK(e.of(Function::abs, {"-5"}) == "5");
  CHECK(e.of(Function::round, std::vector<Term>{typed("2.5", "decimal")}) == show(typed("3", "decimal")));
}

TEST_CASE("strings") {
  Evaluation e;
  const Term german = Term::lang_string("Grüne aus Köln", "de");
  CHECK(e.of(Function::length, std::vector<Term>{german}) == "14");
  CHECK(e.of(Function::upper, std::vector<Term>{german}) == show(Term::lang_string("GRÜNE AUS KÖLN", "de")));
  CHECK(e.of(Function::contains, {german, Term::string("aus")}) == yes());
  CHECK(e.of(Function::contains, {german, Term::lang_string("aus", "en")}) == "_");
  CHECK(e.of(Function::starts_with, {"'a long enough text'", "'a long'"}) == yes());
  CHECK(e.of(Function::starts_with, {"'short'", "'sho'"}) == yes());
  CHECK(e.of(Function::starts_with, {"12", "'1'"}) == "_");
  CHECK(e.of(Function::ends_with, {"'a long enough text'", "'ext'"}) == yes());
  CHECK(e.of(Function::substring, {Term::string("Grüße"), Term::integer(3), Term::integer(2)}) == "'üß'");
  CHECK(e.of(Function::substring, {Term::string("abc"), Term::integer(0), Term::integer(2)}) == "'a'");
  CHECK(e.of(Function::before_text, {"'one two'", "' '"}) == "'one'");
  CHECK(e.of(Function::after_text, {"'one two'", "'x'"}) == "''");
  CHECK(e.of(Function::concat, {"'a'", "'b'"}) == "'ab'");
  CHECK(e.of(Function::concat, {"'a'", "1"}) == "_");
  CHECK(e.of(Function::encode_for_uri, {"'ü b'"}) == "'%C3%BC%20b'");
}

TEST_CASE("regular expressions") {
  Evaluation e;
  CHECK(e.of(Function::matches_regex, {"'the stone of a dragon'", "'stone.*dragon'"}) == yes());
  CHECK(e.of(Function::matches_regex, {"'the stone'", "'stone.*dragon'"}) == no());
  CHECK(e.of(Function::matches_regex, {"'ABC'", "'b'", "'i'"}) == yes());
  CHECK(e.of(Function::matches_regex, {"'a.c'", "'a.c'", "'q'"}) == yes());
  CHECK(e.of(Function::matches_regex, {"'x'", "'(a|x)?$'"}) == yes());
  CHECK(e.of(Function::matches_regex, {"'aac'", "'a{0,3}b{0,2}c'"}) == yes());
  CHECK(e.of(Function::matches_regex, {"12", "'1'"}) == "_");
  CHECK(e.of(Function::replace_regex, {"'abcabc'", "'(b)(c)'", "'$2-$1'"}) == "'ac-bac-b'");
  CHECK(e.of(Function::replace_regex, {"'abc'", "'b*'", "'x'"}) == "_");
}

TEST_CASE("a regular expression that is none is an error of the query") {
  Fixture f;
  const PlanPtr rows = f.values({"x"}, {{"'text'"}});
  const PlanPtr plan = make_plan(Filter{rows, f.call(Function::matches_regex, {"?x", "'a(b'"})});
  try {
    f.count(plan);
    FAIL("no failure");
  } catch (const Failure& failure) {
    CHECK(failure.error().code == ErrorCode::query);
    CHECK(failure.error().message.find("a(b") != std::string::npos);
  }
  // A pattern from the data is only an error of its row.
  const PlanPtr data = f.values({"x", "r"}, {{"'text'", "'a(b'"}, {"'text'", "'te'"}});
  CHECK(f.count(make_plan(Filter{data, f.call(Function::matches_regex, {"?x", "?r"})})) == 1);
}

TEST_CASE("dates") {
  Evaluation e;
  const std::vector<Term> instant{typed("2026-02-10T08:09:10.5Z", "dateTime")};
  CHECK(e.of(Function::year, instant) == "2026");
  CHECK(e.of(Function::month, instant) == "2");
  CHECK(e.of(Function::hours, instant) == "8");
  CHECK(e.of(Function::seconds, instant) == show(typed("10.5", "decimal")));
  const std::vector<Term> month{typed("2026-02", "gYearMonth")};
  CHECK(e.of(Function::year, month) == "2026");
  CHECK(e.of(Function::month, month) == "2");
  CHECK(e.of(Function::day, month) == "_");
}

TEST_CASE("terms and conversions") {
  Evaluation e;
  CHECK(e.of(Function::is_iri, {"a"}) == yes());
  CHECK(e.of(Function::is_numeric, {"'1'"}) == no());
  CHECK(e.of(Function::str, {"a"}) == "'http://example.org/a'");
  CHECK(e.of(Function::str, {"12"}) == "'12'");
  CHECK(e.of(Function::lang, std::vector<Term>{Term::lang_string("x", "en")}) == "'en'");
  CHECK(e.of(Function::lang_matches, {"'en-gb'", "'EN'"}) == yes());
  CHECK(e.of(Function::to_integer, {"' 12 '"}) == "12");
  CHECK(e.of(Function::to_integer, std::vector<Term>{typed("-2.7", "decimal")}) == "-2");
  CHECK(e.of(Function::to_boolean, {"'yes'"}) == "_");
  CHECK(e.of(Function::to_date, std::vector<Term>{typed("2026-02-10T08:00:00Z", "dateTime")}) ==
        show(typed("2026-02-10Z", "date")));
  CHECK(e.of(Function::string_with_datatype, {Term::string("5"), Term::iri(iri::kXsdInteger)}) == "5");
}

TEST_CASE("labels come from the store") {
  Fixture g;
  g.source().add(parse_term("a"), Term::iri(iri::kRdfsLabel), Term::lang_string("das A", "de"));
  g.source().add(parse_term("a"), Term::iri(iri::kRdfsLabel), Term::string("the letter A"));
  const PlanPtr rows = g.values({"x"}, {{"a"}, {"b"}, {"1"}});
  const PlanPtr plan = make_plan(Extend{rows, g.var("l"), g.call(Function::label, {"?x"})});
  CHECK(g.ordered(plan, {"l"}) == Answer{"'the letter A'", "_", "_"});
}
