// kg-bench-run: times statements against an open store, in one process, through kg.h as any program would
// use it. Every time includes parsing, planning and turning every cell into text.
//
//   kg-bench-run queries --store DIR [--runs N] [--seconds S] [--rows FILE] QUERY-FILE...
//   kg-bench-run updates --store DIR [--commits N] [--no-sync]
//
// Writes one JSON object a line to standard output.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/core.h>
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "kg/kg.h"

namespace {

using Clock = std::chrono::steady_clock;

double milliseconds_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

// At the end of a run that cannot go on.
[[noreturn]] void stop(const kg::Error& error) {
  fmt::print(stderr, "kg-bench-run: {}\n", error.to_string());
  std::exit(1);
}

kg::Database open_database(const std::string& path, bool read_only, bool sync) {
  kg::DatabaseOptions options;
  options.read_only = read_only;
  options.sync = sync;
  auto database = kg::Database::open(path, options);
  if (!database) stop(database.error());
  return std::move(database).value();
}

struct QueryRun {
  std::uint64_t rows = 0;
  std::uint64_t bytes = 0;  // of all cells' text: so that no cell's text can be optimised away
};

// Rows as tab-separated lexical forms, for comparing answers between engines.
void write_row(std::ofstream& out, const kg::RowBatch& batch, std::size_t row) {
  for (std::size_t column = 0; column < batch.columns.size(); ++column) {
    if (column > 0) out << '\t';
    for (const char c : batch.columns[column][row].term.value) {
      if (c == '\n') {
        out << "\\n";
      } else if (c == '\t') {
        out << "\\t";
      } else {
        out << c;
      }
    }
  }
  out << '\n';
}

QueryRun run_query(kg::Session& session, const std::string& text, std::ofstream* rows_file) {
  kg::RunOptions options;
  options.names = false;
  auto answer = session.run(text, options);
  if (!answer) stop(answer.error());
  QueryRun run;
  if (answer->kind() == kg::AnswerKind::yes_no) {
    run.rows = 1;
    if (rows_file != nullptr) *rows_file << (answer->yes() ? "true\n" : "false\n");
    return run;
  }
  kg::RowBatch batch;
  while (true) {
    const auto more = answer->next(batch);
    if (!more) stop(more.error());
    if (!*more) break;
    run.rows += batch.rows;
    for (const auto& column : batch.columns) {
      for (std::size_t row = 0; row < batch.rows; ++row) run.bytes += column[row].term.value.size();
    }
    if (rows_file != nullptr) {
      for (std::size_t row = 0; row < batch.rows; ++row) write_row(*rows_file, batch, row);
    }
  }
  return run;
}

double median(std::vector<double> times) {
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

struct QueryOptions {
  std::string store;
  std::vector<std::string> files;
  std::string rows_file;
  int runs = 7;
  double seconds = 20;  // stop repeating a query after this long
};

void run_queries(const QueryOptions& options) {
  kg::Database database = open_database(options.store, true, true);
  kg::Session session(database);
  for (const std::string& file : options.files) {
    std::ifstream in(file);
    if (!in) stop({kg::ErrorCode::usage, "cannot read " + file, {}, {}, {}});
    const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};

    const auto first = Clock::now();
    std::optional<std::ofstream> rows_file;
    if (!options.rows_file.empty()) rows_file.emplace(options.rows_file, std::ios::trunc);
    QueryRun run = run_query(session, text, rows_file ? &*rows_file : nullptr);
    const double first_ms = milliseconds_since(first);

    std::vector<double> times;
    const auto start = Clock::now();
    while (static_cast<int>(times.size()) < options.runs &&
           (times.empty() || milliseconds_since(start) < options.seconds * 1000)) {
      const auto begin = Clock::now();
      run = run_query(session, text, nullptr);
      times.push_back(milliseconds_since(begin));
    }
    const nlohmann::ordered_json line = {{"file", file},
                                         {"rows", run.rows},
                                         {"text_bytes", run.bytes},
                                         {"median_ms", median(times)},
                                         {"best_ms", *std::min_element(times.begin(), times.end())},
                                         {"first_ms", first_ms},
                                         {"runs", times.size()}};
    fmt::print("{}\n", line.dump());
  }
}

// Commits of one new triple each, then one commit that takes them all out again.
void run_updates(const std::string& store, int commits, bool sync) {
  kg::Database database = open_database(store, false, sync);
  kg::Session session(database);
  const auto triple = [](int i) {
    return fmt::format("<http://example.org/person/{}> <http://example.org/benchMark> {}", i * 7, i);
  };
  std::vector<double> times;
  for (int i = 0; i < commits; ++i) {
    const std::string text = "add " + triple(i);
    const auto begin = Clock::now();
    const auto answer = session.run(text, {});
    if (!answer) stop(answer.error());
    times.push_back(milliseconds_since(begin));
  }
  double total = 0;
  for (const double time : times) total += time;

  const auto begin = Clock::now();
  std::vector<std::string> script{"begin"};
  for (int i = 0; i < commits; ++i) script.push_back("remove " + triple(i));
  script.emplace_back("commit");
  for (const std::string& text : script) {
    const auto answer = session.run(text, {});
    if (!answer) stop(answer.error());
  }
  std::vector<double> sorted = times;
  std::sort(sorted.begin(), sorted.end());
  const nlohmann::ordered_json line = {{"sync", sync},
                                       {"commits", commits},
                                       {"median_ms", median(times)},
                                       {"p99_ms", sorted[sorted.size() * 99 / 100]},
                                       {"commits_per_second", 1000.0 * commits / total},
                                       {"remove_all_ms", milliseconds_since(begin)}};
  fmt::print("{}\n", line.dump());
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Times statements and updates against a kg store"};
  app.require_subcommand(1);

  QueryOptions query_options;
  CLI::App* queries = app.add_subcommand("queries", "Time the statements of some files");
  queries->add_option("--store", query_options.store)->required();
  queries->add_option("--runs", query_options.runs)->capture_default_str()->check(CLI::PositiveNumber);
  queries->add_option("--seconds", query_options.seconds)->capture_default_str();
  queries->add_option("--rows", query_options.rows_file, "Write the answer of the last file there");
  queries->add_option("files", query_options.files)->required();
  queries->callback([&] { run_queries(query_options); });

  std::string store;
  int commits = 1000;
  bool no_sync = false;
  CLI::App* updates = app.add_subcommand("updates", "Time commits of one triple");
  updates->add_option("--store", store)->required();
  updates->add_option("--commits", commits)->capture_default_str()->check(CLI::PositiveNumber);
  updates->add_flag("--no-sync", no_sync, "Do not wait for the disk");
  updates->callback([&] { run_updates(store, commits, !no_sync); });

  CLI11_PARSE(app, argc, argv);
  return 0;
}
