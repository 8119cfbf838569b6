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

enum class Format : std::uint8_t {
  table,
  line,
  json,
  ndjson,
  csv,
  tsv,
  markdown,
  html,
  srj,
  nt,
  ttl,
  trig,
  jsonld,
  dot,
  page
};
std::optional<Format> format_named(std::string_view name);
inline constexpr const char* kFormatNames =
    "table, line, json, ndjson, csv, tsv, markdown, html, srj, nt, ttl, trig, jsonld, dot, page";
// Whether answers that are no rows, and errors, are JSON objects.
bool is_json(Format format);
// Whether the rows are written as a graph: their own triples, or those that they rest on.
bool is_graph(Format format);

struct OutputStyle {
  Format format = Format::tsv;
  CellStyle cell;
  bool typed = false;     // JSON cells as objects with type, value, datatype, language, name
  bool csv_safe = false;  // a leading = + - @ is prefixed by a quote, for spreadsheets
  bool color = false;
  std::size_t width = 0;  // columns of the terminal; 0: nothing is broken or cut
  bool whole = false;     // nothing is cut on a terminal either
  bool prompt = false;    // there are dot commands
};

// Why writing to standard output or a file failed first in this process (a full disk, a descriptor that is
// not open): an errno, or 0. Not for a reader that has gone away.
int write_failure();

// Takes text to be written. Gathers it into large pieces; the owner flushes.
class Output {
 public:
  explicit Output(int descriptor) : descriptor_(descriptor) {}
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;
  virtual ~Output() { flush(); }

  void write(std::string_view text) {
    buffer_ += text;
    if (buffer_.size() >= kBufferBytes) flush();
  }
  // False once nothing more can be written: the caller stops. Quietly where the reader has gone away (a
  // closed pipe); any other reason stays in write_failure().
  bool flush();
  [[nodiscard]] bool closed() const { return closed_; }
  // An answer is whole: what follows on another stream comes after it.
  virtual void end() { flush(); }
  // Milliseconds spent on waiting for a person who reads.
  [[nodiscard]] virtual double waited() const { return 0; }

 protected:
  // False when the reader has gone away.
  virtual bool send(std::string_view text) { return send(descriptor_, text); }
  static bool send(int descriptor, std::string_view text);
  void reopen() { closed_ = false; }

 private:
  static constexpr std::size_t kBufferBytes = std::size_t{1} << 16U;
  int descriptor_;
  bool closed_ = false;
  std::string buffer_;
};

struct AnswerShape {
  std::vector<std::string> columns;
  bool graph = false;     // the columns are subject, relation and object of a graph
  bool evidence = false;  // rows may come with their evidence
  Prefixes prefixes;      // of a graph format
};

class RowWriter {
 public:
  virtual ~RowWriter() = default;
  virtual void begin(const AnswerShape& shape) = 0;
  virtual void rows(const RowBatch& batch) = 0;
  virtual void end() = 0;
};

std::unique_ptr<RowWriter> make_writer(Output& output, const OutputStyle& style);

// One field of a CSV line (RFC 4180) or of a TSV line (tab, line breaks and backslash as \t, \n, \r, \\).
void append_field(std::string& line, std::string_view text, const OutputStyle& style);

}  // namespace kg::repl
