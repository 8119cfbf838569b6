// Relative references: RFC 3986, section 5.2 (strict), by code points and without normalisation.
#pragma once

#include <string>
#include <string_view>

namespace kg::rdf {

// Whether the text starts with a scheme and a colon.
bool has_scheme(std::string_view iri);

// Appends the target of `reference` against `base`, which has a scheme. A reference with a scheme is taken as
// it is: Turtle asks for no normalisation.
void resolve_iri(std::string_view base, std::string_view reference, std::string& out);

}  // namespace kg::rdf
