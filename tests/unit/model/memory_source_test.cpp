// The test double itself: everybody's tests lean on it.
#include "support/memory_source.h"

#include <algorithm>
#include <random>

#include "support/catch.h"
#include "support/random_seed.h"

using namespace kg;
using kg::test::MemorySource;

namespace {

std::vector<PermutedTriple> drain(TripleCursor& cursor) {
  std::vector<PermutedTriple> rows;
  TripleColumns columns;
  while (cursor.next(columns)) {
    for (std::size_t i = 0; i < columns.size; ++i) {
      rows.push_back({columns.column[0][i], columns.column[1][i], columns.column[2][i]});
    }
  }
  return rows;
}

MemorySource random_source(std::mt19937_64& random, bool ordered) {
  MemorySource source({random(), 4, ordered});
  const auto iri = [&] { return Term::iri("http://example.org/" + std::to_string(random() % 12)); };
  for (int i = 0; i < 80; ++i) {
    const Term object = random() % 2 == 0 ? iri() : Term::integer(static_cast<std::int64_t>(random() % 9));
    source.add(iri(), Term::iri("http://example.org/p" + std::to_string(random() % 3)), object);
  }
  source.build();
  return source;
}

}  // namespace

TEST_CASE("a memory source finds what was added and nothing else") {
  MemorySource source;
  const Term s = Term::iri("http://example.org/s");
  const Term p = Term::iri("http://example.org/p");
  const Term quoted = Term::triple_term(s, p, Term::integer(3));
  source.add(s, p, Term::string("a string of more than seven bytes"));
  source.add(Term::blank("b"), Term::iri(iri::kRdfReifies), quoted);
  source.add(s, Term::iri(iri::kRdfsLabel), Term::lang_string("Li  QIANG", "en"));
  source.build();
  CHECK(source.triples() == 3);
  CHECK(source.term(source.find(quoted)) == quoted);
  CHECK(source.unfold(source.find(quoted)) ==
        Triple{source.find(s), source.find(p), source.find(Term::integer(3))});
  CHECK(source.find(Term::iri("http://example.org/none")) == kMissing);
  CHECK(source.find("li qiang") == std::vector<Id>{source.find(s)});
  CHECK(source.find("li").empty());
  CHECK_FALSE(source.contains({source.find(s), source.find(p), source.find(Term::integer(3))}));
  CHECK(source.relation(source.find(p)) == RelationStatistics{1, 1, 1});
}

TEST_CASE("a memory source's cursors agree with filtering all rows") {
  std::mt19937_64 random(test::random_seed());
  for (int round = 0; round < 20; ++round) {
    const MemorySource source = random_source(random, round % 2 == 0);
    for (int i = 0; i < 50; ++i) {
      ScanSpec spec;
      spec.permutation = static_cast<Permutation>(random() % kPermutations);
      spec.bound = static_cast<std::uint8_t>(random() % 4);
      const auto order = positions(spec.permutation);
      const Triple& sample = source.all()[random() % source.all().size()];
      for (std::size_t place = 0; place < 3; ++place) spec.prefix[place] = sample[order[place]];
      if (random() % 2 == 0)
        spec.range = {sample[order[spec.bound % 3]], Id{~std::uint64_t{0} >> random() % 8}};
      std::vector<PermutedTriple> expected;
      for (const Triple& triple : source.all()) {
        const PermutedTriple row{triple[order[0]], triple[order[1]], triple[order[2]]};
        bool match = spec.bound == 3 || spec.range.contains(row[spec.bound]);
        for (std::size_t place = 0; place < spec.bound; ++place)
          match = match && row[place] == spec.prefix[place];
        if (match) expected.push_back(row);
      }
      std::sort(expected.begin(), expected.end());
      const auto cursor = source.cursor(spec);
      CHECK(drain(*cursor) == expected);
      CHECK(source.count(spec, 1000) == expected.size());
      if (expected.empty()) continue;
      // seek lands on the first row not below the key, also inside the block just handed out
      cursor->reset(spec);
      TripleColumns columns;
      REQUIRE(cursor->next(columns));
      const PermutedTriple key = expected[random() % expected.size()];
      cursor->seek(key);
      const auto rest = drain(*cursor);
      REQUIRE_FALSE(rest.empty());
      CHECK(rest.front() == key);
      CHECK(rest.back() == expected.back());
    }
  }
}

TEST_CASE("a memory source's string prefixes cover exactly the strings") {
  std::mt19937_64 random(test::random_seed());
  for (int round = 0; round < 20; ++round) {
    MemorySource source({random(), 3, round % 2 == 0});
    std::vector<Term> terms;
    for (int i = 0; i < 60; ++i) {
      std::string text;
      for (std::uint64_t n = random() % 12; n > 0; --n)
        text += random() % 5 == 0 ? '\0' : random() % 2 == 0 ? 'a' : '\xff';
      terms.push_back(Term::string(text));
      source.add_term(terms.back());
    }
    source.build();
    const std::string prefix = terms[random() % terms.size()].value.substr(0, random() % 9);
    const auto ranges = source.string_prefix(prefix);
    const auto within = [](const std::vector<IdRange>& list, Id id) {
      return std::any_of(list.begin(), list.end(), [&](const IdRange& range) { return range.contains(id); });
    };
    for (const Term& term : terms) {
      const Id id = source.find(term);
      const bool match = term.value.starts_with(prefix);
      if (within(ranges.exact, id)) {
        CHECK(match);
      } else if (match) {
        CHECK(within(ranges.rest, id));
      }
    }
  }
}
