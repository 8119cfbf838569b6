// Superblock: the store's own file beside RocksDB's, which says that the directory is a store and what
// the database must at least hold. A damaged RocksDB manifest can open as an empty database; compared
// with the superblock it is noticed before anything is written.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace kg {

struct Superblock {
  std::uint32_t format_version = 0;
  std::array<unsigned char, 16> store_id{};
  bool clean = true;              // no writer was at work when this was written, or it ended in order
  std::uint64_t last_commit = 0;  // the database holds this commit or a later one
  std::uint64_t triples = 0;      // after that commit
  std::string base_iri;

  [[nodiscard]] std::string store_id_hex() const;
};

std::string encode_superblock(const Superblock& superblock);
// Throws Failure(damaged), or Failure(store) for a format this kg does not know.
Superblock decode_superblock(const std::string& bytes, const std::string& path);

// Paths inside a store's directory.
std::string superblock_path(const std::string& store);
std::string database_path(const std::string& store);
std::string lock_path(const std::string& store);

// Throws Failure(store) when the directory is not a store.
Superblock read_superblock(const std::string& store);
// Replaces the file in one step: afterwards (and after a crash) it is the old or the new one.
void write_superblock(const std::string& store, const Superblock& superblock);

}  // namespace kg
