// Constructs of the algebra that a plan uses, by name, so that a run of random plans can tell what it met.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "kg/algebra/plan.h"

namespace kg::test {

using Constructs = std::map<std::string, std::uint64_t>;

// Adds one for each construct for each of its uses in a logical plan.
void count_constructs(const Plan& plan, Constructs& counts);
// Every construct that random plans are to use, with zero. `portable`: those that SPARQL has.
Constructs all_constructs(bool portable);
// Whether each of them was met.
bool all_met(const Constructs& counts);

}  // namespace kg::test
