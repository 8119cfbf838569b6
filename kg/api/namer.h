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
  // Calls `give(i, name)` for each id that has a name. What is not remembered is looked up together, in the
  // order of the index: cheaper than one by one.
  template <typename Give>
  void names(const std::vector<Id>& ids, Give&& give) {
    if (!label_.bound()) return;
    std::vector<std::size_t> unknown;
    const std::string* last = nullptr;  // things come in runs
    for (std::size_t i = 0; i < ids.size(); ++i) {
      if (last == nullptr || ids[i] != ids[i - 1]) last = remembered(ids[i]);
      if (last == nullptr) {
        unknown.push_back(i);
      } else if (!last->empty()) {
        give(i, *last);
      }
    }
    if (unknown.empty()) return;
    std::vector<Id> missing;
    for (const std::size_t i : unknown) missing.push_back(ids[i]);
    prepare(std::move(missing));
    for (const std::size_t i : unknown) {
      if (const std::string& found = name(ids[i]); !found.empty()) give(i, found);
    }
  }

 private:
  // Null when the thing's name is not remembered.
  [[nodiscard]] const std::string* remembered(Id id) const;
  void prepare(std::vector<Id> ids);
  std::string look_up(Id id);

  SnapshotPtr snapshot_;
  Id label_;
  std::unique_ptr<TripleCursor> cursor_;
  std::unordered_map<Id, std::string> known_;
  std::string none_;
};

}  // namespace kg
