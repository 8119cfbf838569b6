// Nanopublications: claims with their provenance as TriG that other tools read (nanopub.net guidelines;
// RDF 1.1 only, so that none needs triple terms).
//
// A claim that names a source becomes four graphs: the head; the assertion, which is the triple, and what its
// qualifiers say on a node that names it by rdf:subject, rdf:predicate and rdf:object; the provenance, with
// the document, the quote as a W3C Web Annotation and whom it is attributed to; and the publication info. A
// denial asserts an owl:NegativePropertyAssertion in the triple's place.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "kg/base/budget.h"
#include "kg/store/store.h"

namespace kg {

// Streams one piece a claim, until `sink` returns false. `created`: an xsd:dateTime. Memory does not grow
// with the store. Throws Failure(cancelled, limit).
void write_nanopublications(const SnapshotPtr& snapshot, const std::string& base_iri,
                            const std::string& created, const std::function<bool(std::string_view)>& sink,
                            const Budget& budget);

}  // namespace kg
