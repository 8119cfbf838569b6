#include "kg/model/term.h"

#include "kg/model/inline.h"
#include "kg/model/triple_source.h"
#include "support/catch.h"
#include "support/random_seed.h"
#include "unit/model/random_terms.h"

using namespace kg;

namespace {

bool is_inline(std::string_view lexical, std::string_view datatype) {
  const auto id = inline_literal(lexical, datatype);
  if (id) CHECK(term_of_inline(*id) == Term::literal(lexical, datatype));
  return id.has_value();
}

}  // namespace

TEST_CASE("integers are inline from -2^59 to 2^59 - 1, in canonical form only") {
  for (const char* text : {"0", "7", "-7", "576460752303423487", "-576460752303423488"})
    CHECK(is_inline(text, iri::kXsdInteger));
  for (const char* text : {"576460752303423488", "-576460752303423489", "9223372036854775808", "01", "-0",
                           "+1", "", "-", "1.0", " 1", "1 ", "1e3", "--1", "99999999999999999999999999"}) {
    CHECK_FALSE(is_inline(text, iri::kXsdInteger));
  }
}

TEST_CASE("decimals are inline with up to six digits after the point, trailing zeros kept") {
  for (const char* text :
       {"0", "0.0", "0.000000", "1.50", "-0.5", "5", "36028797018.963967", "-36028797018.963968"}) {
    CHECK(is_inline(text, iri::kXsdDecimal));
  }
  for (const char* text : {"0.0000000", "-0", "-0.0", "+1.5", "01.5", ".5", "5.", "36028797018.963968",
                           "-36028797018.963969", "100000000000", "1e0", "", ".", "-", "1.2.3"}) {
    CHECK_FALSE(is_inline(text, iri::kXsdDecimal));
  }
  CHECK(inline_literal("1.5", iri::kXsdDecimal) != inline_literal("1.50", iri::kXsdDecimal));
}

TEST_CASE("doubles are inline in canonical form when their last four bits are zero") {
  for (const char* text : {"0.0E0", "-0.0E0", "1.0E0", "-1.25E0", "1.0E2", "INF", "-INF", "NaN"})
    CHECK(is_inline(text, iri::kXsdDouble));
  for (const char* text : {"1.0E-1", "1", "1.0", "1e0", "1.0e0", "10.0E0", "+1.0E0", "1.0E+0", "1.0E00",
                           "inf", "nan", "-NaN", "", "1.0E400", "4.9E-324"}) {
    CHECK_FALSE(is_inline(text, iri::kXsdDouble));
  }
}

TEST_CASE("booleans are inline as true and false") {
  CHECK(is_inline("true", iri::kXsdBoolean));
  CHECK(is_inline("false", iri::kXsdBoolean));
  for (const char* text : {"1", "0", "True", "", "true "}) CHECK_FALSE(is_inline(text, iri::kXsdBoolean));
}

TEST_CASE("strings are inline up to seven bytes, language-tagged ones never") {
  CHECK(is_inline("", iri::kXsdString));
  CHECK(is_inline("1234567", iri::kXsdString));
  CHECK(is_inline(std::string_view("a\0b", 3), iri::kXsdString));
  CHECK_FALSE(is_inline("12345678", iri::kXsdString));
  CHECK(inline_literal("abc", {}) == inline_literal("abc", iri::kXsdString));
  CHECK(inline_literal("a", {}) != inline_literal(std::string_view("a\0", 2), {}));
  CHECK_FALSE(inline_term(Term::lang_string("a", "en")));
  CHECK_FALSE(inline_literal("a", "http://example.org/type"));
}

TEST_CASE("dates are inline when nothing of their lexical form is lost") {
  CHECK(is_inline("2026-02-10", iri::kXsdDate));
  CHECK(is_inline("2026-02-10Z", iri::kXsdDate));
  CHECK(is_inline("2024-02-29-13:45", iri::kXsdDate));
  CHECK(is_inline("0000-01-01", iri::kXsdDate));
  CHECK(is_inline("-0044-03-15", iri::kXsdDate));
  CHECK(is_inline("2026", iri::kXsdGYear));
  CHECK(is_inline("2026-02", iri::kXsdGYearMonth));
  CHECK(is_inline("2026-Q4", iri::kKgQuarter));
  CHECK(is_inline("2026-02-10T00:00:00", iri::kXsdDateTime));
  CHECK(is_inline("2026-02-10T23:59:59.120+14:00", iri::kXsdDateTime));
  // A day that does not exist; the wrong form; a zone or fraction that the bits have no room for.
  for (const char* text : {"2026-02-29", "2026-2-10", "2026-02", "2026-02-10T00:00:00", "2026-02-10+00:00",
                           "2026-02-10+01:07", "2026-02-10+14:15", "02026-02-10", "-0000-01-01",
                           "300000-01-01", "2026-00-10", "2026-13-10", "2026-01-00"}) {
    CHECK_FALSE(is_inline(text, iri::kXsdDate));
  }
  for (const char* text : {"2026-02-10T24:00:00", "2026-02-10T08:00:00.1234", "2026-02-10T08:00:60",
                           "2026-02-10T8:00:00", "2026-02-10"}) {
    CHECK_FALSE(is_inline(text, iri::kXsdDateTime));
  }
  CHECK_FALSE(is_inline("2026-02-10/2026-02-11", iri::kKgInterval));
  CHECK_FALSE(is_inline("2026-Q0", iri::kKgQuarter));
  CHECK_FALSE(is_inline("2026-Q5", iri::kKgQuarter));
}

TEST_CASE("random terms survive the way to an id or a dictionary key and back") {
  test::RandomTerms random(test::random_seed());
  std::size_t inline_terms = 0;
  for (int i = 0; i < 50'000; ++i) {
    const Term term = random.literal();
    INFO(term.to_ntriples());
    if (const auto id = inline_term(term)) {
      ++inline_terms;
      REQUIRE(tag_is_inline(id->tag()));
      REQUIRE(term_of_inline(*id) == term);
    } else {
      const DictionaryKey key = dictionary_key(term);
      REQUIRE(tag_in_dictionary(key.tag));
      REQUIRE(term_of_dictionary(key.tag, key.key) == term);
    }
  }
  CHECK(inline_terms > 10'000);
  CHECK(inline_terms < 45'000);
}

TEST_CASE("dictionary keys are told apart by the last NUL") {
  const Term term = Term::lang_string(std::string_view("a\0b", 3), "EN");
  const DictionaryKey key = dictionary_key(term);
  CHECK(key.tag == Tag::lang_string);
  CHECK(key.key == std::string("a\0b\0en", 6));
  CHECK(term_of_dictionary(key.tag, key.key) == term);
  CHECK(dictionary_key(Term::literal("01", iri::kXsdInteger)).tag == Tag::value);
  CHECK(dictionary_key(Term::literal("1", iri::kXsdBoolean)).tag == Tag::value);
  CHECK(dictionary_key(Term::literal("69 %", iri::kKgQuantity)).tag == Tag::quantity);
  CHECK(dictionary_key(Term::literal("2026/2027", iri::kKgInterval)).tag == Tag::value);
  CHECK(dictionary_key(Term::literal("x", "http://www.w3.org/2001/XMLSchema#token")).tag == Tag::typed);
  CHECK(dictionary_key(Term::string("12345678")).key == "12345678");
  CHECK(term_of_dictionary(Tag::typed, "no separator") == Term{});
}

TEST_CASE("terms are written as canonical N-Triples") {
  CHECK(Term::iri("http://example.org/a").to_ntriples() == "<http://example.org/a>");
  CHECK(Term::iri("a b<c>").to_ntriples() == "<a\\u0020b\\u003Cc\\u003E>");
  CHECK(Term::blank("b0").to_ntriples() == "_:b0");
  CHECK(Term::string("a\"b\\c\n\t\r\b\f\x01\x7f").to_ntriples() ==
        "\"a\\\"b\\\\c\\n\\t\\r\\b\\f\\u0001\\u007F\"");
  CHECK(Term::lang_string("x", "EN-gb").to_ntriples() == "\"x\"@en-gb");
  CHECK(Term::lang_string("x", "ar--rtl").datatype == iri::kRdfDirLangString);
  CHECK(Term::integer(-5).to_ntriples() == "\"-5\"^^<http://www.w3.org/2001/XMLSchema#integer>");
  CHECK(Term::triple_term(Term::blank("s"), Term::iri("p"), Term::string("o")).to_ntriples() ==
        "<<( _:s <p> \"o\" )>>");
}

TEST_CASE("equality is that of terms, not of values") {
  CHECK(Term::integer(1) != Term::literal("01", iri::kXsdInteger));
  CHECK(Term::string("a") != Term::lang_string("a", "en"));
  CHECK(Term::iri("a") != Term::blank("a"));
  const Term inner = Term::triple_term(Term::blank("s"), Term::iri("p"), Term::string("o"));
  CHECK(inner == Term::triple_term(Term::blank("s"), Term::iri("p"), Term::string("o")));
  CHECK(inner != Term::triple_term(Term::blank("s"), Term::iri("p"), Term::string("x")));
}

TEST_CASE("ids carry their tag and payload, and ranges of tags cover them") {
  const Id id{Tag::typed, kPayloadMask};
  CHECK(id.tag() == Tag::typed);
  CHECK(id.payload() == kPayloadMask);
  CHECK(tag_range(Tag::typed).contains(id));
  CHECK_FALSE(tag_range(Tag::triple).contains(id));
  CHECK_FALSE(kUnbound.bound());
  CHECK(std::string(permutation_name(Permutation::pso)) == "pso");
}
