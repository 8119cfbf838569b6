// What surrounds a thing: its relations to others and theirs to it, some steps far, as a tree or for
// Graphviz.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "kg/kg.h"
#include "repl/output/writer.h"

namespace kg::repl {

inline constexpr std::size_t kMaxGraphDepth = 3;
inline constexpr std::size_t kMaxGraphThings = 500;      // drawn at most
inline constexpr std::size_t kMaxGraphPerRelation = 10;  // of one relation of one thing

struct GraphRequest {
  std::string name;  // as the language writes it
  std::size_t depth = 1;
  std::string file;  // ends in .dot; empty: drawn on the screen
};
// `NAME [DEPTH] [FILE.dot]`. A number or file's name that is part of NAME needs NAME in double quotes.
Result<GraphRequest> parse_graph_request(const std::string& arguments);

// Things in breadth-first order, the one asked for first. Each is expanded once, where it is nearest.
struct Neighbourhood {
  struct Group {  // things by one relation in one direction
    Cell relation;
    bool outgoing = true;
    std::vector<std::size_t> members;  // indices of things
    std::uint64_t more = 0;            // that are not shown
  };
  struct Thing {
    Cell cell;
    std::size_t depth = 0;
    bool again = false;  // stands elsewhere, where its relations are shown
    std::vector<std::string> types;
    std::vector<Group> groups;
  };
  std::vector<Thing> things;
};

// Asserted triples between things and values, without what serves the store: labels, declarations, claims,
// documents. Sets the session's parameters graph_thing and graph_relation.
Result<Neighbourhood> read_neighbourhood(Session& session, const GraphRequest& request, Budget& budget);

// A tree with lines of box characters, cut at the style's width.
std::string draw(const Neighbourhood& neighbourhood, const OutputStyle& style);
void write_dot(const Neighbourhood& neighbourhood, Output& output);

}  // namespace kg::repl
