// N-Triples and N-Quads, RDF 1.1 and 1.2 (triple terms, directional language tags, VERSION lines).
// https://www.w3.org/TR/rdf12-n-triples/ and https://www.w3.org/TR/rdf12-n-quads/.
//
// Accepted is what the grammars accept, with the checks that the texts around them ask for: UTF-8, IRIs
// absolute after unescaping, language tags well-formed (subtags of at most eight characters; given to the
// sink in lower case), no rdf:langString or rdf:dirLangString without a tag.
//
// A quad `s p o g` becomes a triple and a claim about it with the source g (quad_claim.h).
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "kg/model/raw_term.h"
#include "kg/rdf/quad_claim.h"

namespace kg {

enum class RdfSyntax : std::uint8_t { ntriples, nquads };

class RecordReader;

// Parser of chunks. Lines end with \n, \r\n or \r; the last one need not end. The terms handed to the sink
// point into the chunk, or into memory of the parser where an escape or a datatype made a copy necessary.
// Not for more than one thread. About 1.3 GB/s on plain data.
class NTriplesParser final : public ChunkParser {
 public:
  explicit NTriplesParser(RdfSyntax syntax = RdfSyntax::ntriples);
  ~NTriplesParser() override;

  ChunkResult parse(std::string_view chunk, TripleSink& sink, bool lenient) override;

 private:
  struct Task;
  bool parse_lines(std::string_view lines, Task& task);
  void emit(Task& task);

  std::unique_ptr<RecordReader> reader_;
  std::string tail_;  // a last line without its end
  rdf::QuadClaims quads_;
};

}  // namespace kg
