#include "repl/output/writer.h"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

#include "repl/output/table.h"

namespace kg::repl {

bool Output::flush() {
  std::string_view rest = buffer_;
  while (!rest.empty() && !closed_) {
    const ssize_t n = ::write(descriptor_, rest.data(), rest.size());
    if (n > 0) {
      rest.remove_prefix(static_cast<std::size_t>(n));
    } else if (errno != EINTR && errno != EAGAIN) {
      closed_ = true;
    }
  }
  buffer_.clear();
  return !closed_;
}

std::optional<Format> format_named(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, Format>, 5> kFormats{{{"table", Format::table},
                                                                         {"json", Format::json},
                                                                         {"ndjson", Format::ndjson},
                                                                         {"csv", Format::csv},
                                                                         {"tsv", Format::tsv}}};
  for (const auto& [known, format] : kFormats) {
    if (known == name) return format;
  }
  return std::nullopt;
}

namespace {

// One JSON object a row; `json` puts them into an array.
class JsonWriter : public RowWriter {
 public:
  JsonWriter(Output& output, const OutputStyle& style) : output_(output), style_(style) {}

  void begin(const std::vector<std::string>& columns) override {
    for (const std::string& column : columns) keys_.push_back(json_string(column) + ':');
    if (array()) output_.write("[");
  }

  void rows(const RowBatch& batch) override {
    for (std::size_t r = 0; r < batch.rows; ++r) {
      std::string line = !array() ? "{" : first_ ? "\n  {" : ",\n  {";
      first_ = false;
      for (std::size_t c = 0; c < keys_.size(); ++c) {
        if (c > 0) line += ',';
        line += keys_[c];
        const Cell& cell = batch.columns[c][r];
        line += style_.typed ? cell_typed_json(cell) : cell_json(cell, style_.cell);
      }
      line += array() ? "}" : "}\n";
      output_.write(style_.cell.terminal ? terminal_safe(line, true) : line);
    }
  }

  void end() override {
    if (array()) output_.write(first_ ? "]\n" : "\n]\n");
  }

 private:
  [[nodiscard]] bool array() const { return style_.format == Format::json; }

  Output& output_;
  OutputStyle style_;
  std::vector<std::string> keys_;
  bool first_ = true;
};

// RFC 4180 with "\n" line ends.
std::string csv_field(std::string text, bool safe) {
  if (safe && !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos) {
    text.insert(text.begin(), '\'');
  }
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

// A field never holds a tab or a line break: they are written \t, \n, \r, and a backslash as two.
std::string tsv_field(const std::string& text) {
  if (text.find_first_of("\t\r\n\\") == std::string::npos) return text;
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '\t':
        out += "\\t";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\\':
        out += "\\\\";
        break;
      default:
        out += c;
    }
  }
  return out;
}

// CSV and TSV: a line of column names, then a line a row.
class SeparatedWriter : public RowWriter {
 public:
  SeparatedWriter(Output& output, const OutputStyle& style) : output_(output), style_(style) {}

  void begin(const std::vector<std::string>& columns) override {
    std::string line;
    for (const std::string& column : columns) append(line, column);
    finish(line);
  }

  void rows(const RowBatch& batch) override {
    for (std::size_t r = 0; r < batch.rows; ++r) {
      std::string line;
      for (const std::vector<Cell>& column : batch.columns) append(line, cell_text(column[r], style_.cell));
      finish(line);
    }
  }

  void end() override {}

 private:
  [[nodiscard]] bool csv() const { return style_.format == Format::csv; }

  void append(std::string& line, const std::string& text) {
    if (!first_) line += csv() ? ',' : '\t';
    first_ = false;
    line += csv() ? csv_field(text, style_.csv_safe) : tsv_field(text);
  }
  void finish(std::string& line) {
    line += '\n';
    output_.write(line);
    first_ = true;
  }

  Output& output_;
  OutputStyle style_;
  bool first_ = true;
};

}  // namespace

std::unique_ptr<RowWriter> make_writer(Output& output, const OutputStyle& style) {
  switch (style.format) {
    case Format::table:
      return make_table_writer(output, style);
    case Format::json:
    case Format::ndjson:
      return std::make_unique<JsonWriter>(output, style);
    case Format::csv:
    case Format::tsv:
      break;
  }
  return std::make_unique<SeparatedWriter>(output, style);
}

}  // namespace kg::repl
