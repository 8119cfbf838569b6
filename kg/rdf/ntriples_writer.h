// Writing canonical N-Triples 1.2: one space between terms, " ." at the end, no escape that is not needed.
// https://www.w3.org/TR/rdf12-n-triples/#canonical-ntriples
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "kg/model/term.h"
#include "kg/model/triple_source.h"

namespace kg {

// Appends one term. `key` is a dictionary key (see dictionary_key); blank nodes are written with their key
// as the label.
void append_ntriples(std::string& out, Tag tag, std::string_view key);
void append_ntriples(std::string& out, Id inline_id);
void append_ntriples(std::string& out, const Term& term);

// Writes triples of a source as lines. Blank nodes are labelled by their ids (`_:b17`), not by their keys:
// a load puts its own scope before each label, and labels would grow with every dump and load otherwise.
// One thread; the source must outlive the writer.
class NTriplesWriter {
 public:
  explicit NTriplesWriter(const TripleSource& source);

  // Appends a line for each triple. Terms are decoded together, so give some ten thousand triples at a time
  // (a thousand is three times slower); a call takes smaller steps when the terms are large.
  // Throws what the source throws.
  void write(std::span<const Triple> triples, std::string& out);

 private:
  struct Text {
    std::size_t offset = 0;
    std::size_t size = 0;
  };

  void write_step(std::span<const Triple> triples, std::string& out);
  void request(Id id, std::size_t slot);
  void decode();
  void append(std::string& out, std::size_t slot) const;
  void format_here(Id id, std::string& out);

  const TripleSource* source_;
  std::unordered_map<Id, std::string> relations_;
  std::vector<Id> ids_;             // asked of the source
  std::vector<std::size_t> slots_;  // where each belongs
  std::vector<Text> texts_;         // by slot, into arena_
  std::string arena_;
  std::size_t step_;  // triples decoded together
};

}  // namespace kg
