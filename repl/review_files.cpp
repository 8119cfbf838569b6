#include "repl/review_files.h"

#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "repl/document.h"
#include "repl/paste.h"

namespace kg::repl {
namespace {

Error unreadable(const std::string& path) {
  return {ErrorCode::usage, "cannot read the file `" + path + '`', {}, {}, "check the path"};
}

std::vector<std::string> comments_of(std::string_view between) {
  std::vector<std::string> out;
  while (!between.empty()) {
    const std::size_t end = std::min(between.find('\n'), between.size());
    const std::string_view line = between.substr(0, end);
    const std::size_t first = line.find_first_not_of("# \t;");
    if (line.starts_with('#') && first != std::string_view::npos) out.emplace_back(line.substr(first));
    between.remove_prefix(std::min(end + 1, between.size()));
  }
  return out;
}

}  // namespace

Result<std::vector<ReviewItem>> read_suggestions(const std::string& path) {
  const std::optional<std::string> text = read_file(path);
  if (!text) return unreadable(path);
  const Result<std::vector<ScriptStatement>> statements = split_script(*text, path);
  if (!statements.ok()) return statements.error();
  std::vector<ReviewItem> out;
  std::size_t end = 0;
  for (const ScriptStatement& statement : *statements) {
    const auto begin = static_cast<std::size_t>(statement.text.data() - text->data());
    if (!review_key(std::string(statement.text)).starts_with("add ")) {
      return Error{ErrorCode::query,
                   "a review is of statements that `add`",
                   {path, statement.line, 1},
                   {},
                   "`kg suggest` writes such a file"};
    }
    out.push_back({std::string(statement.text), comments_of(std::string_view(*text).substr(end, begin - end)),
                   statement.line});
    end = begin + statement.text.size();
  }
  return out;
}

std::string review_key(const std::string& statement) {
  std::string key = one_line(statement);
  while (key.ends_with(';') || key.ends_with(' ')) key.pop_back();
  return key;
}

Status DecisionFile::read() {
  std::error_code failed;
  if (!std::filesystem::exists(path_, failed)) return {};
  const std::optional<std::string> text = read_file(path_);
  if (!text) return unreadable(path_);
  before_ = *text;
  if (!before_.empty() && !before_.ends_with('\n')) before_ += '\n';
  const Result<std::vector<ScriptStatement>> statements = split_script(before_, path_);
  if (!statements.ok()) return statements.error();
  for (const ScriptStatement& statement : *statements) keys_.insert(review_key(std::string(statement.text)));
  return {};
}

Status DecisionFile::write(const std::vector<std::string>& statements) const {
  const std::string draft = path_ + ".new";
  std::ofstream file(draft, std::ios::binary | std::ios::trunc);
  file << before_;
  for (const std::string& statement : statements) file << statement << ";\n";
  file.close();
  if (file && std::rename(draft.c_str(), path_.c_str()) == 0) return {};
  ::unlink(draft.c_str());
  return Error{ErrorCode::usage, "cannot write `" + path_ + '`', {}, {}, "check the path and its rights"};
}

std::string qualifier_text(std::string_view statement, std::string_view name) {
  const auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
  std::string word;  // in front of what comes
  for (std::size_t at = 0; at < statement.size(); ++at) {
    const char c = statement[at];
    if (letter(c)) {
      if (at == 0 || !letter(statement[at - 1])) word.clear();
      word += c;
    } else if (c == '\'' || c == '"') {
      std::string text;
      for (++at; at < statement.size(); ++at) {
        const bool twice = at + 1 < statement.size() && statement[at + 1] == c;
        if (statement[at] == c && !twice) break;
        if (statement[at] == c) ++at;
        text += statement[at];
      }
      if (word == name) return text;
      word.clear();
    } else if (c != ' ' && c != '\n') {
      word.clear();
    }
  }
  return {};
}

}  // namespace kg::repl
