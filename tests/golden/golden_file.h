// Golden test files: see README.md of this folder.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace kg::golden {

struct Case {
  std::uint64_t line = 0;
  std::string query;
  bool strict = false;
  bool ordered = false;
  bool no_rows = false;
  bool done = false;
  std::optional<std::string> columns;
  std::vector<std::string> rows;
  std::optional<std::uint64_t> count;
  std::optional<bool> yes;
  std::optional<std::pair<std::uint64_t, std::uint64_t>> changed;
  std::optional<std::string> verdict;  // kind, and reasons in parentheses
  std::vector<std::string> text;
  std::vector<std::string> warnings;
  std::optional<std::string> why;
  std::optional<std::string> error;
  std::optional<std::string> error_piece;

  // Whether the case expects anything at all.
  [[nodiscard]] bool expects() const;
};

struct File {
  bool seeds = false;
  std::vector<Case> cases;
};

// Throws std::runtime_error with the line of a mistake in the file itself.
File read_file(const std::string& path);

}  // namespace kg::golden
