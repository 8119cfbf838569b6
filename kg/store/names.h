// Names: which names a label triple gives, and the NameIndex of a snapshot.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "kg/model/name_index.h"
#include "kg/store/base_view.h"

namespace kg {

// The folded name that a label gives to its subject: of any literal its text, folded. Empty (no name)
// for objects that are not literals and for texts that fold to nothing. `key` is the object's
// dictionary key; it is not looked at when the object is inline.
std::string name_of_label(Id object, std::string_view key);

// What a transaction changes about names.
struct NameChanges {
  using Name = std::pair<std::string, Id>;
  std::set<Name> added;
  std::set<Name> removed;
  [[nodiscard]] bool empty() const { return added.empty() && removed.empty(); }
};

// The family `names` of a view with changes over it.
class StoredNames final : public NameIndex {
 public:
  // The view must outlive the index; `changes` may be null.
  StoredNames(const BaseView& view, std::shared_ptr<const NameChanges> changes)
      : view_(&view), changes_(std::move(changes)) {}

  [[nodiscard]] std::vector<Id> find(std::string_view folded) const override;
  void for_each(std::string_view prefix,
                const std::function<bool(std::string_view, Id)>& visit) const override;

 private:
  const BaseView* view_;
  std::shared_ptr<const NameChanges> changes_;
};

}  // namespace kg
