// Store: a directory that holds one graph, on RocksDB. docs/store_format.md gives every byte.
//
// Processes: one writer and any number of readers. The writer holds an exclusive lock on the file
// `writer.lock`; readers open without it (see OpenMode::read) and see the last commit at the time of
// snapshot() or refresh().
//
// Thread safety: a Store may be used from many threads; transactions are serialised by the caller's
// holding at most one at a time (begin() throws when one is open). Snapshots are immutable.
//
// Failure: every function throws Failure (store, locked, damaged, limit, data). A failed or abandoned
// transaction or load leaves the store as it was.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "kg/base/budget.h"
#include "kg/model/name_index.h"
#include "kg/model/raw_term.h"
#include "kg/model/reports.h"
#include "kg/model/triple_source.h"

namespace kg {

enum class OpenMode : std::uint8_t { read, write };

struct StoreOptions {
  std::size_t cache_bytes = std::size_t{256} << 20U;  // block cache; filled as blocks are read
  bool sync = true;  // a commit is on disk before it is acknowledged; false: it is with the operating system
};

// An immutable view of the store at one commit, or of a transaction's own changes over it.
class StoreSnapshot : public TripleSource {
 public:
  [[nodiscard]] virtual std::uint64_t commit() const = 0;
  [[nodiscard]] virtual const NameIndex& names() const = 0;
};
using SnapshotPtr = std::shared_ptr<const StoreSnapshot>;

// Changes that become visible to others together, or never. Destroying it without commit() drops them.
class Transaction {
 public:
  virtual ~Transaction() = default;

  // The id of a term, given a place in the dictionary when it is new (written at commit).
  virtual Id intern(const Term& term) = 0;
  // The id of << s p o >>, made when new.
  virtual Id intern_triple(const Triple& triple) = 0;

  // Ids must come from intern() or from the store. Adding what is there and removing what is not are
  // no changes. Both are buffered and take effect in the order of calls.
  virtual void add(const Triple& triple) = 0;
  virtual void remove(const Triple& triple) = 0;

  // A view of the store with this transaction's changes so far.
  [[nodiscard]] virtual SnapshotPtr view() = 0;

  // All or nothing. The transaction is finished afterwards, whether or not it threw.
  virtual CommitResult commit() = 0;
};

struct LoadOptions {
  std::size_t memory_bytes = std::size_t{1} << 30U;
  unsigned threads = 0;  // 0: as many as there are processors
  bool lenient = false;
  // Called with lines read and bytes of input consumed so far, from one thread, about ten times a second.
  std::function<void(std::uint64_t, std::uint64_t)> progress;
  // Lenient: called once for each bad record, in input order; line counts from the input's start.
  std::function<void(const std::string& file, const BadRecord&)> rejected;
  Budget* budget = nullptr;
};

struct LoadInput {
  std::string name;  // for messages
  // Reads up to `capacity` bytes of plain (already decompressed) text; 0 at the end. Throws on a read error.
  std::function<std::size_t(char* buffer, std::size_t capacity)> read;
  // Makes a parser for one thread.
  std::function<std::unique_ptr<ChunkParser>()> make_parser;
  // In place of both: a parser that reads the input itself, on one thread, while others build on what it
  // gives. `bytes_read` is for progress.
  std::unique_ptr<StreamParser> stream = nullptr;
  std::function<std::uint64_t()> bytes_read = nullptr;
};

class Store {
 public:
  // Makes an empty store in a directory that does not exist or is empty.
  static void create(const std::string& path, const std::string& base_iri = {});
  static std::unique_ptr<Store> open(const std::string& path, OpenMode mode,
                                     const StoreOptions& options = {});
  // Puts a backup where a store is to be: `path` is absent or empty, or, with `move_aside`, a store that
  // nobody writes, which is renamed; gives its new name, or nothing. After a failure `path` is as it was. The
  // backup may be any store.
  static std::string restore(const std::string& backup, const std::string& path, bool move_aside,
                             Budget& budget);

  virtual ~Store() = default;

  [[nodiscard]] virtual StoreInfo info() const = 0;
  [[nodiscard]] virtual SnapshotPtr snapshot() const = 0;
  // The store as it was after a commit (0: before the first), in about the time and memory that the commits
  // since then took. Throws Failure(query) for a commit that is not there yet or lies behind a bulk load into
  // a store with triples (a load keeps only its numbers), Failure(limit) for more than kMaxUndoneChanges to
  // undo.
  [[nodiscard]] virtual SnapshotPtr snapshot_at(std::uint64_t commit, Budget& budget) const = 0;
  // All commits of the newest snapshot, newest first, until `visit` returns false.
  virtual void for_each_commit(const std::function<bool(const CommitInfo&)>& visit) const = 0;
  // Readers: looks for commits that other processes made since. Writers: nothing to do.
  virtual void refresh() = 0;

  virtual std::unique_ptr<Transaction> begin() = 0;
  // Blank node labels are scoped to the input: the same label in two loads, or in two inputs, is two nodes.
  virtual LoadResult load(std::vector<LoadInput> inputs, const LoadOptions& options) = 0;

  // Decodes everything and checks permutations, dictionary, names and statistics against each other.
  virtual VerifyReport verify(Budget& budget) const = 0;
  // Makes `path`, absent or empty, a store of its own with what this one holds now, while others read and
  // write; it is on disk when this returns. After a failure `path` is as it was.
  virtual void back_up(const std::string& path, Budget& budget) const = 0;
  // Folds small commits into the blocks and rewrites what RocksDB can make smaller.
  virtual void compact() = 0;
};

}  // namespace kg
