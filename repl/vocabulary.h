// Which relations describe the vocabulary itself, and no things.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace kg::repl {

// Whether an IRI is one of RDF's, RDFS's, OWL's or SKOS's.
inline bool is_of_standard_vocabulary(std::string_view iri) {
  constexpr std::array<std::string_view, 4> kNamespaces{
      "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2000/01/rdf-schema#",
      "http://www.w3.org/2002/07/owl#", "http://www.w3.org/2004/02/skos/core#"};
  return std::any_of(kNamespaces.begin(), kNamespaces.end(),
                     [&](std::string_view space) { return iri.starts_with(space); });
}

}  // namespace kg::repl
