#include "kg/rdf/text_window.h"

#include <algorithm>
#include <cstring>
#include <string_view>

#include "kg/base/utf8.h"

namespace kg::rdf {
namespace {

constexpr std::size_t kPadding = 8;
constexpr std::size_t kKeptLineBytes = 1000;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string_view view(const char* first, const char* last) {
  return {first, static_cast<std::size_t>(last - first)};
}

// The start of the line that `at` stands in, not before `first`.
const char* line_start(const char* first, const char* at) {
  while (at > first && at[-1] != '\n' && at[-1] != '\r') --at;
  return at;
}

// Moves a place over text. "\r\n" is one line end; `after_return`: a '\r' stands before the text.
void advance(TextPlace& place, std::string_view text, bool after_return) {
  auto lines = static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
  if (after_return && text.starts_with('\n')) --lines;
  for (std::size_t at = text.find('\r'); at != std::string_view::npos; at = text.find('\r', at + 1)) {
    if (at + 1 == text.size() || text[at + 1] != '\n') ++lines;
  }
  const char* last = text.data() + text.size();
  const char* start = line_start(text.data(), last);
  const std::uint64_t columns = utf8_length(view(start, last));
  place.column = start == text.data() && lines == 0 ? place.column + columns : columns + 1;
  place.line += lines;
}

}  // namespace

TextWindow::TextWindow(Read read, std::size_t bytes, TextCheck check)
    : read_(std::move(read)),
      check_(check),
      buffer_(std::make_unique<char[]>(bytes + kPadding)),
      capacity_(std::max<std::size_t>(bytes, kPadding)) {
  if (capacity_ > bytes) buffer_ = std::make_unique<char[]>(capacity_ + kPadding);
}

const char* TextWindow::read_on(const char* keep) {
  told_at_ = nullptr;
  const char* first = buffer_.get();
  const char* from = keep;
  const char* line = line_start(first, keep);
  if (keep - line <= static_cast<std::ptrdiff_t>(kKeptLineBytes)) from = line;
  if (from > first) {
    const std::string_view gone = view(first, from);
    advance(start_, gone, return_before_);
    return_before_ = gone.ends_with('\r');
    starts_in_line_ = start_.column != 1;
  }
  const std::size_t kept = end_ - static_cast<std::size_t>(from - first);
  const auto offset = static_cast<std::size_t>(keep - from);
  if (kept > capacity_ / 2) {
    auto bigger = std::make_unique<char[]>(capacity_ * 2 + kPadding);
    std::memcpy(bigger.get(), from, kept);
    buffer_ = std::move(bigger);
    capacity_ *= 2;
  } else {
    std::memmove(buffer_.get(), from, kept);
  }
  end_ = kept;
  while (!complete_) {
    std::memcpy(buffer_.get() + end_, carry_.data(), carried_);
    const std::size_t n = read_(buffer_.get() + end_ + carried_, capacity_ - end_ - carried_);
    const std::size_t before = end_;
    validate(end_ + carried_ + n, n == 0);
    if (end_ != before) break;
  }
  std::memset(buffer_.get() + end_, 0, kPadding);
  return buffer_.get() + offset;
}

// `size`: bytes in the buffer; sets end_ to the end of the whole characters among them.
void TextWindow::validate(std::size_t size, bool input_ended) {
  const std::string_view fresh(buffer_.get() + end_, size - end_);
  std::size_t good = size;
  if (check_ == TextCheck::utf8) {
    const std::size_t bad = utf8_first_invalid(fresh);
    if (bad != kUtf8Valid) good = end_ + bad;
  } else if (!started_ && !input_ended && fresh.size() < kByteOrderMark.size() &&
             kByteOrderMark.starts_with(fresh)) {
    good = end_;
  }
  carried_ = size - good;
  if (input_ended || carried_ >= carry_.size()) {
    complete_ = true;
    invalid_ = carried_ != 0;
    carried_ = 0;
  }
  std::memcpy(carry_.data(), buffer_.get() + good, carried_);
  end_ = good;
  if (!started_ && end_ > 0) {
    started_ = true;
    if (view(buffer_.get(), end()).starts_with(kByteOrderMark)) {
      end_ -= kByteOrderMark.size();
      std::memmove(buffer_.get(), buffer_.get() + kByteOrderMark.size(), end_);
    }
  }
}

TextPlace TextWindow::place(const char* at) const {
  const bool anew = told_at_ == nullptr || at < told_at_;
  const char* from = anew ? buffer_.get() : told_at_;
  if (anew) told_ = start_;
  advance(told_, view(from, at), from == buffer_.get() ? return_before_ : from[-1] == '\r');
  told_at_ = at;
  return told_;
}

std::string TextWindow::line_of(const char* at, std::size_t bytes) const {
  const char* line = line_start(buffer_.get(), at);
  if (line == buffer_.get() && starts_in_line_) return {};
  const char* last = line;
  while (last < end() && *last != '\n' && *last != '\r') ++last;
  auto size = static_cast<std::size_t>(last - line);
  if (size > bytes) {
    size = bytes;
    while (size > 0 && (static_cast<unsigned char>(line[size]) & 0xC0U) == 0x80U) --size;
  }
  return {line, size};
}

}  // namespace kg::rdf
