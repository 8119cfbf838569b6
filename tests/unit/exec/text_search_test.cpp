// Search with an index against search that reads every text.
#include <algorithm>
#include <random>

#include "exec/fixture.h"
#include "kg/model/text_index.h"
#include "support/catch.h"
#include "support/random_seed.h"

using namespace kg;
using namespace kg::test;

namespace {

std::string pick(std::mt19937_64& random) {
  static const std::vector<std::string> kWords{"ore", "ores", "ox", "oxide", "été", "稀", "土", "12", "mine"};
  return kWords[random() % kWords.size()];
}

std::string random_text(std::mt19937_64& random) {
  std::string out;
  for (std::size_t i = 0, words = random() % 6; i < words; ++i) out += pick(random) + " ";
  return out;
}

std::string random_query(std::mt19937_64& random, int level) {
  switch (random() % (level == 0 ? 3 : 6)) {
    case 0:
      return pick(random);
    case 1:
      return pick(random).substr(0, 3) + "*";
    case 2:
      return "\"" + pick(random) + " " + pick(random) + "\"";
    case 3:
      return "(" + random_query(random, level - 1) + " OR " + random_query(random, level - 1) + ")";
    case 4:
      return "(" + random_query(random, level - 1) + " AND " + random_query(random, level - 1) + ")";
    default:
      return "(" + random_query(random, level - 1) + " NOT " + random_query(random, level - 1) + ")";
  }
}

Answer run(const TripleSource& source, const TextSearch& search, const Variables& variables) {
  Budget budget;
  Answer out;
  Execution execution(make_plan(search), source, variables, budget);
  Batch batch;
  while (execution.next(batch)) {
    for (std::size_t row = 0; row < batch.rows; ++row) {
      std::string text;
      for (const std::vector<Id>& column : batch.columns) {
        text += execution.term(column[row]).to_ntriples() + " ";
      }
      out.push_back(std::move(text));
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

TEST_CASE("text search finds and ranks alike with an index and by reading all texts") {
  std::mt19937_64 random(random_seed());
  for (int round = 0; round < 20; ++round) {
    Fixture f(random(), 5);
    for (std::size_t i = 0, texts = random() % 60; i < texts; ++i) {
      const Term text = random() % 5 == 0
                            ? Term::integer(static_cast<std::int64_t>(random() % 20))
                            : Term::lang_string(random_text(random), random() % 2 == 0 ? "en" : "zh");
      const Term relation =
          random() % 4 == 0 ? parse_term("other") : Term::iri(kSearchedRelations[random() % 8]);
      f.source().add(parse_term(numbered("n", i % 30)), relation, text);
    }
    f.build();
    REQUIRE(f.counting().text_index() == nullptr);
    for (int i = 0; i < 40; ++i) {
      const std::string query = random_query(random, 2);
      INFO(query);
      const bool scored = random() % 2 == 0;
      const TextSearch search{query, f.var("t"), scored ? f.var("s") : kNoVar,
                              random() % 2 == 0 ? BetweenWords::all : BetweenWords::any};
      CHECK(run(f.source(), search, f.variables()) == run(f.counting(), search, f.variables()));
    }
  }
}
