// Dump: every triple of a snapshot as text.
#pragma once

#include <functional>
#include <string_view>

#include "kg/base/budget.h"
#include "kg/model/triple_source.h"

namespace kg {

// N-Triples in the order of subject, relation, object ids: stable between runs on one store. Calls `sink`
// with pieces of whole lines until it returns false.
void dump_ntriples(const TripleSource& source, const std::function<bool(std::string_view)>& sink,
                   const Budget& budget);

}  // namespace kg
