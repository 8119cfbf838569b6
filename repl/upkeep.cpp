// kg verify, compact, backup, restore, diff: what keeps a store in order.
#include <fmt/format.h>
#include <unistd.h>

#include "repl/commands.h"
#include "repl/interrupt.h"
#include "repl/statements.h"

namespace kg::repl {
namespace {

// A budget as the options say, that Ctrl-C cancels.
struct Limits {
  explicit Limits(const Options& options) : interrupts(budget) { configure(budget, options); }
  Budget budget;
  InterruptScope interrupts;
};

std::string store_of(const Options& options) {
  return options.store.empty() ? default_store() : options.store;
}

int fail(const Error& error, const Options& options) {
  print_error(error, options);
  return exit_status(error);
}

// Each line of a piece with a sign before it.
std::string signed_lines(char sign, std::string_view lines) {
  std::string out;
  while (!lines.empty()) {
    const std::size_t end = lines.find('\n') + 1;
    out += sign;
    out += ' ';
    out += lines.substr(0, end);
    lines.remove_prefix(end);
  }
  return out;
}

}  // namespace

int command_verify(const Options& options) {
  if (options.verify_documents) return command_verify_documents(options);
  const Result<Database> database = open_store(store_of(options), false, options);
  if (!database.ok()) return fail(database.error(), options);
  Limits limits(options);
  const Result<VerifyReport> report = database->verify(&limits.budget);
  if (!report.ok()) return fail(report.error(), options);
  for (const std::string& problem : report->problems)
    fmt::print(stderr, "damaged: {}\n", terminal_safe(problem));
  if (!report->problems.empty()) return kStoreError;
  fmt::print("sound: {} triples, {} terms, {} blocks checked\n", report->triples, report->terms,
             report->blocks);
  return kDone;
}

int command_compact(const Options& options) {
  Result<Database> database = open_store(store_of(options), true, options);
  if (!database.ok()) return fail(database.error(), options);
  if (const Status done = database->compact(); !done.ok()) return fail(done.error(), options);
  fmt::print("compacted {}\n", terminal_safe(store_of(options)));
  return kDone;
}

int command_backup(const Options& options) {
  if (const Status allowed = allow_files(options, "`backup` writes files"); !allowed.ok())
    return fail(allowed.error(), options);
  const Result<Database> database = open_store(store_of(options), false, options);
  if (!database.ok()) return fail(database.error(), options);
  Limits limits(options);
  const std::string& path = options.arguments.front();
  const Status done = database->backup(path, &limits.budget);
  if (!done.ok()) return fail(done.error(), options);
  const Result<Database> copy = open_store(path, false, options);
  const Result<StoreInfo> info = copy.ok() ? copy->info() : Result<StoreInfo>(copy.error());
  if (!info.ok()) return fail(info.error(), options);
  fmt::print("backed up {} triples, up to commit {}, to {}\n", info->triples, info->last_commit,
             terminal_safe(path));
  return kDone;
}

int command_restore(const Options& options) {
  if (const Status allowed = allow_files(options, "`restore` reads and moves files"); !allowed.ok())
    return fail(allowed.error(), options);
  Limits limits(options);
  const std::string path = store_of(options);
  const Result<std::string> aside =
      Database::restore(options.arguments.front(), path, options.force, &limits.budget);
  if (!aside.ok()) return fail(aside.error(), options);
  fmt::print("restored {}\n", terminal_safe(path));
  if (!aside->empty()) fmt::print("what was there is now {}\n", terminal_safe(*aside));
  return kDone;
}

int command_diff(const Options& options) {
  const bool counts = options.format == "json";
  if (!counts && !options.format.empty() && options.format != "nt") {
    return fail({ErrorCode::usage, "`diff` has the formats nt and json", {}, {}, "leave --format out"},
                options);
  }
  const Result<Database> ours = open_store(options.arguments.front(), false, options);
  if (!ours.ok()) return fail(ours.error(), options);
  const Result<Database> theirs = open_store(options.arguments.back(), false, options);
  if (!theirs.ok()) return fail(theirs.error(), options);
  Limits limits(options);
  Output output(STDOUT_FILENO);
  const bool terminal = ::isatty(STDOUT_FILENO) != 0;
  const auto sink = [&](bool added, std::string_view lines) {
    if (counts) return true;
    const std::string text = signed_lines(added ? '+' : '-', lines);
    output.write(terminal ? terminal_safe(text, true) : text);
    return !output.closed();
  };
  const Result<DiffReport> report = ours->diff(*theirs, sink, &limits.budget);
  if (report.ok() && counts)
    output.write(fmt::format("{{\"removed\":{},\"added\":{}}}\n", report->removed, report->added));
  output.flush();
  if (!report.ok()) return fail(report.error(), options);
  return report->removed + report->added == 0 ? kDone : kNegative;
}

}  // namespace kg::repl
