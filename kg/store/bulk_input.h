// Parsing of a load's inputs on all threads: one thread reads and cuts chunks of whole lines, the others
// parse them into runs, and the calling thread takes the results in input order.
#pragma once

#include <cstdint>
#include <vector>

#include "kg/store/bulk_run.h"
#include "kg/store/store.h"

namespace kg::bulk {

struct ParseTotals {
  std::uint64_t lines = 0;
  std::uint64_t parsed = 0;
  std::uint64_t rejected = 0;
};

// Calls options.progress and options.rejected on the calling thread. Throws Failure(data) for the first bad
// record in input order unless lenient, and whatever the inputs' read functions and the budget throw.
ParseTotals parse_inputs(std::vector<LoadInput>& inputs, const LoadOptions& options, const Context& context,
                         std::vector<Run>& runs);

}  // namespace kg::bulk
