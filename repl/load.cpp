// kg load: files into the store, and what a table would add.
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>

#include "repl/commands.h"
#include "repl/interrupt.h"
#include "repl/progress.h"
#include "repl/statements.h"

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

Error usage(std::string message, std::string hint) {
  return {ErrorCode::usage, std::move(message), {}, {}, std::move(hint)};
}

// Where skipped records go: their reasons to standard error, or to a file with the records as comments. The
// records of a table stand in the file as they stood, behind its header, so that it can be loaded once they
// are mended; their reasons go to standard error, for a table has no comments.
class Rejects {
 public:
  Status open(const Options& options) {
    path_ = options.rejects;
    word_ = options.dry_run && !options.lenient ? "bad" : "skipped";
    if (path_.empty()) return {};
    if (!options.lenient)
      return usage("--rejects says where skipped records go, and none are skipped", "add --lenient");
    for (const std::string& input : options.arguments) {
      std::error_code unknown;
      if (std::filesystem::equivalent(path_, input, unknown))
        return usage('`' + path_ + "` is one of the files to load", "name another file");
    }
    file_.open(path_, std::ios::binary);
    return file_ ? Status() : usage("cannot write " + path_ + ": " + std::strerror(errno), "");
  }

  Status take(const RejectedRecord& record) {
    ++count_;
    const std::string why = record.where.to_string();
    const bool table = !record.header.empty();
    if (!file_.is_open() || table) fmt::print(stderr, "{}: {}\n", word_, terminal_safe(why));
    if (!file_.is_open()) return {};
    if (count_ == 1) {
      header_ = record.header;
      if (table) file_ << header_ << '\n';
    } else if (header_ != record.header) {
      return usage("tables with other columns cannot share a file of rejects", "load them one at a time");
    }
    if (!table) file_ << "# " << why << '\n';
    if (!table || !record.text.empty()) file_ << record.text << '\n';
    file_.flush();
    if (file_) return {};
    return Error{ErrorCode::store,
                 "cannot write " + path_ + ": " + std::strerror(errno),
                 {},
                 {},
                 "nothing was loaded"};
  }

  [[nodiscard]] std::uint64_t count() const { return count_; }

 private:
  std::string path_;
  std::string_view word_;
  std::ofstream file_;
  std::string header_;
  std::uint64_t count_ = 0;
};

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
  Rejects rejects;
  const std::string store = options.store.empty() ? default_store() : options.store;
  Result<Database> database = open_store(store, !options.dry_run, options);
  if (!database.ok()) return fail(database.error(), options);
  if (const Status opened = rejects.open(options); !opened.ok()) return fail(opened.error(), options);

  std::vector<FileLoad> files;
  std::uint64_t total_bytes = 0;
  for (const std::string& path : options.arguments) {
    files.push_back({path, format_named_by(options.input_format)});
    std::ifstream file(path, std::ios::binary | std::ios::ate);
    const bool packed = path.ends_with(".gz") || path.ends_with(".zst");
    if (file && !packed) total_bytes += static_cast<std::uint64_t>(file.tellg());
  }

  Progress progress(total_bytes);
  FileLoadOptions how;
  if (options.memory_mib > 0) how.memory_bytes = static_cast<std::size_t>(options.memory_mib) << 20U;
  how.threads = options.threads;
  how.lenient = options.lenient;
  how.base = options.base_iri;
  how.table = options.table;
  how.progress = [&](std::uint64_t lines, std::uint64_t bytes) { progress.update(lines, bytes); };
  how.rejected = [&](const RejectedRecord& record) {
    progress.erase();
    return rejects.take(record);
  };
  Budget budget;
  if (options.timeout_ms > 0) budget.set_timeout(std::chrono::milliseconds(options.timeout_ms));
  const InterruptScope interrupts(budget);

  if (options.dry_run) {
    const int status = preview(*database, files, how, budget, options);
    if (status != kDone || options.lenient || rejects.count() == 0) return status;
    return fail({ErrorCode::data,
                 "rows cannot be read, so that nothing would be loaded",
                 {},
                 {},
                 "--lenient skips them"},
                options);
  }

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
