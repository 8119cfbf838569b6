// What a prompt offers at the end of a text.
#include "kg/lang/complete.h"

#include <algorithm>

#include "kg/model/vocabulary.h"
#include "support/catch.h"
#include "world.h"

namespace kg::test {
namespace {

std::vector<std::string> offered(std::string_view text, std::size_t limit = 20,
                                 const LanguageContext& context = world_context()) {
  std::vector<std::string> out;
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

// People and places with many names; `Li` is Li Qiang's too, and what he does begins as he does.
const MemorySource& crowd() {
  static const MemorySource source = [] {
    MemorySource made;
    const auto iri = [](std::string_view name) { return Term::iri("http://x/" + std::string(name)); };
    const auto label = [&](std::string_view of, std::string_view text) {
      made.add(iri(of), Term::iri(iri::kRdfsLabel), Term::string(text));
    };
    const auto alias = [&](std::string_view of, std::string_view text) {
      made.add(iri(of), Term::iri(iri::kSkosAltLabel), Term::string(text));
    };
    for (const char* thing :
         {"Li Qiang", "Project Vault", "Vietnam", "FORGE", "Ganzhou", "lithium", "Pragma"})
      label(thing, thing);
    for (const char* name : {"Li", "Premier Li", "Premier Li Qiang", "China's Premier Li Qiang"})
      alias("Li Qiang", name);
    alias("Project Vault", "Vault");
    alias("Ganzhou", "Gan County");
    for (const char* relation :
         {"quoted as saying", "launched", "faced", "funds", "lies in", "visited", "produces"}) {
      label(relation, relation);
      made.add(iri(relation), Term::iri(iri::kRdfType), Term::iri(vocabulary::kRdfProperty));
      made.add(iri("Li Qiang"), iri(relation), iri("Ganzhou"));
    }
    made.build();
    return made;
  }();
  return source;
}
std::vector<std::string> among_crowd(std::string_view text) {
  LanguageContext context;
  context.source = &crowd();
  context.names = &crowd();
  return offered(text, 20, context);
}
using Offers = std::vector<std::string>;

TEST_CASE("a name that begins as it is typed stands before what begins otherwise") {
  for (const char* before : {"", "? visited ", "path from ", "find ?x where ", "Ganzhou and "}) {
    INFO(before);
    CHECK(among_crowd(before + std::string("Li Q")) == Offers{"Li Qiang"});
  }
  CHECK(among_crowd("li q") == Offers{"Li Qiang", "li quoted as saying"});
  CHECK(among_crowd("LI QI") == Offers{"Li Qiang"});
  CHECK(among_crowd("Project V") == Offers{"Project Vault"});
  CHECK(among_crowd("Li Qiang q") == Offers{"quoted as saying"});
}

TEST_CASE("where a thing is expected things are offered, where a relation is, relations") {
  CHECK(among_crowd("? launched F") == Offers{"FORGE"});
  CHECK(among_crowd("? launched fo") == Offers{"FORGE"});
  CHECK(among_crowd("?x f") == Offers{"faced", "funds", "from"});
  CHECK(among_crowd("path from Li Qiang to pr") == Offers{"Pragma", "Premier Li", "Project Vault"});
  CHECK(among_crowd("path from Li Qiang to fac") == Offers{"faced"});  // no thing begins so
  CHECK(among_crowd("find ?x where ?x vi") == Offers{"visited", "via"});
}

TEST_CASE("one name for a thing: its own where that fits, else the shortest") {
  CHECK(among_crowd("Pr") == Offers{"Pragma", "Premier Li", "Project Vault"});
  CHECK(among_crowd("path from Va") == Offers{"Vault"});
  CHECK(among_crowd("? visited Ga") == Offers{"Ganzhou"});
}

TEST_CASE("a misspelt beginning gets the nearest") {
  CHECK(among_crowd("Li Qinag") == Offers{"Li Qiang"});
  CHECK(among_crowd("Projekt V") == Offers{"Project Vault"});
  CHECK(among_crowd("path from projekt v") == Offers{"Project Vault"});
  CHECK(among_crowd("? frobnicated Va") == Offers{"Vault"});  // what stands before is not to be mended here
  CHECK(among_crowd("? visited Gnaz") == Offers{"Ganzhou"});
  CHECK(among_crowd("Li Qiang launchd") == Offers{"launched"});
  CHECK(among_crowd("? visited Xyzzyx").empty());
}

TEST_CASE("statements and topics") {
  CHECK(offers("", "find"));
  CHECK(offered("expl") == std::vector<std::string>{"explain"});
  CHECK(offered("show re") == std::vector<std::string>{"relations"});
  CHECK(offers("show ", "stats"));
  CHECK(offered("show doc") == std::vector<std::string>{"documents"});
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
