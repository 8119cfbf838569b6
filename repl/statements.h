// Statements: runs text in the language against a store and writes what comes back.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "kg/kg.h"
#include "repl/options.h"
#include "repl/output/writer.h"

namespace kg::repl {

// One opening of a store, for reading until a statement wants to write.
class Workspace {
 public:
  explicit Workspace(const Options& options);

  // Opens the store; again, for writing, when `write` and it was open for reading.
  Status prepare(bool write);
  [[nodiscard]] Session& session() { return *session_; }
  [[nodiscard]] Database& database() { return *database_; }
  [[nodiscard]] const Options& options() const { return options_; }
  Options& options() { return options_; }

 private:
  Options options_;
  std::optional<Database> database_;
  std::optional<Session> session_;
  bool writing_ = false;
};

// Opens a store. While another process writes to it, a writer tries again for as long as the options say.
Result<Database> open_store(const std::string& path, bool write, const Options& options);

struct StatementOutcome {
  int status = kDone;
  std::uint64_t rows = 0;
  double milliseconds = 0;
};

// Writes an answer in the format that the options ask for. Errors and warnings go to standard error.
StatementOutcome write_answer(Answer& answer, Workspace& workspace, Output& output);

// Asked about an answer before it is written; what it gives, if anything, stands instead.
using Instead = std::function<std::optional<StatementOutcome>(Result<Answer>& answer, const RunOptions& run)>;

// Runs one statement and writes its answer. Errors and warnings go to standard error. `instead` may be empty.
StatementOutcome run_statement(Workspace& workspace, std::string_view text, const RunOptions& where,
                               Output& output, const Instead& instead = {});

// Writes a verdict; the exit status: kDone when it is supported, kNegative otherwise.
int write_verdict(const Verdict& verdict, const Options& options, Output& output);

// Runs every statement of a script, until one fails. The status is the last statement's.
int run_script(Workspace& workspace, const std::string& text, const std::string& file, Output& output);

}  // namespace kg::repl
