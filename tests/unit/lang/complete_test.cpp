// What a prompt offers at the end of a text.
#include "kg/lang/complete.h"

#include <algorithm>

#include "support/catch.h"
#include "world.h"

namespace kg::test {
namespace {

std::vector<std::string> offered(std::string_view text, std::size_t limit = 20) {
  std::vector<std::string> out;
  const LanguageContext context = world_context();
  for (const Completion& candidate : complete(text, text.size(), context, limit).candidates)
    out.push_back(candidate.text);
  return out;
}
bool offers(std::string_view text, const std::string& candidate) {
  const auto all = offered(text);
  return std::find(all.begin(), all.end(), candidate) != all.end();
}
// The text with its first candidate taken.
std::string completed(std::string_view text) {
  const LanguageContext context = world_context();
  const Completions found = complete(text, text.size(), context, 20);
  return found.candidates.empty() ? std::string(text)
                                  : std::string(text.substr(0, found.begin)) + found.candidates[0].text;
}

TEST_CASE("statements and topics") {
  CHECK(offers("", "find"));
  CHECK(offered("expl") == std::vector<std::string>{"explain"});
  CHECK(offered("show re") == std::vector<std::string>{"relations"});
  CHECK(offers("show ", "stats"));
  CHECK(completed("find ?x wh") == "find ?x where");
}

TEST_CASE("names by their beginning, of several words too") {
  CHECK(completed("Li") == "Li Qiang");
  CHECK(completed("find ?x where Li Q") == "find ?x where Li Qiang");
  CHECK(completed("describe project va") == "describe Project Vault");
  CHECK(completed("check Premier L") == "check Premier Li");
  CHECK(completed("?x located in bank of ch") == "?x located in Bank of China");
  CHECK(completed("\"Project V") == "\"Project Vault\"");
  CHECK(offers("Ganzhou and type", "\"Type 55\""));
}

TEST_CASE("after a thing its relations, after both its values") {
  CHECK(offered("Li Qiang ") == std::vector<std::string>{"visited", "is a"});
  CHECK(completed("Li Qiang vi") == "Li Qiang visited");
  CHECK(completed("find ?x where Li Qiang to") == "find ?x where Li Qiang toured");
  CHECK(completed("Li Qiang visited ") == "Li Qiang visited Ganzhou");
  CHECK(completed("Premier Li visited G") == "Premier Li visited Ganzhou");
  // A thing whose name is the beginning of another's.
  CHECK(offered("Bank of China loc") == std::vector<std::string>{"located in"});
  CHECK(offered("China loc") == std::vector<std::string>{"located in"});
}

TEST_CASE("variables of the text") {
  CHECK(offered("find ?person, ?place where ?person visited ?p") ==
        std::vector<std::string>{"?person", "?place"});
}

TEST_CASE("what looks alike, where nothing begins so") { CHECK(offers("find ?x where Gnazhou", "Ganzhou")); }

TEST_CASE("nothing inside of texts and comments, and nothing odd on odd text") {
  CHECK(offered("search 'Li").empty());
  CHECK(offered("ask # Li").empty());
  for (const char* text :
       {"\"", "?", "[", "{ . }", "'", "\xE4\xB8\xAD", "<http", "\"\"\"", "a;", ";;;", "- -"})
    CHECK_NOTHROW(offered(text));
  CHECK(offered("Li", 1).size() == 1);
}

}  // namespace
}  // namespace kg::test
