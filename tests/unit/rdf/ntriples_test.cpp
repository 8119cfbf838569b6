#include "kg/rdf/ntriples.h"

#include <fmt/format.h>

#include "kg/base/limits.h"
#include "kg/model/term.h"
#include "support/catch.h"
#include "unit/rdf/collect.h"

using kg::test::parse;

namespace {

std::string object(std::string_view written) {
  const auto parsed = parse(fmt::format("<a:s> <a:p> {} .\n", written));
  if (!parsed.result.bad.empty()) return "BAD " + parsed.result.bad[0].reason;
  const std::string prefix = "<a:s> <a:p> ";
  return parsed.lines.at(0).substr(prefix.size(), parsed.lines.at(0).size() - prefix.size() - 2);
}

void check_bad(std::string_view text, std::uint64_t line, std::uint64_t column, std::string_view reason,
               kg::RdfSyntax syntax = kg::RdfSyntax::ntriples) {
  INFO(text);
  const auto parsed = parse(text, false, syntax);
  REQUIRE(parsed.result.bad.size() == 1);
  const kg::BadRecord& bad = parsed.result.bad[0];
  CHECK(bad.line == line);
  CHECK(bad.column == column);
  CHECK(bad.reason == reason);
}

}  // namespace

TEST_CASE("N-Triples: lines, blanks, comments and line ends") {
  const auto parsed = parse(
      "<a:s> <a:p> <a:o> .\n"
      "\n"
      "  \t# a comment\r\n"
      "\t<a:s>\t<a:p>\t<a:o2> . # behind\r\n"
      "<a:s><a:p><a:o3>.\r<a:s><a:p>_:b.\n"
      "<a:s> <a:p> <a:last> .");
  CHECK(parsed.result.bad.empty());
  CHECK(parsed.result.lines == 7);
  CHECK(parsed.result.triples == 5);
  CHECK(parsed.lines == std::vector<std::string>{"<a:s> <a:p> <a:o> .", "<a:s> <a:p> <a:o2> .",
                                                 "<a:s> <a:p> <a:o3> .", "<a:s> <a:p> _:b .",
                                                 "<a:s> <a:p> <a:last> ."});
  CHECK(parse("").result.lines == 0);
  CHECK(parse("<a:s><a:p><a:o>.\r").result.lines == 1);
}

TEST_CASE("N-Triples: terms") {
  CHECK(object("\"plain text here\"") == "\"plain text here\"");
  CHECK(object("\"short\"") == "\"short\"");
  CHECK(object("\"\"") == "\"\"");
  CHECK(object("\"same\"^^<http://www.w3.org/2001/XMLSchema#string>") == "\"same\"");
  CHECK(object("\"longer than inline\"^^<http://www.w3.org/2001/XMLSchema#string>") ==
        "\"longer than inline\"");
  CHECK(object("\"12\"^^<http://www.w3.org/2001/XMLSchema#integer>") ==
        "\"12\"^^<http://www.w3.org/2001/XMLSchema#integer>");
  CHECK(object("\"012\"^^<http://www.w3.org/2001/XMLSchema#integer>") ==
        "\"012\"^^<http://www.w3.org/2001/XMLSchema#integer>");
  CHECK(object("\"x\"^^<a:type>") == "\"x\"^^<a:type>");
  CHECK(object("\"x\"@EN-Latn-gb") == "\"x\"@en-latn-gb");
  CHECK(object("\"x\"@AR--rtl") == "\"x\"@ar--rtl");
  CHECK(object("\"x\" @en") == "\"x\"@en");
  CHECK(object("\"x\"  ^^  <a:type>") == "\"x\"^^<a:type>");
  CHECK(object("_:a.b-c") == "_:a.b-c");
  CHECK(object("_:0") == "_:0");
  CHECK(object("_:\xC3\xA9\xC2\xB7") == "_:\xC3\xA9\xC2\xB7");
  CHECK(object("<<( <a:x> <a:y> <<(_:z<a:y>\"o\")>> )>>") == "<<( <a:x> <a:y> <<( _:z <a:y> \"o\" )>> )>>");
}

TEST_CASE("N-Triples: escapes") {
  CHECK(object(R"("\t\b\n\r\f\"\'\\")") == R"("\t\b\n\r\f\"'\\")");
  CHECK(object(R"("a\u00e9\U0001F600z")") == "\"a\xC3\xA9\xF0\x9F\x98\x80z\"");
  CHECK(object(R"("tagged \" text"@en)") == R"("tagged \" text"@en)");
  CHECK(object(R"("typed \" text"^^<a:t\u0041>)") == R"("typed \" text"^^<a:tA>)");
  CHECK(object(R"(<a:\u0053x>)") == "<a:Sx>");
  CHECK(object(R"("\u0000")") == R"("\u0000")");
}

TEST_CASE("N-Triples: what is wrong and where") {
  check_bad("<a:s> <a:p> <a:o> .\n<a:s> <a:p> <a:o\n", 2, 17,
            "the IRI is not closed with '>' before the end of the line");
  check_bad("<a:s> <a:p> <a:o o> .\n", 1, 17, "an IRI cannot contain a space");
  check_bad("<a:s> <a:p> <a:{> .\n", 1, 16, "an IRI cannot contain '{'");
  check_bad("<a:s> <a:p> <rel> .\n", 1, 13,
            "the IRI is not absolute: it does not start with a scheme such as http:");
  check_bad("<a:s> <a:p> <> .\n", 1, 13,
            "the IRI is not absolute: it does not start with a scheme such as http:");
  check_bad("<a:s> <a:p> <a:\\u0020> .\n", 1, 16, "an IRI cannot contain U+0020, escaped or not");
  check_bad("<a:s> <a:p> <a:\\n> .\n", 1, 16, "\\ followed by 'n' is not an escape that is allowed here");
  check_bad("<a:s> <a:p> \"x .\n", 1, 17, "the string is not closed with '\"' before the end of the line");
  check_bad("<a:s> <a:p> \"x\\\n", 1, 15, "the escape is not finished before the end of the line");
  check_bad("<a:s> <a:p> \"\\x\" .\n", 1, 14, "\\ followed by 'x' is not an escape that is allowed here");
  check_bad("<a:s> <a:p> \"\\u12G4\" .\n", 1, 14, "\\u must be followed by 4 hexadecimal digits");
  check_bad("<a:s> <a:p> \"\\uD800\" .\n", 1, 14, "U+D800 is a surrogate and no character");
  check_bad("<a:s> <a:p> \"\\U00110000\" .\n", 1, 14, "U+110000 is no character: the last one is U+10FFFF");
  check_bad("<a:s> <a:p> \"\xC3\xA9\" ,\n", 1, 17, "expected the '.' that ends the statement, found ','");
  check_bad("<a:s> <a:p> <a:o> <a:g> .\n", 1, 19, "expected the '.' that ends the statement, found '<'");
  check_bad("<a:s> <a:p> <a:o> . x\n", 1, 21, "expected the end of the line or a comment, found 'x'");
  check_bad("<a:s> <a:p> <a:o>\n", 1, 18,
            "expected the '.' that ends the statement, found the end of the line");
  check_bad("<a:s> _:p <a:o> .\n", 1, 7, "a blank node cannot be a predicate");
  check_bad("<a:s> \"p\" <a:o> .\n", 1, 7, "a literal cannot be a predicate");
  check_bad("\"s\" <a:p> <a:o> .\n", 1, 1, "expected a subject, found a literal");
  check_bad("<a:s> <a:p> _:-x .\n", 1, 15, "a blank node's label cannot start with '-'");
  check_bad("<a:s> <a:p> _x .\n", 1, 13, "a blank node is written _:label");
  check_bad("<a:s> <a:p> \"x\"@1 .\n", 1, 16,
            "the language tag is not well-formed: expected a letter, found '1'");
  check_bad("<a:s> <a:p> \"x\"@abcdefghi .\n", 1, 16,
            "the language tag is not well-formed: a part is longer than eight characters");
  check_bad("<a:s> <a:p> \"x\"@en--LTR .\n", 1, 19, "a text direction is --ltr or --rtl");
  check_bad("<a:s> <a:p> \"x\"^<a:t> .\n", 1, 16, "a datatype is written ^^<IRI>");
  check_bad("<a:s> <a:p> \"x\"^^a .\n", 1, 18, "expected the datatype's IRI in <...>, found 'a'");
  check_bad("<<( <a:s> <a:p> <a:o> )>> <a:p> <a:o> .\n", 1, 1, "a triple term can only stand as an object");
  check_bad("<a:s> <a:p> << <a:s> <a:p> <a:o> >> .\n", 1, 13,
            "a reified triple << ... >> is not allowed here; a triple term is written <<( ... )>>");
  check_bad("<a:s> <a:p> <<( <a:s> <a:p> <a:o> .\n", 1, 35,
            "expected the ')>>' that ends the triple term, found '.'");
  check_bad("@prefix a: <a:> .\n", 1, 1,
            "expected a subject, an IRI in <...> or a blank node _:label, found '@'");
  check_bad("<a:s> <a:p> \"\xFF\" .\n", 1, 14, "the text is not valid UTF-8");
  check_bad("# \xC3(\n", 1, 3, "the text is not valid UTF-8");
  check_bad(
      "\x01\n", 1, 1,
      "expected a subject, an IRI in <...> or a blank node _:label, found the control character U+0001");
}

TEST_CASE("N-Triples: the version directive") {
  CHECK(parse("VERSION \"1.2\"\n<a:s> <a:p> <a:o> .\n").result.triples == 1);
  CHECK(parse("  VERSION  \"1.2-basic\"  # yes\n").result.bad.empty());
  check_bad("VERSION 1.2\n", 1, 9, "expected a version in quotes, found '1'");
  check_bad("VERSIONS \"1\"\n", 1, 1, "expected a subject: an IRI in <...> or a blank node _:label");
}

TEST_CASE("N-Triples: lenient parsing skips bad records and keeps their places") {
  const auto parsed = parse(
      "<a:s> <a:p> <a:1> .\n"
      "bad\n"
      "<a:s> <a:p> <a:2> .\n"
      "<a:s> <a:p> \"\xFE\" .\n"
      "<a:s> <a:p> <a:3> .\n"
      "<a:s> <a:p> <a:4>\n"
      "<a:s> <a:p> \"\xFF",
      true);
  CHECK(parsed.lines.size() == 3);
  CHECK(parsed.result.lines == 7);
  REQUIRE(parsed.result.bad.size() == 4);
  CHECK(parsed.result.bad[0].line == 2);
  CHECK(parsed.result.bad[0].text == "bad");
  CHECK(parsed.result.bad[1].line == 4);
  CHECK(parsed.result.bad[2].line == 6);
  CHECK(parsed.result.bad[3].line == 7);
  CHECK(parsed.result.bad[3].reason == "the text is not valid UTF-8");
}

TEST_CASE("N-Triples: a long bad line is cut at a character") {
  std::string line = "<a:s> <a:p> \"";
  while (line.size() < 2000) line += "\xC3\xA9";
  const auto parsed = parse(line + "\n");
  REQUIRE(parsed.result.bad.size() == 1);
  CHECK(parsed.result.bad[0].text.size() == 999);
  CHECK(parsed.result.bad[0].column == 14 + (line.size() - 13) / 2);
}

TEST_CASE("N-Triples: limits at N and N + 1") {
  const auto nested = [](std::size_t levels) {
    std::string line = "<a:s> <a:p> ";
    for (std::size_t i = 0; i < levels; ++i) line += "<<( <a:s> <a:p> ";
    line += "<a:o>";
    for (std::size_t i = 0; i < levels; ++i) line += " )>>";
    return parse(line + " .\n").result;
  };
  CHECK(nested(kg::kMaxTripleTermNestingLevels).bad.empty());
  REQUIRE(nested(kg::kMaxTripleTermNestingLevels + 1).bad.size() == 1);
  CHECK(nested(kg::kMaxTripleTermNestingLevels + 1).bad[0].reason ==
        "triple terms are nested more than 8 levels deep");
  CHECK(nested(100'000).bad.size() == 1);

  const auto sized = [](std::size_t bytes) {
    std::string line = "<a:s> <a:p> \"";
    line.append(bytes, 'x');
    return parse(line + "\" .\n").result;
  };
  CHECK(sized(kg::kMaxTermBytes).bad.empty());
  REQUIRE(sized(kg::kMaxTermBytes + 1).bad.size() == 1);
  CHECK(sized(kg::kMaxTermBytes + 1).bad[0].reason == "the term is larger than 64 MiB");

  const auto line_of = [](std::size_t bytes) {
    std::string line = "<a:s> <a:p> <a:o> . #";
    line.append(bytes - line.size() - 1, 'x');
    return parse(line + "\n").result;
  };
  CHECK(line_of(kg::kMaxLineBytes).bad.empty());
  CHECK(line_of(kg::kMaxLineBytes + 1).bad.size() == 1);
}

TEST_CASE("N-Quads: a graph name becomes the source of a claim") {
  const auto parsed = parse("<a:s> <a:p> \"o\" <a:g> .\n<a:s> <a:p> \"o\" .\n", false, kg::RdfSyntax::nquads);
  CHECK(parsed.result.bad.empty());
  CHECK(parsed.result.triples == 4);
  REQUIRE(parsed.lines.size() == 4);
  CHECK(parsed.lines[0] == "<a:s> <a:p> \"o\" .");
  const std::string reifier = parsed.lines[1].substr(0, parsed.lines[1].find(' '));
  CHECK(reifier.size() == 2 + 1 + 32);
  CHECK(reifier.starts_with("_:q"));
  CHECK(parsed.lines[1] ==
        reifier + " <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> <<( <a:s> <a:p> \"o\" )>> .");
  CHECK(parsed.lines[2] == reifier + " <https://kg.example/ns#source> <a:g> .");
  CHECK(parsed.lines[3] == "<a:s> <a:p> \"o\" .");
}

TEST_CASE("N-Quads: labels of claims") {
  const auto label = [](std::string_view quad) {
    const auto parsed = parse(quad, false, kg::RdfSyntax::nquads);
    const std::string& line = parsed.lines.at(1);
    return std::pair(line.substr(0, line.find(' ')), bool{parsed.subject_is_global.at(1)});
  };
  const auto first = label("<a:s> <a:p> <a:o> <a:g> .");
  CHECK(first.second);
  CHECK(label("<a:s>   <a:p><a:o> <a:\\u0067> . # again") == first);
  CHECK(label("<a:s> <a:p> <a:o> <a:h> .").first != first.first);
  CHECK(label("<a:s> <a:p> \"a:o\" <a:g> .").first != first.first);
  CHECK(label("<a:s> <a:p> \"1\"^^<http://www.w3.org/2001/XMLSchema#integer> <a:g> .").first !=
        label("<a:s> <a:p> \"1\" <a:g> .").first);
  CHECK_FALSE(label("_:s <a:p> <a:o> <a:g> .").second);
  CHECK_FALSE(label("<a:s> <a:p> <a:o> _:g .").second);
  CHECK_FALSE(label("<a:s> <a:p> <<( <a:s> <a:p> _:x )>> <a:g> .").second);
}

TEST_CASE("N-Quads: what is wrong and where") {
  const auto bad = [](std::string_view text, std::uint64_t column, std::string_view reason) {
    check_bad(text, 1, column, reason, kg::RdfSyntax::nquads);
  };
  bad("<a:s> <a:p> <a:o> \"g\" .\n", 19,
      "expected a graph name or the '.' that ends the quad, found a literal");
  bad("<a:s> <a:p> <a:o> <a:g> <a:h> .\n", 25, "expected the '.' that ends the statement, found '<'");
  bad("<a:s> <a:p> <a:o> <g> .\n", 19,
      "the IRI is not absolute: it does not start with a scheme such as http:");
  std::string term = "<a:o>";
  for (std::size_t i = 0; i < kg::kMaxTripleTermNestingLevels; ++i) term = "<<( <a:s> <a:p> " + term + " )>>";
  CHECK(parse("<a:s> <a:p> " + term + " .\n", false, kg::RdfSyntax::nquads).result.bad.empty());
  CHECK(parse("<a:s> <a:p> " + term + " <a:g> .\n", false, kg::RdfSyntax::nquads).result.bad.size() == 1);
}
