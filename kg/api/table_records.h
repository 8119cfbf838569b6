// TableRecords: the records of a CSV or TSV file (RFC 4180), one at a time.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kg/model/raw_term.h"
#include "kg/rdf/record_reader.h"
#include "kg/rdf/text_window.h"

namespace kg {

class TableRecords {
 public:
  TableRecords(rdf::TextWindow::Read read, char delimiter)
      : window_(std::move(read), rdf::TextWindow::kDefaultBytes, rdf::TextCheck::none),
        delimiter_(delimiter),
        p_(window_.end()) {}

  // Reads a record, which is valid UTF-8; empty lines are left out. False at the end. Throws SyntaxError; the
  // next record then starts behind this one, or behind its first line when a quote hides where it ends.
  bool next();

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] const std::string& cell(std::size_t i) const { return cells_[i]; }
  // Where a cell starts; that of the record for i == size(). Valid until next().
  [[nodiscard]] const char* at(std::size_t i) const { return i < size_ ? starts_[i] : record_; }

  // What was read, or skipped, last; as it stood. Empty when that is larger than kMaxLineBytes.
  [[nodiscard]] std::string_view text() const;

  // The first record's: ';' when there is no other one. Throws as next() does.
  void guess_delimiter();
  [[nodiscard]] BadRecord bad(const SyntaxError& error) const;
  // Of the first line that is not read yet.
  [[nodiscard]] std::uint64_t line() const { return window_.place(p_).line; }

 private:
  struct Starved {};
  char look(const char* p) const;
  void scan();
  const char* scan_cell(const char* p, std::string& out);
  [[noreturn]] void fail_too_large() const;
  void check_record() const;
  void skip_line(SyntaxError& error);

  rdf::TextWindow window_;
  char delimiter_;
  const char* p_;
  const char* record_ = nullptr;
  bool skipping_ = false;  // what comes up to the end of the line belongs to a record that is too large
  std::vector<std::string> cells_;
  std::vector<const char*> starts_;
  std::size_t size_ = 0;
};

}  // namespace kg
