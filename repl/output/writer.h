// RowWriter: an answer's rows in one of the output formats, written as they come.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kg/kg.h"
#include "repl/output/cell_text.h"

namespace kg::repl {

enum class Format : std::uint8_t { table, json, ndjson, csv, tsv };
std::optional<Format> format_named(std::string_view name);
inline constexpr const char* kFormatNames = "table, json, ndjson, csv, tsv";

struct OutputStyle {
  Format format = Format::tsv;
  CellStyle cell;
  bool typed = false;     // JSON cells as objects with type, value, datatype, language, name
  bool csv_safe = false;  // a leading = + - @ is prefixed by a quote, for spreadsheets
  std::size_t width = 0;  // columns of the terminal; 0: never cut
};

// Takes text to be written. Gathers it into large pieces; the owner flushes.
class Output {
 public:
  explicit Output(int descriptor) : descriptor_(descriptor) {}
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;
  ~Output() { flush(); }

  void write(std::string_view text) {
    buffer_ += text;
    if (buffer_.size() >= kBufferBytes) flush();
  }
  // False once the reader has gone away (a closed pipe): the caller stops quietly.
  bool flush();
  [[nodiscard]] bool closed() const { return closed_; }

 private:
  static constexpr std::size_t kBufferBytes = std::size_t{1} << 16U;
  int descriptor_;
  bool closed_ = false;
  std::string buffer_;
};

class RowWriter {
 public:
  virtual ~RowWriter() = default;
  virtual void begin(const std::vector<std::string>& columns) = 0;
  virtual void rows(const RowBatch& batch) = 0;
  virtual void end() = 0;
};

std::unique_ptr<RowWriter> make_writer(Output& output, const OutputStyle& style);

}  // namespace kg::repl
