// ChangeEffects: what a set of changes does to the statistics, the names and the texts, computed by probing
// the snapshot before the changes in key order.
#pragma once

#include <map>

#include "kg/model/triple_source.h"
#include "kg/store/delta.h"
#include "kg/store/names.h"
#include "kg/store/texts.h"

namespace kg {

class Snapshot;

struct ChangeEffects {
  std::map<Id, RelationStatistics> statistics;  // new values of the relations touched; zeros: none left
  NameChanges names;
  TextChanges texts;

  // Adds what later changes do, computed over the snapshot that has these.
  void append(const ChangeEffects& later);
};

// `net`: effective changes over `before`; `after`: the snapshot that has them.
ChangeEffects compute_effects(const Snapshot& before, const Snapshot& after, const DeltaRun& net);

}  // namespace kg
