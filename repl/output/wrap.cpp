#include "repl/output/wrap.h"

#include <algorithm>

#include "kg/kg.h"

namespace kg::repl {
namespace {

constexpr std::size_t kLeastColumns = 8;  // of what goes on behind an indent

std::size_t character_bytes(std::string_view text, std::size_t at) {
  std::size_t bytes = 1;
  while (at + bytes < text.size() && (static_cast<unsigned char>(text[at + bytes]) & 0xC0U) == 0x80U) ++bytes;
  return bytes;
}

// Bytes of the beginning that takes at most `width` columns.
std::size_t bytes_within(std::string_view text, std::size_t width) {
  std::size_t at = 0;
  for (std::size_t used = 0; at < text.size();) {
    const std::size_t bytes = character_bytes(text, at);
    used += utf8_display_width(text.substr(at, bytes));
    if (used > width) break;
    at += bytes;
  }
  return at;
}

// Where the word at `at`, with the blanks before it, ends.
std::size_t word_end(std::string_view text, std::size_t at) {
  std::size_t end = std::min(text.find_first_not_of(' ', at), text.size());
  while (end < text.size() && text[end] != ' ' && text.substr(end, 2) != "][") ++end;
  return std::min(text.size(), end + (text.substr(end, 2) == "][" ? 1 : 0));
}

// Behind the blanks that a line begins with, its second column where that is not far off; else further in.
std::string one_person_line(std::string_view line, std::size_t width) {
  if (utf8_display_width(line) <= width) return std::string(line);
  const std::size_t start = std::min(line.find_first_not_of(' '), line.size());
  const std::size_t gap = line.find("  ", start);
  std::size_t indent = start + (start < line.size() && (line[start] == '\'' || line[start] == '"') ? 1 : 2);
  if (gap != std::string_view::npos) {
    const std::size_t behind = std::min(line.find_first_not_of(' ', gap), line.size());
    indent = utf8_display_width(line.substr(0, behind));
    if (indent > width / 2) {  // the second column goes below the first
      const std::string below = std::string(start + 4, ' ') + std::string(line.substr(behind));
      return one_person_line(line.substr(0, gap), width) + '\n' + one_person_line(below, width);
    }
  }
  indent = std::min(indent, width / 2);
  std::string out;
  for (const std::string& each : broken_lines(line, width, width - indent))
    out += out.empty() ? each : '\n' + std::string(indent, ' ') + each;
  return out;
}

}  // namespace

std::vector<std::string> broken_lines(std::string_view text, std::size_t first, std::size_t rest) {
  std::vector<std::string> lines(1);
  std::size_t left = first;
  const auto next_line = [&] {
    lines.emplace_back();
    left = rest;
  };
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = word_end(text, at);
    std::string_view word = text.substr(at, end - at);  // with the blanks before it
    at = end;
    if (utf8_display_width(word) > left && !lines.back().empty()) {
      next_line();
      word.remove_prefix(std::min(word.find_first_not_of(' '), word.size()));
    }
    while (utf8_display_width(word) > left) {
      const std::size_t bytes = std::max(bytes_within(word, left), character_bytes(word, 0));
      lines.back() += word.substr(0, bytes);
      word.remove_prefix(bytes);
      if (!word.empty()) next_line();
    }
    lines.back() += word;
    left -= std::min(left, utf8_display_width(word));
  }
  return lines;
}

std::string hanging(std::string_view text, std::size_t width, std::size_t indent) {
  if (width == 0) return std::string(text);
  const std::size_t columns = std::max(width - std::min(width, indent), kLeastColumns);
  std::string out;
  for (const std::string& line : broken_lines(text, columns, columns))
    out += out.empty() ? line : '\n' + std::string(indent, ' ') + line;
  return out;
}

std::string for_people(std::string_view text, std::size_t width) {
  if (width == 0) return std::string(text);
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    out += one_person_line(text.substr(0, end), width);
    if (end < text.size()) out += '\n';
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::string marked_text(std::string_view text, std::size_t width) {
  const std::size_t split = text.find('\n');
  if (width == 0 || split == std::string_view::npos) return std::string(text);
  std::string_view line = text.substr(0, split), marks = text.substr(split + 1);
  std::string out;
  while (!line.empty() || !marks.empty()) {
    std::size_t bytes = line.empty() ? 0 : std::max(bytes_within(line, width), character_bytes(line, 0));
    const std::size_t blank = line.substr(0, bytes).find_last_of(' ');
    const bool inside = blank != std::string_view::npos && line.find_first_not_of(' ') < blank;
    if (bytes < line.size() && inside) bytes = blank + 1;
    const std::size_t columns = line.empty() ? marks.size() : utf8_display_width(line.substr(0, bytes));
    const std::string_view under = marks.substr(0, bytes == line.size() ? marks.size() : columns);
    out += out.empty() ? "" : "\n";
    out += line.substr(0, bytes);
    if (under.find('^') != std::string_view::npos) out += '\n' + std::string(under);
    line.remove_prefix(bytes);
    marks.remove_prefix(under.size());
  }
  return out;
}

std::string cut_to_width(const std::string& text, std::size_t width) {
  if (utf8_display_width(text) <= width) return text;
  return text.substr(0, bytes_within(text, width - std::min<std::size_t>(width, 1))) + "…";
}

}  // namespace kg::repl
