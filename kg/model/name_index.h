// NameIndex: from names to ids. A name is the text of an rdfs:label or skos:altLabel triple, folded by
// fold_name(); one name may belong to several things and one thing may have many names.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "kg/model/id.h"

namespace kg {

class NameIndex {
 public:
  virtual ~NameIndex() = default;

  // Everything that bears exactly this folded name, ascending, without duplicates.
  [[nodiscard]] virtual std::vector<Id> find(std::string_view folded) const = 0;

  // Calls `visit(name, id)` for every folded name that starts with `prefix`, in order of their bytes,
  // until it returns false.
  virtual void for_each(std::string_view prefix,
                        const std::function<bool(std::string_view, Id)>& visit) const = 0;
};

}  // namespace kg
