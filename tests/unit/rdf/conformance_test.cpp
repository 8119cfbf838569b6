// The W3C test suites of N-Triples, N-Quads, Turtle and TriG, RDF 1.1 and 1.2, as their manifests list them,
// when they lie beside the project or where KG_RDF_TESTS says. KG_RDF_TABLE names a file for the table of
// what passed.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <sstream>

#include "support/catch.h"
#include "unit/rdf/collect.h"

namespace fs = std::filesystem;

namespace {

using kg::test::Parsed;

constexpr std::string_view kManifest = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#";
constexpr std::string_view kTests = "http://www.w3.org/ns/rdftest#";
constexpr std::string_view kHere = "manifest:/";  // the base that a manifest is read with

fs::path suites() {
  const char* given = std::getenv("KG_RDF_TESTS");
  if (given != nullptr) return given;
  return fs::path(KG_ROOT).parent_path() / "shared/conformance/rdf-tests/rdf";
}

std::string content(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

Parsed parse_file(const fs::path& path, const std::string& base) {
  const std::string kind = path.extension();
  const std::string text = content(path);
  if (kind == ".nt" || kind == ".nq") {
    return kg::test::parse(text, false, kind == ".nq" ? kg::RdfSyntax::nquads : kg::RdfSyntax::ntriples);
  }
  kg::TurtleOptions options;
  options.trig = kind == ".trig";
  options.base = base;
  return kg::test::parse_turtle(text, options);
}

struct Test {
  std::string type;
  fs::path action;
  fs::path result;
};

struct Manifest {
  std::string base;
  std::map<std::string, Test> tests;
};

Manifest read_manifest(const fs::path& path) {
  const Parsed parsed = parse_file(path, std::string(kHere));
  for (const auto& bad : parsed.result.bad) INFO(bad.line << ':' << bad.column << ' ' << bad.reason);
  REQUIRE(parsed.result.bad.empty());
  Manifest out;
  const auto file = [&path](const kg::Term& term) {
    return path.parent_path() / term.value.substr(std::min(term.value.size(), kHere.size()));
  };
  for (const auto& [s, p, o] : parsed.graph) {
    if (p.value == std::string(kManifest) + "assumedTestBase") out.base = o.value;
    if (p.value == std::string(kManifest) + "action") out.tests[s.value].action = file(o);
    if (p.value == std::string(kManifest) + "result") out.tests[s.value].result = file(o);
    if (p.value == kg::iri::kRdfType && o.value.starts_with(kTests)) {
      out.tests[s.value].type = o.value.substr(kTests.size());
    }
  }
  return out;
}

// The reason why a test failed; empty when it passed.
std::string outcome(const Test& test, const std::string& base) {
  const Parsed parsed = parse_file(test.action, base + test.action.filename().string());
  const bool refused = !parsed.result.bad.empty();
  const auto is = [&test](std::string_view part) { return test.type.find(part) != std::string::npos; };
  if (is("Negative")) return refused ? "" : "was accepted";
  if (refused) return "was refused: " + parsed.result.bad[0].reason;
  if (is("PositiveSyntax")) return {};
  const Parsed expected = parse_file(test.result, base);
  if (!expected.result.bad.empty()) return "its result cannot be read: " + expected.result.bad[0].reason;
  if (is("Eval")) {
    return kg::test::Isomorphism::holds(parsed.graph, expected.graph) ? "" : "gave another graph";
  }
  if (!is("C14N")) return "is of a kind that is not known: " + test.type;
  // A graph name becomes a claim, so that there is no quad to write.
  if (test.action.extension() == ".nq") return parsed.lines == expected.lines ? "" : "gave other quads";
  std::string text;
  for (const std::string& line : parsed.lines) text += line + '\n';
  return text == content(test.result) ? "" : "gave another text";
}

}  // namespace

TEST_CASE("Conformance: the W3C suites") {
  if (!fs::exists(suites())) {
    WARN("skipped: the W3C suites are not beside the project");
    return;
  }
  std::map<std::string, std::pair<int, int>> counts;  // passed, all
  for (const auto& entry : fs::recursive_directory_iterator(suites())) {
    if (entry.path().filename() != "manifest.ttl") continue;
    INFO(entry.path());
    const Manifest manifest = read_manifest(entry.path());
    const std::string suite = fs::relative(entry.path().parent_path(), suites());
    for (const auto& [name, test] : manifest.tests) {
      if (test.action.empty() || test.type.empty()) continue;
      const std::string failure = outcome(test, manifest.base);
      auto& [passed, all] = counts[suite];
      ++all;
      if (failure.empty()) ++passed;
      INFO(test.action << ' ' << failure);
      CHECK(failure.empty());
    }
  }
  CHECK(counts.size() >= 12);
  std::ostringstream table;
  table << "| suite | passed | tests |\n|---|---|---|\n";
  for (const auto& [suite, count] : counts) {
    table << "| " << suite << " | " << count.first << " | " << count.second << " |\n";
  }
  if (const char* path = std::getenv("KG_RDF_TABLE")) std::ofstream(path) << table.str();
}
