// RawTerm: a term as a parser hands it to the loader, without owning or copying its text: either an
// inline id, or a dictionary tag and key (see dictionary_key in term.h), or three terms.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kg/model/id.h"

namespace kg {

struct RawTerm {
  Id inline_id{};                                  // bound: the term is inline
  Tag tag = Tag::undefined;                        // otherwise its dictionary tag, or Tag::triple
  bool global = false;                             // blank nodes: the label holds in the whole store as it is
  std::string_view key{};                          // blank nodes: the label as written, not yet scoped
  const std::array<RawTerm, 3>* triple = nullptr;  // triple terms
};

// Takes triples as they are parsed. The views are valid during the call only.
class TripleSink {
 public:
  virtual ~TripleSink() = default;
  virtual void triple(const RawTerm& subject, const RawTerm& relation, const RawTerm& object) = 0;
  // Stream parsers: the statement that the triples since the last call come from is over. Not `good`: it
  // could not be read to its end.
  virtual void end_statement(bool good) { (void)good; }
};

// One record that could not be read. `line` and `column` count from 1 within the chunk.
struct BadRecord {
  std::uint64_t line = 0;
  std::uint64_t column = 0;
  std::string reason;
  std::string text;  // the line, cut to 1,000 bytes
  std::string hint = {};
  std::string record = {};  // tables: the record as it stood; empty when it is larger than kMaxLineBytes
  std::string header = {};  // tables: the first record as it stood
};

struct ChunkResult {
  std::uint64_t lines = 0;
  std::uint64_t triples = 0;
  std::vector<BadRecord> bad;
};

// Parses a chunk that consists of whole lines. Not lenient: stops at the first bad record. Lenient:
// skips bad records. One instance per thread.
class ChunkParser {
 public:
  virtual ~ChunkParser() = default;
  virtual ChunkResult parse(std::string_view chunk, TripleSink& sink, bool lenient) = 0;
};

// Parses an input whose statements depend on what stands before them, from its start to its end, on one
// thread.
class StreamParser {
 public:
  virtual ~StreamParser() = default;
  // Parses some statements; the result's counts are of this call, the lines of its bad records count from the
  // input's start. Gives whether there is more: not after the first bad record when not lenient. Lenient:
  // resumes at the next statement, and throws Failure(data) where it cannot be told what that would mean.
  virtual bool parse(TripleSink& sink, ChunkResult& result, bool lenient) = 0;
};

}  // namespace kg
