#include "kg/lang/diagnostics.h"

#include <algorithm>

#include "kg/base/utf8.h"

namespace kg {
namespace {

constexpr std::size_t kExcerptBytes = 160;  // of a long line, around the caret
constexpr std::size_t kQuotedBytes = 60;

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

std::size_t back_to_character(std::string_view text, std::size_t offset) {
  while (offset > 0 && offset < text.size() && is_continuation(text[offset])) --offset;
  return offset;
}

// A line as it is shown: tabs become single blanks, so that the caret line needs no knowledge of tab stops.
std::string shown(std::string_view text) {
  std::string line(text);
  std::replace(line.begin(), line.end(), '\t', ' ');
  return terminal_safe(line);
}

}  // namespace

Place Diagnostics::place(std::size_t offset) const {
  const std::string_view before = source_->text.substr(0, offset);
  const std::size_t newline = before.rfind('\n');
  const std::size_t line_start = newline == std::string_view::npos ? 0 : newline + 1;
  const auto lines = static_cast<std::uint64_t>(std::count(before.begin(), before.end(), '\n'));
  const std::uint64_t start = lines == 0 ? source_->first_column : 1;
  return {source_->file, source_->first_line + lines, utf8_length(before.substr(line_start)) + start};
}

std::string Diagnostics::excerpt(std::size_t begin, std::size_t end) const {
  const std::string_view text = source_->text;
  const std::size_t newline = begin == 0 ? std::string_view::npos : text.rfind('\n', begin - 1);
  std::size_t line_begin = newline == std::string_view::npos ? 0 : newline + 1;
  std::size_t line_end = std::min(text.find('\n', begin), text.size());
  if (line_end > line_begin && text[line_end - 1] == '\r') --line_end;
  bool cut_left = false;
  bool cut_right = false;
  if (line_end - line_begin > kExcerptBytes) {
    const std::size_t half = kExcerptBytes / 2;
    const std::size_t from = begin > line_begin + half ? back_to_character(text, begin - half) : line_begin;
    const std::size_t to = back_to_character(text, std::min(line_end, from + kExcerptBytes));
    cut_left = from > line_begin;
    cut_right = to < line_end;
    line_begin = from;
    line_end = to;
  }
  begin = std::clamp(begin, line_begin, line_end);
  end = std::clamp(end, begin, line_end);
  const std::string lead = (cut_left ? "..." : "") + shown(text.substr(line_begin, begin - line_begin));
  const std::string marked = shown(text.substr(begin, end - begin));
  const std::string tail = shown(text.substr(end, line_end - end)) + (cut_right ? "..." : "");
  std::string out = "  " + lead + marked + tail + "\n  ";
  out.append(utf8_display_width(lead), ' ');
  out.append(std::max<std::size_t>(1, utf8_display_width(marked)), '^');
  return out;
}

void Diagnostics::fail(std::size_t begin, std::size_t end, std::string message, std::string hint) const {
  Error error;
  error.code = ErrorCode::query;
  error.message = std::move(message);
  error.place = place(begin);
  error.excerpt = excerpt(begin, end);
  error.hint = std::move(hint);
  throw Failure(std::move(error));
}

void Diagnostics::fail(ast::Run run, std::string message, std::string hint) const {
  fail(run.front().begin, run.back().end, std::move(message), std::move(hint));
}

void Diagnostics::fail(const ast::Token& token, std::string message, std::string hint) const {
  fail(token.begin, token.end, std::move(message), std::move(hint));
}

bool Diagnostics::starts_text(ast::Run run) const {
  return text().substr(0, run.front().begin).find_first_not_of(" \t\r\n") == std::string_view::npos;
}

std::string_view Diagnostics::text(ast::Run run) const {
  return source_->text.substr(run.front().begin, run.back().end - run.front().begin);
}

std::string quoted(std::string_view text) {
  if (text.size() > kQuotedBytes) {
    return "`" + terminal_safe(text.substr(0, back_to_character(text, kQuotedBytes))) + "...`";
  }
  return "`" + terminal_safe(text) + "`";
}

std::string join_or(const std::vector<std::string>& words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) out += i + 1 == words.size() ? " or " : ", ";
    out += words[i];
  }
  return out;
}

}  // namespace kg
