#include "kg/store/store_core.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <thread>
#include <utility>

#include "kg/base/error.h"
#include "kg/store/commit_record.h"
#include "kg/store/directory_state.h"
#include "kg/store/fold.h"

namespace kg {

std::int64_t now_ms() {
  using std::chrono::duration_cast, std::chrono::milliseconds, std::chrono::system_clock;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

StoreCore::StoreCore(std::string path, OpenMode mode, const StoreOptions& options, const StoreTuning& tuning)
    : path_(std::move(path)), options_(options), tuning_(tuning), superblock_(read_superblock(path_)) {
  if (mode == OpenMode::write) {
    open_for_writing();
  } else {
    open_for_reading();
  }
  if (!superblock_.clean && (mode == OpenMode::write || database_->mode() == Families::Mode::read_only)) {
    notice_ =
        fmt::format("the last session did not end in order; all is there up to commit {}", meta_.commit);
  }
}

StoreCore::~StoreCore() {
  if (!writable()) return;
  try {
    if (superblock_.clean) return;
    if (delta_->size() > tuning_.close_entries) fold();
    checkpoint(true);
  } catch (const std::exception&) {
    // The commits are in the log; the next opening finds the store not cleanly closed and recovers.
    return;
  }
}

// A read-write open of a damaged database may delete files, so the database is looked at first.
void StoreCore::open_for_writing() {
  lock_ = FileLock::exclusive(lock_path(path_), path_);
  superblock_ = read_superblock(path_);
  {
    const Families database(database_path(path_), Families::Mode::read_only, options_.cache_bytes,
                            superblock_.format_version);
    check_against_superblock(database.read_meta());
  }
  std::error_code ignored;
  std::filesystem::remove_all(ingest_directory(), ignored);
  database_ = std::make_shared<Families>(database_path(path_), Families::Mode::read_write,
                                         options_.cache_bytes, superblock_.format_version);
  adopt();
  if (superblock_.format_version < kStoreFormatVersion) migrate();
}

// Version 1 had no index of texts. Until the superblock says version 2 nobody reads it.
void StoreCore::migrate() {
  build_texts(*database_, *current(), path_, ingest_directory());
  database_->flush();
  Superblock migrated = superblock_;
  migrated.format_version = kStoreFormatVersion;
  write_superblock(path_, migrated);
  superblock_ = migrated;
  renew();
}

// Without a writer the files do not move while they are opened. Beside one, the database is opened as
// RocksDB's secondary, which reads first the manifest and then the logs. Had a fold, load or flush come
// in between, it would put new logs on old files and miss what moved from the one to the other. So
// that it does not, the manifest must be the same before and after; else it is tried again.
void StoreCore::open_for_reading() {
  constexpr int kAttempts = 20;
  for (int attempt = 1;; ++attempt) {
    const std::optional<FileLock> no_writer = FileLock::shared(lock_path(path_));
    const std::string manifest = manifest_state(path_);
    const Families::Mode mode = no_writer ? Families::Mode::read_only : Families::Mode::secondary;
    try {
      superblock_ = read_superblock(path_);
      database_ = std::make_shared<Families>(database_path(path_), mode, options_.cache_bytes,
                                             superblock_.format_version);
      adopt();
      if (no_writer || manifest == manifest_state(path_)) return;
    } catch (const Failure&) {
      if (no_writer || attempt >= kAttempts) throw;
    }
    if (attempt >= kAttempts) {
      throw Failure(ErrorCode::store, "the store changes too fast to be opened beside its writer");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(2 * attempt));
  }
}

void StoreCore::adopt() {
  const MetaRecord meta = database_->read_meta();
  check_against_superblock(meta);
  const BaseView view(database_);
  publish(meta, replay_commits(view, meta));
}

void StoreCore::check_against_superblock(const MetaRecord& meta) const {
  const bool same = meta.commit == superblock_.last_commit && meta.triples == superblock_.triples;
  const bool later = meta.commit > superblock_.last_commit && !superblock_.clean;
  if (same || later) return;
  throw_damaged(
      fmt::format("its database is at commit {} with {} triples, its superblock says commit {} with {}",
                  meta.commit, meta.triples, superblock_.last_commit, superblock_.triples));
}

std::shared_ptr<const Snapshot> StoreCore::current() const {
  const std::lock_guard lock(mutex_);
  if (!current_) {
    const auto view = std::make_shared<const BaseView>(database_, blocks_);
    if (!blocks_) blocks_ = view;
    current_ = std::make_shared<const Snapshot>(view, meta_, delta_, searched_);
  }
  return current_;
}

MetaRecord StoreCore::meta() const {
  const std::lock_guard lock(mutex_);
  return meta_;
}

void StoreCore::mark_dirty() {
  if (!superblock_.clean) return;
  Superblock dirty = superblock_;
  dirty.clean = false;
  write_superblock(path_, dirty);
  superblock_ = dirty;
}

void StoreCore::publish(const MetaRecord& meta, std::shared_ptr<const Delta> delta, bool same_blocks) {
  std::shared_ptr<const Snapshot> old;  // these are let go outside of the lock
  std::shared_ptr<const BaseView> old_blocks;
  const std::lock_guard lock(mutex_);
  meta_ = meta;
  delta_ = std::move(delta);
  old = std::move(current_);
  if (!same_blocks) old_blocks = std::move(blocks_);
}

void StoreCore::checkpoint(bool clean) {
  database_->flush();
  Superblock written = superblock_;
  written.clean = clean;
  written.last_commit = meta_.commit;
  written.triples = meta_.triples;
  write_superblock(path_, written);
  superblock_ = written;
}

void StoreCore::fold() {
  if (delta_->empty()) return;
  mark_dirty();
  const std::shared_ptr<const Snapshot> snapshot = current();
  const MetaRecord folded = fold_delta(*database_, *snapshot, tuning_.batch_entries, ingest_directory());
  publish(folded, std::make_shared<const Delta>());
}

std::shared_ptr<const Delta> replay_commits(const BaseView& view, const MetaRecord& meta) {
  auto delta = std::make_shared<Delta>();
  if (meta.folded_upto == meta.commit) return delta;
  const BaseView::Lent commits = view.iterator(Family::commits);
  std::uint64_t expected = meta.folded_upto + 1;
  for (bool more = commits.seek(view_of(id_key(Id{expected}))); more && expected <= meta.commit;
       more = commits.next(), ++expected) {
    if (parse_id_key(commits.key()).bits != expected) break;
    CommitRecord record = decode_commit(commits.value());
    if (record.kind != CommitKind::changes) throw_damaged("a bulk load stands among commits to replay");
    delta->push(std::make_shared<const DeltaRun>(std::move(record.changes)));
  }
  if (expected != meta.commit + 1) throw_damaged(fmt::format("commit {} is missing from its log", expected));
  return delta;
}

}  // namespace kg
