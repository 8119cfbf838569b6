// Witnesses: the solutions from which a row of an answer comes (why-provenance: Buneman, Khanna, Tan 2001),
// so that the triples behind it can be told. Pure functions, safe from any thread.
#pragma once

#include <utility>
#include <vector>

#include "kg/algebra/plan.h"

namespace kg {

struct Witnesses {
  // The query's group with nothing hidden, grouped, sorted or cut: what its columns are made of. A solution
  // that agrees with a row is a witness of it. A limit inside the query stays only where it cuts rows that
  // are not grouped or made distinct, so that there may be a few witnesses too many.
  PlanPtr plan;
  std::vector<Var> unknown;  // ascending: what a witness does not tell: aggregates, and what hangs on them
  // The patterns that a witness makes triples of, where it binds all their variables. Those of one
  // alternative or of an optional part need not hold for each witness.
  std::vector<TriplePattern> triples;
  std::vector<TripleTermPattern> triple_terms;
  std::vector<Path> paths;
  bool conjunctive = true;  // all patterns hold for each witness
};
Witnesses witnesses_of(const PlanPtr& query);

// The witnesses of a row. A Term of kind undefined: the row leaves the variable unbound. Variables that no
// witness tells are not looked at.
PlanPtr witnesses_of_row(const Witnesses& witnesses, const std::vector<std::pair<Var, Term>>& row);

}  // namespace kg
