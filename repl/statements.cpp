#include "repl/statements.h"

#include <fmt/format.h>

#include <chrono>

#include "repl/interrupt.h"
#include "repl/output/verdict.h"

namespace kg::repl {
namespace {

using Clock = std::chrono::steady_clock;

bool json(const OutputStyle& style) { return style.format == Format::json || style.format == Format::ndjson; }

std::string changes_text(const CommitResult& changes, const OutputStyle& style) {
  if (json(style)) {
    return fmt::format("{{\"added\":{},\"removed\":{},\"commit\":{}}}\n", changes.added, changes.removed,
                       changes.commit);
  }
  if (changes.added == 0 && changes.removed == 0) return "no change\n";
  const auto count = [](std::uint64_t n) { return fmt::format("{} triple{}", n, n == 1 ? "" : "s"); };
  if (changes.removed == 0) return "added " + count(changes.added) + '\n';
  if (changes.added == 0) return "removed " + count(changes.removed) + '\n';
  return "added " + count(changes.added) + ", removed " + count(changes.removed) + '\n';
}

// Writes all rows; an error ends the answer.
std::optional<Error> write_rows(Answer& answer, Output& output, const OutputStyle& style,
                                std::uint64_t& rows) {
  const std::unique_ptr<RowWriter> writer = make_writer(output, style);
  writer->begin(answer.columns());
  RowBatch batch;
  while (!output.closed()) {
    const Result<bool> more = answer.next(batch);
    if (!more.ok()) return more.error();
    if (!*more) break;
    rows += batch.rows;
    writer->rows(batch);
  }
  writer->end();
  return std::nullopt;
}

}  // namespace

StatementOutcome write_answer(Answer& answer, const Options& options, Output& output) {
  StatementOutcome outcome;
  const OutputStyle style = output_style(options);
  for (const std::string& warning : answer.warnings()) print_warning(warning, options);
  switch (answer.kind()) {
    case AnswerKind::rows: {
      const std::optional<Error> error = write_rows(answer, output, style, outcome.rows);
      output.flush();
      if (error.has_value()) {
        print_error(*error, options);
        outcome.status = exit_status(*error);
      } else if (outcome.rows == 0 && options.exit_status) {
        outcome.status = kNegative;
      }
      break;
    }
    case AnswerKind::yes_no:
      output.write(json(style) ? (answer.yes() ? "{\"boolean\":true}\n" : "{\"boolean\":false}\n")
                               : (answer.yes() ? "yes\n" : "no\n"));
      outcome.status = answer.yes() ? kDone : kNegative;
      break;
    case AnswerKind::changed:
      output.write(changes_text(answer.changes(), style));
      break;
    case AnswerKind::text:
      output.write(style.cell.terminal ? terminal_safe(answer.text(), true) : answer.text());
      break;
    case AnswerKind::verdict:
      outcome.status = write_verdict(answer.verdict(), options, output);
      break;
    case AnswerKind::done:
      break;
  }
  output.flush();
  // A person at a terminal is told why; a pipeline that got no rows is not warned about them.
  if (style.cell.terminal && !answer.why_empty().empty()) {
    fmt::print(stderr, "{}\n", terminal_safe(answer.why_empty()));
  }
  return outcome;
}

int write_verdict(const Verdict& verdict, const Options& options, Output& output) {
  const OutputStyle style = output_style(options);
  std::string text = verdict_text(verdict);
  if (json(style)) text = verdict_json(verdict) + '\n';
  output.write(style.cell.terminal ? terminal_safe(text, true) : text);
  return verdict.kind == VerdictKind::supported ? kDone : kNegative;
}

Workspace::Workspace(const Options& options) : options_(options) {
  if (options_.store.empty()) options_.store = default_store();
}

Status Workspace::prepare(bool write) {
  if (database_.has_value() && (writing_ || !write)) return writing_ ? Status{} : database_->refresh();
  DatabaseOptions how;
  how.read_only = !write;
  Result<Database> opened = Database::open(options_.store, how);
  if (!opened.ok()) return opened.error();
  std::optional<Database> previous = std::move(database_);
  database_.emplace(std::move(opened).value());
  writing_ = write;
  if (session_.has_value()) {
    session_->move_to(*database_);
  } else {
    session_.emplace(*database_);
    session_->set_strict(options_.strict);
    session_->set_inference(!options_.no_inference);
  }
  return {};
}

StatementOutcome run_statement(Workspace& workspace, std::string_view text, const RunOptions& where,
                               Output& output) {
  const auto start = Clock::now();
  const Options& options = workspace.options();
  const auto failed = [&](const Error& error) {
    output.flush();
    print_error(error, options);
    StatementOutcome outcome;
    outcome.status = exit_status(error);
    return outcome;
  };
  if (const Status ready = workspace.prepare(statement_writes(text)); !ready.ok())
    return failed(ready.error());

  Budget budget;
  configure(budget, options);
  const InterruptScope interrupts(budget);
  RunOptions run = where;
  run.budget = &budget;
  run.max_rows = options.max_rows;
  run.names = !options.iris;
  Result<Answer> answer = workspace.session().run(text, run);
  if (!answer.ok()) return failed(answer.error());
  StatementOutcome outcome = write_answer(*answer, options, output);
  outcome.milliseconds = std::chrono::duration<double, std::milli>(Clock::now() - start).count();
  return outcome;
}

int run_script(Workspace& workspace, const std::string& text, const std::string& file, Output& output) {
  const Result<std::vector<ScriptStatement>> statements = split_script(text, file);
  if (!statements.ok()) {
    print_error(statements.error(), workspace.options());
    return exit_status(statements.error());
  }
  int status = kDone;
  for (const ScriptStatement& statement : *statements) {
    RunOptions where;
    where.file = file;
    where.first_line = statement.line;
    status = run_statement(workspace, statement.text, where, output).status;
    if (status != kDone && status != kNegative) return status;
    if (output.closed()) return kDone;
  }
  return status;
}

}  // namespace kg::repl
