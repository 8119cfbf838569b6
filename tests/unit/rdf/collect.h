// A sink that keeps every triple as a line of N-Triples, and a term as RDF sees it.
#pragma once

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "kg/model/raw_term.h"
#include "kg/rdf/ntriples.h"
#include "kg/rdf/ntriples_writer.h"
#include "kg/rdf/turtle.h"
#include "support/isomorphism.h"

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

inline Term term_of(const RawTerm& term) {
  if (term.inline_id.bound()) return term_of_inline(term.inline_id);
  if (term.triple == nullptr) return term_of_dictionary(term.tag, term.key);
  const auto& [s, p, o] = *term.triple;
  return Term::triple_term(term_of(s), term_of(p), term_of(o));
}

class Lines final : public TripleSink {
 public:
  void triple(const RawTerm& s, const RawTerm& p, const RawTerm& o) override {
    graph.push_back({term_of(s), term_of(p), term_of(o)});
    lines.push_back(text_of(s) + ' ' + text_of(p) + ' ' + text_of(o) + " .");
    subject_is_global.push_back(s.global);
  }
  void end_statement(bool good) override {
    if (!good) {
      lines.resize(kept);
      graph.resize(kept);
      subject_is_global.resize(kept);
    }
    kept = lines.size();
  }
  std::vector<std::string> lines;
  std::vector<bool> subject_is_global;
  Graph graph;
  std::size_t kept = 0;
};

struct Parsed {
  ChunkResult result;
  Graph graph;
  std::vector<std::string> lines;
  std::vector<bool> subject_is_global;
};

inline Parsed parse(std::string_view text, bool lenient = false, RdfSyntax syntax = RdfSyntax::ntriples) {
  NTriplesParser parser(syntax);
  Lines sink;
  Parsed out;
  out.result = parser.parse(text, sink, lenient);
  out.lines = std::move(sink.lines);
  out.graph = std::move(sink.graph);
  out.subject_is_global = std::move(sink.subject_is_global);
  return out;
}

// `step`: how much is read at once.
inline Parsed parse_turtle(std::string_view text, TurtleOptions options = {}, bool lenient = false,
                           std::size_t step = 4096) {
  const auto read = [text, step](char* buffer, std::size_t capacity) mutable {
    const std::size_t n = std::min({capacity, text.size(), step});
    std::memcpy(buffer, text.data(), n);
    text.remove_prefix(n);
    return n;
  };
  const auto parser = make_turtle_parser(read, std::move(options));
  Lines sink;
  Parsed out;
  while (parser->parse(sink, out.result, lenient)) {
  }
  out.lines = std::move(sink.lines);
  out.graph = std::move(sink.graph);
  return out;
}

}  // namespace kg::test
