#include "kg/rdf/graph_text.h"

#include "support/catch.h"

namespace {

using kg::GraphFormat;
using kg::Term;

Term iri(std::string_view text) { return Term::iri(text); }

std::string written(GraphFormat format, const std::vector<std::array<Term, 3>>& triples,
                    const kg::Prefixes& prefixes = kg::common_prefixes("http://e/")) {
  const auto text = kg::make_graph_text(format, prefixes);
  std::string out;
  text->begin(out);
  for (const auto& [s, p, o] : triples) {
    const kg::OwnedTerm subject(s);
    const kg::OwnedTerm relation(p);
    const kg::OwnedTerm object(o);
    text->triple(out, {.subject = &subject.raw, .relation = &relation.raw, .object = &object.raw});
  }
  text->end(out);
  return out;
}

const std::vector<std::array<Term, 3>> kGraph{
    {iri("http://e/a"), iri(kg::iri::kRdfType), iri("http://e/T")},
    {iri("http://e/a"), iri("http://e/p"), Term::integer(5)},
    {iri("http://e/a"), iri("http://e/p"), Term::literal("1.50", kg::iri::kXsdDecimal)},
    {iri("http://e/a"), iri("http://e/q"), Term::lang_string("x\ny", "en--rtl")},
    {Term::blank("b"), iri("http://e/q"), Term::literal("2026-02-10", kg::iri::kXsdDate)},
    {Term::blank("b"), iri(kg::iri::kRdfReifies),
     Term::triple_term(iri("http://e/a"), iri("http://e/p"), Term::boolean(true))},
    {Term::blank("b"), iri("http://f/-r"), iri("http://e/x/y")},
};

}  // namespace

TEST_CASE("Graph text: Turtle groups by subject and relation and declares what it uses") {
  CHECK(written(GraphFormat::turtle, kGraph) ==
        "@prefix : <http://e/> .\n"
        ":a a :T ;\n"
        "    :p 5, 1.50 ;\n"
        "    :q \"x\\ny\"@en--rtl .\n"
        "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
        "_:b :q \"2026-02-10\"^^xsd:date ;\n"
        "    rdf:reifies <<( :a :p true )>> ;\n"
        "    <http://f/-r> <http://e/x/y> .\n");
  CHECK(written(GraphFormat::turtle, {}).empty());
}

TEST_CASE("Graph text: N-Triples are canonical") {
  CHECK(written(GraphFormat::ntriples, {kGraph[1], kGraph[5]}) ==
        "<http://e/a> <http://e/p> \"5\"^^<http://www.w3.org/2001/XMLSchema#integer> .\n"
        "_:b <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> <<( <http://e/a> <http://e/p> "
        "\"true\"^^<http://www.w3.org/2001/XMLSchema#boolean> )>> .\n");
}

TEST_CASE("Graph text: numbers are short only where Turtle reads the same term") {
  const auto object = [](std::string_view lexical, std::string_view datatype) {
    const std::string text =
        written(GraphFormat::turtle, {{iri("a:s"), iri("a:p"), Term::literal(lexical, datatype)}}, {});
    return text.substr(12, text.size() - 15);
  };
  const auto typed = [](std::string_view lexical, std::string_view datatype) {
    return '"' + std::string(lexical) + "\"^^<" + std::string(datatype) + '>';
  };
  for (const char* same : {"0", "-5", "+07", "123456789012345678901234567890"}) {
    CHECK(object(same, kg::iri::kXsdInteger) == same);
  }
  for (const char* same : {"0.5", "-.5", "1.0"}) CHECK(object(same, kg::iri::kXsdDecimal) == same);
  for (const char* same : {"1E0", "1.e5", "-.5e-3"}) CHECK(object(same, kg::iri::kXsdDouble) == same);
  for (const char* not_short : {"", "1.", "5", ".", "1e5", "INF", " 1.5"}) {
    CHECK(object(not_short, kg::iri::kXsdDecimal) == typed(not_short, kg::iri::kXsdDecimal));
  }
  for (const char* not_short : {"", "1.5", "INF", "e5", ".e5", "1e", "1e+"}) {
    CHECK(object(not_short, kg::iri::kXsdDouble) == typed(not_short, kg::iri::kXsdDouble));
  }
  CHECK(object("1", kg::iri::kXsdBoolean) == typed("1", kg::iri::kXsdBoolean));
}

TEST_CASE("Graph text: JSON-LD, a node object a line") {
  const kg::Prefixes prefixes{
      {"e", "http://e/"}, {"xsd", "http://www.w3.org/2001/XMLSchema#"}, {"", "x:"}, {"f", "http://f/a"}};
  const std::string text = written(GraphFormat::jsonld, kGraph, prefixes);
  const std::string label = text.substr(text.find("_:t"), 35);
  CHECK(text ==
        "{\"@context\":{\"xsd\":\"http://www.w3.org/2001/XMLSchema#\",\"f\":{\"@id\":\"http://f/a\","
        "\"@prefix\":true},\"e\":\"http://e/\"},\n\"@graph\":[\n"
        "{\"@id\":\"e:a\",\"@type\":[\"e:T\"],\"e:p\":[5,{\"@value\":\"1.50\",\"@type\":\"xsd:decimal\"}],"
        "\"e:q\":[{\"@value\":\"x\\ny\",\"@language\":\"en\",\"@direction\":\"rtl\"}]},\n"
        "{\"@id\":\"_:b\",\"e:q\":[{\"@value\":\"2026-02-10\",\"@type\":\"xsd:date\"}],"
        "\"http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies\":[{\"@id\":\"" +
            label +
            "\"}],"
            "\"http://f/-r\":[{\"@id\":\"http://e/x/y\"}]},\n"
            "{\"@id\":\"" +
            label +
            "\",\"http://www.w3.org/1999/02/22-rdf-syntax-ns#subject\":[{\"@id\":\"e:a\"}],"
            "\"http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate\":[{\"@id\":\"e:p\"}],"
            "\"http://www.w3.org/1999/02/22-rdf-syntax-ns#object\":[true]}\n]}\n");
  CHECK(written(GraphFormat::jsonld, {}, {}) == "{\"@context\":{},\n\"@graph\":[\n]}\n");
}

TEST_CASE("Graph text: JSON-LD spells out an IRI that a prefix would change") {
  CHECK(written(GraphFormat::jsonld,
                {{iri("e:x"), iri("http://e/p"), Term::string("v")},
                 {iri("http://e/a"), iri("http://e/p"), Term::literal("v", "e:t")}},
                {{"e", "http://e/"}}) ==
        "{\"@context\":{\"e\":\"http://e/\"},\n\"@graph\":[\n"
        "{\"@context\":null,\"@id\":\"e:x\",\"http://e/p\":[\"v\"]},\n"
        "{\"@context\":null,\"@id\":\"http://e/a\",\"http://e/"
        "p\":[{\"@value\":\"v\",\"@type\":\"e:t\"}]}\n]}\n");
}
