// PagedOutput: answers on a terminal. What is longer than the screen goes through a pager.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <string>
#include <string_view>

#include "repl/output/writer.h"

namespace kg::repl {

struct TerminalSize {
  std::size_t columns = 80;
  std::size_t rows = 24;
};
// Of standard output; 80 to 24 where that is no terminal.
TerminalSize terminal_size();

// Lines on a terminal that a text takes, escape sequences for colours left out of account.
std::size_t lines_on_screen(std::string_view text, std::size_t columns);

// The pager is $PAGER, or `less -FRX` that says how to leave it. It starts once a screen is full, so that a
// short answer, or the start of a slow one, is simply written. A pager that is left early ends the answer,
// not the program.
class PagedOutput : public Output {
 public:
  // Writes to standard output. `paged`: whether there may be a pager.
  explicit PagedOutput(bool paged);
  ~PagedOutput() override { end(); }
  // Writes what is left and waits until the pager is left. The next answer starts anew.
  void end() override;
  [[nodiscard]] double waited() const override { return waited_; }

 protected:
  bool send(std::string_view text) override;

 private:
  bool start();

  std::string command_;  // empty: none
  std::string held_;
  pid_t pager_ = -1;
  int pipe_ = -1;
  double waited_ = 0;
};

}  // namespace kg::repl
