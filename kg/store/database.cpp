#include "kg/store/database.h"

#include <fmt/format.h>
#include <rocksdb/cache.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>

#include <cstdlib>
#include <filesystem>

#include "kg/base/error.h"

namespace kg {

namespace {

// RocksDB's log of its own doings costs a file and some of the opening time, and nobody reads it.
class SilentLogger : public rocksdb::Logger {
 public:
  SilentLogger() : Logger(rocksdb::InfoLogLevel::FATAL_LEVEL) {}
  using rocksdb::Logger::Logv;
  void Logv(const char* /*format*/, va_list /*arguments*/) override {}
};

rocksdb::DBOptions database_options(Families::Mode mode) {
  rocksdb::DBOptions options;
  options.create_if_missing = mode == Families::Mode::create;
  options.create_missing_column_families = mode == Families::Mode::create;
  options.error_if_exists = mode == Families::Mode::create;
  options.paranoid_checks = true;
  // The default would stop at the first damaged record of the log and silently drop the rest.
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  // All files are opened at once: a missing one is noticed at opening, and a reader keeps its files
  // when a writer deletes them.
  options.max_open_files = -1;
  options.max_file_opening_threads = 1;
  options.skip_stats_update_on_db_open = true;
  options.info_log = std::make_shared<SilentLogger>();
  options.stats_dump_period_sec = 0;
  options.stats_persist_period_sec = 0;
  options.max_background_jobs = 2;
  options.max_total_wal_size = 64U << 20U;
  options.allow_concurrent_memtable_write = false;
  return options;
}

}  // namespace

void check_status(const rocksdb::Status& status, std::string_view doing) {
  if (status.ok()) return;
  if (status.IsCorruption()) throw_damaged(fmt::format("{}: {}", doing, status.ToString()));
  throw Failure(ErrorCode::store, fmt::format("{}: {}", doing, status.ToString()));
}

rocksdb::ColumnFamilyOptions Families::family_options(Family family) const {
  rocksdb::ColumnFamilyOptions options;
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache_;
  table.format_version = 5;
  table.checksum = rocksdb::kXXH3;
  options.compression = rocksdb::kNoCompression;
  options.write_buffer_size = 16U << 20U;
  options.force_consistency_checks = true;
  switch (family) {
    case Family::spo:
    case Family::pos:
    case Family::osp:
    case Family::pso:
      table.block_size = 8U << 10U;
      options.write_buffer_size = 32U << 20U;
      break;
    case Family::dictionary:
      table.block_size = 4U << 10U;
      break;
    case Family::late_terms:
    case Family::late_ids:
    case Family::triple_terms:
    case Family::triple_term_ids:
      table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
      break;
    case Family::dictionary_index:
    case Family::names:
    case Family::statistics:
    case Family::commits:
    case Family::meta:
    case Family::default_family:
    case Family::text:
      break;
  }
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

Families::Families(std::string path, Mode mode, std::size_t cache_bytes, std::uint32_t format_version)
    : path_(std::move(path)),
      mode_(mode),
      cache_(rocksdb::NewLRUCache(cache_bytes)),
      db_options_(database_options(mode)) {
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  const bool old = format_version == kOldestStoreFormatVersion;
  if (old) db_options_.create_missing_column_families = mode == Mode::read_write;
  for (std::size_t i = 0; i < kFamilies; ++i) {
    const auto family = static_cast<Family>(i);
    if (old && mode != Mode::read_write && family == Family::text) continue;
    families.emplace_back(family_name(family), family_options(family));
  }
  rocksdb::DB* db = nullptr;
  rocksdb::Status status;
  switch (mode) {
    case Mode::create:
    case Mode::read_write:
      status = rocksdb::DB::Open(db_options_, path_, families, &handles_, &db);
      break;
    case Mode::read_only:
      status = rocksdb::DB::OpenForReadOnly(db_options_, path_, families, &handles_, &db);
      break;
    case Mode::secondary: {
      std::string directory = (std::filesystem::temp_directory_path() / "kg-reader-XXXXXX").string();
      if (::mkdtemp(directory.data()) == nullptr) {
        throw Failure(ErrorCode::store, "cannot make a temporary directory for reading beside a writer");
      }
      secondary_path_ = directory;
      status = rocksdb::DB::OpenAsSecondary(db_options_, path_, secondary_path_, families, &handles_, &db);
      break;
    }
  }
  db_.reset(db);
  if (!status.ok()) {
    std::error_code ignored;
    if (!secondary_path_.empty()) std::filesystem::remove_all(secondary_path_, ignored);
    if (status.IsInvalidArgument() && mode != Mode::create) {
      throw_damaged(fmt::format("its database does not hold what a store holds: {}", status.ToString()));
    }
    check_status(status, "cannot open the database");
  }
}

Families::~Families() {
  for (rocksdb::ColumnFamilyHandle* handle : handles_) db_->DestroyColumnFamilyHandle(handle);
  handles_.clear();
  db_.reset();
  std::error_code ignored;
  if (!secondary_path_.empty()) std::filesystem::remove_all(secondary_path_, ignored);
}

rocksdb::Options Families::options_for(Family family) const { return {db_options_, family_options(family)}; }

std::optional<std::string> Families::get(Family family_, std::string_view key,
                                         const rocksdb::Snapshot* snapshot) const {
  rocksdb::ReadOptions options;
  options.snapshot = snapshot;
  std::string value;
  const rocksdb::Status status = db_->Get(options, family(family_), slice_of(key), &value);
  if (status.IsNotFound()) return std::nullopt;
  check_status(status, "cannot read from the store");
  return value;
}

MetaRecord Families::read_meta(const rocksdb::Snapshot* snapshot) const {
  const std::optional<std::string> value = get(Family::meta, kMetaKey, snapshot);
  if (!value) throw_damaged("its state record is missing");
  return decode_meta(*value);
}

void Families::flush() {
  rocksdb::FlushOptions options;
  options.wait = true;
  check_status(db_->Flush(options, handles_), "cannot flush the store");
}

}  // namespace kg
