#include "kg/rdf/ntriples.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <array>
#include <cstring>

#include "kg/base/utf8.h"
#include "kg/model/term.h"
#include "kg/rdf/record_reader.h"

namespace kg {
namespace {

constexpr std::size_t kExcerptBytes = 1000;
constexpr std::string_view kSource = "https://kg.example/ns#source";

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

// Appends bytes that tell any two terms apart. Gives whether a blank node is among them.
bool append_identity(std::string& out, const RawTerm& term) {
  const auto append_number = [&out](std::uint64_t n) {
    std::array<char, sizeof n> bytes{};
    std::memcpy(bytes.data(), &n, sizeof n);
    out.append(bytes.data(), bytes.size());
  };
  if (term.inline_id.bound()) {
    append_number(term.inline_id.bits);
    return false;
  }
  append_number(static_cast<std::uint64_t>(term.tag));
  if (term.triple != nullptr) {
    bool blank = false;
    for (const RawTerm& part : *term.triple) blank = append_identity(out, part) || blank;
    return blank;
  }
  append_number(term.key.size());
  out.append(term.key);
  return term.tag == Tag::blank;
}

RawTerm iri_term(std::string_view iri) { return {.tag = Tag::iri, .key = iri}; }

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
  task.sink.triple(record.subject, record.relation, record.object);
  ++task.result.triples;
  if (!record.has_graph) return;

  hash_input_.clear();
  bool blank = false;
  for (const RawTerm* term : {&record.subject, &record.relation, &record.object, &record.graph}) {
    blank = append_identity(hash_input_, *term) || blank;
  }
  const XXH128_hash_t hash = XXH3_128bits(hash_input_.data(), hash_input_.size());
  label_.clear();
  fmt::format_to(std::back_inserter(label_), "q{:016x}{:016x}", hash.high64, hash.low64);

  const std::array<RawTerm, 3> triple{record.subject, record.relation, record.object};
  const RawTerm reifier{.tag = Tag::blank, .global = !blank, .key = label_};
  task.sink.triple(reifier, iri_term(iri::kRdfReifies), {.tag = Tag::triple, .key = {}, .triple = &triple});
  task.sink.triple(reifier, iri_term(kSource), record.graph);
  task.result.triples += 2;
}

}  // namespace kg
