#include "kg/store/store.h"

#include <filesystem>
#include <fstream>
#include <functional>
#include <map>

#include "kg/base/error.h"
#include "support/catch.h"
#include "support/temporary_directory.h"

using namespace kg;

namespace {

ErrorCode code_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Failure& failure) {
    return failure.error().code;
  }
  return ErrorCode::internal;
}

Triple intern(Transaction& transaction, const Term& s, const Term& p, const Term& o) {
  return {transaction.intern(s), transaction.intern(p), transaction.intern(o)};
}

Term thing(const std::string& name) { return Term::iri("http://example.org/" + name); }

}  // namespace

TEST_CASE("a store is made only where nothing is") {
  const test::TemporaryDirectory directory;
  const std::string path = directory / "store";
  CHECK(code_of([&] { Store::open(path, OpenMode::read); }) == ErrorCode::store);
  Store::create(path, "http://base.example/");
  CHECK(code_of([&] { Store::create(path); }) == ErrorCode::store);
  CHECK(code_of([&] { Store::create(directory.path()); }) == ErrorCode::store);
  const auto store = Store::open(path, OpenMode::read);
  const StoreInfo info = store->info();
  CHECK(info.base_iri == "http://base.example/");
  CHECK(info.store_id.size() == 32);
  CHECK(info.triples == 0);
  CHECK(info.last_commit == 0);
  CHECK(info.notice.empty());
  CHECK(info.disk_bytes > 0);
  CHECK(code_of([&] { static_cast<void>(store->begin()); }) == ErrorCode::store);
}

TEST_CASE("a directory that is not a store is told from one") {
  const test::TemporaryDirectory directory;
  std::ofstream(directory / "file") << "x";
  try {
    Store::open(directory.path(), OpenMode::write);
    FAIL("opened");
  } catch (const Failure& failure) {
    CHECK(failure.error().message.find("is not a store") != std::string::npos);
    CHECK(failure.error().hint.find("kg create") != std::string::npos);
  }
  CHECK(!std::filesystem::exists(directory / "writer.lock"));
}

TEST_CASE("what is committed is there, what is dropped is not") {
  const test::TemporaryDirectory directory;
  const std::string path = directory / "store";
  Store::create(path);
  const Term label = Term::iri(iri::kRdfsLabel);
  Triple triple;
  {
    const auto store = Store::open(path, OpenMode::write);
    const SnapshotPtr empty = store->snapshot();
    const auto transaction = store->begin();
    CHECK(code_of([&] { static_cast<void>(store->begin()); }) == ErrorCode::store);
    triple = intern(*transaction, thing("li"), thing("visited"), thing("ganzhou"));
    transaction->add(triple);
    transaction->add(intern(*transaction, thing("li"), label, Term::string("Li Qiang")));
    const SnapshotPtr view = transaction->view();
    CHECK(view->contains(triple));
    CHECK(view->names().find("li qiang") == std::vector<Id>{triple[0]});
    CHECK(view->term(triple[2]) == thing("ganzhou"));
    CHECK(view->find(thing("ganzhou")) == triple[2]);
    CHECK(view->statistics().relation(triple[1]) == RelationStatistics{1, 1, 1});
    CHECK(!store->snapshot()->contains(triple));
    const CommitResult result = transaction->commit();
    CHECK(result.commit == 1);
    CHECK(result.added == 2);
    CHECK_THROWS_AS(transaction->add(triple), Failure);
    CHECK(store->snapshot()->contains(triple));
    CHECK(!empty->contains(triple));
    CHECK(empty->find(thing("li")) == kMissing);

    const auto dropped = store->begin();
    dropped->add(intern(*dropped, thing("li"), thing("visited"), thing("nowhere")));
  }
  const auto store = Store::open(path, OpenMode::read);
  const SnapshotPtr snapshot = store->snapshot();
  CHECK(snapshot->commit() == 1);
  CHECK(snapshot->contains(triple));
  CHECK(snapshot->find(thing("nowhere")) == kMissing);
  CHECK(snapshot->names().find("li qiang") == std::vector<Id>{triple[0]});
  CHECK(snapshot->term(triple[0]) == thing("li"));
  CHECK(store->info().triples == 2);
  CHECK(store->info().dictionary_terms == 5);
}

TEST_CASE("a name stays while any label gives it") {
  const test::TemporaryDirectory directory;
  Store::create(directory / "store");
  const auto store = Store::open(directory / "store", OpenMode::write);
  const Term label = Term::iri(iri::kRdfsLabel);
  const Term alias = Term::iri(iri::kSkosAltLabel);
  auto transaction = store->begin();
  const Triple first = intern(*transaction, thing("x"), label, Term::string("Some  Name"));
  const Triple second = intern(*transaction, thing("x"), alias, Term::lang_string("some name", "en"));
  transaction->add(first);
  transaction->add(second);
  transaction->add(intern(*transaction, thing("y"), label, Term::string("some nameless")));
  transaction->commit();
  CHECK(store->snapshot()->names().find("some name") == std::vector<Id>{first[0]});
  transaction = store->begin();
  transaction->remove(first);
  transaction->commit();
  CHECK(store->snapshot()->names().find("some name") == std::vector<Id>{first[0]});
  transaction = store->begin();
  transaction->remove(second);
  CHECK(transaction->view()->names().find("some name").empty());
  transaction->commit();
  CHECK(store->snapshot()->names().find("some name").empty());
  std::size_t names = 0;
  store->snapshot()->names().for_each("some", [&](std::string_view, Id) { return ++names != 0; });
  CHECK(names == 1);
}

TEST_CASE("triple terms both ways") {
  const test::TemporaryDirectory directory;
  Store::create(directory / "store");
  const auto store = Store::open(directory / "store", OpenMode::write);
  const Term inner = Term::triple_term(thing("a"), thing("b"), thing("c"));
  const Term outer = Term::triple_term(thing("z"), thing("b"), inner);
  auto transaction = store->begin();
  const Id id = transaction->intern(outer);
  CHECK(transaction->intern(outer) == id);
  transaction->add({transaction->intern(thing("r")), transaction->intern(Term::iri(iri::kRdfReifies)), id});
  CHECK(transaction->view()->term(id) == outer);
  transaction->commit();
  const SnapshotPtr snapshot = store->snapshot();
  CHECK(snapshot->find(outer) == id);
  CHECK(snapshot->term(id) == outer);
  const Id inner_id = snapshot->find(inner);
  CHECK(inner_id.tag() == Tag::triple);
  CHECK(snapshot->unfold(id)[2] == inner_id);
  CHECK(snapshot->fold(snapshot->unfold(inner_id)) == inner_id);
  std::vector<Id> found;
  snapshot->for_each_triple_term({snapshot->find(thing("a")), Id{}, Id{}}, 1, [&](Id term, const Triple&) {
    found.push_back(term);
    return true;
  });
  CHECK(found == std::vector<Id>{inner_id});
  CHECK(store->info().triple_terms == 2);
}

TEST_CASE("long and odd terms come back") {
  const test::TemporaryDirectory directory;
  Store::create(directory / "store");
  auto store = Store::open(directory / "store", OpenMode::write);
  std::vector<Term> terms;
  for (const std::size_t size : {0U, 6U, 7U, 8U, 255U, 256U, 257U, 100'000U}) {
    terms.push_back(Term::string(std::string(size, 'x')));
    terms.push_back(Term::string(std::string(size, 'x') + "y"));
  }
  terms.push_back(Term::lang_string("bonjour", "fr"));
  terms.push_back(Term::literal("01", iri::kXsdInteger));
  terms.push_back(Term::literal("whatever", "http://example.org/type"));
  terms.push_back(Term::blank("b1"));
  std::vector<Id> ids;
  auto transaction = store->begin();
  for (const Term& term : terms) {
    ids.push_back(transaction->intern(term));
    transaction->add({transaction->intern(thing("s")), transaction->intern(thing("p")), ids.back()});
  }
  transaction->commit();
  store.reset();
  store = Store::open(directory / "store", OpenMode::read);
  const SnapshotPtr snapshot = store->snapshot();
  for (std::size_t i = 0; i < terms.size(); ++i) {
    CHECK(snapshot->term(ids[i]) == terms[i]);
    CHECK(snapshot->find(terms[i]) == ids[i]);
  }
  std::size_t visited = 0;
  snapshot->decode(ids, [&](std::size_t i, std::string_view key) {
    ++visited;
    CHECK(dictionary_key(terms[i]).key == key);
  });
  CHECK(visited > 10);
}

TEST_CASE("string prefixes: every string is in exactly one range, or must be looked at") {
  const test::TemporaryDirectory directory;
  Store::create(directory / "store");
  const auto store = Store::open(directory / "store", OpenMode::write);
  const auto transaction = store->begin();
  const std::string zero("ab\0", 3);
  const std::vector<std::string> texts{"",        "a",        "ab",  zero, zero + "c", "abc",
                                       "abcdefg", "abcdefgh", "abd", "b",  "\xc3\xbf"};
  std::map<std::string, Id> ids;
  for (const std::string& text : texts) {
    ids[text] = transaction->intern(Term::string(text));
    transaction->add({transaction->intern(thing("s")), transaction->intern(thing("p")), ids[text]});
  }
  transaction->commit();
  const SnapshotPtr snapshot = store->snapshot();
  for (const std::string& prefix : {std::string(), std::string("a"), std::string("ab"), zero,
                                    std::string("abcdefg"), std::string("abcdefgh"), std::string("\xc3")}) {
    const auto ranges = snapshot->string_prefix(prefix);
    for (const auto& [text, id] : ids) {
      std::size_t exact = 0;
      std::size_t rest = 0;
      for (const IdRange& range : ranges.exact) exact += range.contains(id) ? 1U : 0U;
      for (const IdRange& range : ranges.rest) rest += range.contains(id) ? 1U : 0U;
      if (text.starts_with(prefix)) {
        CHECK(exact + rest == 1);
      } else {
        CHECK(exact == 0);
      }
    }
  }
}

TEST_CASE("one writer at a time, readers beside it") {
  const test::TemporaryDirectory directory;
  const std::string path = directory / "store";
  Store::create(path);
  const auto writer = Store::open(path, OpenMode::write);
  CHECK(code_of([&] { Store::open(path, OpenMode::write); }) == ErrorCode::locked);
  const auto reader = Store::open(path, OpenMode::read);
  CHECK(reader->snapshot()->commit() == 0);
  const SnapshotPtr old = reader->snapshot();
  auto transaction = writer->begin();
  const Triple triple = intern(*transaction, thing("a"), thing("b"), thing("c"));
  transaction->add(triple);
  transaction->commit();
  reader->refresh();
  CHECK(reader->snapshot()->commit() == 1);
  CHECK(reader->snapshot()->contains(triple));
  CHECK(reader->snapshot()->term(triple[0]) == thing("a"));
  CHECK(!old->contains(triple));
  writer->compact();
  reader->refresh();
  CHECK(reader->snapshot()->contains(triple));
  CHECK(reader->info().triples == 1);
}
