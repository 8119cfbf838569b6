// Random additions, removals and re-insertions, with folds, splits and reopenings in between, against a
// std::set of triples; and every state of the past against the set that was kept of it.
#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <vector>

#include "kg/base/error.h"
#include "kg/store/open_store.h"
#include "support/catch.h"
#include "support/random_seed.h"
#include "support/temporary_directory.h"
#include "unit/store/text_check.h"

using namespace kg;

namespace {

using Model = std::set<Triple>;

struct Vocabulary {
  std::vector<Term> subjects;
  std::vector<Term> relations;
  std::vector<Term> objects;

  explicit Vocabulary(std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) {
      subjects.push_back(Term::iri("http://example.org/s/" + std::to_string(i)));
      objects.push_back(i % 3 == 0   ? subjects.back()
                        : i % 3 == 1 ? Term::integer(static_cast<std::int64_t>(i))
                                     : Term::string("a string number " + std::to_string(i)));
    }
    for (std::size_t i = 0; i < 5; ++i)
      relations.push_back(Term::iri("http://example.org/r/" + std::to_string(i)));
    relations.push_back(Term::iri(iri::kRdfsLabel));
  }
};

std::vector<PermutedTriple> read_all(TripleCursor& cursor) {
  std::vector<PermutedTriple> rows;
  TripleColumns columns;
  while (cursor.next(columns)) {
    for (std::size_t i = 0; i < columns.size; ++i) {
      rows.push_back({columns.column[0][i], columns.column[1][i], columns.column[2][i]});
    }
  }
  return rows;
}

std::vector<PermutedTriple> expected_rows(const Model& model, const ScanSpec& spec) {
  std::vector<PermutedTriple> rows;
  const PermutedTriple lower = lower_key(spec);
  const PermutedTriple upper = upper_key(spec);
  for (const Triple& triple : model) {
    const PermutedTriple row = permute(triple, spec.permutation);
    if (lower <= row && row <= upper) rows.push_back(row);
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

ScanSpec random_spec(const Model& model, std::mt19937_64& random) {
  ScanSpec spec;
  spec.permutation = static_cast<Permutation>(random() % kPermutations);
  spec.bound = static_cast<std::uint8_t>(random() % 4);
  if (!model.empty()) {
    auto at = model.lower_bound({Id{random()}, Id{}, Id{}});
    if (at == model.end() || random() % 2 == 0)
      at = std::next(model.begin(), static_cast<std::ptrdiff_t>(random() % model.size()));
    spec.prefix = permute(*at, spec.permutation);
    if (spec.bound < 3 && random() % 3 == 0) {
      const Id middle = spec.prefix[spec.bound];
      spec.range = random() % 2 == 0 ? IdRange{Id{}, middle} : IdRange{middle, kAllIds.last};
    }
  }
  return spec;
}

void check_scans(const StoreSnapshot& snapshot, const Model& model, std::mt19937_64& random) {
  for (std::size_t p = 0; p < kPermutations; ++p) {
    const ScanSpec all{static_cast<Permutation>(p), 0, {}, kAllIds, 0b111};
    REQUIRE(read_all(*snapshot.cursor(all)) == expected_rows(model, all));
  }
  ScanSpec spec = random_spec(model, random);
  const auto cursor = snapshot.cursor(spec);
  for (int i = 0; i < 40; ++i) {
    const auto expected = expected_rows(model, spec);
    REQUIRE(read_all(*cursor) == expected);
    REQUIRE(snapshot.count(spec, 1'000'000) == expected.size());
    // Stop somewhere, then seek on: everything not below the key comes, whether seen or not.
    if (!expected.empty()) {
      cursor->reset(spec);
      TripleColumns columns;
      std::size_t at = 0;
      std::size_t seen = 0;
      while (at < expected.size()) {
        REQUIRE(cursor->next(columns));
        REQUIRE(columns.size != 0);
        REQUIRE((PermutedTriple{columns.column[0][0], columns.column[1][0], columns.column[2][0]}) ==
                expected[at]);
        seen = at + columns.size;
        const std::size_t to =
            std::max(at + 1, std::min(expected.size(), at + random() % (columns.size + 40)));
        if (to >= expected.size()) break;
        PermutedTriple key = expected[to];
        if (to > 0 && expected[to - 1] < key && random() % 3 == 0 && key[2].bits != 0) {
          const PermutedTriple below{key[0], key[1], Id{key[2].bits - 1}};
          if (expected[to - 1] < below) key = below;
        }
        cursor->seek(key);
        at = to;
      }
      static_cast<void>(seen);
    }
    spec = random_spec(model, random);
    cursor->reset(spec);
  }
  for (int i = 0; i < 20 && !model.empty(); ++i) {
    Triple triple = *std::next(model.begin(), static_cast<std::ptrdiff_t>(random() % model.size()));
    CHECK(snapshot.contains(triple));
    triple[2] = Id{triple[2].bits + 1 + random() % 3};
    CHECK(snapshot.contains(triple) == (model.count(triple) != 0));
  }
}

void check_statistics(const StoreSnapshot& snapshot, const Model& model) {
  std::map<Id, std::array<std::set<Id>, 2>> seen;
  std::map<Id, RelationStatistics> expected;
  for (const Triple& triple : model) {
    ++expected[triple[1]].triples;
    seen[triple[1]][0].insert(triple[0]);
    seen[triple[1]][1].insert(triple[2]);
  }
  for (auto& [relation, statistics] : expected) {
    statistics.distinct_subjects = seen[relation][0].size();
    statistics.distinct_objects = seen[relation][1].size();
    CHECK(snapshot.statistics().relation(relation) == statistics);
  }
  std::map<Id, RelationStatistics> stored;
  snapshot.statistics().for_each_relation(
      [&](Id relation, const RelationStatistics& statistics) { stored.emplace(relation, statistics); });
  CHECK(stored == expected);
  CHECK(snapshot.statistics().triples() == model.size());
}

void check_names(const StoreSnapshot& snapshot, const Model& model) {
  std::set<std::pair<std::string, Id>> expected;
  const Id label = snapshot.find(Term::iri(iri::kRdfsLabel));
  for (const Triple& triple : model) {
    if (triple[1] != label || !tag_is_literal(triple[2].tag())) continue;
    expected.emplace(snapshot.term(triple[2]).value, triple[0]);
  }
  std::set<std::pair<std::string, Id>> stored;
  snapshot.names().for_each("", [&](std::string_view name, Id id) {
    stored.emplace(name, id);
    return true;
  });
  CHECK(stored == expected);
}

void check(const StoreSnapshot& snapshot, const Model& model, std::mt19937_64& random) {
  check_scans(snapshot, model, random);
  check_statistics(snapshot, model);
  check_names(snapshot, model);
  test::check_texts(snapshot);
}

// What a round does: many small transactions or a few large ones, mostly growing or mostly shrinking.
struct Style {
  std::size_t transactions;
  std::size_t changes;
  unsigned removal_percent;
};

void run(const StoreTuning& tuning, std::size_t vocabulary_size, const std::vector<Style>& rounds) {
  std::mt19937_64 random(test::random_seed());
  const test::TemporaryDirectory directory;
  const std::string path = directory / "store";
  Store::create(path);
  const Vocabulary vocabulary(vocabulary_size);
  const auto pick = [&](const std::vector<Term>& terms) -> const Term& {
    return terms[random() % terms.size()];
  };
  Model model;
  std::vector<Model> states{model};  // by commit
  std::optional<std::pair<SnapshotPtr, Model>> held;
  std::uint64_t commits = 0;
  Budget budget;
  auto store = open_store(path, OpenMode::write, {std::size_t{8} << 20U, false}, tuning);
  for (const Style& style : rounds) {
    for (std::size_t t = 0; t < style.transactions; ++t) {
      Model changed = model;
      const auto transaction = store->begin();
      for (std::size_t i = 0; i < style.changes; ++i) {
        if (!changed.empty() && random() % 100 < style.removal_percent) {
          const Triple triple =
              *std::next(changed.begin(), static_cast<std::ptrdiff_t>(random() % changed.size()));
          transaction->remove(triple);
          changed.erase(triple);
          continue;
        }
        const Triple triple{transaction->intern(pick(vocabulary.subjects)),
                            transaction->intern(pick(vocabulary.relations)),
                            transaction->intern(pick(vocabulary.objects))};
        if (random() % 10 == 0) {
          transaction->remove(triple);
          changed.erase(triple);
        } else {
          transaction->add(triple);
          changed.insert(triple);
        }
        if (random() % (4 * style.changes) == 0) check(*transaction->view(), changed, random);
      }
      if (random() % 10 == 0) continue;  // dropped
      const CommitResult result = transaction->commit();
      std::uint64_t added = 0;
      std::uint64_t removed = 0;
      for (const Triple& triple : changed) added += model.count(triple) == 0 ? 1U : 0U;
      for (const Triple& triple : model) removed += changed.count(triple) == 0 ? 1U : 0U;
      REQUIRE(result.added == added);
      REQUIRE(result.removed == removed);
      commits += added + removed != 0 ? 1U : 0U;
      REQUIRE(result.commit == commits);
      model = std::move(changed);
      if (commits == states.size()) states.push_back(model);
    }
    check(*store->snapshot(), model, random);
    if (held) check_scans(*held->first, held->second, random);
    held.reset();
    if (random() % 3 == 0) {
      store.reset();
      store = open_store(path, OpenMode::write, {std::size_t{8} << 20U, false}, tuning);
      CHECK(store->info().notice.empty());
      check(*store->snapshot(), model, random);
    } else if (random() % 2 == 0) {
      held.emplace(store->snapshot(), model);
    }
    if (random() % 4 == 0) store->compact();
    const std::uint64_t past = random() % states.size();
    check(*store->snapshot_at(past, budget), states[past], random);
  }
  for (std::uint64_t past = 0; past < states.size(); ++past) {
    const SnapshotPtr snapshot = store->snapshot_at(past, budget);
    CHECK(snapshot->commit() == past);
    check(*snapshot, states[past], random);
  }
  CHECK(budget.memory_used() == 0);
  CHECK(store->verify(budget).problems.empty());
  CHECK(store->info().triples == model.size());
}

}  // namespace

TEST_CASE("random changes in a delta that is never folded") {
  run({1'000'000, 1'000'000, 256}, 60, {{40, 10, 20}, {20, 30, 50}, {40, 10, 80}, {10, 50, 10}});
}

TEST_CASE("random changes with folds by write batch all the time") {
  run({1, 1, 1'000'000}, 60,
      {{20, 50, 20}, {20, 30, 50}, {20, 60, 80}, {20, 50, 10}, {10, 200, 99}, {20, 30, 10}});
}

TEST_CASE("random changes with folds by files, blocks that split and shrink") {
  run({700, 100, 0}, 400,
      {{6, 2000, 5}, {10, 500, 30}, {4, 2000, 90}, {10, 1000, 10}, {6, 1500, 97}, {3, 3000, 5}});
}
