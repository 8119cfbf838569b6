// Errors: errors.txt, and those that a line cannot show.
#include <fstream>
#include <string>
#include <vector>

#include "support/catch.h"
#include "world.h"

using namespace kg::test;

namespace {

struct Case {
  std::string query;
  std::string error;
};

std::vector<Case> cases() {
  std::ifstream file(KG_LANG_CASES "/errors.txt");
  std::vector<Case> out;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("query ")) {
      out.push_back({line.substr(6), {}});
    } else if (!line.empty() && !out.empty()) {
      out.back().error += (out.back().error.empty() ? "" : "\n") + line;
    }
  }
  return out;
}

}  // namespace

TEST_CASE("each wrong statement of errors.txt gives its error") {
  const std::vector<Case> all = cases();
  REQUIRE(all.size() >= 100);
  for (const Case& one : all) {
    INFO(one.query);
    CHECK(error_of(one.query) == one.error);
  }
}

TEST_CASE("an error says in which file and line it is") {
  const std::string_view text = "find ?x\n  where ?x visited Ganzhou\n    ordr by ?x";
  try {
    kg::parse_statement({text, "script.kg", 7}, world_context());
    FAIL("no error");
  } catch (const kg::Failure& failure) {
    CHECK(failure.error().to_string() ==
          "script.kg:9:5: `ordr` does not belong to this claim\n"
          "      ordr by ?x\n"
          "      ^^^^\n"
          "hint: did you mean `order by`?");
    CHECK(failure.error().code == kg::ErrorCode::query);
  }
}

TEST_CASE("a long line is cut around the caret") {
  const std::string text =
      "find ?x where ?x in (" + std::string(300, '1') + ", nope:x, " + std::string(300, '2') + ")";
  try {
    parse(text);
    FAIL("no error");
  } catch (const kg::Failure& failure) {
    const std::string& excerpt = failure.error().excerpt;
    const std::size_t line_end = excerpt.find('\n');
    const std::size_t caret = excerpt.find('^') - line_end - 1;
    CHECK(line_end < 180);
    CHECK(excerpt.substr(caret, 6) == "nope:x");
    CHECK(excerpt.substr(2, 3) == "...");
  }
}

TEST_CASE("control characters in a statement never reach the message raw") {
  for (const std::string text : {"Li\x1b[31m visited ?", "Li visited '\x07'", "x \xE2\x80\xAE y z"}) {
    const std::string error = error_of(text);
    INFO(error);
    CHECK(error.find('\x1b') == std::string::npos);
    CHECK(error.find('\x07') == std::string::npos);
    CHECK(error.find("\xE2\x80\xAE") == std::string::npos);
    CHECK(error != "no error");
  }
}
