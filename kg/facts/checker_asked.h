// What the parts of the checker share while one claim is checked.
#pragma once

#include "kg/facts/checker.h"

namespace kg {

struct Checker::Asked {
  Triple triple{};
  Term object;                                  // of a value, which the store need not hold
  bool measured = false;                        // the object is a figure or a date
  std::vector<std::pair<Id, Term>> qualifiers;  // without stance and source
  std::vector<Id> sources;                      // empty: any
  std::optional<Stance> stance;                 // asserted or attributed only
  std::optional<Decimal> tolerance;
  StoredClaim claim;         // the claim itself, as if it were stored
  std::optional<Date> when;  // its time
  bool unknown = false;
  bool other_dimension = false;
  bool same_dimension = false;
  std::vector<StoredClaim> others;       // claims with values that exclude the claimed one
  std::vector<StoredClaim> other_times;  // claims that are so at another time
  CheckResult result;
};

// Ends of the path through which a thing was reached.
struct Checker::Chain {
  struct Thing {
    Id id;
    Triple by;  // the triple that led here
    std::size_t parent = 0;
  };
  std::vector<Thing> things;
};

}  // namespace kg
