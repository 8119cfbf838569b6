#include "repl/pager.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <utility>

#include "repl/child.h"
#include "repl/options.h"

namespace kg::repl {
namespace {

double now() {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

}  // namespace

TerminalSize terminal_size() {
  winsize size{};
  TerminalSize out;
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) return out;
  if (size.ws_col > 0) out.columns = size.ws_col;
  if (size.ws_row > 0) out.rows = size.ws_row;
  return out;
}

std::size_t lines_on_screen(std::string_view text, std::size_t columns) {
  std::size_t lines = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string plain;
    for (std::size_t i = 0; i < end; ++i) {
      if (text[i] == '\033') {
        i = std::min(text.find('m', i), end);
      } else {
        plain += text[i];
      }
    }
    const std::size_t width =
        utf8_first_invalid(plain) == kUtf8Valid ? utf8_display_width(plain) : plain.size();
    lines += std::max<std::size_t>(1, (width + columns - 1) / columns);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

PagedOutput::PagedOutput(bool paged) : Output(STDOUT_FILENO) {
  if (!paged || !has_escapes()) return;
  command_ = environment("PAGER");
  if (command_.empty()) command_ = "less -FRX -P'q leaves, space shows more'";
  if (!can_run(command_)) command_.clear();
}

bool PagedOutput::start() {
  std::array<int, 2> ends{-1, -1};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return false;
  ::setenv("LESSCHARSET", "utf-8", 0);
  pager_ = start_command(command_, {}, ends[0]);
  ::close(ends[0]);
  pipe_ = ends[1];
  if (pager_ < 0) ::close(std::exchange(pipe_, -1));
  return pager_ >= 0;
}

bool PagedOutput::send(std::string_view text) {
  if (pager_ < 0) {
    if (command_.empty()) return Output::send(text);
    held_ += text;
    const TerminalSize screen = terminal_size();
    if (lines_on_screen(held_, screen.columns) < screen.rows) return true;
    const std::string all = std::move(held_);
    held_.clear();
    if (!start()) {
      command_.clear();
      return Output::send(all);
    }
    return send(all);
  }
  const double start = now();
  const bool open = Output::send(pipe_, text);
  waited_ += now() - start;
  return open;
}

void PagedOutput::end() {
  flush();
  if (!held_.empty()) Output::send(std::exchange(held_, {}));
  if (pager_ < 0) return;
  const double start = now();
  ::close(std::exchange(pipe_, -1));
  wait_for(std::exchange(pager_, -1));
  waited_ += now() - start;
  reopen();
}

}  // namespace kg::repl
