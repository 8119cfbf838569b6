#include "kg/api/table_records.h"

#include <fmt/format.h>

#include "kg/base/limits.h"

namespace kg {
namespace {

bool ends_line(char c) { return c == '\n' || c == '\r'; }

}  // namespace

char TableRecords::look(const char* p) const {
  if (*p == '\0' && p >= window_.end()) {
    if (!window_.complete()) throw Starved{};
    if (window_.invalid()) throw SyntaxError{p, "the text is not valid UTF-8"};
  }
  return *p;
}

bool TableRecords::next() {
  record_ = p_;
  for (;;) {
    try {
      while (ends_line(look(p_))) ++p_;
      record_ = p_;
      if (p_ >= window_.end()) return false;
      scan();
      return true;
    } catch (const Starved&) {
      if (static_cast<std::size_t>(window_.end() - record_) > kMaxLineBytes) {
        p_ = window_.end();
        throw SyntaxError{record_, fmt::format("the record is larger than {} MiB", kMaxLineBytes >> 20U)};
      }
      p_ = record_ = window_.read_on(record_);
    } catch (const SyntaxError&) {
      while (p_ < window_.end() && !ends_line(*p_)) ++p_;
      throw;
    }
  }
}

void TableRecords::scan() {
  size_ = 0;
  for (const char* p = record_;;) {
    if (size_ == cells_.size()) {
      cells_.emplace_back();
      starts_.push_back(nullptr);
    }
    starts_[size_] = p;
    p = scan_cell(p, cells_[size_]);
    if (cells_[size_].size() > kMaxTermBytes) {
      throw SyntaxError{starts_[size_], fmt::format("the cell is larger than {} MiB", kMaxTermBytes >> 20U)};
    }
    ++size_;
    if (*p != delimiter_ || p >= window_.end()) {
      p_ = p;
      return;
    }
    ++p;
  }
}

// Gives where the cell ends: at a delimiter, a line's end or the end of the file.
const char* TableRecords::scan_cell(const char* p, std::string& out) {
  const char* const start = p;
  out.clear();
  if (look(p) != '"') {
    while (!ends_line(look(p)) && *p != delimiter_ && p < window_.end()) ++p;
    out.assign(start, p);
    return p;
  }
  ++p;
  for (;;) {
    const char* plain = p;
    while (look(p) != '"' && p < window_.end()) ++p;
    out.append(plain, p);
    if (p >= window_.end())
      throw SyntaxError{start, "the quoted cell is not closed before the end of the file"};
    ++p;
    if (look(p) != '"') break;
    out += '"';
    ++p;
  }
  if (*p != delimiter_ && !ends_line(*p) && p < window_.end()) {
    throw SyntaxError{p, "a quoted cell must be followed by the next cell or the end of the line",
                      "a quote within a quoted cell is written twice"};
  }
  return p;
}

void TableRecords::guess_delimiter() {
  if (size_ == 1 && delimiter_ == ',' && cells_[0].find(';') != std::string::npos) {
    delimiter_ = ';';
    scan();
  }
}

BadRecord TableRecords::bad(const SyntaxError& error) const {
  constexpr std::size_t kExcerptBytes = 1000;
  const rdf::TextPlace place = window_.place(error.at);
  return {.line = place.line,
          .column = place.column,
          .reason = error.reason,
          .text = window_.line_of(error.at, kExcerptBytes),
          .hint = error.hint};
}

}  // namespace kg
