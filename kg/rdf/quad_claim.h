// What a triple in a named graph becomes: the triple, and a claim about it with the graph as its source.
//     s p o .   _:q rdf:reifies <<( s p o )>> .   _:q kg:source g .
// where q is `q` and the 128-bit XXH3 hash of the four terms in hexadecimal, so that equal quads fall
// together. The label holds across loads (RawTerm::global) unless one of the terms is a blank node.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "kg/model/raw_term.h"

namespace kg::rdf {

class QuadClaims {
 public:
  // Gives the number of triples: 3.
  std::uint64_t emit(TripleSink& sink, const RawTerm& subject, const RawTerm& relation, const RawTerm& object,
                     const RawTerm& graph);
  // The label q of a quad. `global`: whether it holds across loads.
  const std::string& label(const std::array<RawTerm, 4>& quad, bool& global);

 private:
  std::string hash_input_;
  std::string label_;
};

}  // namespace kg::rdf
