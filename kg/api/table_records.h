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
      : window_(std::move(read)), delimiter_(delimiter), p_(window_.end()) {}

  // Reads a record; empty lines are left out. False at the end. Throws SyntaxError; then the next record
  // starts behind the line at fault.
  bool next();

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] const std::string& cell(std::size_t i) const { return cells_[i]; }
  // Where a cell starts; that of the record for i == size(). Valid until next().
  [[nodiscard]] const char* at(std::size_t i) const { return i < size_ ? starts_[i] : record_; }

  // The first record's: ';' when there is no other one.
  void guess_delimiter();
  [[nodiscard]] BadRecord bad(const SyntaxError& error) const;
  // Of the first line that is not read yet.
  [[nodiscard]] std::uint64_t line() const { return window_.place(p_).line; }

 private:
  struct Starved {};
  char look(const char* p) const;
  void scan();
  const char* scan_cell(const char* p, std::string& out);

  rdf::TextWindow window_;
  char delimiter_;
  const char* p_;
  const char* record_ = nullptr;
  std::vector<std::string> cells_;
  std::vector<const char*> starts_;
  std::size_t size_ = 0;
};

}  // namespace kg
