// The prompt: what `kg` without a command is.
#include <fmt/format.h>
#include <unistd.h>

#include <iostream>
#include <iterator>

#include "repl/commands.h"
#include "repl/highlight.h"
#include "repl/interrupt.h"
#include "repl/line_editor.h"
#include "repl/statements.h"

namespace kg::repl {
namespace {

constexpr const char* kHelp = R"(Ask in plain words; ? and ?name stand for what you want to know.

  Li Qiang visited ?                     what did he visit
  ? launched FORGE                       who launched it
  Li Qiang ?relation ?thing              everything said of one thing
  Li Qiang visited Ganzhou               yes or no
  find ?p, ?v where ?p has funding ?v and ?v >= 10 billion USD
  find ?c, count(?m) as ?n where ?c produces ?m order by ?n desc
  check Li Qiang visited Ganzhou [on 2026-02]     is it so, and who says so
  evidence for the US launched FORGE              the words of the sources
  path from Li Qiang to "Project Vault"           how two things hang together
  search 'solvent extraction'                     names, quotes and texts
  describe Ganzhou                                all that is said of it
  add Li Qiang visited Ganzhou [on 2026-02-10]

A name of several words that is also a word of the language stands in "double quotes"; 'single quotes'
are text. A statement may run over several lines while a bracket is open; ; ends it.

  show relations | names | sources | rules | stats | commits
  explain QUERY, profile QUERY, explain sparql QUERY
  as of COMMIT-OR-DATE QUERY                      the store as it was then
  define NAME(?x, ?y) as GROUP                    a rule, used like a relation
  set inference on|off                            what declarations of relations entail
  .mode NAME                                      how rows are printed: table, line, json, csv, html, dot, ...
  .evidence on|off                                the sources' words under the rows
  .timer on|off   .iris on|off   .help   .quit
)";

constexpr std::size_t kMaxCompletions = 40;

bool is_on(std::string_view word) { return word != "off"; }

class Prompt {
 public:
  explicit Prompt(const Options& options)
      : workspace_(options), editor_(options.safe ? std::string() : history_path(), help()) {}

  int run() {
    if (const Status ready = workspace_.prepare(false); !ready.ok()) {
      print_error(ready.error(), workspace_.options());
      return exit_status(ready.error());
    }
    welcome();
    std::string& statement = pending_;
    while (true) {
      std::string line;
      const auto outcome = editor_.read(statement.empty() ? "kg> " : "  > ", line);
      if (outcome == LineEditor::Outcome::end) break;
      if (outcome == LineEditor::Outcome::interrupted) {
        statement.clear();
        continue;
      }
      if (statement.empty() && line.starts_with('.')) {
        editor_.remember(line);
        if (!dot_command(line)) break;
        continue;
      }
      statement += statement.empty() ? line : '\n' + line;
      if (statement.find_first_not_of(" \t\n;") == std::string::npos) {
        statement.clear();
        continue;
      }
      if (!is_complete_statement(statement)) continue;
      editor_.remember(statement);
      execute(statement);
      statement.clear();
    }
    fmt::print("\n");
    return kDone;
  }

 private:
  void welcome() {
    const Result<StoreInfo> info = workspace_.database().info();
    if (!info.ok()) return;
    fmt::print("kg {}: {} triples in {}\n", version(), info->triples,
               terminal_safe(workspace_.options().store));
    if (!info->notice.empty()) fmt::print("{}\n", terminal_safe(info->notice));
    if (info->triples == 0) {
      fmt::print(
          "The store is empty: try  add \"Ada\" \"knows\" \"Grace\"  or load a file with  kg load FILE\n");
    } else {
      show_examples();
    }
    fmt::print("Type .help for help, Ctrl-D to leave.\n");
    std::fflush(stdout);
  }

  // Things to try come from the store: triples of the relation kg:example, in the order of their text.
  void show_examples() {
    Result<Answer> found = workspace_.session().run(
        "find ?text where ? <https://kg.example/ns#example> ?text order by ?text limit 3", {});
    RowBatch rows;
    bool any = false;
    if (found.ok()) {
      const Result<bool> more = found->next(rows);
      any = more.ok() && *more;
    }
    if (!any) {
      fmt::print(
          "Try:\n  show relations\n  show stats\n  find ?thing, ?relation, ?value where ?thing ?relation "
          "?value limit 10\n");
      return;
    }
    fmt::print("Try:\n");
    for (std::size_t i = 0; i < rows.rows; ++i) {
      fmt::print("  {}\n", terminal_safe(rows.columns[0][i].term.value));
    }
  }

  void execute(const std::string& text) {
    Output output(STDOUT_FILENO);
    const Result<std::vector<ScriptStatement>> statements = split_script(text, {});
    if (!statements.ok()) {
      print_error(statements.error(), workspace_.options());
      return;
    }
    for (const ScriptStatement& statement : *statements) {
      RunOptions where;
      where.first_line = statement.line;
      const StatementOutcome outcome = run_statement(workspace_, statement.text, where, output);
      if (timer_) fmt::print("{:.2f} ms\n", outcome.milliseconds);
      if (outcome.status > kNegative) break;
    }
    std::fflush(stdout);
  }

  // False: leave the prompt.
  bool dot_command(const std::string& line) {
    const std::size_t space = line.find(' ');
    const std::string command = line.substr(0, space);
    std::string rest = space == std::string::npos
                           ? ""
                           : line.substr(line.find_first_not_of(' ', space) == std::string::npos
                                             ? line.size()
                                             : line.find_first_not_of(' ', space));
    Options& options = workspace_.options();
    if (command == ".quit" || command == ".exit" || command == ".q") return false;
    if (command == ".help" || command == ".h") {
      fmt::print("{}", kHelp);
    } else if (command == ".timer") {
      timer_ = is_on(rest);
    } else if (command == ".evidence") {
      options.evidence = is_on(rest);
    } else if (command == ".iris") {
      options.iris = is_on(rest);
    } else if (command == ".mode") {
      if (format_named(rest).has_value()) {
        options.format = rest;
      } else {
        fmt::print(stderr, "error: `{}` is not a format\nhint: one of {}\n", terminal_safe(rest),
                   kFormatNames);
      }
    } else {
      fmt::print(stderr, "error: there is no command `{}`\nhint: .help lists them\n", terminal_safe(command));
    }
    std::fflush(stdout);
    return true;
  }

  LineEditor::Help help() {
    LineEditor::Help help;
    help.complete = [this](std::string_view line, std::size_t cursor) {
      const std::string before = pending_.empty() ? "" : pending_ + '\n';
      Completions found =
          workspace_.session().complete(before + std::string(line), before.size() + cursor, kMaxCompletions);
      if (found.begin < before.size()) return Completions{};
      found.begin -= before.size();
      return found;
    };
    if (output_style(workspace_.options()).color) help.paint = highlight;
    return help;
  }

  Workspace workspace_;
  std::string pending_;  // a statement that is not complete yet
  LineEditor editor_;
  bool timer_ = false;
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
