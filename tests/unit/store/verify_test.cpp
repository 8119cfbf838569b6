// verify() over stores with one thing wrong, put there through RocksDB directly.
#include <rocksdb/write_batch.h>

#include <algorithm>
#include <filesystem>
#include <functional>

#include "kg/base/error.h"
#include "kg/store/block.h"
#include "kg/store/commit_record.h"
#include "kg/store/database.h"
#include "kg/store/dictionary_format.h"
#include "kg/store/open_store.h"
#include "support/catch.h"
#include "support/temporary_directory.h"

using namespace kg;

namespace {

// A handle on the database below a store, for breaking it.
class Backdoor {
 public:
  explicit Backdoor(const std::string& store)
      : database_(database_path(store), Families::Mode::read_write, std::size_t{1} << 20U) {}
  void put(Family family, std::string_view key, std::string_view value) {
    check_status(database_.db().Put({}, database_.family(family), slice_of(key), slice_of(value)), "put");
  }
  void erase(Family family, std::string_view key) {
    check_status(database_.db().Delete({}, database_.family(family), slice_of(key)), "erase");
  }
  std::vector<std::pair<std::string, std::string>> entries(Family family) {
    const std::unique_ptr<rocksdb::Iterator> at(database_.db().NewIterator({}, database_.family(family)));
    std::vector<std::pair<std::string, std::string>> all;
    for (at->SeekToFirst(); at->Valid(); at->Next())
      all.emplace_back(at->key().ToString(), at->value().ToString());
    return all;
  }
  std::pair<std::string, std::string> entry(Family family, std::size_t number = 0) {
    return entries(family).at(number);
  }
  void change_meta(const std::function<void(MetaRecord&)>& change) {
    MetaRecord meta = database_.read_meta();
    change(meta);
    put(Family::meta, kMetaKey, encode_meta(meta));
  }

 private:
  Families database_;
};

using Rows = std::vector<PermutedTriple>;

Rows decode(const std::string& bytes) {
  const BlockView block(bytes);
  Rows rows;
  for (std::size_t i = 0; i < block.rows(); ++i) rows.push_back(block.row(i));
  return rows;
}

std::string encode(const Rows& rows) {
  std::array<std::vector<std::uint64_t>, 3> columns;
  for (const PermutedTriple& row : rows) {
    for (std::size_t i = 0; i < 3; ++i) columns[i].push_back(row[i].bits);
  }
  std::string bytes;
  encode_block({columns[0].data(), columns[1].data(), columns[2].data()}, rows.size(), bytes);
  return bytes;
}

Term thing(const std::string& name) { return Term::iri("http://example.org/" + name); }

// A store with folded blocks, late terms, triple terms, names, and (when asked for) commits in the log
// that are not folded.
void make_store(const std::string& path, bool folded) {
  Store::create(path);
  const auto store =
      open_store(path, OpenMode::write, {std::size_t{1} << 20U, false}, {1'000'000, 1'000'000, 256});
  for (int round = 0; round < 2; ++round) {
    const auto transaction = store->begin();
    const Id label = transaction->intern(Term::iri(iri::kRdfsLabel));
    for (int i = 0; i < 1500; ++i) {
      const Id subject = transaction->intern(thing("s" + std::to_string(i % 700 + round)));
      transaction->add({subject, transaction->intern(thing("r" + std::to_string(i % 3))),
                        transaction->intern(Term::string("a long text " + std::to_string(i)))});
      if (i % 10 == 0) {
        transaction->add({subject, label, transaction->intern(Term::string("Name " + std::to_string(i)))});
      }
    }
    const Id statement = transaction->intern(Term::triple_term(thing("s1"), thing("r1"), thing("s2")));
    transaction->add(
        {transaction->intern(thing("e")), transaction->intern(Term::iri(iri::kRdfReifies)), statement});
    transaction->commit();
    if (round == 0 && folded) store->compact();
  }
  if (folded) store->compact();
}

// A copy of that store, which takes longer to make than to copy.
void copy_store(const std::string& path, bool folded) {
  static const test::TemporaryDirectory originals;
  const std::string original = originals / (folded ? "folded" : "unfolded");
  if (!std::filesystem::exists(original)) make_store(original, folded);
  std::filesystem::copy(original, path, std::filesystem::copy_options::recursive);
}

std::vector<std::string> problems_after(const std::function<void(Backdoor&)>& damage, bool folded = true) {
  const test::TemporaryDirectory directory;
  const std::string path = directory / "store";
  copy_store(path, folded);
  {
    Backdoor backdoor(path);
    damage(backdoor);
  }
  const auto store = Store::open(path, OpenMode::read);
  Budget budget;
  return store->verify(budget).problems;
}

bool mentions(const std::vector<std::string>& problems, const std::string& text) {
  for (const std::string& problem : problems) {
    if (problem.find(text) != std::string::npos) return true;
  }
  for (const std::string& problem : problems) UNSCOPED_INFO(problem);
  return false;
}

}  // namespace

TEST_CASE("a sound store has no problems") {
  CHECK(problems_after([](Backdoor&) {}, true).empty());
  CHECK(problems_after([](Backdoor&) {}, false).empty());
}

TEST_CASE("verify finds damaged and misplaced blocks") {
  const auto with_block = [](Family family, const std::function<void(Rows&)>& change, bool keep_key) {
    return problems_after([&](Backdoor& backdoor) {
      const auto [key, value] = backdoor.entry(family);
      Rows rows = decode(value);
      change(rows);
      if (!keep_key) backdoor.erase(family, key);
      backdoor.put(family, keep_key ? key : std::string(view_of(triple_key(rows.back()))), encode(rows));
    });
  };
  for (const Family family : {Family::spo, Family::pos, Family::osp, Family::pso}) {
    CAPTURE(family_name(family));
    CHECK(mentions(with_block(
                       family, [](Rows& rows) { rows.erase(rows.begin() + 5); }, true),
                   "the same triples"));
    CHECK(mentions(with_block(
                       family, [](Rows& rows) { rows.pop_back(); }, false),
                   "triples"));
    CHECK(mentions(with_block(
                       family, [](Rows& rows) { rows.pop_back(); }, true),
                   "does not end at its key"));
    CHECK(mentions(with_block(
                       family, [](Rows& rows) { std::swap(rows[3], rows[4]); }, true),
                   "out of order"));
    CHECK(mentions(with_block(
                       family, [](Rows& rows) { rows[1] = rows[2]; }, true),
                   "out of order"));
  }
  CHECK(mentions(problems_after([](Backdoor& backdoor) {
                   auto [key, value] = backdoor.entry(Family::pos);
                   value[value.size() / 2] ^= 4;
                   backdoor.put(Family::pos, key, value);
                 }),
                 "checksum"));
  CHECK(mentions(problems_after([](Backdoor& backdoor) {
                   const Rows first = decode(backdoor.entry(Family::spo, 0).second);
                   const auto [key, value] = backdoor.entry(Family::spo, 1);
                   Rows second = decode(value);
                   second.front() = first[3];
                   backdoor.put(Family::spo, key, encode(second));
                 }),
                 "overlap"));
}

TEST_CASE("verify finds ids without a term") {
  const auto problems = problems_after([](Backdoor& backdoor) {
    for (const Family family : {Family::spo, Family::pos, Family::osp, Family::pso}) {
      const auto permutation = static_cast<Permutation>(static_cast<int>(family) - 1);
      // A triple of ids that were never given, in every permutation, in the place of another one.
      const PermutedTriple wanted =
          permute({Id{Tag::iri, 900'000}, Id{Tag::iri, 900'001}, Id{Tag::iri, 900'002}}, permutation);
      const auto entries = backdoor.entries(family);
      auto at = entries.begin();
      while (std::next(at) != entries.end() && parse_triple_key(at->first) < wanted) ++at;
      Rows rows = decode(at->second);
      rows.front() = wanted;
      std::sort(rows.begin(), rows.end());
      backdoor.erase(family, at->first);
      backdoor.put(family, view_of(triple_key(rows.back())), encode(rows));
    }
  });
  CHECK(mentions(problems, "stands for no term"));
}

TEST_CASE("verify finds a dictionary that does not agree with itself") {
  CHECK(mentions(
      problems_after([](Backdoor& b) { b.erase(Family::late_terms, b.entry(Family::late_terms, 7).first); }),
      "does not follow"));
  CHECK(mentions(
      problems_after([](Backdoor& b) { b.erase(Family::late_ids, b.entry(Family::late_ids, 7).first); }),
      "not found by its text"));
  CHECK(mentions(problems_after([](Backdoor& b) {
                   const auto [key, value] = b.entry(Family::late_terms, 7);
                   b.put(Family::late_terms, key, value + "x");
                 }),
                 "not found by its text"));
  CHECK(mentions(
      problems_after([](Backdoor& b) {
        b.put(Family::late_ids, late_key(Tag::iri, "http://unknown/"), view_of(id_key(Id{Tag::iri, 3})));
      }),
      "by text"));
  CHECK(mentions(problems_after([](Backdoor& b) {
                   const Id id{Tag::string, 1};
                   b.put(Family::late_terms, view_of(id_key(id)), "short");
                 }),
                 "inline"));
  CHECK(mentions(problems_after([](Backdoor& b) {
                   DictionaryWriter writer(
                       [&](auto key, auto value) { b.put(Family::dictionary, key, value); },
                       [&](auto key, auto value) { b.put(Family::dictionary_index, key, value); });
                   writer.add(Tag::iri, "http://extra/");
                   writer.finish();
                 }),
                 "as many as the state record"));
}

TEST_CASE("verify finds triple terms, names, statistics that do not fit") {
  CHECK(mentions(problems_after([](Backdoor& b) {
                   b.erase(Family::triple_term_ids, b.entry(Family::triple_term_ids).first);
                 }),
                 "not found by its components"));
  CHECK(mentions(
      problems_after([](Backdoor& b) { b.erase(Family::triple_terms, b.entry(Family::triple_terms).first); }),
      "triple terms"));
  CHECK(mentions(problems_after([](Backdoor& b) { b.erase(Family::names, b.entry(Family::names, 3).first); }),
                 "names"));
  CHECK(mentions(problems_after([](Backdoor& b) {
                   b.put(Family::names, name_key("nobody", Id{Tag::iri, 2}), {});
                 }),
                 "names"));
  CHECK(mentions(problems_after([](Backdoor& b) { b.erase(Family::text, b.entry(Family::text, 3).first); }),
                 "searched texts give"));
  CHECK(mentions(problems_after([](Backdoor& b) { b.put(Family::text, kTextTotalsKey, "\1\1"); }),
                 "searched texts give"));
  CHECK(mentions(problems_after([](Backdoor& b) {
                   b.put(Family::text, name_key("name", Id{Tag::undefined, 2}), "\1\1");
                 }),
                 "searched texts give"));
  CHECK(mentions(
      problems_after([](Backdoor& b) { b.erase(Family::statistics, b.entry(Family::statistics).first); }),
      "no statistics"));
  for (int field = 0; field < 3; ++field) {
    CHECK(mentions(problems_after([&](Backdoor& b) {
                     const auto [key, value] = b.entry(Family::statistics);
                     RelationStatistics statistics = decode_statistics(value);
                     std::array<std::uint64_t*, 3> fields{&statistics.triples, &statistics.distinct_subjects,
                                                          &statistics.distinct_objects};
                     ++*fields[static_cast<std::size_t>(field)];
                     b.put(Family::statistics, key, encode_statistics(statistics));
                   }),
                   "its statistics say"));
  }
  CHECK(mentions(problems_after([](Backdoor& b) {
                   b.put(Family::statistics, view_of(id_key(Id{Tag::iri, 2})), encode_statistics({1, 1, 1}));
                 }),
                 "statistics and no triples"));
}

TEST_CASE("verify finds a log that does not fit the state") {
  CHECK(
      mentions(problems_after([](Backdoor& b) { b.erase(Family::commits, b.entry(Family::commits).first); }),
               "missing from the log"));
  CHECK(mentions(problems_after([](Backdoor& b) {
                   const auto [key, value] = b.entry(Family::commits);
                   CommitRecord record = decode_commit(value);
                   record.changes.pop_back();
                   --record.added;
                   b.put(Family::commits, key, encode_commit(record));
                 }),
                 "add up to"));
  CHECK(mentions(problems_after([](Backdoor& b) { b.change_meta([](MetaRecord& m) { ++m.triple_terms; }); }),
                 "triple terms"));
  CHECK(
      mentions(problems_after([](Backdoor& b) { b.change_meta([](MetaRecord& m) { ++m.commit_time_ms; }); }),
               "another time"));
  CHECK(
      mentions(problems_after([](Backdoor& b) { b.change_meta([](MetaRecord& m) { ++m.last_payload[2]; }); }),
               "late terms"));
}

TEST_CASE("a state that disagrees with the superblock is refused before anything is written") {
  const std::vector<std::function<void(MetaRecord&)>> damages{
      [](MetaRecord& m) { ++m.triples; }, [](MetaRecord& m) { --m.commit; }, [](MetaRecord& m) { m = {}; }};
  for (const auto& damage : damages) {
    const test::TemporaryDirectory directory;
    const std::string path = directory / "store";
    copy_store(path, true);
    Backdoor(path).change_meta(damage);
    for (const OpenMode mode : {OpenMode::read, OpenMode::write}) {
      try {
        Store::open(path, mode);
        FAIL("opened");
      } catch (const Failure& failure) {
        CHECK(failure.error().code == ErrorCode::damaged);
      }
    }
  }
}
