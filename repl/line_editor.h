// LineEditor: one line at a time from a terminal, with history, completion and colours. Behind it stands
// libedit, which knows no colours: what it has drawn is painted over while it waits for a key.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "kg/kg.h"

namespace kg::repl {

class LineEditor {
 public:
  struct Help {
    // What could stand at a byte offset of the line; may be empty.
    std::function<Completions(std::string_view line, std::size_t cursor)> complete;
    // The line with escape sequences for colours, and otherwise the same; may be empty: no colours.
    std::function<std::string(std::string_view line)> paint;
  };
  // `history_path`: where lines are kept between sessions (mode 0600); empty: nowhere.
  LineEditor(std::string history_path, Help help);
  ~LineEditor();
  LineEditor(const LineEditor&) = delete;
  LineEditor& operator=(const LineEditor&) = delete;

  enum class Outcome { line, interrupted, end };
  // Reads a line, without its line end, into `line`; `typed` stands there at first. What is pasted comes as
  // pasted_statements() has it, a statement a call; what follows its last line end stays to be edited.
  Outcome read(const std::string& prompt, std::string& line, const std::string& typed = {});
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
