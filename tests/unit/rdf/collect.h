// A sink that keeps every triple as a line of N-Triples, and a term as RDF sees it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kg/model/raw_term.h"
#include "kg/rdf/ntriples.h"
#include "kg/rdf/ntriples_writer.h"

namespace kg::test {

inline std::string text_of(const RawTerm& term) {
  std::string out;
  if (term.inline_id.bound()) {
    append_ntriples(out, term.inline_id);
  } else if (term.triple != nullptr) {
    out = "<<( ";
    for (const RawTerm& part : *term.triple) out += text_of(part) + ' ';
    out += ")>>";
  } else {
    append_ntriples(out, term.tag, term.key);
  }
  return out;
}

class Lines final : public TripleSink {
 public:
  void triple(const RawTerm& s, const RawTerm& p, const RawTerm& o) override {
    lines.push_back(text_of(s) + ' ' + text_of(p) + ' ' + text_of(o) + " .");
    subject_is_global.push_back(s.global);
  }
  std::vector<std::string> lines;
  std::vector<bool> subject_is_global;
};

struct Parsed {
  ChunkResult result;
  std::vector<std::string> lines;
  std::vector<bool> subject_is_global;
};

inline Parsed parse(std::string_view text, bool lenient = false, RdfSyntax syntax = RdfSyntax::ntriples) {
  NTriplesParser parser(syntax);
  Lines sink;
  Parsed out;
  out.result = parser.parse(text, sink, lenient);
  out.lines = std::move(sink.lines);
  out.subject_is_global = std::move(sink.subject_is_global);
  return out;
}

}  // namespace kg::test
