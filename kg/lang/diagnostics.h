// Diagnostics: errors and warnings with their place in a statement's text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kg/base/error.h"
#include "kg/lang/ast.h"
#include "kg/lang/language.h"

namespace kg {

// The text that errors point into. Views the caller's text and file name.
class Diagnostics {
 public:
  explicit Diagnostics(const SourceText& source) : source_(&source) {}

  // Line and column of a byte offset.
  [[nodiscard]] Place place(std::size_t offset) const;
  // The line that holds `begin`, and under it a caret for each display column of [begin, end), cut at the end
  // of the line. Long lines are cut around the caret.
  [[nodiscard]] std::string excerpt(std::size_t begin, std::size_t end) const;

  [[noreturn]] void fail(std::size_t begin, std::size_t end, std::string message,
                         std::string hint = {}) const;
  [[noreturn]] void fail(ast::Run run, std::string message, std::string hint = {}) const;
  [[noreturn]] void fail(const ast::Token& token, std::string message, std::string hint = {}) const;

  [[nodiscard]] std::string_view text() const { return source_->text; }
  // Whether nothing but blanks stands before the run.
  [[nodiscard]] bool starts_text(ast::Run run) const;
  // The text from the first token of a run to its last.
  [[nodiscard]] std::string_view text(ast::Run run) const;

 private:
  const SourceText* source_;
};

// A piece of the user's text inside a message: in backquotes, made safe for a terminal, cut when long.
std::string quoted(std::string_view text);

// "a", "a or b", "a, b or c".
std::string join_or(const std::vector<std::string>& words);

}  // namespace kg
