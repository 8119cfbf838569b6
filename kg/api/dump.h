// Dump: every triple of a snapshot as text.
#pragma once

#include <functional>
#include <string_view>

#include "kg/base/budget.h"
#include "kg/model/graph_format.h"
#include "kg/model/triple_source.h"

namespace kg {

// N-Triples in the order of subject, relation, object ids: stable between runs on one store. Calls `sink`
// with pieces of whole lines until it returns false.
void dump_ntriples(const TripleSource& source, const std::function<bool(std::string_view)>& sink,
                   const Budget& budget);

// The same in another format. A claim about a triple that is there is written with it where the format can
// say so exactly: as an annotation (Turtle, TriG), or, when loading the triple in a graph makes just this
// claim, as a quad (N-Quads, TriG). Memory grows with the number of claims about one subject.
void dump_graph(const TripleSource& source, GraphFormat format, const Prefixes& prefixes,
                const std::function<bool(std::string_view)>& sink, const Budget& budget);

}  // namespace kg
