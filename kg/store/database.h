// Families: RocksDB as kg uses it: its column families, its options, and its errors as Failure.
// Thread safety: like rocksdb::DB.
#pragma once

#include <rocksdb/db.h>

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kg/store/keys.h"

namespace kg {

inline rocksdb::Slice slice_of(std::string_view text) { return {text.data(), text.size()}; }
inline std::string_view view_of_slice(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

// Throws Failure unless the status is ok: damaged for corruption, store for everything else.
void check_status(const rocksdb::Status& status, std::string_view doing);

class Families {
 public:
  enum class Mode { create, read_write, read_only, secondary };

  // `path` is RocksDB's directory. Of format version 1 a reader does not open the family `text`, and a
  // writer makes it if it is not there. Throws Failure.
  Families(std::string path, Mode mode, std::size_t cache_bytes,
           std::uint32_t format_version = kStoreFormatVersion);
  Families(const Families&) = delete;
  Families& operator=(const Families&) = delete;
  // Closes without flushing: what is not in the tables yet is in the write-ahead log.
  ~Families();

  [[nodiscard]] bool has(Family family) const { return static_cast<std::size_t>(family) < handles_.size(); }
  [[nodiscard]] rocksdb::DB& db() const { return *db_; }
  [[nodiscard]] rocksdb::ColumnFamilyHandle* family(Family family) const {
    return handles_[static_cast<std::size_t>(family)];
  }
  [[nodiscard]] const std::vector<rocksdb::ColumnFamilyHandle*>& families() const { return handles_; }
  [[nodiscard]] Mode mode() const { return mode_; }

  // Options of a family, for writing SST files that fit it.
  [[nodiscard]] rocksdb::Options options_for(Family family) const;

  // The value of a key, nothing when it is absent. `snapshot` may be null: the newest state.
  [[nodiscard]] std::optional<std::string> get(Family family, std::string_view key,
                                               const rocksdb::Snapshot* snapshot = nullptr) const;
  [[nodiscard]] MetaRecord read_meta(const rocksdb::Snapshot* snapshot = nullptr) const;

  // Writes all memory tables to files and waits.
  void flush();

 private:
  [[nodiscard]] rocksdb::ColumnFamilyOptions family_options(Family family) const;

  std::string path_;
  Mode mode_;
  std::shared_ptr<rocksdb::Cache> cache_;
  std::string secondary_path_;
  rocksdb::DBOptions db_options_;
  std::unique_ptr<rocksdb::DB> db_;
  std::vector<rocksdb::ColumnFamilyHandle*> handles_;
};

}  // namespace kg
