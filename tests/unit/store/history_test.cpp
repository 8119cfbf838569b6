// The store as it was: what can be seen again, what cannot, and the limits.
#include <functional>
#include <vector>

#include "kg/base/error.h"
#include "kg/rdf/ntriples.h"
#include "kg/store/open_store.h"
#include "support/catch.h"
#include "support/temporary_directory.h"

using namespace kg;

namespace {

Term thing(const std::string& name) { return Term::iri("http://example.org/" + name); }

std::uint64_t add(Store& store, const std::string& subject, const std::string& label) {
  const auto transaction = store.begin();
  transaction->add({transaction->intern(thing(subject)), transaction->intern(Term::iri(iri::kRdfsLabel)),
                    transaction->intern(Term::string(label))});
  return transaction->commit().commit;
}

std::uint64_t remove_all(Store& store) {
  const SnapshotPtr snapshot = store.snapshot();
  const auto transaction = store.begin();
  const auto cursor = snapshot->cursor({});
  TripleColumns rows;
  while (cursor->next(rows)) {
    for (std::size_t i = 0; i < rows.size; ++i)
      transaction->remove({rows.column[0][i], rows.column[1][i], rows.column[2][i]});
  }
  return transaction->commit().commit;
}

std::uint64_t load(Store& store, const std::string& subject, const std::string& label) {
  auto text = std::make_shared<std::string>("<http://example.org/" + subject + "> <" +
                                            std::string(iri::kRdfsLabel) + "> \"" + label + "\" .\n");
  const auto read = [text](char* buffer, std::size_t capacity) {
    const std::size_t size = text->copy(buffer, capacity);
    text->erase(0, size);
    return size;
  };
  std::vector<LoadInput> inputs;
  inputs.push_back({"a", read, [] { return std::make_unique<NTriplesParser>(RdfSyntax::ntriples); }});
  return store.load(std::move(inputs), {}).commit;
}

// Every name in the snapshot, which also says how many triples there must be.
std::string names_at(const Store& store, std::uint64_t commit) {
  Budget budget;
  const SnapshotPtr snapshot = store.snapshot_at(commit, budget);
  std::string out;
  std::uint64_t names = 0;
  snapshot->names().for_each("", [&](std::string_view name, Id id) {
    out += (out.empty() ? "" : " ") + std::string(name);
    CHECK(snapshot->names().find(name) == std::vector<Id>{id});
    ++names;
    return true;
  });
  CHECK(snapshot->commit() == commit);
  CHECK(snapshot->statistics().triples() == names);
  const Id label = snapshot->find(Term::iri(iri::kRdfsLabel));
  CHECK(snapshot->statistics().relation(label).triples == names);
  const ScanSpec all{Permutation::osp, 0, {}, kAllIds, 0b111};
  CHECK(snapshot->count(all, 100) == names);
  const auto cursor = snapshot->cursor(all);
  TripleColumns rows;
  std::uint64_t read = 0;
  while (cursor->next(rows)) read += rows.size;
  CHECK(read == names);
  return out;
}

Error error_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Failure& failure) {
    return failure.error();
  }
  return {};
}

struct Scene {
  explicit Scene(const StoreTuning& tuning = {}) {
    Store::create(directory / "store");
    store = open_store(directory / "store", OpenMode::write, {std::size_t{8} << 20U, false}, tuning);
  }
  test::TemporaryDirectory directory;
  std::unique_ptr<Store> store;
};

}  // namespace

TEST_CASE("a load into an empty store can be gone behind") {
  Scene scene;
  Store& store = *scene.store;
  CHECK(load(store, "a", "one") == 1);
  CHECK(add(store, "b", "two") == 2);
  CHECK(names_at(store, 2) == "one two");
  CHECK(names_at(store, 1) == "one");
  CHECK(names_at(store, 0).empty());
}

TEST_CASE("a load into a store with triples keeps only numbers, unless nothing was there in between") {
  Scene scene;
  Store& store = *scene.store;
  add(store, "a", "one");    // 1
  load(store, "b", "two");   // 2
  add(store, "c", "three");  // 3
  remove_all(store);         // 4
  add(store, "d", "four");   // 5
  load(store, "e", "five");  // 6
  add(store, "f", "six");    // 7
  CHECK(names_at(store, 7) == "five four six");
  CHECK(names_at(store, 6) == "five four");
  const Error error = error_of([&] { names_at(store, 5); });
  CHECK(error.code == ErrorCode::query);
  CHECK(error.message.find("commit 6 loaded files") != std::string::npos);
  CHECK(error.hint == "ask for commit 6 or a later one");
  // From the moment without triples one can go back past the second load.
  CHECK(names_at(store, 4).empty());
  CHECK(names_at(store, 3) == "one three two");
  CHECK(names_at(store, 2) == "one two");
  CHECK(error_of([&] { names_at(store, 1); }).code == ErrorCode::query);
  CHECK(names_at(store, 0).empty());
  CHECK(error_of([&] { names_at(store, 8); }).message == "there is no commit 8 yet");
}

TEST_CASE("so many changes can be undone, and not one more") {
  StoreTuning tuning;
  tuning.undo_entries = 3;
  Scene scene(tuning);
  Store& store = *scene.store;
  for (const char* name : {"a", "b", "c", "d", "e"}) add(store, name, name);
  CHECK(names_at(store, 2) == "a b");
  const Error error = error_of([&] { names_at(store, 1); });
  CHECK(error.code == ErrorCode::limit);
  CHECK(error.message == "4 changes were made since commit 1, and at most 3 can be undone");
  CHECK(names_at(store, 0).empty());  // nothing to undo where nothing was
}

TEST_CASE("a view of the past is charged, and can be cancelled") {
  Scene scene;
  Store& store = *scene.store;
  for (const char* name : {"a", "b", "c"}) add(store, name, name);
  Budget tight;
  tight.set_memory_limit(100);
  CHECK(error_of([&] { static_cast<void>(store.snapshot_at(1, tight)); }).code == ErrorCode::limit);
  CHECK(tight.memory_used() == 0);
  Budget ended;
  ended.cancel();
  CHECK(error_of([&] { static_cast<void>(store.snapshot_at(1, ended)); }).code == ErrorCode::cancelled);
}

TEST_CASE("commits are listed newest first, to readers too") {
  Scene scene;
  add(*scene.store, "a", "one");
  load(*scene.store, "b", "two");
  remove_all(*scene.store);
  const auto reader = Store::open(scene.directory / "store", OpenMode::read);
  for (const Store* store : {scene.store.get(), reader.get()}) {
    std::vector<CommitInfo> commits;
    store->for_each_commit([&](const CommitInfo& commit) {
      commits.push_back(commit);
      return true;
    });
    REQUIRE(commits.size() == 3);
    CHECK(commits[0].commit == 3);
    CHECK(commits[0].removed == 2);
    CHECK(commits[0].time_ms >= commits[1].time_ms);
    CHECK(commits[1].load);
    CHECK(commits[1].added == 1);
    CHECK(commits[2].commit == 1);
    CHECK(names_at(*store, 2) == "one two");
  }
}
