#include "kg/store/file_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>
#include <utility>

#include "kg/base/error.h"

namespace kg {

namespace {

std::string holder_of(int fd) {
  char raw[32] = {};
  const ssize_t size = ::pread(fd, raw, sizeof(raw) - 1, 0);
  std::string text(raw, size > 0 ? static_cast<std::size_t>(size) : 0);
  while (!text.empty() && (text.back() < '0' || text.back() > '9')) text.pop_back();
  return text;
}

}  // namespace

FileLock& FileLock::operator=(FileLock&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

FileLock::~FileLock() {
  if (fd_ >= 0) ::close(fd_);
}

FileLock FileLock::exclusive(const std::string& path, const std::string& store) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (fd < 0) {
    throw Failure(ErrorCode::store,
                  fmt::format("cannot open {} for writing: {}", store, std::strerror(errno)));
  }
  FileLock lock(fd);
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::milliseconds(80);
  while (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK && errno != EINTR) {
      throw Failure(ErrorCode::store, fmt::format("cannot lock {}: {}", path, std::strerror(errno)));
    }
    if (std::chrono::steady_clock::now() >= give_up) {
      const std::string holder = holder_of(fd);
      throw Failure(ErrorCode::locked,
                    holder.empty() ? fmt::format("another process holds {} open for writing", store)
                                   : fmt::format("process {} holds {} open for writing", holder, store),
                    "wait for it to end, or open the store for reading");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  const std::string pid = fmt::format("{}\n", ::getpid());
  if (::ftruncate(fd, 0) != 0 ||
      ::pwrite(fd, pid.data(), pid.size(), 0) != static_cast<ssize_t>(pid.size())) {
    throw Failure(ErrorCode::store, fmt::format("cannot write {}: {}", path, std::strerror(errno)));
  }
  return lock;
}

std::optional<FileLock> FileLock::shared(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return FileLock(-1);
  FileLock lock(fd);
  int result = 0;
  do {
    result = ::flock(fd, LOCK_SH | LOCK_NB);
  } while (result != 0 && errno == EINTR);
  if (result != 0) return std::nullopt;
  return lock;
}

}  // namespace kg
