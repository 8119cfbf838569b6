// The index of texts: random commits, loads, folds, reopenings and views against a naive index; chunks; and
// stores of format version 1.
#include <algorithm>
#include <optional>
#include <random>

#include "kg/base/error.h"
#include "kg/rdf/ntriples.h"
#include "kg/store/open_store.h"
#include "support/catch.h"
#include "support/random_seed.h"
#include "support/temporary_directory.h"
#include "unit/store/text_check.h"

using namespace kg;
using namespace kg::test;

namespace {

const StoreOptions kOptions{std::size_t{8} << 20U, false};

class Graph {
 public:
  explicit Graph(std::mt19937_64& random) : random_(random) {}

  std::array<Term, 3> triple() {
    const bool searched = random_() % 4 != 0;
    const Term relation = Term::iri(searched ? kSearchedRelations[random_() % kSearchedRelations.size()]
                                             : std::string_view("http://example.org/other"));
    return {Term::iri("http://example.org/" + std::to_string(random_() % 40)), relation, object()};
  }

 private:
  Term object() {
    const std::string text = this->text();
    switch (random_() % 8) {
      case 0:
        return Term::iri("http://example.org/node");
      case 1:
        return Term::integer(static_cast<std::int64_t>(random_() % 50));
      case 2:
        return Term::lang_string(text, "en");
      case 3:
        return Term::literal(text, "http://example.org/type");
      default:
        return Term::string(text);
    }
  }
  std::string text() {
    static const std::vector<std::string> kWords{"the",    "theory",     "ore",  "Ore,",   "oxide",
                                                 "oxides", "été",        "of",   "稀土",   "x",
                                                 "12",     "low-carbon", "mine", "mining", ""};
    std::string out;
    for (std::size_t i = 0, words = random_() % 6; i < words; ++i) {
      out += (i == 0 ? "" : " ") + kWords[random_() % kWords.size()];
    }
    return random_() % 3 == 0 ? out + " " + std::to_string(random_() % 200) : out;
  }
  std::mt19937_64& random_;
};

void load(Store& store, Graph& graph, std::size_t triples, std::size_t memory_bytes) {
  std::string text;
  for (std::size_t i = 0; i < triples; ++i) {
    const auto [s, p, o] = graph.triple();
    text += s.to_ntriples() + " " + p.to_ntriples() + " " + o.to_ntriples() + " .\n";
  }
  const auto read = [left = std::string_view(text)](char* buffer, std::size_t capacity) mutable {
    const std::size_t size = left.copy(buffer, capacity);
    left.remove_prefix(size);
    return size;
  };
  std::vector<LoadInput> inputs;
  inputs.push_back({"a", read, [] { return std::make_unique<NTriplesParser>(RdfSyntax::ntriples); }});
  LoadOptions options;
  options.memory_bytes = memory_bytes;
  store.load(std::move(inputs), options);
}

// Adds and removes; most removals find something.
void change(Transaction& transaction, Graph& graph, std::mt19937_64& random, std::size_t changes) {
  for (std::size_t i = 0; i < changes; ++i) {
    const auto [s, p, o] = graph.triple();
    const Triple triple{transaction.intern(s), transaction.intern(p), transaction.intern(o)};
    if (random() % 2 == 0) {
      transaction.add(triple);
      continue;
    }
    const auto cursor = transaction.view()->cursor({Permutation::pos, 1, {triple[1]}, kAllIds, 0b111});
    TripleColumns rows;
    for (std::size_t skipped = random() % 8; cursor->next(rows) && skipped > 0;) --skipped;
    if (rows.size == 0) continue;
    const std::size_t at = random() % rows.size;
    transaction.remove({rows.column[2][at], rows.column[0][at], rows.column[1][at]});
  }
}

Id label(Transaction& transaction, const std::string& subject, const std::string& text, bool add = true) {
  const Id literal = transaction.intern(Term::string(text));
  const Triple triple{transaction.intern(Term::iri("http://example.org/" + subject)),
                      transaction.intern(Term::iri(iri::kRdfsLabel)), literal};
  add ? transaction.add(triple) : transaction.remove(triple);
  return literal;
}

// Makes the store one of format version 1, as it was before there was an index.
void make_version_1(const std::string& path, bool with_family) {
  if (!with_family) {
    Families database(database_path(path), Families::Mode::read_write, std::size_t{1} << 20U);
    check_status(database.db().DropColumnFamily(database.family(Family::text)), "drop");
  }
  Superblock superblock = read_superblock(path);
  superblock.format_version = 1;
  write_superblock(path, superblock);
}

}  // namespace

TEST_CASE("texts: random commits, loads, folds and reopenings against a naive index") {
  std::mt19937_64 random(random_seed());
  const TemporaryDirectory directory;
  const std::string path = directory / "store";
  Store::create(path);
  Graph graph(random);
  const StoreTuning tuning{50, 20, 10};
  auto store = open_store(path, OpenMode::write, kOptions, tuning);
  std::uint64_t known_from = 0;  // commits before are behind a load
  Budget budget;
  if (random() % 2 == 0) load(*store, graph, 500, 1);
  for (int round = 0; round < 60; ++round) {
    switch (random() % 10) {
      case 0:
        load(*store, graph, 1 + random() % 800, random() % 2 == 0 ? 1 : std::size_t{1} << 30U);
        known_from = store->info().last_commit;
        break;
      case 1:
        store.reset();
        store = open_store(path, OpenMode::write, kOptions, tuning);
        break;
      case 2:
        store->compact();
        break;
      default: {
        const auto transaction = store->begin();
        for (std::size_t part = random() % 3; part > 0; --part) {
          change(*transaction, graph, random, 1 + random() % 20);
          check_texts(*transaction->view());
        }
        change(*transaction, graph, random, 1 + random() % 40);
        if (random() % 8 != 0) transaction->commit();
      }
    }
    check_texts(*store->snapshot());
    const std::uint64_t last = store->info().last_commit;
    if (last > known_from) {
      check_texts(*store->snapshot_at(known_from + random() % (last - known_from), budget));
    }
  }
  CHECK(store->verify(budget).problems.empty());
}

TEST_CASE("texts: a chunk splits at one posting more than it holds, and goes with its last one") {
  const TemporaryDirectory directory;
  const std::string path = directory / "store";
  Store::create(path);
  const auto store = open_store(path, OpenMode::write, kOptions, {});
  const auto chunks = [&] {
    std::vector<std::size_t> sizes;
    const SnapshotPtr snapshot = store->snapshot();
    snapshot->text_index()->for_each("same", false, [&](auto some) {
      sizes.push_back(some.size());
      return true;
    });
    return sizes;
  };
  const auto commit = [&](std::size_t first, std::size_t end, bool add) {
    const auto transaction = store->begin();
    for (std::size_t i = first; i < end; ++i) label(*transaction, "a", "same text " + std::to_string(i), add);
    transaction->commit();
    check_texts(*store->snapshot());
  };
  const std::size_t full = kMaxPostingsOfChunk;
  commit(0, full, true);
  CHECK(chunks() == std::vector<std::size_t>{full});
  commit(full, full + 1, true);
  CHECK(chunks() == std::vector<std::size_t>{full / 2, full / 2 + 1});
  commit(0, full / 2, false);
  CHECK(chunks() == std::vector<std::size_t>{full / 2 + 1});
  commit(3, 4, true);  // before the first chunk
  CHECK(chunks() == std::vector<std::size_t>{full / 2 + 2});
  commit(0, 4 * full, true);
  commit(0, 4 * full, false);
  CHECK(chunks().empty());
}

TEST_CASE(
    "texts: a store of version 1 is read without an index, and gets one when it is opened for writing") {
  std::mt19937_64 random(random_seed());
  const TemporaryDirectory directory;
  const std::string path = directory / "store";
  Store::create(path);
  Graph graph(random);
  StoreTuning tuning;
  {
    const auto store = open_store(path, OpenMode::write, kOptions, tuning);
    load(*store, graph, 3000, 1);
    const auto transaction = store->begin();  // stays in the delta
    change(*transaction, graph, random, 200);
    transaction->commit();
  }
  // With the family there, as after a crash between its making and the new superblock; its content may be
  // old.
  for (const bool with_family : {false, true}) {
    make_version_1(path, with_family);
    Budget budget;
    {
      const auto reader = open_store(path, OpenMode::read, kOptions, tuning);
      CHECK(reader->info().format_version == 1);
      CHECK(reader->snapshot()->text_index() == nullptr);
      CHECK(reader->snapshot_at(1, budget)->text_index() == nullptr);
      CHECK(reader->verify(budget).problems.empty());
    }
    const auto store = open_store(path, OpenMode::write, kOptions, tuning);
    CHECK(store->info().format_version == 2);
    check_texts(*store->snapshot());
    check_texts(*store->snapshot_at(1, budget));
    CHECK(store->verify(budget).problems.empty());
    const auto beside = open_store(path, OpenMode::read, kOptions, tuning);
    check_texts(*beside->snapshot());
  }
}

TEST_CASE("texts: a crash in the middle of a migration leaves a store of version 1") {
  const TemporaryDirectory directory;
  const std::string path = directory / "store";
  Store::create(path);
  {
    const auto store = open_store(path, OpenMode::write, kOptions, {});
    const auto transaction = store->begin();
    label(*transaction, "a", "rare earths");
    transaction->commit();
  }
  make_version_1(path, false);
  {
    // Only the family was made, and something is in it that was never finished.
    Families database(database_path(path), Families::Mode::read_write, std::size_t{1} << 20U, 1);
    check_status(
        database.db().Put({}, database.family(Family::text), slice_of(name_key("wrong", Id{1})), "\1\1"),
        "put");
  }
  CHECK(open_store(path, OpenMode::read, kOptions, {})->snapshot()->text_index() == nullptr);
  const auto store = open_store(path, OpenMode::write, kOptions, {});
  check_texts(*store->snapshot());
  Budget budget;
  CHECK(store->verify(budget).problems.empty());
}

TEST_CASE("texts: versions that this program does not know are refused") {
  const TemporaryDirectory directory;
  const std::string path = directory / "store";
  Store::create(path);
  for (const std::uint32_t version : {0U, 3U}) {
    Superblock superblock = read_superblock(path);
    superblock.format_version = version;
    write_superblock(path, superblock);
    CHECK_THROWS_AS(open_store(path, OpenMode::read, kOptions, {}), Failure);
    superblock.format_version = 2;
    write_superblock(path, superblock);
  }
}
