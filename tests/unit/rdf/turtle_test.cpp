#include "kg/rdf/turtle.h"

#include <fmt/format.h>

#include "kg/base/error.h"
#include "kg/base/limits.h"
#include "kg/rdf/iri_resolve.h"
#include "support/catch.h"
#include "unit/rdf/collect.h"

using kg::test::parse_turtle;

namespace {

kg::TurtleOptions trig() {
  kg::TurtleOptions options;
  options.trig = true;
  return options;
}

kg::TurtleOptions small_window() {
  kg::TurtleOptions options;
  options.window_bytes = 8;
  return options;
}

void check_bad(std::string_view text, std::uint64_t line, std::uint64_t column, std::string_view reason,
               const kg::TurtleOptions& options = {}) {
  INFO(text);
  const auto parsed = parse_turtle(text, options);
  REQUIRE(parsed.result.bad.size() == 1);
  CHECK(parsed.result.bad[0].line == line);
  CHECK(parsed.result.bad[0].column == column);
  CHECK(parsed.result.bad[0].reason == reason);
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

std::string document() {
  return "\xEF\xBB\xBF@prefix : <http://e/> . # a comment\r\n"
         "@base <http://b/c/d> .\n"
         "VERSION \"1.2\"\n"
         ":a a :T ; :p 1, -2.5, 3e4, true, \"x\\u00e9\"@EN-gb--rtl, 'y'^^:t, \"\"\"long\n\"quoted\" \"\"\" "
         ";;\n"
         "   <rel> <../up#f>, [ :q ( 1 ( :b ) [] ) ], () .\n"
         "[ :only :blank ] .\n"
         ":s :p :o ~ :r ~ {| :k :v {| :m :n |} |} {| :z :z |}, << :a :p << :b :q _:x ~ :t >> >> .\n"
         ":s :p <<( :a :p <<( :b :q \"\\t\" )>> )>> .\n"
         ":\xC3\xA9.\xE4\xB8\xAD :p%20\\~x :n.1 .\n";
}

}  // namespace

TEST_CASE("Turtle: the same graph however the input is cut") {
  const auto whole = parse_turtle(document());
  for (const auto& bad : whole.result.bad) INFO(bad.line << ':' << bad.column << ' ' << bad.reason);
  REQUIRE(whole.result.bad.empty());
  CHECK(whole.result.triples == whole.lines.size());
  CHECK(whole.result.lines == 10);
  CHECK(whole.lines.size() == 34);
  for (const std::size_t step : {1U, 2U, 3U, 7U, 64U}) {
    const auto pieces = parse_turtle(document(), small_window(), false, step);
    CHECK(pieces.lines == whole.lines);
    CHECK(pieces.result.lines == whole.result.lines);
  }
}

TEST_CASE("Turtle: terms as N-Triples writes them") {
  const auto parsed = parse_turtle(document());
  const auto has = [&](std::string_view line) {
    return std::find(parsed.lines.begin(), parsed.lines.end(), line) != parsed.lines.end();
  };
  CHECK(has("<http://e/a> <http://b/c/rel> <http://b/up#f> ."));
  CHECK(has("<http://e/a> <http://e/p> \"x\xC3\xA9\"@en-gb--rtl ."));
  CHECK(has("<http://e/a> <http://e/p> \"long\\n\\\"quoted\\\" \" ."));
  CHECK(has("<http://e/a> <http://e/p> \"y\"^^<http://e/t> ."));
  CHECK(has("<http://e/a> <http://b/c/rel> <http://www.w3.org/1999/02/22-rdf-syntax-ns#nil> ."));
  CHECK(
      has("<http://e/r> <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> "
          "<<( <http://e/s> <http://e/p> <http://e/o> )>> ."));
  CHECK(has("<http://e/\xC3\xA9.\xE4\xB8\xAD> <http://e/p%20~x> <http://e/n.1> ."));
  CHECK(parse_turtle("<a:s><a:p>1.<a:s><a:p>2.").lines.size() == 2);
  CHECK(parse_turtle("prefix a: <b:> a:s a true.").lines ==
        std::vector<std::string>{"<b:s> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
                                 "\"true\"^^<http://www.w3.org/2001/XMLSchema#boolean> ."});
  CHECK(parse_turtle("").result.lines == 0);
  CHECK(parse_turtle("# only a comment").result.lines == 1);
}

TEST_CASE("Turtle: what is wrong and where") {
  check_bad("<a:s> <a:p> .", 1, 13, "expected an object, found '.'");
  check_bad("<a:s> <a:p> <a:o>\n", 2, 1, "expected ',', ';' or '.', found the end of the file");
  check_bad("\r\n<a:s> <a:p>\r\"\xC3\xA9\" x:y .", 3, 5, "expected ',', ';' or '.', found 'x:y'");
  check_bad("<a:s> e:p 1 .", 1, 7, "the prefix `e:` is not declared");
  check_bad("<s> <a:p> 1 .", 1, 1, "the IRI is relative and there is no base to resolve it against");
  check_bad("<a:s> \"x\" 1 .", 1, 7, "expected a predicate, found a string");
  check_bad("<a:s> <a:p> \"x\n\" .", 1, 15, "the string is not closed with \" before the end of the line");
  check_bad("<a:s> <a:p> '''x", 1, 13, "the string is not closed before the end of the file");
  check_bad("<a:s> <a:p> <a:x y> .", 1, 17, "an IRI cannot contain a space");
  check_bad("<a:s> <a:p> [ <a:q> 1 .", 1, 23, "expected ',', ';' or ']', found '.'");
  check_bad("[] .", 1, 4, "expected a predicate, found '.'");
  check_bad("<a:s> <a:p> \"x\"@ .", 1, 16, "expected a language or a directive after '@': ' ' is no letter");
  check_bad("@Prefix a: <b:> .", 1, 1, "expected @prefix, @base or @version, found '@Prefix'");
  check_bad("<a:s> <a:p> \"\xFF\" .", 1, 14, "the text is not valid UTF-8");
  check_bad("<a:g> { <a:s> <a:p> 1 }", 1, 7, "expected a predicate, found '{'");
  check_bad("<a:g> { <a:s> <a:p> 1", 1, 22, "expected ',', ';' or '.', found the end of the file", trig());
  check_bad("<a:g> { <a:s> <a:p> 1 .", 1, 24,
            "expected the '}' that closes the graph, found the end of the file", trig());
}

TEST_CASE("Turtle: an error is where it is, however the input is cut") {
  const std::string text = repeated("<a:s> <a:p> \"\xC3\xA9\" ,\r\n \"y\" .\r\r\n", 50) + "  <a:s> <a:p> ] .";
  for (const std::size_t step : {1U, 5U, 4096U}) {
    const auto parsed = parse_turtle(text, small_window(), false, step);
    REQUIRE(parsed.result.bad.size() == 1);
    CHECK(parsed.result.bad[0].line == 151);
    CHECK(parsed.result.bad[0].column == 15);
    // The line as far as it is read.
    CHECK(std::string("  <a:s> <a:p> ] .").starts_with(parsed.result.bad[0].text));
  }
}

TEST_CASE("Turtle: lenient goes on behind the line that ends the statement") {
  const auto parsed = parse_turtle(
      "<a:1> <a:p> 1 ; <a:q> [ <a:r> x ] ;\n <a:s> 1 . # comment\n"
      "<a:2> <a:p> 2 .\n"
      "<a:3> <a:p> 3 , . <a:lost> <a:p> 4 .\n"
      "<a:5> <a:p> ') .\n"
      "<a:6> <a:p> 6 .\n",
      {}, true);
  REQUIRE(parsed.result.bad.size() == 3);
  CHECK(parsed.result.bad[0].line == 1);
  CHECK(parsed.result.bad[1].line == 4);
  CHECK(parsed.result.bad[2].line == 5);
  const std::string six = "\"6\"^^<http://www.w3.org/2001/XMLSchema#integer>";
  REQUIRE(parsed.lines.size() == 2);
  CHECK(parsed.lines[1] == "<a:6> <a:p> " + six + " .");
}

TEST_CASE("Turtle: lenient gives up where what follows could mean something else") {
  CHECK_THROWS_AS(parse_turtle("@prefix a: <b .\n<a:s> <a:p> 1 .", {}, true), kg::Failure);
  CHECK_THROWS_AS(parse_turtle("<a:s> <a:p> \"\xFF\" .\n<a:s> <a:p> 1 .", {}, true), kg::Failure);
  CHECK_THROWS_AS(parse_turtle("<a:g> { <a:s> <a:p> } .\n<a:s> <a:p> 1 .", trig(), true), kg::Failure);
  CHECK_THROWS_AS(parse_turtle("<a:s> <a:p> '''text.\n\\x''' .\n<a:s> <a:p> 1 .", {}, true), kg::Failure);
  const auto inside = parse_turtle("<a:g> { <a:s> <a:p> .\n<a:s> <a:p> 1 .\n}", trig(), true);
  CHECK(inside.result.bad.size() == 1);
  CHECK(inside.lines.size() == 3);
}

TEST_CASE("TriG: graphs become sources, and the default graph has none") {
  const auto parsed = parse_turtle(
      "{ <a:s> <a:p> <a:o> } GRAPH <a:g> { <a:s> <a:p> <a:o> . <a:s> <a:p> <a:o2> }\n"
      "_:g { <a:s> <a:p> <a:o> }  [] { } <a:s> <a:q> <a:o> .",
      trig());
  CHECK(parsed.result.bad.empty());
  CHECK(parsed.lines.size() == 1 + 3 + 3 + 3 + 1);
  const auto quad = kg::test::parse("<a:s> <a:p> <a:o> <a:g> .\n", false, kg::RdfSyntax::nquads);
  CHECK(std::equal(quad.lines.begin(), quad.lines.end(), parsed.lines.begin() + 1));
}

TEST_CASE("Turtle: limits at N and N + 1") {
  const auto bad = [](const std::string& text) {
    const auto parsed = parse_turtle(text, {}, false, std::size_t{1} << 20U);
    return parsed.result.bad.empty() ? std::string() : parsed.result.bad[0].reason;
  };
  const auto brackets = [&](std::string_view open, std::string_view close, std::size_t n) {
    return bad("<a:s> <a:p> " + repeated(open, n) + "<a:x>" + repeated(close, n) + " .");
  };
  constexpr std::size_t kLevels = kg::kMaxTurtleNestingLevels;
  CHECK(brackets("(", ")", kLevels).empty());
  CHECK(brackets("(", ")", kLevels + 1) == "brackets are nested more than 1000 levels deep");
  CHECK(brackets("[ <a:p> ", "]", kLevels).empty());
  CHECK(brackets("[ <a:p> ", "]", kLevels + 1) == "brackets are nested more than 1000 levels deep");
  CHECK(brackets("<< <a:s> <a:p> ", " >>", kLevels).empty());
  CHECK(brackets("<< <a:s> <a:p> ", " >>", 100'000) == "brackets are nested more than 1000 levels deep");

  const std::string depth = "triple terms are nested more than 8 levels deep";
  CHECK(brackets("<<( <a:s> <a:p> ", " )>>", kg::kMaxTripleTermNestingLevels).empty());
  CHECK(brackets("<<( <a:s> <a:p> ", " )>>", kg::kMaxTripleTermNestingLevels + 1) == depth);
  CHECK(
      brackets("<< <a:s> <a:p> " + repeated("<<( <a:s> <a:p> ", 7), repeated(" )>>", 7) + " >>", 1).empty());
  CHECK(brackets("<< <a:s> <a:p> " + repeated("<<( <a:s> <a:p> ", 8), repeated(" )>>", 8) + " >>", 1) ==
        depth);

  const auto prefixes = [&](std::size_t n) {
    std::string text;
    for (std::size_t i = 0; i < n; ++i) text += fmt::format("@prefix p{}: <a:> .\n", i);
    return bad(text);
  };
  CHECK(prefixes(kg::kMaxTurtlePrefixes).empty());
  CHECK(prefixes(kg::kMaxTurtlePrefixes + 1) == "more than 100000 prefixes are declared");

  const auto sized = [&](std::size_t bytes) {
    return bad("<a:s> <a:p> '''" + std::string(bytes, 'x') + "''' .");
  };
  CHECK(sized(kg::kMaxTermBytes).empty());
  CHECK(sized(kg::kMaxTermBytes + 1) == "the term is larger than 64 MiB");
}

TEST_CASE("Relative IRIs: the examples of RFC 3986, section 5.4, that the suites leave out") {
  const auto resolved = [](std::string_view base, std::string_view reference) {
    std::string out;
    kg::rdf::resolve_iri(base, reference, out);
    return out;
  };
  CHECK(resolved("http://a/b/c/d;p?q", "http:g") == "http:g");
  CHECK(resolved("http://a", "x") == "http://a/x");
  CHECK(resolved("urn:a:b", "#f") == "urn:a:b#f");
  CHECK(resolved("urn:a:b", "x") == "urn:x");
  CHECK(resolved("http://a/b", "//c/../d?e#f") == "http://c/d?e#f");
  CHECK(resolved("file:///a/b", "") == "file:///a/b");
}

TEST_CASE("Isomorphism tells graphs apart") {
  const auto same = [](std::string_view a, std::string_view b) {
    return kg::test::Isomorphism::holds(parse_turtle(a).graph, parse_turtle(b).graph);
  };
  CHECK(same("_:a <a:p> _:b . _:b <a:p> _:a .", "_:x <a:p> _:y . _:y <a:p> _:x ."));
  CHECK_FALSE(same("_:a <a:p> _:b . _:b <a:p> _:a .", "_:x <a:p> _:x . _:y <a:p> _:y ."));
  CHECK_FALSE(same("_:a <a:p> 1 .", "_:a <a:p> 2 ."));
  CHECK_FALSE(same("_:a <a:p> <<( _:a <a:q> _:b )>> .", "_:a <a:p> <<( _:b <a:q> _:b )>> ."));
  CHECK_FALSE(same(
      "_:a <a:p> _:b . _:b <a:p> _:c . _:c <a:p> _:a . _:d <a:p> _:e . _:e <a:p> _:f . _:f <a:p> _:d .",
      "_:a <a:p> _:b . _:b <a:p> _:c . _:c <a:p> _:d . _:d <a:p> _:e . _:e <a:p> _:f . _:f <a:p> _:a ."));
}
