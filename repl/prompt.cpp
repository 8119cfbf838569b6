// The prompt: what `kg` without a command is.
#include <fmt/format.h>
#include <unistd.h>

#include <iostream>
#include <iterator>

#include "repl/commands.h"
#include "repl/converse.h"
#include "repl/file_names.h"
#include "repl/highlight.h"
#include "repl/line_editor.h"
#include "repl/output/wrap.h"
#include "repl/shell.h"
#include "repl/welcome.h"

namespace kg::repl {
namespace {

constexpr std::size_t kMaxCompletions = 40;

class Prompt {
 public:
  explicit Prompt(const Options& options)
      : shell_(options), editor_(options.safe ? std::string() : history_path(), help()) {}

  int run() {
    if (const Status ready = shell_.workspace().prepare(false); !ready.ok()) {
      shell_.fail(ready.error());
      return exit_status(ready.error());
    }
    fmt::print("{}", for_people(welcome(shell_.workspace()), terminal_columns(STDOUT_FILENO)));
    std::fflush(stdout);
    while (true) {
      std::string line;
      const auto outcome = editor_.read(prompt(), line);
      if (outcome == LineEditor::Outcome::end) break;
      if (outcome == LineEditor::Outcome::interrupted) {
        pending_.clear();
      } else if (!take(line)) {
        return kDone;
      }
    }
    fmt::print("\n");
    return kDone;
  }

 private:
  // False: leave the prompt.
  bool take(const std::string& typed) {
    const std::string line = pending_.empty() ? spelled_command(typed) : typed;
    if (pending_.empty() && line.starts_with('.')) {
      editor_.remember(line);
      return shell_.dot_command(line);
    }
    // An empty line ends what only a last word keeps waiting.
    const bool enough = open_sign(pending_) == ' ' && line.find_first_not_of(" \t") == std::string::npos;
    pending_ += pending_.empty() ? line : '\n' + line;
    if (pending_.find_first_not_of(" \t\n;") == std::string::npos) {
      pending_.clear();
    } else if (enough || open_sign(pending_) == '\0') {
      editor_.remember(pending_);
      shell_.execute(pending_);
      pending_.clear();
    }
    return true;
  }

  // In further lines of a statement, what is open.
  [[nodiscard]] std::string prompt() const {
    return pending_.empty() ? "kg> " : fmt::format(" {}> ", open_sign(pending_));
  }

  LineEditor::Help help() {
    LineEditor::Help help;
    help.complete = [this](std::string_view line, std::size_t cursor) {
      return pending_.empty() && line.starts_with('.') ? complete_command(line.substr(0, cursor))
                                                       : complete_statement(line, cursor);
    };
    if (output_style(shell_.options()).color) help.paint = highlight;
    return help;
  }

  Completions complete_statement(std::string_view line, std::size_t cursor) {
    const std::string before = pending_.empty() ? "" : pending_ + '\n';
    Completions found = shell_.workspace().session().complete(before + std::string(line),
                                                              before.size() + cursor, kMaxCompletions);
    if (found.begin < before.size()) return Completions{};
    found.begin -= before.size();
    return found;
  }

  // A dot command's name, one of its words, or a name in the store.
  Completions complete_command(std::string_view line) {
    const std::size_t blank = line.find(' ');
    Completions found;
    const auto offer = [&](std::string_view text, std::string_view typed) {
      if (text.starts_with(typed)) found.candidates.push_back({std::string(text), Completion::Kind::word});
    };
    if (blank == std::string_view::npos) {
      for (const DotCommand& command : dot_commands()) offer(command.name, line);
      return found;
    }
    found.begin = blank + 1;
    const std::string_view typed = line.substr(found.begin);
    for (const DotCommand& command : dot_commands()) {
      if (command.name != line.substr(0, blank)) continue;
      const bool path =
          typed.find_first_of("/.") != std::string_view::npos || !command.arguments.starts_with("NAME");
      if (command.arguments.find("FILE") != std::string_view::npos && path)
        return shell_.options().safe ? found : complete_file(line, kMaxCompletions);
      for (std::string_view rest = command.choices; !rest.empty();) {
        const std::size_t comma = std::min(rest.find(", "), rest.size());
        offer(rest.substr(0, comma), typed);
        rest.remove_prefix(std::min(comma + 2, rest.size()));
      }
      if (command.arguments.find("NAME") == std::string_view::npos || !command.choices.empty()) return found;
    }
    Completions names = shell_.workspace().session().complete(typed, typed.size(), kMaxCompletions);
    names.begin += found.begin;
    std::erase_if(names.candidates,
                  [](const Completion& each) { return each.kind == Completion::Kind::word; });
    return names;
  }

  Shell shell_;
  std::string pending_;  // a statement that is not complete yet
  LineEditor editor_;
};

}  // namespace

int command_repl(const Options& options) {
  if (::isatty(STDIN_FILENO) != 0) return Prompt(options).run();
  Workspace workspace(options);
  Output output(STDOUT_FILENO);
  const std::string text(std::istreambuf_iterator<char>(std::cin), {});
  return run_script(workspace, text, "standard input", output);
}

}  // namespace kg::repl
