#include "kg/store/store.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <random>
#include <utility>

#include "kg/base/error.h"
#include "kg/store/backup.h"
#include "kg/store/directory_state.h"
#include "kg/store/history.h"
#include "kg/store/open_store.h"
#include "kg/store/store_core.h"
#include "kg/store/transaction.h"

namespace kg {

namespace {

namespace fs = std::filesystem;

std::uint64_t bytes_on_disk(const std::string& path) {
  std::uint64_t sum = 0;
  std::error_code error;
  for (fs::recursive_directory_iterator at(path, error), end; !error && at != end; at.increment(error)) {
    std::error_code gone;  // a file may go while we look
    const std::uint64_t size = at->is_regular_file(gone) ? at->file_size(gone) : 0;
    if (!gone) sum += size;
  }
  return sum;
}

class StoreImpl final : public Store {
 public:
  StoreImpl(std::string path, OpenMode mode, const StoreOptions& options, const StoreTuning& tuning)
      : path_(std::move(path)), mode_(mode), options_(options), tuning_(tuning) {
    open();
  }

  [[nodiscard]] StoreInfo info() const override {
    const std::shared_ptr<StoreCore> open = core();
    const MetaRecord meta = open->meta();
    StoreInfo info;
    info.format_version = open->superblock().format_version;
    info.store_id = open->superblock().store_id_hex();
    info.base_iri = open->superblock().base_iri;
    info.last_commit = meta.commit;
    info.last_commit_time_ms = meta.commit_time_ms;
    info.triples = meta.triples;
    info.dictionary_terms = meta.dictionary_terms();
    info.triple_terms = meta.triple_terms;
    info.disk_bytes = bytes_on_disk(path_);
    info.notice = open->notice();
    return info;
  }

  [[nodiscard]] SnapshotPtr snapshot() const override { return core()->current(); }

  [[nodiscard]] SnapshotPtr snapshot_at(std::uint64_t commit, Budget& budget) const override {
    return kg::snapshot_at(core()->current(), commit, tuning_.undo_entries, budget);
  }

  void for_each_commit(const std::function<bool(const CommitInfo&)>& visit) const override {
    kg::for_each_commit(*core()->current(), visit);
  }

  void refresh() override {
    if (mode_ == OpenMode::write || directory_state(path_) == seen_) return;
    open();
  }

  std::unique_ptr<Transaction> begin() override {
    const std::shared_ptr<StoreCore> open = claim();
    try {
      if (open->current()->delta().size() > tuning_.fold_entries) open->fold();
      return std::make_unique<StoreTransaction>(open, [busy = busy_] { busy->store(false); });
    } catch (...) {
      busy_->store(false);
      throw;
    }
  }

  LoadResult load(std::vector<LoadInput> inputs, const LoadOptions& options) override {
    const Claim claim_(*this);
    return bulk_load(*claim_.core, std::move(inputs), options);
  }

  VerifyReport verify(Budget& budget) const override { return verify_snapshot(*core()->current(), budget); }

  void back_up(const std::string& path, Budget& budget) const override {
    const std::shared_ptr<const Snapshot> moment = core()->current();
    kg::back_up(moment->view(), read_superblock(path_), path, budget);
  }

  void compact() override {
    const Claim claim_(*this);
    claim_.core->fold();
    claim_.core->mark_dirty();
    Families& database = claim_.core->database();
    for (rocksdb::ColumnFamilyHandle* family : database.families()) {
      check_status(database.db().CompactRange({}, family, nullptr, nullptr), "cannot compact the store");
    }
    claim_.core->renew();
    claim_.core->checkpoint(false);
  }

 private:
  // The right to change the store, for as long as this object lives.
  struct Claim {
    explicit Claim(StoreImpl& store) : core(store.claim()), busy(store.busy_) {}
    Claim(const Claim&) = delete;
    Claim& operator=(const Claim&) = delete;
    ~Claim() { busy->store(false); }
    std::shared_ptr<StoreCore> core;
    std::shared_ptr<std::atomic<bool>> busy;
  };

  std::shared_ptr<StoreCore> claim() {
    std::shared_ptr<StoreCore> open = core();
    if (mode_ != OpenMode::write) {
      throw Failure(ErrorCode::store, "the store is open for reading only", "open it for writing");
    }
    if (busy_->exchange(true)) {
      throw Failure(ErrorCode::store, "another transaction of this store is open", "commit or drop it first");
    }
    return open;
  }

  void open() {
    std::string seen = directory_state(path_);
    auto opened = std::make_shared<StoreCore>(path_, mode_, options_, tuning_);
    const std::lock_guard lock(mutex_);
    core_ = std::move(opened);
    seen_ = std::move(seen);
  }

  [[nodiscard]] std::shared_ptr<StoreCore> core() const {
    const std::lock_guard lock(mutex_);
    return core_;
  }

  std::string path_;
  OpenMode mode_;
  StoreOptions options_;
  StoreTuning tuning_;
  std::shared_ptr<std::atomic<bool>> busy_ = std::make_shared<std::atomic<bool>>(false);
  mutable std::mutex mutex_;  // of core_
  std::shared_ptr<StoreCore> core_;
  std::string seen_;  // directory_state() before core_ was opened
};

}  // namespace

std::unique_ptr<Store> open_store(const std::string& path, OpenMode mode, const StoreOptions& options,
                                  const StoreTuning& tuning) {
  return std::make_unique<StoreImpl>(path, mode, options, tuning);
}

std::unique_ptr<Store> Store::open(const std::string& path, OpenMode mode, const StoreOptions& options) {
  return open_store(path, mode, options, {});
}

void Store::create(const std::string& path, const std::string& base_iri) {
  std::error_code error;
  if (fs::exists(path, error) && (!fs::is_directory(path, error) || !fs::is_empty(path, error))) {
    if (fs::exists(superblock_path(path), error)) {
      throw Failure(ErrorCode::store, fmt::format("{} already is a store", path));
    }
    throw Failure(ErrorCode::store, fmt::format("{} is not an empty directory", path),
                  "a store is made in a directory that does not exist or is empty");
  }
  if (!fs::create_directories(database_path(path), error) && error) {
    throw Failure(ErrorCode::store, fmt::format("cannot make {}: {}", path, error.message()));
  }
  Superblock superblock;
  superblock.format_version = kStoreFormatVersion;
  superblock.base_iri = base_iri.empty() ? std::string("https://kg.example/id/") : base_iri;
  std::random_device random;
  for (unsigned char& byte : superblock.store_id) byte = static_cast<unsigned char>(random());
  {
    Families database(database_path(path), Families::Mode::create, std::size_t{1} << 20U);
    check_status(database.db().Put({}, database.family(Family::meta), slice_of(kMetaKey), encode_meta({})),
                 "cannot make the store");
    database.flush();
  }
  const int lock = ::open(lock_path(path).c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
  if (lock >= 0) ::close(lock);
  // Last: only with a superblock is the directory a store.
  write_superblock(path, superblock);
}

}  // namespace kg
