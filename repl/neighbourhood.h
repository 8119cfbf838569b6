// What surrounds a thing: its relations to others and theirs to it, some steps far, as a tree on the terminal
// or as a picture in a file.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kg/kg.h"
#include "repl/output/evidence.h"
#include "repl/output/writer.h"

namespace kg::repl {

inline constexpr std::size_t kMaxGraphDepth = 3;
inline constexpr std::size_t kMaxGraphThings = 500;      // drawn at most
inline constexpr std::size_t kMaxGraphPerRelation = 10;  // of one relation of one thing

struct GraphRequest {
  std::string name;  // as the language writes it
  std::size_t depth = 1;
  std::string file;  // empty: drawn on the screen
};
enum class GraphFile : std::uint8_t { dot, page, svg };
// By the file's name: .dot, .html or .svg.
std::optional<GraphFile> graph_file_kind(std::string_view path);
// `NAME [DEPTH] [FILE]`. A number or file's name that is part of NAME needs NAME in double quotes.
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
    Claims claims;  // behind the triple that leads here, when they are for a file
    [[nodiscard]] bool is_node() const {
      return cell.term.kind == TermKind::iri || cell.term.kind == TermKind::blank;
    }
  };
  std::vector<Thing> things;
};

// Asserted triples between things and values, without what serves the store: labels, declarations, claims,
// documents. Sets the session's parameters graph_thing and graph_relation.
Result<Neighbourhood> read_neighbourhood(Session& session, const GraphRequest& request, Budget& budget);

// A tree with lines of box characters, cut at the style's width.
std::string draw(const Neighbourhood& neighbourhood, const OutputStyle& style);
void write_graph(const Neighbourhood& neighbourhood, GraphFile kind, Output& output);

}  // namespace kg::repl
