// kg_golden SEEDS FILE...: runs golden test files; see README.md of this folder.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <stdexcept>

#include "golden/golden_file.h"
#include "kg/kg.h"
#include "repl/output/cell_text.h"

namespace kg::golden {
namespace {

namespace fs = std::filesystem;

class TemporaryStore {
 public:
  TemporaryStore() {
    std::string pattern = (fs::temp_directory_path() / "kg-golden-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make a temporary directory");
    path_ = pattern;
  }
  TemporaryStore(const TemporaryStore&) = delete;
  TemporaryStore& operator=(const TemporaryStore&) = delete;
  ~TemporaryStore() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  [[nodiscard]] std::string path() const { return (path_ / "store").string(); }

 private:
  fs::path path_;
};

template <typename T>
void require_ok(const T& result, const std::string& what) {
  if (!result.ok()) throw std::runtime_error(what + ": " + result.error().to_string());
}

std::set<std::string> files_in(const fs::path& folder) {
  std::set<std::string> files;
  for (const auto& entry : fs::directory_iterator(folder)) files.insert(entry.path().string());
  return files;
}

void load(Database& database, const std::set<std::string>& paths) {
  std::vector<FileLoad> files;
  for (const std::string& path : paths) files.push_back({path, LoadFormat::automatic});
  require_ok(database.load(files, {}, nullptr), "loading the seeds");
}

// As ./run makes the example store.
void load_seeds(Database& database, const fs::path& seeds) {
  load(database, {(seeds / "vocabulary.kg").string()});
  Session session(database);
  for (const std::string& path : files_in(seeds / "documents")) {
    std::ifstream file(path, std::ios::binary);
    DocumentSource source;
    source.text = {std::istreambuf_iterator<char>(file), {}};
    source.path = path;
    require_ok(session.add_document(source, nullptr), "adding a document");
  }
  load(database, files_in(seeds / "facts"));
}

bool has_piece(const std::vector<std::string>& texts, const std::string& piece) {
  return std::any_of(texts.begin(), texts.end(),
                     [&](const std::string& text) { return text.find(piece) != std::string::npos; });
}

std::string row_text(const RowBatch& batch, std::size_t r) {
  std::string line;
  for (std::size_t c = 0; c < batch.columns.size(); ++c) {
    if (c > 0) line += '\t';
    line += repl::cell_text(batch.columns[c][r], {});
  }
  return line;
}

std::string check_error(const Case& test, const Error& error) {
  const std::string text = error.to_string();
  if (test.error && *test.error == text) return {};
  if (test.error_piece && text.find(*test.error_piece) != std::string::npos) return {};
  return "error: " + text;
}

// What is wrong with an answer's rows, or nothing. `failed`: an error came instead of them.
std::string check_rows(const Case& test, Answer& answer, bool& failed) {
  std::vector<std::string> rows;
  RowBatch batch;
  while (true) {
    const Result<bool> more = answer.next(batch);
    failed = !more.ok();
    if (failed) return check_error(test, more.error());
    if (!*more) break;
    for (std::size_t r = 0; r < batch.rows; ++r) rows.push_back(row_text(batch, r));
  }
  if (test.columns && *test.columns != fmt::format("{}", fmt::join(answer.columns(), " "))) {
    return fmt::format("columns are `{}`", fmt::join(answer.columns(), " "));
  }
  if (test.count && *test.count != rows.size()) return fmt::format("{} rows", rows.size());
  if (test.no_rows && !rows.empty()) return fmt::format("{} rows, the first: {}", rows.size(), rows.front());
  if (test.rows.empty()) return {};
  std::vector<std::string> expected = test.rows;
  if (!test.ordered) {
    std::sort(expected.begin(), expected.end());
    std::sort(rows.begin(), rows.end());
  }
  if (rows == expected) return {};
  std::string out = "rows differ:";
  for (const std::string& row : expected) {
    if (std::find(rows.begin(), rows.end(), row) == rows.end()) out += "\n    missing: " + row;
  }
  for (const std::string& row : rows) {
    if (std::find(expected.begin(), expected.end(), row) == expected.end()) out += "\n    extra:   " + row;
  }
  return out + fmt::format("\n    ({} rows, {} expected)", rows.size(), expected.size());
}

std::string check_warnings(const Case& test, const std::vector<std::string>& warnings) {
  if (test.warnings.empty() && !warnings.empty()) return "warning: " + warnings.front();
  for (const std::string& piece : test.warnings) {
    if (!has_piece(warnings, piece)) {
      return fmt::format("no warning has `{}`; warnings: {}", piece, fmt::join(warnings, " | "));
    }
  }
  return {};
}

// supported (exact, alias) 2 for, 0 against
std::string verdict_line(const Verdict& verdict) {
  std::vector<std::string_view> reasons;
  for (const ReasonCode reason : verdict.reasons) reasons.push_back(reason_name(reason));
  return fmt::format("{} ({}) {} for, {} against", verdict_name(verdict.kind), fmt::join(reasons, ", "),
                     verdict.supporting.size(), verdict.refuting.size());
}

// What is wrong with the answer of a case, or nothing.
std::string check(const Case& test, Session& session) {
  session.set_strict(test.strict);
  Result<Answer> answer = session.run(test.query, {});
  if (!answer.ok()) return check_error(test, answer.error());
  if (std::string wrong = check_warnings(test, answer->warnings()); !wrong.empty()) return wrong;

  const AnswerKind kind = answer->kind();
  const bool wants_rows = test.columns || !test.rows.empty() || test.no_rows || test.count;
  if (wants_rows && kind != AnswerKind::rows) return "the answer has no rows";
  if (kind == AnswerKind::rows) {
    bool failed = false;
    if (std::string wrong = check_rows(test, *answer, failed); failed || !wrong.empty()) return wrong;
  }
  if (test.error || test.error_piece) return "no error";
  if (test.why && answer->why_empty().find(*test.why) == std::string::npos)
    return "why: " + answer->why_empty();
  if (test.yes && (kind != AnswerKind::yes_no || answer->yes() != *test.yes))
    return answer->yes() ? "yes" : "no";
  if (test.done && kind != AnswerKind::done) return "something is shown";
  if (test.changed) {
    const auto [added, removed] = *test.changed;
    if (answer->changes().added != added || answer->changes().removed != removed) {
      return fmt::format("{} added, {} removed", answer->changes().added, answer->changes().removed);
    }
  }
  if (test.verdict && (kind != AnswerKind::verdict || verdict_line(answer->verdict()) != *test.verdict))
    return "verdict: " + verdict_line(answer->verdict());
  for (const std::string& piece : test.text) {
    if (!has_piece({answer->text()}, piece)) return "text is:\n" + answer->text();
  }
  return {};
}

int run(const std::string& path, const fs::path& seeds) {
  const File file = read_file(path);
  const TemporaryStore directory;
  require_ok(Database::create(directory.path()), "create");
  Result<Database> database = Database::open(directory.path(), {});
  require_ok(database, "open");
  if (file.seeds) load_seeds(*database, seeds);
  Session session(*database);
  int failures = 0;
  for (const Case& test : file.cases) {
    const std::string wrong = check(test, session);
    if (wrong.empty()) continue;
    ++failures;
    fmt::print("{}:{}: {}\n  {}\n", path, test.line, test.query, wrong);
  }
  fmt::print("{}: {} cases, {} failed\n", fs::path(path).filename().string(), file.cases.size(), failures);
  return failures;
}

}  // namespace
}  // namespace kg::golden

int main(int argc, char** argv) {
  int failures = 0;
  for (int i = 2; i < argc; ++i) {
    try {
      failures += kg::golden::run(argv[i], argv[1]);
    } catch (const std::exception& error) {
      fmt::print("{}: {}\n", argv[i], error.what());
      ++failures;
    }
  }
  return failures == 0 && argc > 2 ? 0 : 1;
}
