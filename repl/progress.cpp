#include "repl/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

namespace kg::repl {

Progress::Progress(std::uint64_t total_bytes)
    : total_bytes_(total_bytes), terminal_(::isatty(STDERR_FILENO) != 0) {}

void Progress::update(std::uint64_t lines, std::uint64_t bytes) {
  if (!terminal_) return;
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  if (seconds < 1) return;
  std::string text = fmt::format("\r\033[K{:.1f} M lines, {:.2f} M lines/s", static_cast<double>(lines) / 1e6,
                                 static_cast<double>(lines) / 1e6 / seconds);
  if (total_bytes_ > 0 && bytes > 0 && bytes < total_bytes_) {
    const double part = static_cast<double>(bytes) / static_cast<double>(total_bytes_);
    text += fmt::format(", {:.0f} % read, about {:.0f} s left to read", 100 * part, seconds / part - seconds);
  }
  fmt::print(stderr, "{}", text);
  std::fflush(stderr);
  shown_ = true;
}

void Progress::erase() {
  if (!shown_) return;
  fmt::print(stderr, "\r\033[K");
  std::fflush(stderr);
  shown_ = false;
}

}  // namespace kg::repl
