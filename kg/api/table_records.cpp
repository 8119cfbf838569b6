#include "kg/api/table_records.h"

#include <fmt/format.h>

#include "kg/base/limits.h"
#include "kg/base/utf8.h"

namespace kg {
namespace {

bool ends_line(char c) { return c == '\n' || c == '\r'; }

}  // namespace

char TableRecords::look(const char* p) const {
  if (*p == '\0' && p >= window_.end() && !window_.complete()) throw Starved{};
  return *p;
}

bool TableRecords::next() {
  record_ = p_;
  for (;;) {
    try {
      while (skipping_ && !ends_line(look(p_)) && p_ < window_.end()) ++p_;
      skipping_ = false;
      record_ = p_;
      while (ends_line(look(p_))) record_ = ++p_;
      if (p_ >= window_.end()) return false;
      scan();
      check_record();
      return true;
    } catch (const Starved&) {
      if (!skipping_ && static_cast<std::size_t>(window_.end() - record_) > kMaxLineBytes) {
        skipping_ = true;
        fail_too_large();
      }
      p_ = record_ = window_.read_on(skipping_ ? p_ : record_);
    } catch (SyntaxError& error) {
      skip_line(error);
      throw;
    }
  }
}

void TableRecords::fail_too_large() const {
  throw SyntaxError{record_, fmt::format("the record is larger than {} MiB", kMaxLineBytes >> 20U)};
}

void TableRecords::check_record() const {
  if (static_cast<std::size_t>(p_ - record_) > kMaxLineBytes) fail_too_large();
  const std::size_t bad = utf8_first_invalid(text());
  if (bad != kUtf8Valid) {
    throw SyntaxError{record_ + bad, "the text is not valid UTF-8", "write the file in UTF-8"};
  }
}

// Moves behind the record, or the line, that `error` is in; both stay in the window unless they are too
// large.
void TableRecords::skip_line(SyntaxError& error) {
  for (;;) {
    try {
      while (!ends_line(look(p_)) && p_ < window_.end()) ++p_;
      return;
    } catch (const Starved&) {
      const auto size = static_cast<std::size_t>(window_.end() - record_);
      if (size > kMaxLineBytes) {
        skipping_ = true;
        return;
      }
      const auto at = error.at - record_;
      record_ = window_.read_on(record_);
      p_ = record_ + size;
      error.at = record_ + at;
    }
  }
}

std::string_view TableRecords::text() const {
  const auto size = static_cast<std::size_t>(p_ - record_);
  return {record_, size > kMaxLineBytes ? 0 : size};
}

void TableRecords::scan() {
  size_ = 0;
  const char* large = nullptr;
  const char* p = record_;
  for (;; ++p) {
    if (size_ == cells_.size()) {
      cells_.emplace_back();
      starts_.push_back(nullptr);
    }
    starts_[size_] = p;
    p = scan_cell(p, cells_[size_]);
    if (large == nullptr && cells_[size_].size() > kMaxTermBytes) large = starts_[size_];
    ++size_;
    if (*p != delimiter_ || p >= window_.end()) break;
  }
  p_ = p;
  if (large != nullptr) {
    throw SyntaxError{large, fmt::format("the cell is larger than {} MiB", kMaxTermBytes >> 20U)};
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
    p_ = record_;
    next();
  }
}

BadRecord TableRecords::bad(const SyntaxError& error) const {
  constexpr std::size_t kExcerptBytes = 1000;
  const rdf::TextPlace place = window_.place(error.at);
  return {.line = place.line,
          .column = place.column,
          .reason = error.reason,
          .text = window_.line_of(error.at, kExcerptBytes),
          .hint = error.hint,
          .record = std::string(text())};
}

}  // namespace kg
