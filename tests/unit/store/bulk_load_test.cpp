// The bulk loader against a naive set of triples, with so little memory that everything spills.
#include "kg/store/bulk_load.h"

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>
#include <random>
#include <set>
#include <thread>

#include "kg/base/error.h"
#include "kg/base/utf8.h"
#include "kg/rdf/ntriples.h"
#include "kg/rdf/ntriples_writer.h"
#include "support/catch.h"
#include "support/temporary_directory.h"
#include "unit/store/random_triples.h"

using namespace kg;

namespace {

constexpr std::size_t kTinyMemory = std::size_t{1} << 20U;

std::uint64_t seed_of_test() {
  const char* given = std::getenv("KG_SEED");
  return given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device{}();
}

// Text as a load's input, in pieces of odd sizes.
LoadInput input_of(std::string name, std::string text, RdfSyntax syntax = RdfSyntax::nquads) {
  auto shared = std::make_shared<const std::string>(std::move(text));
  auto at = std::make_shared<std::size_t>(0);
  const auto read = [shared, at](char* buffer, std::size_t capacity) {
    const std::size_t n = std::min({capacity, shared->size() - *at, std::size_t{77'777}});
    shared->copy(buffer, n, *at);
    *at += n;
    return n;
  };
  return {std::move(name), read, [syntax] { return std::make_unique<NTriplesParser>(syntax); }};
}

std::vector<LoadInput> one(LoadInput input) {
  std::vector<LoadInput> inputs;
  inputs.push_back(std::move(input));
  return inputs;
}

// The triples of a text as lines, blank nodes scoped as the load of that commit does it.
class Expected final : public TripleSink {
 public:
  std::set<std::string> lines;

  std::uint64_t add(const std::string& text, std::uint64_t commit) {
    scope_ = std::to_string(commit) + "_";
    const std::size_t before = lines.size();
    NTriplesParser(RdfSyntax::nquads).parse(text, *this, true);
    return lines.size() - before;
  }
  void triple(const RawTerm& s, const RawTerm& p, const RawTerm& o) override {
    lines.insert(line(s) + ' ' + line(p) + ' ' + line(o));
  }

 private:
  std::string line(const RawTerm& term) const {
    std::string out;
    if (term.inline_id.bound()) {
      append_ntriples(out, term.inline_id);
    } else if (term.triple != nullptr) {
      out = "<<( ";
      for (const RawTerm& part : *term.triple) out += line(part) + ' ';
      out += ")>>";
    } else if (term.tag == Tag::blank && !term.global) {
      append_ntriples(out, Tag::blank, scope_ + std::string(term.key));
    } else {
      append_ntriples(out, term.tag, term.key);
    }
    return out;
  }
  std::string scope_;
};

std::vector<Triple> triples_of(const StoreSnapshot& snapshot, Permutation permutation) {
  std::vector<Triple> out;
  const auto cursor = snapshot.cursor({.permutation = permutation});
  const auto at = positions(permutation);
  PermutedTriple last{};
  TripleColumns rows;
  while (cursor->next(rows)) {
    for (std::size_t i = 0; i < rows.size; ++i) {
      const PermutedTriple row{rows.column[0][i], rows.column[1][i], rows.column[2][i]};
      REQUIRE(last < row);
      last = row;
      Triple triple{};
      for (std::size_t k = 0; k < 3; ++k) triple[at[k]] = row[k];
      out.push_back(triple);
    }
  }
  return out;
}

void check_statistics(const StoreSnapshot& snapshot, const std::vector<Triple>& triples) {
  std::map<Id, std::array<std::set<Id>, 2>> seen;
  std::map<Id, std::uint64_t> count;
  for (const auto& [s, p, o] : triples) {
    seen[p][0].insert(s);
    seen[p][1].insert(o);
    ++count[p];
  }
  std::size_t relations = 0;
  snapshot.statistics().for_each_relation([&](Id relation, const RelationStatistics& statistics) {
    ++relations;
    CHECK(statistics ==
          RelationStatistics{count[relation], seen[relation][0].size(), seen[relation][1].size()});
  });
  CHECK(relations == seen.size());
  CHECK(snapshot.statistics().triples() == triples.size());
}

void check_names(const StoreSnapshot& snapshot, const std::vector<Triple>& triples) {
  std::set<std::pair<std::string, Id>> expected;
  std::set<Id> labels;
  for (const auto& name : {iri::kRdfsLabel, iri::kSkosAltLabel})
    labels.insert(snapshot.find(Term::iri(name)));
  for (const auto& [s, p, o] : triples) {
    if (!labels.contains(p) || !tag_is_literal(o.tag())) continue;
    const std::string name = fold_name(snapshot.term(o).value);
    if (!name.empty()) expected.emplace(name, s);
  }
  std::set<std::pair<std::string, Id>> found;
  snapshot.names().for_each("", [&](std::string_view name, Id id) { return found.emplace(name, id).second; });
  CHECK(found == expected);
}

void check_store(const Store& store, const Expected& expected) {
  const SnapshotPtr snapshot = store.snapshot();
  std::vector<Triple> triples = triples_of(*snapshot, Permutation::spo);
  std::set<std::string> lines;
  for (const auto& [s, p, o] : triples) {
    std::string line;
    for (const Id id : {s, p, o}) {
      append_ntriples(line, snapshot->term(id));
      line += ' ';
    }
    line.pop_back();
    lines.insert(line);
  }
  CHECK(lines.size() == triples.size());
  CHECK(lines == expected.lines);
  for (const Permutation permutation : {Permutation::pos, Permutation::osp, Permutation::pso}) {
    std::vector<Triple> others = triples_of(*snapshot, permutation);
    std::sort(others.begin(), others.end());
    CHECK(others == triples);
  }
  check_statistics(*snapshot, triples);
  check_names(*snapshot, triples);
  Budget budget;
  const VerifyReport report = store.verify(budget);
  for (const std::string& problem : report.problems) UNSCOPED_INFO(problem);
  CHECK(report.problems.empty());
}

// Terms of an ordered dictionary compare like their keys.
void check_order(const StoreSnapshot& snapshot) {
  std::map<Tag, std::map<Id, std::string>> keys;
  for (const Triple& triple : triples_of(snapshot, Permutation::spo)) {
    for (const Id id : triple) {
      if (tag_in_dictionary(id.tag())) keys[id.tag()].emplace(id, dictionary_key(snapshot.term(id)).key);
    }
  }
  for (const auto& [tag, by_id] : keys) {
    std::string last;
    for (const auto& [id, key] : by_id) {
      REQUIRE((last.empty() || last < key));
      last = key;
    }
    CHECK(snapshot.ordered_up_to(tag) >= by_id.rbegin()->first);
  }
}

std::vector<std::string> names_in(const std::string& directory) {
  std::vector<std::string> out;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    out.push_back(entry.path().filename().string());
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

TEST_CASE("bulk loads equal a naive set, first and later ones") {
  const std::uint64_t seed = seed_of_test();
  INFO("KG_SEED=" << seed);
  std::mt19937_64 random(seed);
  for (const unsigned threads : {1U, 3U}) {
    const test::TemporaryDirectory directory;
    Store::create(directory / "store");
    const auto store = Store::open(directory / "store", OpenMode::write);
    Expected expected;
    // Sizes: several runs and chunks; a small load over many blocks; nothing new; much over much.
    std::string last;
    for (const std::size_t lines :
         {std::size_t{40'000}, std::size_t{50}, std::size_t{0}, std::size_t{30'000}}) {
      const std::string text = lines == 0 ? last : test::random_triples(random, lines);
      const std::uint64_t commit = store->info().last_commit + 1;
      LoadOptions options;
      options.memory_bytes = kTinyMemory;
      options.threads = threads;
      const LoadResult result = store->load(one(input_of("random", text)), options);
      const std::uint64_t added = expected.add(text, commit);
      CHECK(result.added == added);
      CHECK(result.commit == commit - (added == 0 ? 1 : 0));
      CHECK(result.rejected == 0);
      CHECK(store->info().triples == expected.lines.size());
      check_store(*store, expected);
      if (commit == 1) check_order(*store->snapshot());
      last = text;
    }
  }
}

TEST_CASE("bulk loads with 128-bit keys") {
  const std::uint64_t seed = seed_of_test();
  INFO("KG_SEED=" << seed);
  std::mt19937_64 random(seed);
  const test::TemporaryDirectory directory;
  Store::create(directory / "store");
  Expected expected;
  LoadOptions options;
  options.memory_bytes = kTinyMemory;
  for (const std::size_t lines : {std::size_t{20'000}, std::size_t{3000}}) {
    const std::string text = test::random_triples(random, lines);
    {
      StoreCore core(directory / "store", OpenMode::write, {});
      const std::uint64_t commit = core.meta().commit + 1;
      const LoadResult result =
          bulk_load(core, one(input_of("random", text)), options, {.narrow_key_bits = 0});
      CHECK(result.added == expected.add(text, commit));
    }
    check_store(*Store::open(directory / "store", OpenMode::read), expected);
  }
}

TEST_CASE("bulk loads stand on commits that are not in the blocks yet, and commits on loads") {
  std::mt19937_64 random(11);
  const test::TemporaryDirectory directory;
  Store::create(directory / "store");
  Expected expected;
  {
    const auto store = Store::open(directory / "store", OpenMode::write);
    const auto change = [&](const std::string& name) {
      const auto transaction = store->begin();
      const Term s = Term::iri("a:" + name);
      transaction->add({transaction->intern(s), transaction->intern(Term::iri("a:p")),
                        transaction->intern(Term::string("a text of a commit"))});
      transaction->commit();
      expected.add("<a:" + name + "> <a:p> \"a text of a commit\" .", 0);
    };
    for (int round = 0; round < 3; ++round) {
      change("before" + std::to_string(round));
      const std::string text = test::random_triples(random, 500);
      const LoadResult result = store->load(one(input_of("random", text)), {});
      CHECK(result.added == expected.add(text, result.commit));
    }
    change("after");
    check_store(*store, expected);
  }
  check_store(*Store::open(directory / "store", OpenMode::read), expected);
  CHECK(Store::open(directory / "store", OpenMode::read)->info().last_commit == 7);
}

TEST_CASE("bulk loads: a blank node belongs to its input") {
  const test::TemporaryDirectory directory;
  Store::create(directory / "store");
  const auto store = Store::open(directory / "store", OpenMode::write);
  std::vector<LoadInput> inputs;
  inputs.push_back(input_of("a", "_:x <a:p> <a:1> ."));
  inputs.push_back(input_of("empty", ""));
  inputs.push_back(input_of("b", "_:x <a:p> <a:2> .\n\n"));
  CHECK(store->load(std::move(inputs), {}).lines == 3);
  const auto subjects = [&] {
    const SnapshotPtr snapshot = store->snapshot();
    return snapshot->statistics().relation(snapshot->find(Term::iri("a:p"))).distinct_subjects;
  };
  CHECK(subjects() == 2);
  store->load(one(input_of("c", "_:x <a:p> <a:1> .")), {});
  CHECK(subjects() == 3);
  CHECK(store->snapshot()->find(Term::blank("1_x")) != kMissing);
  CHECK(store->snapshot()->find(Term::blank("1.2_x")) != kMissing);
  CHECK(store->snapshot()->find(Term::blank("2_x")) != kMissing);
}

TEST_CASE("bulk loads: equal quads fall together, also in another load") {
  const test::TemporaryDirectory directory;
  Store::create(directory / "store");
  const auto store = Store::open(directory / "store", OpenMode::write);
  const std::string quads = "<a:s> <a:p> \"12\" <a:g> .\n<a:s> <a:p> \"12\" <a:h> .\n";
  CHECK(store->load(one(input_of("q", quads + quads)), {}).added == 5);
  CHECK(store->load(one(input_of("q", quads)), {}).added == 0);
  CHECK(store->info().triple_terms == 1);
}

TEST_CASE("bulk loads without lines change nothing") {
  const test::TemporaryDirectory directory;
  Store::create(directory / "store");
  const auto store = Store::open(directory / "store", OpenMode::write);
  CHECK(store->load({}, {}).commit == 0);
  CHECK(store->load(one(input_of("n", "\n# only a comment\n")), {}).lines == 2);
  CHECK(store->info().last_commit == 0);
}

TEST_CASE("strict loads report the first bad record and load nothing") {
  std::mt19937_64 random(5);
  const test::TemporaryDirectory directory;
  Store::create(directory / "store");
  const auto store = Store::open(directory / "store", OpenMode::write);
  Expected expected;
  const std::string base = test::random_triples(random, 1000);
  store->load(one(input_of("base", base)), {});
  expected.add(base, 1);
  const std::vector<std::string> before = names_in(directory / "store");

  LoadOptions options;
  options.memory_bytes = kTinyMemory;
  options.threads = 3;
  // Bad lines in many chunks; the first of them must be the one that is told.
  std::string text;
  for (int i = 1; i <= 60'000; ++i) {
    text += i > 20'000 && i % 1000 == 7 ? "<a:s> <a:p> \"\xC3\xA9 open .\n"
                                        : "<a:s> <a:p> <a:number/" + std::to_string(i) + "> .\n";
  }
  std::vector<LoadInput> inputs;
  inputs.push_back(input_of("good.nt", "<a:s> <a:p> <a:o> .\n"));
  inputs.push_back(input_of("bad.nt", text));
  try {
    store->load(std::move(inputs), options);
    FAIL("loaded");
  } catch (const Failure& failure) {
    const Error& error = failure.error();
    CHECK(error.code == ErrorCode::data);
    CHECK(error.message == "the string is not closed with '\"' before the end of the line");
    CHECK(error.place.file == "bad.nt");
    CHECK(error.place.line == 20'007);
    CHECK(error.place.column == 22);
    CHECK(error.excerpt == "<a:s> <a:p> \"\xC3\xA9 open .\n                     ^");
  }
  CHECK(names_in(directory / "store") == before);
  CHECK(store->info().last_commit == 1);
  check_store(*store, expected);
}

TEST_CASE("lenient loads skip bad records and report them in order") {
  const test::TemporaryDirectory directory;
  Store::create(directory / "store");
  const auto store = Store::open(directory / "store", OpenMode::write);
  LoadOptions options;
  options.memory_bytes = kTinyMemory;
  options.threads = 3;
  options.lenient = true;
  std::vector<std::pair<std::string, std::uint64_t>> rejected;
  options.rejected = [&](const std::string& file, const BadRecord& bad) {
    rejected.emplace_back(file, bad.line);
  };
  std::uint64_t last_lines = 0;
  options.progress = [&](std::uint64_t lines, std::uint64_t) {
    CHECK(lines >= last_lines);
    last_lines = lines;
  };
  std::vector<std::pair<std::string, std::uint64_t>> expected;
  std::vector<LoadInput> inputs;
  for (const std::string name : {"one", "two"}) {
    std::string text;
    for (std::uint64_t i = 1; i <= 30'000; ++i) {
      const bool bad = i % 1999 == 3;
      if (bad) expected.emplace_back(name, i);
      text += bad ? "not a triple\n" : "<a:s> <a:" + name + "> <a:number/" + std::to_string(i) + "> .\n";
    }
    inputs.push_back(input_of(name, text));
  }
  const LoadResult result = store->load(std::move(inputs), options);
  CHECK(rejected == expected);
  CHECK(result.rejected == expected.size());
  CHECK(result.lines == 60'000);
  CHECK(last_lines == 60'000);
  CHECK(result.added == 60'000 - expected.size());
  CHECK(store->info().triples == result.added);
}

TEST_CASE("loads that fail or are cancelled leave the store as it was") {
  std::mt19937_64 random(6);
  const test::TemporaryDirectory directory;
  Store::create(directory / "store");
  const auto store = Store::open(directory / "store", OpenMode::write);
  Expected expected;
  const std::string base = test::random_triples(random, 1000);
  store->load(one(input_of("base", base)), {});
  expected.add(base, 1);
  const std::vector<std::string> before = names_in(directory / "store");
  const std::string text = test::random_triples(random, 20'000);

  SECTION("the input cannot be read to its end") {
    LoadInput input = input_of("broken", text);
    int calls = 0;
    input.read = [&calls, read = input.read](char* buffer, std::size_t capacity) {
      if (++calls == 5) throw Failure(ErrorCode::data, "the archive is damaged");
      return read(buffer, capacity);
    };
    CHECK_THROWS_AS(store->load(one(std::move(input)), {}), Failure);
  }
  SECTION("cancelled at any moment") {
    for (int wait = 0; wait < 12; ++wait) {
      Budget budget;
      LoadOptions options;
      options.memory_bytes = kTinyMemory;
      options.budget = &budget;
      std::jthread canceller([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(wait * wait));
        budget.cancel();
      });
      try {
        // A graph of its own each time: a load that gets through must not make the next one empty.
        const LoadResult result = store->load(one(input_of("random", text)), options);
        expected.add(text, result.commit);
      } catch (const Failure& failure) {
        CHECK(failure.error().code == ErrorCode::cancelled);
      }
    }
  }
  SECTION("a callback throws") {
    LoadOptions options;
    options.progress = [](std::uint64_t, std::uint64_t) { throw Failure(ErrorCode::internal, "thrown"); };
    CHECK_THROWS_AS(store->load(one(input_of("random", text)), options), Failure);
  }
  CHECK(names_in(directory / "store") == before);
  check_store(*store, expected);
}

TEST_CASE("loads take lines that are longer than a chunk") {
  const test::TemporaryDirectory directory;
  Store::create(directory / "store");
  const auto store = Store::open(directory / "store", OpenMode::write);
  LoadOptions options;
  options.memory_bytes = kTinyMemory;
  std::string text;
  Expected expected;
  for (const std::size_t size : {100U, 70'000U, 300'000U, 131'072U, 5U}) {
    text += "<a:s> <a:p> \"" + std::string(size, 'x') + "\"@en .\n";
    text += "<a:s> <http://www.w3.org/2000/01/rdf-schema#label> \"" + std::string(size, 'y') + "\" .\n";
  }
  store->load(one(input_of("long", text)), options);
  store->load(one(input_of("late", text + "<a:s> <a:p> \"" + std::string(90'000, 'z') + "\" .\n")), options);
  expected.add(text + "<a:s> <a:p> \"" + std::string(90'000, 'z') + "\" .\n", 1);
  check_store(*store, expected);
}
