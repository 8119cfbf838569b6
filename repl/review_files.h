// Files of statements that a review reads and writes.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "kg/kg.h"

namespace kg::repl {

// One statement of a file, with the lines of comments in front of it.
struct ReviewItem {
  std::string statement;  // without its semicolon
  std::vector<std::string> comments;
  std::uint64_t line = 1;
};

// Error: not a regular file that can be read, or no script; one whose statements do not all `add`.
Result<std::vector<ReviewItem>> read_suggestions(const std::string& path);

// The statement on one line with single blanks outside of quotes: equal for statements that say the same.
std::string review_key(const std::string& statement);

// A file that holds statements of one decision: what it held before and what came to it.
class DecisionFile {
 public:
  explicit DecisionFile(std::string path) : path_(std::move(path)) {}
  // What is there already; nothing when there is no file.
  Status read();
  // Writes what was there and these behind it, to a new file that takes the old one's place.
  [[nodiscard]] Status write(const std::vector<std::string>& statements) const;
  [[nodiscard]] bool holds(const std::string& key) const { return keys_.contains(key); }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
  std::string before_;
  std::set<std::string> keys_;
};

// What stands behind a qualifier's name in a statement, without its quotes: value_of(s, "quote"). Empty when
// there is none.
std::string qualifier_text(std::string_view statement, std::string_view name);

}  // namespace kg::repl
