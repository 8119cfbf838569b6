#include "repl/shell.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "repl/child.h"
#include "repl/converse.h"
#include "repl/interrupt.h"
#include "repl/neighbourhood.h"
#include "repl/output/wrap.h"
#include "repl/parameters.h"

namespace kg::repl {
namespace {

// A directory that only this user can look into, gone at the end.
class PrivateDirectory {
 public:
  PrivateDirectory() {
    std::error_code failed;
    path_ = (std::filesystem::temp_directory_path(failed) / "kg-XXXXXX").string();
    if (failed || ::mkdtemp(path_.data()) == nullptr) path_.clear();
  }
  PrivateDirectory(const PrivateDirectory&) = delete;
  PrivateDirectory& operator=(const PrivateDirectory&) = delete;
  ~PrivateDirectory() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  // Empty when it could not be made.
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

Error usage(std::string message, std::string hint) {
  return {ErrorCode::usage, std::move(message), {}, {}, std::move(hint)};
}

std::optional<std::string> text_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file || std::filesystem::is_directory(path)) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

}  // namespace

Shell::~Shell() {
  if (options().output != STDOUT_FILENO) ::close(options().output);
}

template <typename Use>
void Shell::with_output(const Use& use) {
  std::fflush(stdout);
  if (options().output == STDOUT_FILENO) {
    PagedOutput output(pager && !options().safe);
    use(output);
  } else {
    Output output(options().output);
    use(output);
  }
  std::fflush(stdout);
}

void Shell::say(std::string_view text) {
  std::fflush(stdout);
  PagedOutput output(pager && !options().safe);
  output.write(for_people(text, terminal_columns(STDOUT_FILENO)));
}

void Shell::execute(const std::string& text, const std::string& file) {
  if (file.empty()) typed_ = text;
  const Result<std::vector<ScriptStatement>> statements = split_script(text, file);
  if (!statements.ok()) return fail(statements.error());
  with_output([&](Output& output) {
    for (const ScriptStatement& statement : *statements) {
      if (file.empty() && !statement_writes(statement.text)) question_ = statement.text;
      RunOptions where;
      where.file = file;
      where.first_line = statement.line;
      where.first_column = statement.column;
      if (explain) {
        Budget unlimited;
        const InterruptScope interrupts(unlimited);
        RunOptions plan = where;
        plan.budget = &unlimited;
        Result<Answer> planned = workspace_.session().run(fmt::format("explain {}", statement.text), plan);
        if (planned.ok() && planned->kind() == AnswerKind::text)
          output.write(terminal_safe(planned->text(), true) + '\n');
      }
      Instead instead;
      if (file.empty() && statement_is_claim(claim_of(statement.text))) {
        instead = [&](Result<Answer>& answer, const RunOptions& run) {
          return converse(answer, statement.text, run, output);
        };
      }
      const StatementOutcome outcome = run_statement(workspace_, statement.text, where, output, instead);
      if (timer) fmt::print("{:.2f} ms\n", outcome.milliseconds);
      say_where(outcome);
      if (outcome.status > kNegative) break;
    }
  });
}

std::optional<StatementOutcome> Shell::converse(Result<Answer>& answer, std::string_view text,
                                                const RunOptions& run, Output& output) {
  if (const std::optional<Verdict> verdict = weighed(workspace_.session(), answer, claim_of(text), run)) {
    StatementOutcome outcome;
    outcome.status = write_verdict(*verdict, options(), output);
    return outcome;
  }
  if (!statement_is_claim(text) || (answer.ok() && answer->warnings().empty())) return std::nullopt;
  if (const std::string question = question_with_gap(text); !question.empty()) {
    Result<Answer> meant = workspace_.session().run(question, run);
    if (meant.ok() && meant->warnings().empty()) {
      output.write("read as: " + terminal_safe(question) + '\n');
      return write_answer(*meant, workspace_, output);
    }
  }
  const Result<GraphRequest> request = parse_graph_request(name_asked_for(text));
  if (!request.ok() || !request->file.empty()) return std::nullopt;
  const Result<Neighbourhood> found = read_neighbourhood(workspace_.session(), *request, *run.budget);
  if (!found.ok()) return std::nullopt;
  output.write(draw(*found, output_style(options())));
  return StatementOutcome{};
}

void Shell::say_where(const StatementOutcome& outcome) {
  if (output_path_.empty() || outcome.status > kNegative) return;
  const std::string rows = fmt::format("{} row{}", outcome.rows, outcome.rows == 1 ? "" : "s");
  fmt::print("{} to {}\n", outcome.rows > 0 ? rows : "the answer went", terminal_safe(output_path_));
}

// Asked again, and nothing is cut: an answer that was left early was never computed to its end.
void Shell::last(const std::string& format) {
  if (question_.empty()) return fail(usage("nothing was asked yet", "type a question: Li Qiang visited ?"));
  if (!format.empty() && !format_named(format))
    return fail(usage('`' + format + "` is not a format", fmt::format("one of {}", kFormatNames)));
  const std::string mode = options().format;
  if (!format.empty()) options().format = format;
  options().whole = true;
  with_output([&](Output& output) { say_where(run_statement(workspace_, question_, {}, output)); });
  options().whole = false;
  options().format = mode;
}

bool Shell::may_touch_files(std::string_view what) {
  const Status allowed = allow_files(options(), what);
  if (!allowed.ok()) fail(allowed.error());
  return allowed.ok();
}

void Shell::edit() {
  if (!may_touch_files("`.edit` starts an editor")) return;
  std::string editor = environment("VISUAL");
  if (editor.empty()) editor = environment("EDITOR");
  if (editor.empty()) editor = "vi";
  const PrivateDirectory directory;
  const std::string path = directory.path() + "/statement.kg";
  const bool ready = !directory.path().empty() && (std::ofstream(path) << typed_ << '\n');
  if (!ready) return fail(usage("no file for the editor can be made", "look at $TMPDIR"));
  std::error_code unknown;
  const auto written = std::filesystem::last_write_time(path, unknown);
  const pid_t child = can_run(editor) ? start_command(editor + " \"$1\"", path, -1) : -1;
  if (child < 0) return fail(usage("the editor `" + editor + "` cannot be run", "set $VISUAL or $EDITOR"));
  if (const int status = wait_for(child); status != 0)
    return fail(usage(fmt::format("the editor ended with status {}; nothing was run", status), {}));
  if (std::filesystem::last_write_time(path, unknown) == written)
    return say("nothing was changed, nothing was run\n");
  const std::optional<std::string> text = text_of(path);
  if (!text || text->find_first_not_of(" \t\r\n") == std::string::npos) return;
  say(terminal_safe(*text, true));
  execute(*text);
}

void Shell::read(const std::string& path) {
  if (!may_touch_files("`.read` reads a file")) return;
  if (path.empty()) return fail(usage("`.read` needs the name of a file", ".read FILE"));
  const std::optional<std::string> text = text_of(path);
  if (!text) return fail(usage('`' + path + "` cannot be read", "check the path"));
  execute(*text, path);
}

void Shell::output(const std::string& path) {
  const auto tell_where = [&] {
    say(output_path_.empty() ? "answers go to the screen; .output FILE sends them to a file\n"
                             : fmt::format("answers go to {}; .output - brings them back to the screen\n",
                                           terminal_safe(output_path_)));
  };
  if (path.empty()) return tell_where();
  if (path != "-" && !may_touch_files("`.output` writes a file")) return;
  int descriptor = STDOUT_FILENO;
  if (path != "-") descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (descriptor < 0) return fail(usage('`' + path + "` cannot be written", "check the path"));
  if (options().output != STDOUT_FILENO) ::close(options().output);
  options().output = descriptor;
  output_path_ = path == "-" ? "" : path;
  tell_where();
}

void Shell::parameter(const std::string& assignment) {
  if (assignment.empty()) {
    if (parameters_.empty()) say("no parameters are set: .param name=value, then $name in a question\n");
    for (const auto& [name, value] : parameters_) say(terminal_safe('$' + name + " = " + value) + '\n');
    return;
  }
  const std::size_t equals = assignment.find('=');
  const auto trimmed = [](std::string text) {
    text.erase(0, text.find_first_not_of(' '));
    text.erase(text.find_last_not_of(' ') + 1);
    return text;
  };
  std::string name = trimmed(assignment.substr(0, equals));
  if (name.starts_with('$')) name.erase(0, 1);
  if (equals == std::string::npos || name.empty())
    return fail(usage('`' + assignment + "` is not a parameter", "write .param name=value"));
  std::string value = trimmed(assignment.substr(equals + 1));
  const Status set = set_parameter(workspace_.session(), name, value);
  if (!set.ok()) return fail(set.error());
  parameters_[name] = std::move(value);
}

void Shell::graph(const std::string& arguments) {
  const Result<GraphRequest> request = parse_graph_request(arguments);
  if (!request.ok()) return fail(request.error());
  if (!request->file.empty() && !may_touch_files("`.graph` with a file writes one")) return;
  Budget budget;
  configure(budget, options());
  const InterruptScope interrupts(budget);
  const Result<Neighbourhood> found = read_neighbourhood(workspace_.session(), *request, budget);
  if (!found.ok()) return fail(found.error());
  if (request->file.empty()) {
    with_output([&](Output& output) { output.write(draw(*found, output_style(options()))); });
    return;
  }
  const int file = ::open(request->file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (file < 0) return fail(usage('`' + request->file + "` cannot be written", "check the path"));
  {
    Output output(file);
    write_graph(*found, *graph_file_kind(request->file), output);
  }
  ::close(file);
  say(fmt::format("wrote {}\n", terminal_safe(request->file)));
}

}  // namespace kg::repl
