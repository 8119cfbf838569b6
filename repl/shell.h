// Shell: what the prompt runs: statements and dot commands, and what they change for the ones after them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "repl/pager.h"
#include "repl/statements.h"

namespace kg::repl {

class Shell {
 public:
  explicit Shell(const Options& options) : workspace_(options) { this->options().prompt = true; }
  ~Shell();
  Shell(const Shell&) = delete;
  Shell& operator=(const Shell&) = delete;

  [[nodiscard]] Workspace& workspace() { return workspace_; }
  Options& options() { return workspace_.options(); }

  // Runs the statements of a text until one fails. `file`: where they come from, for messages; typed when
  // empty, and then `.edit` and `.last` come back to them.
  void execute(const std::string& text, const std::string& file = {});
  // Runs a line that begins with a dot. False: leave the prompt.
  bool dot_command(std::string_view line);
  // Text for a person, through the pager where it is long.
  void say(std::string_view text);
  void fail(const Error& error) { print_error(error, options()); }

  // The dot commands of the same name. A file of `read` or `output` that cannot be used is an error on
  // standard error.
  void last(const std::string& format);  // empty: the format of all answers
  void edit();
  void read(const std::string& path);
  void output(const std::string& path);
  void parameter(const std::string& assignment);
  void graph(const std::string& arguments);

  bool timer = false;
  bool explain = false;
  bool pager = true;
  // What `.edit` begins with: the last text that was typed.
  [[nodiscard]] const std::string& typed() const { return typed_; }

 private:
  // Whether files may be touched; if not, says so.
  bool may_touch_files(std::string_view what);
  // What went into the file that answers go to.
  void say_where(const StatementOutcome& outcome);
  // What stands in for an answer that is none to somebody who types sentences.
  std::optional<StatementOutcome> converse(Result<Answer>& answer, std::string_view text,
                                           const RunOptions& run, Output& output);
  // Calls `use(output)` with where answers go.
  template <typename Use>
  void with_output(const Use& use);

  Workspace workspace_;
  std::string typed_;
  std::string output_path_;  // where answers go; empty: the screen
  std::string question_;     // the last statement that had an answer
  std::map<std::string, std::string> parameters_;
};

// A command of the prompt. docs/cli.md has the same list.
struct DotCommand {
  std::string_view name;  // with its dot
  std::string_view arguments;
  std::string_view help;
  // What can stand behind it, for completion, with commas between; empty: nothing that is known before.
  std::string_view choices;
  bool (*run)(Shell& shell, const std::string& argument);
};
const std::vector<DotCommand>& dot_commands();

}  // namespace kg::repl
