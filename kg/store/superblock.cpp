#include "kg/store/superblock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>
#include <xxhash.h>

#include <cerrno>
#include <cstring>
#include <string_view>

#include "kg/base/error.h"
#include "kg/store/keys.h"

namespace kg {

namespace {

inline constexpr std::string_view kMagic{"kgstore\n", 8};
inline constexpr std::size_t kFixedBytes = 8 + 4 + 4 + 16 + 8 + 8 + 8;  // up to the base IRI
inline constexpr std::size_t kChecksumBytes = 8;
inline constexpr std::size_t kMaxSuperblockBytes = 64U << 10U;

template <typename Number>
void put(std::string& out, Number value) {
  char raw[sizeof(Number)];
  std::memcpy(raw, &value, sizeof(Number));
  out.append(raw, sizeof(Number));
}
template <typename Number>
Number get(const std::string& bytes, std::size_t at) {
  Number value{};
  std::memcpy(&value, bytes.data() + at, sizeof(Number));
  return value;
}

[[noreturn]] void fail_system(const std::string& what, const std::string& path) {
  throw Failure(ErrorCode::store, fmt::format("cannot {} {}: {}", what, path, std::strerror(errno)));
}

class Descriptor {
 public:
  Descriptor(const std::string& path, int flags) : fd_(::open(path.c_str(), flags | O_CLOEXEC, 0644)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

[[noreturn]] void fail_damaged(const std::string& path, std::string_view why) {
  throw Failure(ErrorCode::damaged, fmt::format("the store is damaged: {} {}", path, why),
                "restore the store from a copy or load its data again");
}

}  // namespace

std::string Superblock::store_id_hex() const {
  std::string hex;
  for (const unsigned char byte : store_id) hex += fmt::format("{:02x}", byte);
  return hex;
}

std::string encode_superblock(const Superblock& superblock) {
  std::string bytes(kMagic);
  put(bytes, superblock.format_version);
  put(bytes, static_cast<std::uint32_t>(superblock.base_iri.size()));
  for (const unsigned char byte : superblock.store_id) bytes.push_back(static_cast<char>(byte));
  put(bytes, std::uint64_t{superblock.clean ? 1U : 0U});
  put(bytes, superblock.last_commit);
  put(bytes, superblock.triples);
  bytes += superblock.base_iri;
  put(bytes, std::uint64_t{XXH3_64bits(bytes.data(), bytes.size())});
  return bytes;
}

Superblock decode_superblock(const std::string& bytes, const std::string& path) {
  if (bytes.size() < kFixedBytes + kChecksumBytes) fail_damaged(path, "is too short");
  const std::size_t body = bytes.size() - kChecksumBytes;
  const bool sealed = get<std::uint64_t>(bytes, body) == XXH3_64bits(bytes.data(), body);
  if (bytes.compare(0, kMagic.size(), kMagic) != 0) fail_damaged(path, "does not begin like a superblock");
  if (!sealed) fail_damaged(path, "does not match its checksum");
  Superblock superblock;
  superblock.format_version = get<std::uint32_t>(bytes, 8);
  if (superblock.format_version < kOldestStoreFormatVersion ||
      superblock.format_version > kStoreFormatVersion) {
    throw Failure(ErrorCode::store,
                  fmt::format("the store has format version {}, this kg knows only versions {} to {}",
                              superblock.format_version, kOldestStoreFormatVersion, kStoreFormatVersion),
                  "use the kg that wrote it, or dump it there and load the dump here");
  }
  if (get<std::uint32_t>(bytes, 12) != body - kFixedBytes)
    fail_damaged(path, "has another length than it says");
  for (std::size_t i = 0; i < 16; ++i) superblock.store_id[i] = static_cast<unsigned char>(bytes[16 + i]);
  superblock.clean = get<std::uint64_t>(bytes, 32) != 0;
  superblock.last_commit = get<std::uint64_t>(bytes, 40);
  superblock.triples = get<std::uint64_t>(bytes, 48);
  superblock.base_iri = bytes.substr(kFixedBytes, body - kFixedBytes);
  return superblock;
}

std::string superblock_path(const std::string& store) { return store + "/superblock"; }
std::string database_path(const std::string& store) { return store + "/rocksdb"; }
std::string lock_path(const std::string& store) { return store + "/writer.lock"; }

Superblock read_superblock(const std::string& store) {
  const std::string path = superblock_path(store);
  const Descriptor file(path, O_RDONLY);
  if (file.get() < 0) {
    if (errno == ENOENT || errno == ENOTDIR) {
      throw Failure(ErrorCode::store, fmt::format("{} is not a store", store),
                    fmt::format("make one with `kg create {}`", store));
    }
    fail_system("open", path);
  }
  std::string bytes(kMaxSuperblockBytes, '\0');
  std::size_t size = 0;
  while (size < bytes.size()) {
    const ssize_t got = ::read(file.get(), bytes.data() + size, bytes.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail_system("read", path);
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  bytes.resize(size);
  return decode_superblock(bytes, path);
}

void write_superblock(const std::string& store, const Superblock& superblock) {
  const std::string bytes = encode_superblock(superblock);
  const std::string path = superblock_path(store);
  const std::string temporary = path + ".new";
  {
    const Descriptor file(temporary, O_WRONLY | O_CREAT | O_TRUNC);
    if (file.get() < 0) fail_system("write", temporary);
    std::size_t written = 0;
    while (written < bytes.size()) {
      const ssize_t put_bytes = ::write(file.get(), bytes.data() + written, bytes.size() - written);
      if (put_bytes < 0 && errno == EINTR) continue;
      if (put_bytes < 0) fail_system("write", temporary);
      written += static_cast<std::size_t>(put_bytes);
    }
    if (::fsync(file.get()) != 0) fail_system("sync", temporary);
  }
  if (::rename(temporary.c_str(), path.c_str()) != 0) fail_system("replace", path);
  const Descriptor directory(store, O_RDONLY | O_DIRECTORY);
  if (directory.get() < 0 || ::fsync(directory.get()) != 0) fail_system("sync", store);
}

}  // namespace kg
