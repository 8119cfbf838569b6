// Namer: the name under which an answer shows a thing: its rdfs:label, where nothing else in the store
// bears the same name; otherwise none, and the answer shows the IRI.
//
// Used by one thread. Remembers names up to a fixed number of things, so that its memory stays bounded.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "kg/store/store.h"

namespace kg {

class Namer {
 public:
  explicit Namer(SnapshotPtr snapshot);

  // The name of the thing, empty when it has none of its own. The reference holds until the next call.
  const std::string& name(Id id);
  // Looks the names of many things up together, in the order of the index: cheaper than one by one.
  void prepare(std::vector<Id> ids);

 private:
  std::string look_up(Id id);

  SnapshotPtr snapshot_;
  Id label_;
  std::unique_ptr<TripleCursor> cursor_;
  std::unordered_map<Id, std::string> known_;
  std::string none_;
};

}  // namespace kg
