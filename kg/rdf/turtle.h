// Turtle and TriG, RDF 1.1 and 1.2: triple terms, reified triples, reifiers and annotations, directional
// language tags, VERSION. https://www.w3.org/TR/rdf12-turtle/ and https://www.w3.org/TR/rdf12-trig/.
//
// A triple in a named graph becomes a triple and a claim with the graph as its source (quad_claim.h). Blank
// nodes without a label get one that no file can write: `.` and a number.
#pragma once

#include <memory>
#include <string>

#include "kg/model/raw_term.h"
#include "kg/rdf/text_window.h"

namespace kg {

struct TurtleOptions {
  bool trig = false;
  std::string name;  // of the input, for messages
  std::string base;  // what relative IRIs are resolved against at first; empty: nothing
  std::size_t window_bytes = rdf::TextWindow::kDefaultBytes;
};

// Streams: the memory is that of the window (1 MiB, or a few times the largest term), of the prefixes and of
// the open brackets. The time is linear. Nothing recurses by the input's nesting.
//
// Lenient: goes on behind the next '.' that ends a line, and drops what the statement gave. A directive that
// cannot be read, or a brace among what was skipped in TriG, ends the load: what follows could mean
// something else than it says.
std::unique_ptr<StreamParser> make_turtle_parser(rdf::TextWindow::Read read, TurtleOptions options);

}  // namespace kg
