// Names: unknown, ambiguous, similar.
#include <chrono>

#include "kg/lang/names.h"
#include "kg/lang/suggest.h"
#include "kg/lang/words.h"
#include "support/catch.h"
#include "world.h"

using namespace kg;
using namespace kg::test;

namespace {

// A million names, `name 000000` to `name 999999`, without keeping them.
class ManyNames final : public NameIndex {
 public:
  static constexpr std::size_t kNames = 1'000'000;
  [[nodiscard]] std::vector<Id> find(std::string_view folded) const override {
    ++lookups;
    if (folded.size() != 11 || !folded.starts_with("name ")) return {};
    return {Id(Tag::iri, 1)};
  }
  void for_each(std::string_view prefix,
                const std::function<bool(std::string_view, Id)>& visit) const override {
    for (std::size_t i = 0; i < kNames; ++i) {
      std::string name = std::to_string(i);
      name = "name " + std::string(6 - name.size(), '0') + name;
      if (!name.starts_with(prefix)) continue;
      ++visited;
      if (!visit(name, Id(Tag::iri, i))) return;
    }
  }
  mutable std::size_t visited = 0;
  mutable std::size_t lookups = 0;
};

}  // namespace

TEST_CASE("an unknown name is a warning with what is near, and matches nothing") {
  const Statement statement = parse("Li Qiang visited Gangzhou");
  REQUIRE(statement.warnings.size() == 1);
  CHECK(statement.warnings[0] ==
        "the store knows no thing called `Gangzhou` (1:18); did you mean \"ganzhou\"?");
  CHECK(std::get<AskStatement>(statement.body).plan->as<Bgp>()->triples[0].object.id == kMissing);

  CHECK(parse("Li Qiang vistied Ganzhou")
            .warnings.at(0)
            .find("no relation called `vistied` (1:10); did you mean "
                  "\"visited\"?") != std::string::npos);
  CHECK(parse("Qiang visited ?").warnings.at(0).find("\"li qiang\"") != std::string::npos);
  CHECK(parse("<http://nowhere> visited ?").warnings.at(0).find("<http://nowhere>") != std::string::npos);
  CHECK(parse("find ?x where ?x visited ?y and ?y in (Ganzhou, Atlantis)").warnings.size() == 1);
}

TEST_CASE("the warnings of one statement are bounded") {
  std::string text = "find ?x where ?x knows ?y";
  for (int i = 0; i < 5000; ++i) text += " and ?x knows Nobody" + std::to_string(i);
  CHECK(parse(text).warnings.size() == 100);
}

TEST_CASE("under strict an unknown name is an error") {
  LanguageContext context = world_context();
  context.strict = true;
  CHECK(error_of("Li Qiang visited Gangzhou", context) ==
        "1:18: the store knows no thing called `Gangzhou`\n"
        "  Li Qiang visited Gangzhou\n"
        "                   ^^^^^^^^\n"
        "hint: did you mean \"ganzhou\"?");
  CHECK(error_of("<http://nowhere> visited ?", context).find("nothing in the store has the IRI") !=
        std::string::npos);
  CHECK(error_of("Li Qiang visited Ganzhou", context) == "no error");
}

TEST_CASE("builtin relations need no declaration and give no warning") {
  CHECK(parse("find ?c where ?c until ?d and ?c attributed to ?who").warnings.empty());
  CHECK(builtin_relation_iri("attributed to") == "https://kg.example/ns#attributedTo");
  CHECK(builtin_relation_iri("is a") == std::string(iri::kRdfType));
  CHECK_FALSE(builtin_relation_iri("visited"));
  for (std::size_t i = 1; i < builtin_relations().size(); ++i) {
    CHECK(builtin_relations()[i - 1].words < builtin_relations()[i].words);
  }
}

TEST_CASE("suggestions look at a bounded part of a million names") {
  const ManyNames names;
  const auto start = std::chrono::steady_clock::now();
  const std::vector<std::string> found = similar_names(names, "nmae 012345", 3);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  REQUIRE_FALSE(found.empty());
  CHECK(found[0] == "name 012345");
  CHECK(names.visited <= 100'000);
  CHECK(names.lookups <= 500);
  INFO(took.count());
}

TEST_CASE("edit distance counts swaps of neighbours once and stops at its limit") {
  CHECK(edit_distance("fnid", "find", 2) == 1);
  CHECK(edit_distance("find", "find", 2) == 0);
  CHECK(edit_distance("kitten", "sitting", 3) == 3);
  CHECK(edit_distance("kitten", "sitting", 2) == 3);
  CHECK(edit_distance("", "ab", 2) == 2);
  CHECK(edit_distance("abc", "", 2) == 3);
}
