// Progress of a long job, on standard error when that is a terminal: appears after one second and is
// erased before anything else is printed.
#pragma once

#include <chrono>
#include <cstdint>

namespace kg::repl {

class Progress {
 public:
  // `total_bytes` 0: not known, and no time left is shown.
  explicit Progress(std::uint64_t total_bytes);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress() { erase(); }

  void update(std::uint64_t lines, std::uint64_t bytes);
  void erase();

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::uint64_t total_bytes_;
  bool terminal_;
  bool shown_ = false;
};

}  // namespace kg::repl
