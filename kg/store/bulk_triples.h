// From the triples of runs to the blocks of all permutations, statistics and names.
#pragma once

#include <cstdint>
#include <vector>

#include "kg/store/bulk_merge.h"

namespace kg::bulk {

// Writes everything to target.ingest and counts in target.after. Returns the number of triples that the
// store did not have. The runs' triples are used up.
std::uint64_t write_triples(std::vector<Run>& runs, const Context& context, Target& target,
                            const Terms& terms);

// Writes the names that labels give. Call before write_triples.
void write_names(const std::vector<Run>& runs, const Context& context, Target& target, const Terms& terms);

}  // namespace kg::bulk
