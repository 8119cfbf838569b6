#include "kg/facts/name_linker.h"

#include <fmt/format.h>

#include <array>
#include <random>

#include "kg/base/utf8.h"
#include "support/catch.h"
#include "support/memory_source.h"
#include "support/random_seed.h"

namespace kg {
namespace {

class World {
 public:
  void name(const std::string& thing, const std::string& name, std::string_view relation = iri::kRdfsLabel) {
    source.add(Term::iri("http://e/" + thing), Term::iri(relation), Term::string(name));
  }
  void alias(const std::string& thing, const std::string& text) { name(thing, text, iri::kSkosAltLabel); }

  // `US -> us | Li Qiang -> li`: surfaces and things, in the order of the text.
  std::string link(std::string_view text, const std::function<bool(Id)>& accepts = {}) {
    std::string out;
    for (const Mention& mention : NameLinker(source, source, budget, accepts).link(text)) {
      if (!out.empty()) out += " | ";
      out += std::string(text.substr(mention.begin, mention.end - mention.begin)) + " ->";
      for (const Id thing : mention.things) out += ' ' + source.term(thing).value.substr(9);
    }
    return out;
  }

  test::MemorySource source;
  Budget budget;
};

TEST_CASE("the longest name at a place counts, at word boundaries") {
  World world;
  world.name("us", "United States");
  world.alias("us", "US");
  world.alias("us", "U.S.");
  world.name("china", "China");
  world.name("prc", "People's Republic of China");
  world.name("li", "Li Qiang");
  world.alias("li", "Li");
  world.name("reex", "Rare Earth Exchanges (REEx)");
  world.name("brief", "brief-1");
  world.name("alliance", "54-nation coalition");
  world.name("zh", "中国");
  world.name("five", "5");
  world.source.build();
  CHECK(world.link("Li Qiang and Li met.") == "Li Qiang -> li | Li -> li");
  CHECK(world.link("China, not the People's Republic of China.") ==
        "China -> china | People's Republic of China -> prc");
  CHECK(world.link("People’s Republic\u00A0of\n  China") == "People’s Republic\u00A0of\n  China -> prc");
  CHECK(world.link("The U.S. and US-led work, China's too") == "U.S. -> us | US -> us | China -> china");
  CHECK(world.link("USA, BUS, Chinas, Lithium") == "");
  CHECK(world.link("see Rare Earth Exchanges (REEx).") == "Rare Earth Exchanges (REEx) -> reex");
  CHECK(world.link("brief-1, brief-10") == "brief-1 -> brief");
  CHECK(world.link("a 54\u2011nation coalition") == "54\u2011nation coalition -> alliance");
  CHECK(world.link("在中国的") == "中国 -> zh");
  CHECK(world.link("5 of 1.5 or 5.2 or 5,000, and 5.") == "5 -> five | 5 -> five");
  CHECK(world.link("") == "");
  CHECK(world.link("  \n") == "");
}

TEST_CASE("a name's capitals are capitals in the text") {
  World world;
  world.name("us", "US");
  world.name("forge", "FORGE");
  world.name("earths", "rare earths");
  world.name("us council", "State Council");
  world.name("zuerich", "Zürich");
  world.source.build();
  CHECK(world.link("it gives us the forge, Forge, of Us") == "");
  CHECK(world.link("US FORGE") == "US -> us | FORGE -> forge");
  CHECK(world.link("Rare earths, RARE EARTHS, rare  earths") ==
        "Rare earths -> earths | RARE EARTHS -> earths | rare  earths -> earths");
  CHECK(world.link("STATE COUNCIL and state council") == "STATE COUNCIL -> us council");
  CHECK(world.link("ZÜRICH, Zu\u0308rich, zürich") == "ZÜRICH -> zuerich | Zu\u0308rich -> zuerich");
}

TEST_CASE("every thing of a name is a candidate, up to a limit, unless it is not looked for") {
  World world;
  world.name("a", "Springfield");
  world.name("b", "Springfield");
  world.name("c", "springfield");
  for (std::size_t i = 0; i <= kMaxMentionedThings; ++i) {
    if (i < kMaxMentionedThings) world.name(fmt::format("n{:03}", i), "Smith");
    world.name(fmt::format("m{:03}", i), "Jones");
  }
  world.source.build();
  CHECK(world.link("Springfield") == "Springfield -> a b c");
  CHECK(world.link("springfield") == "springfield -> c");
  const Id b = world.source.find(Term::iri("http://e/b"));
  CHECK(world.link("Springfield", [&](Id id) { return id == b; }) == "Springfield -> b");
  CHECK(NameLinker(world.source, world.source, world.budget).link("Smith").at(0).things.size() ==
        kMaxMentionedThings);
  CHECK(world.link("Jones") == "");
}

TEST_CASE("a name has at most so many tokens") {
  World world;
  std::string longest = "w";
  for (std::size_t i = 1; i < kMaxNameTokens; ++i) longest += " w";
  world.name("at", longest);
  world.name("over", "v " + longest);
  world.source.build();
  CHECK(world.link(longest) == longest + " -> at");
  CHECK(world.link("v " + longest) == longest + " -> at");
}

// Every span between word boundaries, looked up one by one, the longest first.
std::string link_naively(const World& world, const std::vector<std::string>& words) {
  const NameIndex& names = world.source;
  std::string out;
  for (std::size_t i = 0; i < words.size();) {
    std::size_t taken = 0;
    for (std::size_t n = words.size() - i; n > 0 && taken == 0; --n) {
      std::string span;
      for (std::size_t k = i; k < i + n; ++k) span += (k > i ? " " : "") + words[k];
      const std::vector<Id> things = names.find(fold_name(span));
      if (things.empty()) continue;
      taken = n;
      out += (out.empty() ? "" : " | ") + span + " ->";
      for (const Id thing : things) out += ' ' + world.source.term(thing).value.substr(9);
    }
    i += std::max<std::size_t>(taken, 1);
  }
  return out;
}

TEST_CASE("mentions are those of a search through all spans") {
  std::mt19937_64 random(test::random_seed());
  constexpr std::array<const char*, 6> kWords{"ore", "heavy", "a", "of", "zinc", "ores"};
  const auto words = [&](std::size_t most) {
    std::vector<std::string> out(1 + random() % most);
    for (std::string& word : out) word = kWords[random() % kWords.size()];
    return out;
  };
  for (int round = 0; round < 300; ++round) {
    World world;
    for (std::size_t i = 0; i < 1 + random() % 8; ++i)
      world.name(fmt::format("t{}", i), fmt::format("{}", fmt::join(words(4), " ")));
    world.source.build();
    const std::vector<std::string> text = words(12);
    REQUIRE(world.link(fmt::format("{}", fmt::join(text, " "))) == link_naively(world, text));
  }
}

}  // namespace
}  // namespace kg
