// The first screen: what is in the store, and three things to try.
#pragma once

#include <string>

#include "repl/statements.h"

namespace kg::repl {

// Reads the store's statistics and a few triples, whatever the store's size. The things to try are those that
// the store recommends (texts of the relation kg:example), else questions about its most used relation.
std::string welcome(Workspace& workspace);

}  // namespace kg::repl
