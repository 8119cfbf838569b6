#include "kg/model/path_value.h"

#include "kg/model/value.h"
#include "support/catch.h"

using namespace kg;

namespace {

Term iri_of(std::string_view name) { return Term::iri("http://example.org/" + std::string(name)); }

}  // namespace

TEST_CASE("paths are read as they are written") {
  PathValue path;
  path.start = iri_of("a");
  CHECK(format_path(path) == "<http://example.org/a>");
  CHECK(parse_path(format_path(path)) == path);
  CHECK(path_length(format_path(path)) == 0);

  path.links.push_back({iri_of("part of"), true, Term::blank("m"), false});
  path.links.push_back({iri_of("r>r"), false, Term::string("a \"b\" -<c>-> (\\) \n\x01 ü"), true});
  path.links.push_back({iri_of("q"), false, Term::lang_string("x", "en--ltr"), false});
  path.links.push_back({iri_of("q"), true, Term::literal("1", std::string(iri::kXsd) + "byte"), true});
  const std::string text = format_path(path);
  INFO(text);
  CHECK(parse_path(text) == path);
  CHECK(path_length(text) == 2);
}

TEST_CASE("what is no path is refused") {
  for (const char* text :
       {"", "a", "<a", "<a> ", "<a> -<b>-> ", "<a> -<b>- <c>", "<a> <-<b>-> <c>", "<a>-<b>-><c>",
        "<a> -\"b\"-> <c>", "<a> -<b>-> (<c>)", "<a> -<b>-> (<c> -<d>-> <e>", "\"a", "\"a\\\"", "\"a\"^^<",
        "_:", "<a> -<b>-> <c> x", "<<( <a> <b> <c> )>>"}) {
    INFO(text);
    CHECK(parse_path(text) == std::nullopt);
    CHECK(path_length(text) == std::nullopt);
  }
  for (const char* text : {"<a\\>", "\"\\x\"", "\"\\u12\"", "\"\\uD800\"", "\"\\U00110000\""}) {
    INFO(text);
    CHECK(parse_path(text) == std::nullopt);
  }
}

TEST_CASE("paths are ordered by length, then by text") {
  const Term one = Term::literal("<z> -<r>-> <a>", iri::kKgPath);
  const Term other = Term::literal("<z> -<r>-> <b>", iri::kKgPath);
  const Term two = Term::literal("<a> -<r>-> <b> -<r>-> <c>", iri::kKgPath);
  const Term inner = Term::literal("<a> -<r>-> (<b>) -<r>-> <c>", iri::kKgPath);
  CHECK((order_compare(value_of(one), value_of(other)) < 0));
  CHECK((order_compare(value_of(other), value_of(two)) < 0));
  CHECK((order_compare(value_of(inner), value_of(one)) < 0));
  CHECK((order_compare(value_of(two), value_of(one)) > 0));
  CHECK((order_compare(value_of(two), value_of(two)) == 0));
}
