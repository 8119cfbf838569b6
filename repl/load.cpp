// kg load: files into the store, and what a table would add.
#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <optional>

#include "repl/commands.h"
#include "repl/interrupt.h"
#include "repl/progress.h"

namespace kg::repl {
namespace {

constexpr std::uint64_t kPreviewRows = 5;

int fail(const Error& error, const Options& options) {
  print_error(error, options);
  return exit_status(error);
}

LoadFormat format_named_by(const std::string& name) {
  constexpr std::pair<std::string_view, LoadFormat> kFormats[] = {
      {"nt", LoadFormat::ntriples}, {"nq", LoadFormat::nquads}, {"ttl", LoadFormat::turtle},
      {"trig", LoadFormat::trig},   {"csv", LoadFormat::csv},   {"tsv", LoadFormat::tsv},
      {"kg", LoadFormat::script}};
  for (const auto& [known, format] : kFormats) {
    if (name == known) return format;
  }
  return LoadFormat::automatic;
}

int preview(const Database& database, const std::vector<FileLoad>& files, const FileLoadOptions& how,
            Budget& budget, const Options& options) {
  Output output(STDOUT_FILENO);
  for (const FileLoad& file : files) {
    const Result<std::string> text = database.preview(file, how, kPreviewRows, &budget);
    if (!text.ok()) return fail(text.error(), options);
    output.write(terminal_safe(*text, true));
  }
  return kDone;
}

}  // namespace

int command_load(const Options& options) {
  if (const Status allowed = allow_files(options, "`load` reads files"); !allowed.ok())
    return fail(allowed.error(), options);
  DatabaseOptions access;
  access.read_only = options.dry_run;
  Result<Database> database = Database::open(options.store.empty() ? default_store() : options.store, access);
  if (!database.ok()) return fail(database.error(), options);

  std::vector<FileLoad> files;
  std::uint64_t total_bytes = 0;
  for (const std::string& path : options.arguments) {
    files.push_back({path, format_named_by(options.input_format)});
    std::ifstream file(path, std::ios::binary | std::ios::ate);
    const bool packed = path.ends_with(".gz") || path.ends_with(".zst");
    if (file && !packed) total_bytes += static_cast<std::uint64_t>(file.tellg());
  }

  Progress progress(total_bytes);
  std::ofstream rejects;
  if (!options.rejects.empty()) rejects.open(options.rejects, std::ios::binary);
  FileLoadOptions how;
  if (options.memory_mib > 0) how.memory_bytes = static_cast<std::size_t>(options.memory_mib) << 20U;
  how.threads = options.threads;
  how.lenient = options.lenient;
  how.base = options.base_iri;
  how.table = options.table;
  how.progress = [&](std::uint64_t lines, std::uint64_t bytes) { progress.update(lines, bytes); };
  how.rejected = [&](const Error& where, std::string_view text) {
    progress.erase();
    if (rejects.is_open()) {
      rejects << "# " << where.to_string() << '\n' << text << '\n';
    } else {
      fmt::print(stderr, "skipped: {}\n", terminal_safe(where.to_string()));
    }
  };
  Budget budget;
  if (options.timeout_ms > 0) budget.set_timeout(std::chrono::milliseconds(options.timeout_ms));
  const InterruptScope interrupts(budget);

  if (options.dry_run) return preview(*database, files, how, budget, options);

  const auto start = std::chrono::steady_clock::now();
  const Result<LoadResult> loaded = database->load(files, how, &budget);
  progress.erase();
  if (!loaded.ok()) return fail(loaded.error(), options);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  fmt::print("loaded {} lines in {:.1f} s: {} new triples{}\n", loaded->lines, seconds, loaded->added,
             loaded->rejected > 0
                 ? fmt::format(", {} record{} skipped", loaded->rejected, loaded->rejected == 1 ? "" : "s")
                 : "");
  return kDone;
}

}  // namespace kg::repl
