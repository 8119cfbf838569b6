// Ingest: puts and erasures for several families, gathered in SST files and made visible together, or
// not at all. For folds and bulk loads, whose blocks would otherwise be written twice (to the log and
// to the tables).
// Thread safety: different families may be written from different threads at once.
#pragma once

#include <rocksdb/sst_file_writer.h>

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kg/store/database.h"

namespace kg {

inline constexpr std::uint64_t kSstFileBytes = std::uint64_t{256} << 20U;  // a new file after this much

class Ingest {
 public:
  // `directory` (on the database's file system) is made, and removed with all in it at the end.
  Ingest(Families& database, std::string directory);
  Ingest(const Ingest&) = delete;
  Ingest& operator=(const Ingest&) = delete;
  ~Ingest();

  // Keys of one family in ascending order, each once. Throws Failure(store).
  void put(Family family, std::string_view key, std::string_view value);
  void erase(Family family, std::string_view key);

  // Makes everything visible in one step that survives a crash. Throws Failure; then nothing changed.
  void finish();

 private:
  struct Output {
    std::unique_ptr<rocksdb::SstFileWriter> writer;
    std::vector<std::string> files;
  };
  rocksdb::SstFileWriter& writer(Family family);
  void close(Output& output);

  Families* database_;
  std::string directory_;
  std::array<Output, kFamilies> outputs_;
};

}  // namespace kg
