// StoreCore: an open store, as transactions, folds and the bulk loader see it.
// Thread safety: current() may be called at any time; what changes the store only by the one writer
// (see Store::begin).
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "kg/base/limits.h"
#include "kg/store/database.h"
#include "kg/store/delta.h"
#include "kg/store/file_lock.h"
#include "kg/store/ingest.h"
#include "kg/store/snapshot.h"
#include "kg/store/store.h"
#include "kg/store/superblock.h"

namespace kg {

// When the delta is folded into the blocks. docs/store_format.md has the measurements behind these.
struct StoreTuning {
  std::size_t fold_entries = std::size_t{128} << 10U;  // before the next transaction
  std::size_t close_entries = std::size_t{3} << 10U;   // at closing; fewer are replayed at opening
  std::size_t batch_entries = 256;                     // up to here a fold is a write batch, else SST files
  std::size_t undo_entries = kMaxUndoneChanges;        // for a view of the past
};

class StoreCore {
 public:
  // Throws Failure, see Store::open.
  StoreCore(std::string path, OpenMode mode, const StoreOptions& options, const StoreTuning& tuning = {});
  StoreCore(const StoreCore&) = delete;
  StoreCore& operator=(const StoreCore&) = delete;
  // A writer folds a large delta, flushes and marks the store as cleanly closed.
  ~StoreCore();

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] const StoreOptions& options() const { return options_; }
  [[nodiscard]] const StoreTuning& tuning() const { return tuning_; }
  [[nodiscard]] const Superblock& superblock() const { return superblock_; }
  [[nodiscard]] const std::string& notice() const { return notice_; }
  [[nodiscard]] bool writable() const { return lock_.has_value(); }
  [[nodiscard]] Families& database() { return *database_; }
  [[nodiscard]] const Families& database() const { return *database_; }

  // The newest state.
  [[nodiscard]] std::shared_ptr<const Snapshot> current() const;
  [[nodiscard]] MetaRecord meta() const;

  // --- for the writer ------------------------------------------------------------------------------
  // To be called before anything is written: from now on a crash is told at the next opening.
  void mark_dirty();
  // Makes a state current. What it says must be in the database already. `same_blocks`: blocks and
  // ordered terms are those of the state before.
  void publish(const MetaRecord& meta, std::shared_ptr<const Delta> delta, bool same_blocks = false);
  // Lets go of the table files that a compaction replaced.
  void renew() { publish(meta_, delta_); }
  // Brings all commits into the blocks; afterwards the delta is empty and the log is not needed to open.
  void fold();
  // Writes everything to table files and the superblock with the newest commit, marked `clean` or not.
  void checkpoint(bool clean);
  // A directory for SST files that are to be ingested (see Ingest).
  [[nodiscard]] std::string ingest_directory() const { return path_ + "/ingest"; }

 private:
  void open_for_writing();
  // Brings a store of an older format to the present one. A crash in the middle leaves it as it was.
  void migrate();
  void open_for_reading();
  void check_against_superblock(const MetaRecord& meta) const;
  void adopt();

  std::string path_;
  StoreOptions options_;
  StoreTuning tuning_;
  Superblock superblock_;
  std::string notice_;
  std::optional<FileLock> lock_;
  std::shared_ptr<Families> database_;

  mutable std::mutex mutex_;  // of what follows
  MetaRecord meta_;
  std::shared_ptr<const Delta> delta_;
  mutable std::shared_ptr<const Snapshot> current_;  // made when asked for
  mutable std::shared_ptr<const BaseView> blocks_;   // of the first snapshot on these blocks
  std::shared_ptr<SearchedRelations> searched_ = std::make_shared<SearchedRelations>();
};

// The commits after the last fold, read from the log. Throws Failure(damaged) when one is missing.
std::shared_ptr<const Delta> replay_commits(const BaseView& view, const MetaRecord& meta);

// The current time as a commit notes it: milliseconds of Unix time.
std::int64_t now_ms();

}  // namespace kg
