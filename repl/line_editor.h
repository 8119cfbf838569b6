// LineEditor: one line at a time from a terminal, with history. Behind it stands libedit.
#pragma once

#include <memory>
#include <string>

namespace kg::repl {

class LineEditor {
 public:
  // `history_path`: where lines are kept between sessions (mode 0600); empty: nowhere.
  explicit LineEditor(std::string history_path);
  ~LineEditor();
  LineEditor(const LineEditor&) = delete;
  LineEditor& operator=(const LineEditor&) = delete;

  enum class Outcome { line, interrupted, end };
  // Reads a line, without its line end, into `line`.
  Outcome read(const std::string& prompt, std::string& line);
  // Puts a statement into the history.
  void remember(const std::string& statement);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// $XDG_STATE_HOME/kg/history or ~/.local/state/kg/history; its directory is made when needed. Empty when
// there is no home.
std::string history_path();

}  // namespace kg::repl
