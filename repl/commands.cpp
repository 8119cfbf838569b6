#include "repl/commands.h"

#include <fmt/format.h>
#include <unistd.h>

#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>

#include "repl/parameters.h"
#include "repl/statements.h"

namespace kg::repl {
namespace {

std::string store_of(const Options& options) {
  return options.store.empty() ? default_store() : options.store;
}

int fail(const Error& error, const Options& options) {
  print_error(error, options);
  return exit_status(error);
}

Result<std::string> read_file(const std::string& path) {
  std::ostringstream text;
  if (path == "-") {
    text << std::cin.rdbuf();
    return text.str();
  }
  const std::ifstream file(path, std::ios::binary);
  if (!file) {
    return Error{ErrorCode::usage, "cannot read the script `" + path + '`', {}, {}, "check the path"};
  }
  text << file.rdbuf();
  return text.str();
}

}  // namespace

int command_create(const Options& options) {
  const std::string path = options.arguments.empty() ? store_of(options) : options.arguments.front();
  const Status made = Database::create(path, options.base_iri);
  if (!made.ok()) return fail(made.error(), options);
  fmt::print("created an empty store in {}\n", terminal_safe(path));
  return kDone;
}

int command_query(const Options& options) {
  const bool nothing = options.arguments.empty() && options.scripts.empty();
  if (nothing && ::isatty(STDIN_FILENO) != 0) {
    return fail(
        {ErrorCode::usage, "`query` takes statements", {}, {}, "for example: kg query 'Li Qiang visited ?'"},
        options);
  }
  Workspace workspace(options);
  if (const Status ready = workspace.prepare(false); !ready.ok()) return fail(ready.error(), options);
  if (const Status set = set_parameters(workspace); !set.ok()) return fail(set.error(), options);

  Output output(STDOUT_FILENO);
  int status = kDone;
  const auto run = [&](const std::string& text, const std::string& file) {
    status = run_script(workspace, text, file, output);
    return status == kDone || status == kNegative;
  };
  const std::vector<std::string> queries = nothing ? std::vector<std::string>{"-"} : options.arguments;
  for (const std::string& query : queries) {
    if (query == "-") {
      const Result<std::string> text = read_file("-");
      if (!text.ok()) return fail(text.error(), options);
      if (!run(*text, "standard input")) return status;
    } else if (!run(query, {})) {
      return status;
    }
  }
  for (const std::string& path : options.scripts) {
    const Status allowed = path == "-" ? Status{} : allow_files(options, "-f reads a file");
    if (!allowed.ok()) return fail(allowed.error(), options);
    const Result<std::string> text = read_file(path);
    if (!text.ok()) return fail(text.error(), options);
    if (!run(*text, path == "-" ? "standard input" : path)) return status;
  }
  return status;
}

int command_stats(const Options& options) {
  Workspace workspace(options);
  Output output(STDOUT_FILENO);
  return run_statement(workspace, "show stats", {}, output).status;
}

}  // namespace kg::repl
