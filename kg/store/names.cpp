#include "kg/store/names.h"

#include <algorithm>

#include "kg/base/utf8.h"
#include "kg/model/term.h"

namespace kg {

std::string name_of_label(Id object, std::string_view key) {
  if (!tag_is_literal(object.tag())) return {};
  return fold_name(text_of_literal(object, key));
}

std::vector<Id> StoredNames::find(std::string_view folded) const {
  std::vector<Id> ids;
  for_each(folded, [&](std::string_view name, Id id) {
    // Longer names follow; only those with a zero byte there can stand between equal ones.
    if (name != folded) return name.size() > folded.size() && name[folded.size()] == '\0';
    ids.push_back(id);
    return true;
  });
  return ids;
}

void StoredNames::for_each(std::string_view prefix,
                           const std::function<bool(std::string_view, Id)>& visit) const {
  using Name = NameChanges::Name;
  static const std::set<Name> none;
  const std::set<Name>& added = changes_ ? changes_->added : none;
  const std::set<Name>& removed = changes_ ? changes_->removed : none;
  auto pending = added.lower_bound({std::string(prefix), Id{}});
  const auto visit_pending = [&] {
    const bool more = pending->first.starts_with(prefix) && visit(pending->first, pending->second);
    ++pending;
    return more;
  };
  const BaseView::Lent names = view_->iterator(Family::names);
  for (bool more = names.seek(prefix); more; more = names.next()) {
    if (!names.key().starts_with(prefix)) break;
    const auto [name, id] = parse_name_key(names.key());
    if (!name.starts_with(prefix)) continue;  // the prefix reached into the id
    while (pending != added.end() && *pending < Name(name, id)) {
      if (!visit_pending()) return;
    }
    if (!removed.empty() && removed.contains(Name(name, id))) continue;
    if (!visit(name, id)) return;
  }
  while (pending != added.end()) {
    if (!visit_pending()) return;
  }
}

}  // namespace kg
