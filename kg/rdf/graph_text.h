// GraphText: triples as a file of one of the RDF formats, written as they come.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kg/model/graph_format.h"
#include "kg/model/raw_term.h"
#include "kg/rdf/term_text.h"

namespace kg {

// One triple and what stands with it.
struct GraphTriple {
  const RawTerm* subject = nullptr;
  const RawTerm* relation = nullptr;
  const RawTerm* object = nullptr;
  const RawTerm* graph = nullptr;  // N-Quads and TriG; null for the default graph
};

// A claim about the triple before it, as Turtle's annotation.
struct Annotation {
  const RawTerm* reifier = nullptr;
  std::vector<std::pair<const RawTerm*, const RawTerm*>> properties;  // relation, object
};

// Consecutive triples of one subject (and, in it, of one relation) are written as one group, so give them
// sorted. Turtle, TriG: a prefix is declared before the first group that uses it. JSON-LD: expanded values
// under a @context of prefixes, one node object a group, a line each; see TermText for triple terms.
// Every call appends to `out`. One thread.
class GraphText {
 public:
  virtual ~GraphText() = default;
  virtual void begin(std::string& out) = 0;
  virtual void triple(std::string& out, const GraphTriple& triple) = 0;
  // Precondition: the format annotates, and triple() came just before.
  virtual void annotate(std::string& out, const Annotation& annotation) = 0;
  virtual void end(std::string& out) = 0;
};

std::unique_ptr<GraphText> make_graph_text(GraphFormat format, const Prefixes& prefixes);

}  // namespace kg
