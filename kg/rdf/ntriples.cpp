#include "kg/rdf/ntriples.h"

#include <fmt/format.h>

#include "kg/base/utf8.h"
#include "kg/rdf/record_reader.h"

namespace kg {
namespace {

constexpr std::size_t kExcerptBytes = 1000;

const char* first_invalid(const char* from, const char* end) {
  const std::size_t at = utf8_first_invalid({from, static_cast<std::size_t>(end - from)});
  return at == kUtf8Valid ? end : from + at;
}

// The line end at or after `p`, and the start of the next line.
const char* line_end(const char* p) {
  while (*p != '\n' && *p != '\r') ++p;
  return p;
}
const char* next_line(const char* line_end_at) {
  return line_end_at[0] == '\r' && line_end_at[1] == '\n' ? line_end_at + 2 : line_end_at + 1;
}

BadRecord bad_record(std::uint64_t number, const char* line, const SyntaxError& error) {
  BadRecord out;
  out.line = number;
  out.column = utf8_length({line, static_cast<std::size_t>(error.at - line)}) + 1;
  out.reason = error.reason;
  const char* end = line_end(line);
  auto size = static_cast<std::size_t>(end - line);
  if (size > kExcerptBytes) {
    size = kExcerptBytes;
    while (size > 0 && (static_cast<unsigned char>(line[size]) & 0xC0U) == 0x80U) --size;
  }
  out.text.assign(line, size);
  return out;
}

}  // namespace

struct NTriplesParser::Task {
  TripleSink& sink;
  bool lenient;
  ChunkResult result{};
  Record record{};
};

NTriplesParser::NTriplesParser(RdfSyntax syntax) : reader_(std::make_unique<RecordReader>(syntax)) {}
NTriplesParser::~NTriplesParser() = default;

ChunkResult NTriplesParser::parse(std::string_view chunk, TripleSink& sink, bool lenient) {
  Task task{.sink = sink, .lenient = lenient};
  // RecordReader needs a '\n' after what it reads, so a last line without one is copied.
  const std::size_t last = chunk.rfind('\n');
  const std::size_t whole = last == std::string_view::npos ? 0 : last + 1;
  if (parse_lines(chunk.substr(0, whole), task) && whole < chunk.size()) {
    tail_.assign(chunk.substr(whole));
    if (tail_.back() != '\r')
      tail_ += '\n';
    else
      tail_.back() = '\n';
    parse_lines(tail_, task);
    tail_.clear();
    tail_.shrink_to_fit();
  }
  return std::move(task.result);
}

// Gives false when it stopped at a bad record.
bool NTriplesParser::parse_lines(std::string_view lines, Task& task) {
  const char* line = lines.data();
  const char* const end = line + lines.size();
  const char* invalid = first_invalid(line, end);
  ChunkResult& result = task.result;
  while (line < end) {
    try {
      const char* next = reader_->read(line, task.record);
      if (next > invalid) throw SyntaxError{invalid, "the text is not valid UTF-8"};
      if (static_cast<std::size_t>(next - line) > kMaxLineBytes) {
        throw SyntaxError{line, fmt::format("the line is longer than {} MiB", kMaxLineBytes >> 20U)};
      }
      ++result.lines;
      line = next;
    } catch (const SyntaxError& error) {
      ++result.lines;
      const bool encoding = error.at >= invalid;
      result.bad.push_back(bad_record(
          result.lines, line, encoding ? SyntaxError{invalid, "the text is not valid UTF-8"} : error));
      if (!task.lenient) return false;
      line = next_line(line_end(line));
      if (line > invalid) invalid = first_invalid(line, end);
      continue;
    }
    if (task.record.statement) emit(task);
  }
  return true;
}

void NTriplesParser::emit(Task& task) {
  const Record& record = task.record;
  if (record.has_graph) {
    task.result.triples +=
        quads_.emit(task.sink, record.subject, record.relation, record.object, record.graph);
    return;
  }
  task.sink.triple(record.subject, record.relation, record.object);
  ++task.result.triples;
}

}  // namespace kg
