// A store as a script in the language that rebuilds it.
#pragma once

#include <functional>
#include <string_view>

#include "kg/base/budget.h"
#include "kg/store/store.h"

namespace kg {

// Statements that say every triple: names first, then relations, then the other triples, then claims with
// their qualifiers. A claim's node gets the IRI that `add` makes up for it; a blank node becomes an IRI under
// `base_iri` (RDF 1.1, section 3.5). What the language cannot say comes as a comment: a claim without
// qualifiers, a claim that neither its triple nor a denial stands for, a triple term as a value. Gives the
// number of those. `sink` returns false to stop.
std::uint64_t dump_script(const SnapshotPtr& snapshot, std::string_view base_iri,
                          const std::function<bool(std::string_view)>& sink, const Budget& budget);

}  // namespace kg
