// Literals: what each form of the language becomes.
#include <utility>
#include <vector>

#include "support/catch.h"
#include "world.h"

using namespace kg;
using namespace kg::test;

namespace {

// The term in `?x = ...`, with well-known namespaces cut short.
std::string term_of(const std::string& text) {
  const Statement statement = parse("find ?x where ?x visited ?y and ?y = " + text);
  const Plan* plan = std::get<FindStatement>(statement.body).plan.get();
  const Filter* filter = plan->as<Project>()->input->as<Filter>();
  std::string out = filter->condition->arguments[1]->constant.to_ntriples();
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
           {"<http://www.w3.org/2001/XMLSchema#", "xsd:"}, {"<https://kg.example/ns#", "kg:"}}) {
    if (const std::size_t at = out.find(from); at != std::string::npos) {
      out.replace(at, from.size(), to);
      out.pop_back();
    }
  }
  return out;
}

}  // namespace

TEST_CASE("literals become the terms they stand for") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"69", R"("69"^^xsd:integer)"},
      {"1_000_000", R"("1000000"^^xsd:integer)"},
      {"-3", R"("-3"^^xsd:integer)"},
      {"11.6", R"("11.6"^^xsd:decimal)"},
      {"-0.50", R"("-0.50"^^xsd:decimal)"},
      {"1e9", R"("1e9"^^xsd:double)"},
      {"12 billion", R"("12000000000"^^xsd:integer)"},
      {"1.5 thousand", R"("1500"^^xsd:integer)"},
      {"0.0005 thousand", R"("0.5"^^xsd:decimal)"},
      {"69%", R"("69 %"^^kg:quantity)"},
      {"69 percent", R"("69 %"^^kg:quantity)"},
      {"12 billion USD", R"("12000000000 USD"^^kg:quantity)"},
      {"$12 billion", R"("12000000000 USD"^^kg:quantity)"},
      {"\u20AC5.5 million", R"("5500000 EUR"^^kg:quantity)"},
      {"30..50 %", R"("30..50 %"^^kg:quantity)"},
      {"$10..12 billion", R"("10000000000..12000000000 USD"^^kg:quantity)"},
      {"~70%", R"("~70 %"^^kg:quantity)"},
      {"3 metric tons", R"("3 metric tons"^^kg:quantity)"},
      {"2026-02-10", R"("2026-02-10"^^xsd:date)"},
      {"2026-02", R"("2026-02"^^xsd:gYearMonth)"},
      {"2026-q1", R"("2026-Q1"^^kg:quarter)"},
      {"2026-02-10T08:00:00Z", R"("2026-02-10T08:00:00Z"^^xsd:dateTime)"},
      {"2026-02-10..2026-02-11", R"("2026-02-10/2026-02-11"^^kg:interval)"},
      {"true", R"("true"^^xsd:boolean)"},
      {"FALSE", R"("false"^^xsd:boolean)"},
      {"'it''s'", R"("it's")"},
      {"''", R"("")"},
      {"'a\\d'", R"("a\\d")"},
      {"'text'@en", R"("text"@en)"},
      {"'text'@EN-gb", R"("text"@en-gb)"},
      {"'12'^^xsd:token", R"("12"^^xsd:token)"},
      {"'12'^^<http://www.w3.org/2001/XMLSchema#string>", R"("12")"},
      {"$n", R"("3"^^xsd:integer)"},
  };
  for (const auto& [text, term] : cases) {
    INFO(text);
    CHECK(term_of(text) == term);
  }
}

TEST_CASE("bounds are values of claims") {
  CHECK(show("? share < 5 %").find("\"<5 %\"") != std::string::npos);
  CHECK(show("? share >= 5.0 %").find("\">=5 %\"") != std::string::npos);
  CHECK(show("? member count > 50 countries").find("\">50 countries\"") != std::string::npos);
  CHECK(show("? member count > 1_000").find("\">1000\"") != std::string::npos);
}

TEST_CASE("a number in front of a comparison does not swallow what follows") {
  CHECK(show("find ?x where ?x share ?v and ?v > 5 and ?x visited Ganzhou").find("filter ?v > ") !=
        std::string::npos);
  CHECK(show("find ?x, ?v - 3 as ?w where ?x share ?v").find("?v - ") != std::string::npos);
  CHECK(show("find ?x where ?x share ?v and ?v-3 > 5").find("?v - ") != std::string::npos);
}
