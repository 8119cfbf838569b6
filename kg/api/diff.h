// Diff: the triples that one source holds and another does not, both ways.
#pragma once

#include <functional>
#include <string_view>

#include "kg/base/budget.h"
#include "kg/model/reports.h"
#include "kg/model/triple_source.h"

namespace kg {

// Two stores number their terms each in its own way, so their triples come in no common order, and a merge
// would have to sort both as text. Instead the rows of one are looked up in the other, some ten thousand at a
// time; nothing but their terms is held. The counts say how many rows the second pass has to find, and it
// stops there. `sink`: see Database::diff.
DiffReport diff_sources(const TripleSource& ours, const TripleSource& theirs,
                        const std::function<bool(bool in_theirs, std::string_view lines)>& sink,
                        const Budget& budget);

}  // namespace kg
