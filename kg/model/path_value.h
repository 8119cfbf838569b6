// Path values: a path through the graph as a literal of datatype kg:path. Its text is the nodes and the
// triples between them, in N-Triples, each arrow pointing from the triple's subject to its object:
//
//   <a> -<knows>-> <b> <-<knows>- <c>
//   <a> -<part of>-> (<m>) -<located in>-> <b>
//
// A node in parentheses stands inside a step; a path's length is the number of its steps, so that of the
// second is 1. Path values are ordered by length, then by their text. Pure functions, safe from any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kg/model/term.h"

namespace kg {

// One triple of a path, and the node it leads to.
struct PathLink {
  Term relation;
  bool along = true;  // the triple leads to `node`; otherwise it comes from it
  Term node;
  bool ends_step = true;
  friend bool operator==(const PathLink&, const PathLink&) = default;
};

struct PathValue {
  Term start;
  std::vector<PathLink> links;
  friend bool operator==(const PathValue&, const PathValue&) = default;
};

// Appends a link to a path's text, which begins with its start's. Nodes and relations come as N-Triples
// (Term::to_ntriples).
void append_link(std::string& out, std::string_view relation, bool along, std::string_view node,
                 bool ends_step);
std::string format_path(const PathValue& path);

// Nothing for a text that is no path. Triple terms are no nodes of paths.
std::optional<PathValue> parse_path(std::string_view text);
// The number of steps, without making terms.
std::optional<std::uint64_t> path_length(std::string_view text) noexcept;

}  // namespace kg
