#include "repl/statements.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "repl/interrupt.h"
#include "repl/output/evidence.h"
#include "repl/output/formats.h"
#include "repl/output/verdict.h"
#include "repl/output/wrap.h"

namespace kg::repl {
namespace {

using Clock = std::chrono::steady_clock;

std::string changes_text(const CommitResult& changes, const OutputStyle& style) {
  if (is_json(style.format)) {
    return fmt::format("{{\"added\":{},\"removed\":{},\"commit\":{}}}\n", changes.added, changes.removed,
                       changes.commit);
  }
  if (changes.added == 0 && changes.removed == 0) return "no change\n";
  const auto count = [](std::uint64_t n) { return fmt::format("{} triple{}", n, n == 1 ? "" : "s"); };
  if (changes.removed == 0) return "added " + count(changes.added) + '\n';
  if (changes.added == 0) return "removed " + count(changes.removed) + '\n';
  return "added " + count(changes.added) + ", removed " + count(changes.removed) + '\n';
}

Error no_graph(std::string message) {
  return {ErrorCode::query,
          std::move(message),
          {},
          {},
          "ask with `build { ... } where ...`, or choose another --format"};
}

// JSON objects have a key of their own for the evidence.
std::optional<Error> check_columns(const AnswerShape& shape, const OutputStyle& style) {
  const bool keys = style.format == Format::json || style.format == Format::ndjson;
  if (!keys || !shape.evidence ||
      std::find(shape.columns.begin(), shape.columns.end(), "evidence") == shape.columns.end())
    return std::nullopt;
  return Error{ErrorCode::query,
               "a column is called `evidence`, as the evidence of the rows is",
               {},
               {},
               "give the column another name, or leave --evidence out"};
}

// Writes all rows; an error ends the answer.
std::optional<Error> write_rows(Answer& answer, const Session& session, Output& output, OutputStyle style,
                                std::uint64_t& rows) {
  AnswerShape shape{answer.columns(), answer.is_graph(), answer.has_evidence(), {}};
  if (is_graph(style.format) || style.cell.spoken) shape.prefixes = session.prefixes();
  if (style.cell.spoken) style.cell.prefixes = &shape.prefixes;
  const std::unique_ptr<RowWriter> writer = make_writer(output, style);
  if (std::optional<Error> clash = check_columns(shape, style)) return clash;
  writer->begin(shape);
  RowBatch batch;
  std::size_t triples = 0;
  while (!output.closed()) {
    const Result<bool> more = answer.next(batch);
    if (!more.ok()) return more.error();
    if (!*more) break;
    rows += batch.rows;
    batch.triples.resize(batch.rows);
    for (const auto& of_row : batch.triples) triples += of_row.size();
    writer->rows(batch);
  }
  writer->end();
  if (is_graph(style.format) && !shape.graph && rows > 0 && triples == 0)
    return no_graph("these rows rest on no triples that make a graph");
  return std::nullopt;
}

std::string yes_no_text(const Answer& answer, const OutputStyle& style) {
  if (!answer.yes() && style.cell.spoken && !answer.warnings().empty())
    return "no answer: the store does not know every name\n";
  std::string out = answer.yes() ? "yes\n" : "no\n";
  if (is_json(style.format)) {
    out = style.format == Format::srj ? R"({"head":{},"boolean":)" : R"({"boolean":)";
    out += answer.yes() ? "true" : "false";
    if (answer.has_evidence()) {
      out += ",\"evidence\":";
      append_evidence_json(out, answer.evidence());
    }
    return out + "}\n";
  }
  if (!answer.has_evidence()) return out;
  Notes notes;
  notes.numbers(answer.evidence());
  notes.take(
      [&](std::size_t number, const std::string& text) { out += fmt::format("[{}] {}\n", number, text); });
  return out;
}

// Whether only the first rows came with their evidence, as nobody had asked for it.
bool shows_some_evidence(const Answer& answer, const Options& options) {
  return answer.kind() == AnswerKind::rows && answer.has_evidence() && !options.evidence.has_value() &&
         output_style(options).cell.spoken;
}

}  // namespace

StatementOutcome write_answer(Answer& answer, Workspace& workspace, Output& output) {
  const Options& options = workspace.options();
  StatementOutcome outcome;
  const OutputStyle style = output_style(options);
  for (const std::string& warning : answer.warnings()) print_warning(warning, options);
  switch (answer.kind()) {
    case AnswerKind::rows: {
      const std::optional<Error> error = write_rows(answer, workspace.session(), output, style, outcome.rows);
      if (shows_some_evidence(answer, options) && outcome.rows > kUnaskedEvidenceRows) {
        output.write(fmt::format(
            "the sources of the first {} rows are shown; .evidence on, or --evidence, shows all\n",
            kUnaskedEvidenceRows));
      }
      output.end();
      if (error.has_value()) {
        print_error(*error, options);
        outcome.status = exit_status(*error);
      } else if (outcome.rows == 0 ? options.exit_status : options.fail_on_rows) {
        outcome.status = kNegative;
      }
      break;
    }
    case AnswerKind::yes_no:
      if (is_graph(style.format)) {
        print_error(no_graph("yes or no is no graph"), options);
        outcome.status = kQueryError;
        break;
      }
      write_text(yes_no_text(answer, style), style, output);
      outcome.status = answer.yes() ? kDone : kNegative;
      break;
    case AnswerKind::changed:
      if (!is_graph(style.format)) write_text(changes_text(answer.changes(), style), style, output);
      break;
    case AnswerKind::text:
      write_text(answer.text(), style, output);
      break;
    case AnswerKind::verdict:
      outcome.status = write_verdict(answer.verdict(), options, output);
      break;
    case AnswerKind::done:
      break;
  }
  output.end();
  // A person at a terminal is told why; a pipeline that got no rows is not warned about them.
  if (style.cell.terminal && !answer.why_empty().empty()) {
    tell(answer.why_empty());
  }
  return outcome;
}

int write_verdict(const Verdict& verdict, const Options& options, Output& output) {
  const OutputStyle style = output_style(options);
  write_text(is_json(style.format) ? verdict_json(verdict) + '\n' : verdict_text(verdict), style, output);
  return verdict.kind == VerdictKind::supported ? kDone : kNegative;
}

Result<Database> open_store(const std::string& path, bool write, const Options& options) {
  constexpr std::chrono::milliseconds kBetween{20};
  const auto end = Clock::now() + std::chrono::milliseconds(options.wait_ms);
  DatabaseOptions how;
  how.read_only = !write;
  Budget budget;  // only to be interrupted
  const InterruptScope interrupts(budget);
  Result<Database> opened = Database::open(path, how);
  while (!opened.ok() && opened.error().code == ErrorCode::locked && Clock::now() < end) {
    if (budget.cancelled()) return Error{ErrorCode::cancelled, "interrupted", {}, {}, {}};
    std::this_thread::sleep_for(kBetween);
    opened = Database::open(path, how);
  }
  return opened;
}

Workspace::Workspace(const Options& options) : options_(options) {
  if (options_.store.empty()) options_.store = default_store();
}

Status Workspace::prepare(bool write) {
  if (database_.has_value() && (writing_ || !write)) return writing_ ? Status{} : database_->refresh();
  Result<Database> opened = open_store(options_.store, write, options_);
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
                               Output& output, const Instead& instead) {
  const auto start = Clock::now();
  const double waited = output.waited();
  const Options& options = workspace.options();
  const auto failed = [&](const Error& error) {
    output.end();
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
  const OutputStyle style = output_style(options);
  run.triples = is_graph(style.format);
  run.claims = !style.cell.spoken;  // a person reads the sources' words below the rows
  choose_evidence(run, options, style);
  Result<Answer> answer = workspace.session().run(text, run);
  std::optional<StatementOutcome> other = instead ? instead(answer, run) : std::nullopt;
  if (!other && !answer.ok()) return failed(answer.error());
  StatementOutcome outcome = other ? *other : write_answer(*answer, workspace, output);
  outcome.milliseconds =
      std::chrono::duration<double, std::milli>(Clock::now() - start).count() - (output.waited() - waited);
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
    where.first_column = statement.column;
    status = run_statement(workspace, statement.text, where, output).status;
    if (status != kDone && status != kNegative) return status;
    if (output.closed()) return kDone;
  }
  return status;
}

}  // namespace kg::repl
