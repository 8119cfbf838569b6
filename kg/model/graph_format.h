// The formats in which a graph is written.
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace kg {

enum class GraphFormat : std::uint8_t { ntriples, nquads, turtle, trig, jsonld };

// Prefix (without colon) -> the IRI it stands for.
using Prefixes = std::map<std::string, std::string>;

}  // namespace kg
