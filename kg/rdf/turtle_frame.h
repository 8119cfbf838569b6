// One open bracket of a Turtle document. Internal to kg/rdf.
#pragma once

#include <array>
#include <cstdint>

#include "kg/rdf/term_text.h"

namespace kg::rdf {

struct TurtleFrame {
  enum class Kind : std::uint8_t { statement, properties, annotation, collection, reified, term };
  enum class State : std::uint8_t {
    subject,
    graph_label,  // TriG, behind GRAPH
    graph_open,   // TriG, behind the label
    verb,
    verb_or_end,  // behind a ';'
    object,
    object_end,  // behind an object: what goes on, or annotates it
    reifier,     // behind a '~'
    item,        // of a collection
    close,       // of a reified triple or a triple term
  };

  Kind kind = Kind::statement;
  State state = State::subject;
  bool end_allowed = false;    // statement: its subject may stand alone
  bool graph_allowed = false;  // TriG: the subject may be a graph's label
  bool reified = false;        // `reifier` is that of the last '~'
  bool listed =
      false;  // collection: it has items; `subject` is the last one's node, `object` the first one's
  OwnedTerm subject;
  OwnedTerm relation;
  OwnedTerm object;
  OwnedTerm reifier;
  std::array<RawTerm, 3> triple;  // term: what it was when it closed
};

}  // namespace kg::rdf
