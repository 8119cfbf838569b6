#include "kg/model/value.h"

#include <algorithm>
#include <cmath>

#include "support/catch.h"
#include "support/random_seed.h"
#include "unit/model/random_terms.h"

using namespace kg;

namespace {

Term quantity(std::string_view text) { return Term::literal(text, iri::kKgQuantity); }
Term date(std::string_view text) { return Term::literal(text, datatype_of(parse_any_date(text)->precision)); }
Term decimal(std::string_view text) { return Term::literal(text, iri::kXsdDecimal); }
Term dbl(std::string_view text) { return Term::literal(text, iri::kXsdDouble); }

Truth equal(const Term& a, const Term& b) {
  const Truth result = compare_equal(value_of(a), value_of(b));
  CHECK(compare_equal(value_of(b), value_of(a)) == result);
  return result;
}
Truth less(const Term& a, const Term& b) { return compare_less(value_of(a), value_of(b)); }
Truth less_equal(const Term& a, const Term& b) { return compare_less_equal(value_of(a), value_of(b)); }
Truth ebv(const Term& term) { return effective_boolean(value_of(term)); }

const Term kUnknown = Term::literal("x", "http://example.org/type");
const Term kIllFormed = Term::literal("abc", iri::kXsdInteger);

std::vector<Term> random_terms(test::RandomTerms& random, std::size_t count) {
  std::vector<Term> terms{Term{}};
  while (terms.size() < count) terms.push_back(random.term());
  return terms;
}

}  // namespace

TEST_CASE("equality within a kind is by value") {
  CHECK(equal(Term::integer(1), decimal("1.00")) == Truth::yes);
  CHECK(equal(Term::integer(1), dbl("1.0E0")) == Truth::yes);
  CHECK(equal(Term::integer(1), Term::literal("01", iri::kXsdInteger)) == Truth::yes);
  CHECK(equal(Term::integer(1), Term::integer(2)) == Truth::no);
  CHECK(equal(dbl("NaN"), dbl("NaN")) == Truth::no);
  CHECK(equal(dbl("0.0E0"), dbl("-0.0E0")) == Truth::yes);
  CHECK(equal(Term::boolean(true), Term::literal("1", iri::kXsdBoolean)) == Truth::yes);
  CHECK(equal(Term::string("a"), Term::string("a")) == Truth::yes);
  CHECK(equal(Term::string("a"), Term::string("a longer string")) == Truth::no);
}

TEST_CASE("literals of different kinds, or without a known value, are equal or an error") {
  CHECK(equal(Term::integer(1), Term::string("1")) == Truth::error);
  CHECK(equal(Term::boolean(true), Term::integer(1)) == Truth::error);
  CHECK(equal(kUnknown, kUnknown) == Truth::yes);
  CHECK(equal(kUnknown, Term::literal("y", "http://example.org/type")) == Truth::error);
  CHECK(equal(kIllFormed, kIllFormed) == Truth::yes);
  CHECK(equal(kIllFormed, Term::integer(1)) == Truth::error);
  CHECK(equal(Term::lang_string("a", "en"), Term::lang_string("a", "EN")) == Truth::yes);
  CHECK(equal(Term::lang_string("a", "en"), Term::lang_string("a", "de")) == Truth::error);
  CHECK(equal(Term::lang_string("a", "en"), Term::string("a")) == Truth::error);
}

TEST_CASE("nodes are equal when they are the same, and never equal to literals") {
  CHECK(equal(Term::iri("a"), Term::iri("a")) == Truth::yes);
  CHECK(equal(Term::iri("a"), Term::iri("b")) == Truth::no);
  CHECK(equal(Term::iri("a"), Term::blank("a")) == Truth::no);
  CHECK(equal(Term::iri("a"), Term::string("a")) == Truth::no);
  const Term claim = Term::triple_term(Term::iri("s"), Term::iri("p"), Term::integer(1));
  CHECK(equal(claim, Term::triple_term(Term::iri("s"), Term::iri("p"), Term::integer(1))) == Truth::yes);
  CHECK(equal(claim, Term::triple_term(Term::iri("s"), Term::iri("p"), Term::integer(2))) == Truth::no);
  CHECK(equal(Term{}, Term::iri("a")) == Truth::error);
}

TEST_CASE("order comparisons are defined within a kind only") {
  CHECK(less(Term::integer(1), decimal("1.5")) == Truth::yes);
  CHECK(less(dbl("NaN"), Term::integer(1)) == Truth::no);
  CHECK(less_equal(dbl("NaN"), dbl("NaN")) == Truth::no);
  CHECK(less(Term::string("a"), Term::string("b")) == Truth::yes);
  CHECK(less(Term::string("Z"), Term::string("a")) == Truth::yes);
  CHECK(less(Term::boolean(false), Term::boolean(true)) == Truth::yes);
  CHECK(less_equal(Term::boolean(true), Term::boolean(true)) == Truth::yes);
  CHECK(less(Term::string("a"), Term::integer(1)) == Truth::error);
  CHECK(less(Term::iri("a"), Term::iri("b")) == Truth::error);
  CHECK(less(Term::lang_string("a", "en"), Term::lang_string("b", "en")) == Truth::error);
  CHECK(less(kUnknown, kUnknown) == Truth::error);
}

TEST_CASE("dates compare as intervals") {
  CHECK(less(date("2026-02-10"), date("2026-02-11")) == Truth::yes);
  CHECK(less(date("2026-02-10"), date("2026-03")) == Truth::yes);
  CHECK(less(date("2026-02-28"), date("2026-03-01T00:00:00Z")) == Truth::yes);
  CHECK(less(date("2026-02-10"), date("2026-02")) == Truth::error);
  CHECK(less(date("2026-03"), date("2026-02-10")) == Truth::no);
  CHECK(less(date("2026"), date("2026")) == Truth::no);
  CHECK(less_equal(date("2026"), date("2026")) == Truth::yes);
  CHECK(less_equal(date("2026-02"), date("2026")) == Truth::error);
  CHECK(equal(date("2026"), date("2026-02")) == Truth::error);
  CHECK(equal(date("2026"), date("2027-02")) == Truth::no);
  CHECK(equal(date("2026-02-10"), date("2026-02-10/2026-02-10")) == Truth::yes);
  CHECK(equal(date("2026-02-10T08:00:00Z"), date("2026-02-10T09:00:00+01:00")) == Truth::yes);
  CHECK(less(date("2026-02-10T08:00:00.0001Z"), date("2026-02-10T08:00:00.0002Z")) == Truth::yes);
  CHECK(equal(date("2026-02-10T08:00:00.0001Z"), date("2026-02-10T08:00:00.0002Z")) == Truth::no);
  CHECK(equal(date("2026"), Term::integer(2026)) == Truth::error);
}

TEST_CASE("quantities compare as intervals within one unit") {
  CHECK(equal(quantity("69 %"), quantity("69.0%")) == Truth::yes);
  CHECK(equal(quantity("69 %"), quantity("70 %")) == Truth::no);
  CHECK(equal(quantity("69 %"), quantity("69 USD")) == Truth::error);
  CHECK(less(quantity("69 %"), quantity("70 USD")) == Truth::error);
  CHECK(equal(quantity("~70 %"), quantity("70 %")) == Truth::error);
  CHECK(equal(quantity("~70 %"), quantity("~70 %")) == Truth::yes);
  CHECK(less(quantity("30..50 %"), quantity("60 %")) == Truth::yes);
  CHECK(less(quantity("30..50 %"), quantity("50 %")) == Truth::error);
  CHECK(less_equal(quantity("30..50 %"), quantity("50 %")) == Truth::yes);
  CHECK(less(quantity("50 %"), quantity("30..50 %")) == Truth::no);
  CHECK(less(quantity("<5 %"), quantity("5 %")) == Truth::yes);
  CHECK(less(quantity("<=5 %"), quantity("5 %")) == Truth::error);
  CHECK(less(quantity("5 %"), quantity("<5 %")) == Truth::no);
  CHECK(less(quantity(">50 x"), quantity("50 x")) == Truth::no);
  CHECK(less_equal(quantity(">50 x"), quantity("50 x")) == Truth::no);
  CHECK(less(quantity("50 x"), quantity(">50 x")) == Truth::yes);
  CHECK(equal(quantity("50 x"), quantity(">50 x")) == Truth::no);
  CHECK(equal(quantity("51 x"), quantity(">50 x")) == Truth::error);
  CHECK(less(quantity("69 %"), Term::integer(70)) == Truth::error);
}

TEST_CASE("effective boolean values") {
  CHECK(ebv(Term::boolean(true)) == Truth::yes);
  CHECK(ebv(Term::boolean(false)) == Truth::no);
  CHECK(ebv(Term::literal("maybe", iri::kXsdBoolean)) == Truth::no);
  CHECK(ebv(kIllFormed) == Truth::no);
  CHECK(ebv(Term::integer(0)) == Truth::no);
  CHECK(ebv(decimal("0.01")) == Truth::yes);
  CHECK(ebv(dbl("NaN")) == Truth::no);
  CHECK(ebv(Term::string("")) == Truth::no);
  CHECK(ebv(Term::string("false")) == Truth::yes);
  CHECK(ebv(Term::lang_string("x", "en")) == Truth::yes);
  CHECK(ebv(kUnknown) == Truth::error);
  CHECK(ebv(date("2026")) == Truth::error);
  CHECK(ebv(Term::iri("a")) == Truth::error);
  CHECK(ebv(Term{}) == Truth::error);
}

TEST_CASE("three-valued and, or, not") {
  const Truth all[] = {Truth::no, Truth::yes, Truth::error};
  for (const Truth a : all) {
    for (const Truth b : all) {
      CHECK(truth_and(a, b) == truth_not(truth_or(truth_not(a), truth_not(b))));
      CHECK(truth_and(a, b) == truth_and(b, a));
    }
  }
  CHECK(truth_and(Truth::no, Truth::error) == Truth::no);
  CHECK(truth_and(Truth::yes, Truth::error) == Truth::error);
  CHECK(truth_or(Truth::yes, Truth::error) == Truth::yes);
}

TEST_CASE("kinds sort as unbound, blank, IRI, literal, triple term") {
  const std::vector<Term> ascending = {Term{},
                                       Term::blank("b"),
                                       Term::iri("a"),
                                       Term::boolean(false),
                                       Term::boolean(true),
                                       dbl("-INF"),
                                       decimal("-0.5"),
                                       decimal("1.0"),
                                       Term::integer(1),
                                       dbl("1.0E0"),
                                       Term::integer(2),
                                       dbl("INF"),
                                       dbl("NaN"),
                                       date("2026"),
                                       date("2026-Q1"),
                                       date("2026-01"),
                                       date("2026-01-01"),
                                       date("2026-01-01T00:00:00"),
                                       date("2026-02"),
                                       quantity("<5 %"),
                                       quantity("4 %"),
                                       quantity(">4 %"),
                                       quantity("1 USD"),
                                       Term::string(""),
                                       Term::string("a"),
                                       Term::string("alpha beta gamma"),
                                       Term::string("b"),
                                       Term::lang_string("a", "de"),
                                       Term::lang_string("a", "en"),
                                       kUnknown,
                                       kIllFormed,
                                       Term::triple_term(Term::iri("a"), Term::iri("b"), Term::integer(1))};
  for (std::size_t i = 0; i < ascending.size(); ++i) {
    for (std::size_t j = 0; j < ascending.size(); ++j) {
      INFO(ascending[i].to_ntriples() + " " + ascending[j].to_ntriples());
      CHECK((order_compare(value_of(ascending[i]), value_of(ascending[j])) == (i <=> j)));
    }
  }
}

TEST_CASE("the sort order is total: only the same term compares equal, and it is transitive") {
  test::RandomTerms random(test::random_seed());
  for (int round = 0; round < 20; ++round) {
    const std::vector<Term> terms = random_terms(random, 40);
    for (const Term& a : terms) {
      for (const Term& b : terms) {
        INFO(a.to_ntriples() + " " + b.to_ntriples());
        const auto order = order_compare(value_of(a), value_of(b));
        REQUIRE((order == 0) == (a == b));
        REQUIRE((order < 0) == (order_compare(value_of(b), value_of(a)) > 0));
        for (const Term& c : terms) {
          if (order < 0 && order_compare(value_of(b), value_of(c)) < 0) {
            INFO(c.to_ntriples());
            REQUIRE((order_compare(value_of(a), value_of(c)) < 0));
          }
        }
      }
    }
  }
}

TEST_CASE("the sort order agrees with less and equal where those have an answer") {
  test::RandomTerms random(test::random_seed());
  for (int i = 0; i < 50'000; ++i) {
    const Term a = random.term();
    const Term b = random.term();
    INFO(a.to_ntriples() + " " + b.to_ntriples());
    const Truth is_less = less(a, b);
    const Truth is_equal = compare_equal(value_of(a), value_of(b));
    const auto order = order_compare(value_of(a), value_of(b));
    if (is_less == Truth::yes) {
      REQUIRE((order < 0));
      REQUIRE(is_equal == Truth::no);
      REQUIRE(less(b, a) == Truth::no);
    }
    if (is_less != Truth::error)
      REQUIRE(less_equal(a, b) == truth_or(is_less, is_equal == Truth::error ? less_equal(a, b) : is_equal));
    if (a == b && a.value != "NaN") REQUIRE(is_equal == Truth::yes);
  }
}

TEST_CASE("within an inline tag the ids stand in the sort order, and compare like the values") {
  test::RandomTerms random(test::random_seed());
  std::vector<Id> ids;
  while (ids.size() < 2'000) {
    if (const auto id = inline_term(random.literal())) ids.push_back(*id);
  }
  std::sort(ids.begin(), ids.end());
  for (std::size_t i = 0; i < ids.size(); ++i) {
    for (std::size_t j : {i, i + 1, i + 2, random.below(ids.size())}) {
      if (j >= ids.size() || ids[i].tag() != ids[j].tag()) continue;
      const Value a = value_of_inline(ids[i]);
      const Value b = value_of_inline(ids[j]);
      INFO(lexical_form(a) + " " + lexical_form(b));
      REQUIRE((order_compare(a, b) == (ids[i] <=> ids[j])));
      Truth fast = Truth::error;
      REQUIRE(compare_equal_inline(ids[i], ids[j], fast));
      REQUIRE(fast == compare_equal(a, b));
      REQUIRE(compare_less_inline(ids[i], ids[j], fast));
      REQUIRE(fast == compare_less(a, b));
    }
  }
  Truth unused = Truth::error;
  CHECK_FALSE(compare_equal_inline(boolean_id(true), *integer_id(1), unused));
  CHECK_FALSE(compare_less_inline(Id{Tag::iri, 1}, Id{Tag::iri, 2}, unused));
}

TEST_CASE("a value is the same whether made from a term, an id or a dictionary key") {
  test::RandomTerms random(test::random_seed());
  for (int i = 0; i < 20'000; ++i) {
    const Term term = random.term();
    INFO(term.to_ntriples());
    const Value value = value_of(term);
    REQUIRE(term_of_value(value) == term);
    REQUIRE(same_term(value, value));
    if (term.kind == TermKind::triple) continue;
    if (term.kind == TermKind::literal) {
      REQUIRE(lexical_form(value) == term.value);
      REQUIRE(datatype_iri(value) == term.datatype);
    }
    if (const auto id = inline_term(term)) {
      REQUIRE(same_term(value_of_inline(*id), value));
    } else {
      const DictionaryKey key = dictionary_key(term);
      const Value decoded = value_of_dictionary(key.tag, key.key);
      REQUIRE(decoded.kind == value.kind);
      REQUIRE(same_term(decoded, value));
      REQUIRE(term_of_value(decoded) == term);
    }
    const Term other = random.term();
    REQUIRE(same_term(value, value_of(other)) == (term == other));
  }
}

TEST_CASE("computed values become terms") {
  CHECK(term_of_value(value_of_string("short")) == Term::string("short"));
  CHECK(term_of_value(value_of_string("a longer string")) == Term::string("a longer string"));
  CHECK(term_of_value(value_of_number(Number::dbl(0.1))) == dbl("1.0E-1"));
  CHECK(term_of_value(value_of_number(*divide(Number::integer(1), Number::integer(3)))) ==
        decimal("0.333333333333333333"));
  CHECK(term_of_value(value_of_number(Number::single(0.5F))) == Term::literal("5.0E-1", iri::kXsdFloat));
  CHECK(term_of_value(value_of_date(*parse_any_date("2026-02-10"))) == date("2026-02-10"));
  CHECK(same_term(value_of_number(Number::dbl(0.1)), value_of(dbl("1.0E-1"))));
  CHECK_FALSE(same_term(Value{}, Value{}));
}
