// ChangeEffects: what a set of changes does to the statistics and the names, computed by probing the
// snapshot before the changes in key order.
#pragma once

#include <map>

#include "kg/model/triple_source.h"
#include "kg/store/delta.h"
#include "kg/store/names.h"

namespace kg {

class Snapshot;

struct ChangeEffects {
  std::map<Id, RelationStatistics> statistics;  // new values of the relations touched; zeros: none left
  NameChanges names;

  // Adds what later changes do, computed over the snapshot that has these.
  void append(const ChangeEffects& later);
};

// `net`: effective changes over `before`; `after`: the snapshot that has them.
ChangeEffects compute_effects(const Snapshot& before, const Snapshot& after, const DeltaRun& net);

}  // namespace kg
