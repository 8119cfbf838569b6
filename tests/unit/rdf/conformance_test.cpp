// The W3C test suites of N-Triples and N-Quads, when they lie beside the project. Tests are told apart by
// their file names: "-bad-" must be refused, "-c14n" is what its neighbour must become.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "kg/base/error.h"
#include "support/catch.h"
#include "unit/rdf/collect.h"

namespace fs = std::filesystem;

namespace {

fs::path suites() { return fs::path(KG_ROOT).parent_path() / "shared/conformance/rdf-tests/rdf"; }

std::string content(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

kg::RdfSyntax syntax_of(const fs::path& path) {
  return path.extension() == ".nq" ? kg::RdfSyntax::nquads : kg::RdfSyntax::ntriples;
}

// Files of a folder, in order; nothing, with a warning, when the suite is not there.
std::vector<fs::path> files_of(const std::string& folder) {
  std::vector<fs::path> out;
  if (!fs::exists(suites() / folder)) {
    WARN("skipped: " << folder << " is not beside the project");
    return out;
  }
  for (const auto& entry : fs::directory_iterator(suites() / folder)) {
    const auto extension = entry.path().extension();
    if (extension == ".nt" || extension == ".nq") out.push_back(entry.path());
  }
  std::sort(out.begin(), out.end());
  REQUIRE_FALSE(out.empty());
  return out;
}

bool is_bad(const fs::path& path) { return path.stem().string().find("-bad-") != std::string::npos; }

}  // namespace

TEST_CASE("Conformance: syntax") {
  for (const std::string folder : {"rdf11/rdf-n-triples", "rdf11/rdf-n-quads", "rdf12/rdf-n-triples/syntax",
                                   "rdf12/rdf-n-quads/syntax"}) {
    for (const fs::path& path : files_of(folder)) {
      INFO(path);
      const auto parsed = kg::test::parse(content(path), false, syntax_of(path));
      for (const auto& bad : parsed.result.bad) INFO(bad.line << ':' << bad.column << ' ' << bad.reason);
      CHECK(parsed.result.bad.empty() != is_bad(path));
    }
  }
}

TEST_CASE("Conformance: canonical form") {
  for (const std::string folder : {"rdf12/rdf-n-triples/c14n", "rdf12/rdf-n-quads/c14n"}) {
    for (const fs::path& path : files_of(folder)) {
      const std::string stem = path.stem().string();
      if (stem.ends_with("-c14n")) continue;
      fs::path expected = path.parent_path() / (stem + "-c14n" + path.extension().string());
      if (!fs::exists(expected)) continue;
      INFO(path);
      const auto parsed = kg::test::parse(content(path), false, syntax_of(path));
      CHECK(parsed.result.bad.empty());
      std::string text;
      for (const std::string& line : parsed.lines) {
        if (line.starts_with("_:q")) continue;  // the claim that a graph name becomes
        text += line + '\n';
      }
      if (syntax_of(path) == kg::RdfSyntax::nquads) {
        // Graph names are compared through the claim; here only the triples are.
        const auto again = kg::test::parse(content(expected), false, kg::RdfSyntax::nquads);
        CHECK(again.lines == parsed.lines);
      } else {
        CHECK(text == content(expected));
      }
    }
  }
}
