// FileLock: who may write. flock(2) on a file that holds the writer's process id; the kernel frees the
// lock when the process ends, however it ends.
#pragma once

#include <optional>
#include <string>

namespace kg {

class FileLock {
 public:
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;
  FileLock(FileLock&& other) noexcept : fd_(other.fd_) { other.fd_ = -1; }
  FileLock& operator=(FileLock&& other) noexcept;
  ~FileLock();

  // Alone. Waits up to 80 ms for readers that are just opening, then throws Failure(locked) with the
  // process id of the holder.
  static FileLock exclusive(const std::string& path, const std::string& store);
  // Together with others; nothing when a writer is at work. Never waits. A store that cannot be written
  // to (read-only medium) has no writer: that counts as held.
  static std::optional<FileLock> shared(const std::string& path);

 private:
  explicit FileLock(int fd) : fd_(fd) {}
  int fd_ = -1;
};

}  // namespace kg
