// RecordReader: one line of N-Triples or N-Quads. Internal to kg/rdf.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "kg/base/limits.h"
#include "kg/model/raw_term.h"
#include "kg/rdf/ntriples.h"
#include "kg/rdf/scratch.h"

namespace kg {

// Thrown by RecordReader. `at` is the byte at fault.
struct SyntaxError {
  const char* at;
  std::string reason;
  std::string hint = {};
};

struct Record {
  bool statement = false;  // false: an empty line, a comment or a directive
  bool has_graph = false;
  RawTerm subject;
  RawTerm relation;
  RawTerm object;
  RawTerm graph;
};

class RecordReader {
 public:
  explicit RecordReader(RdfSyntax syntax) : syntax_(syntax) {}

  // Reads the line at `line`; gives the start of the next one. A '\n' must follow somewhere: it is what
  // the scans stop at. The terms stay valid until the next call. UTF-8 is not checked.
  const char* read(const char* line, Record& out);

 private:
  [[noreturn]] static void fail(const char* at, std::string reason);
  void skip_blanks();
  const char* end_of_line();
  void directive();

  RawTerm resource(const char* what);
  RawTerm relation();
  RawTerm object(std::size_t level);
  RawTerm triple_term(std::size_t level);
  RawTerm blank_node();
  RawTerm literal();
  RawTerm tagged_literal(std::string_view text);
  RawTerm typed_literal(std::string_view text);

  std::string_view iri();
  std::string_view escaped_iri(const char* start);
  std::string_view quoted_text();
  std::string_view escaped_text(const char* start);
  std::uint32_t code_point_escape();
  [[noreturn]] static void fail_iri(const char* at);
  static void check_scheme(std::string_view iri, const char* at);

  RdfSyntax syntax_;
  const char* p_ = nullptr;
  rdf::Scratch scratch_;
  std::array<std::array<RawTerm, 3>, kMaxTripleTermNestingLevels> triples_{};
  std::size_t triples_used_ = 0;
};

}  // namespace kg
