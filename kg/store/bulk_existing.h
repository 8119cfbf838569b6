// ExistingTerms: ids of terms that a store holds already, for lookups in ascending order of (tag, key),
// which find most terms in the block of terms that the last one was in.
// Thread safety: none. The view and the record must outlive it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "kg/store/dictionary.h"

namespace kg::bulk {

class ExistingTerms {
 public:
  ExistingTerms(const BaseView& view, const MetaRecord& meta);

  // kMissing when the store does not hold the term.
  Id find(Tag tag, std::string_view key);

 private:
  Id find_ordered(Tag tag, std::string_view key);
  Id find_late(Tag tag, std::string_view key) const;
  bool stand_on(const std::string& wanted);

  const BaseView* view_;
  const MetaRecord* meta_;
  Dictionary dictionary_;
  BaseView::Lent index_;
  BaseView::Lent blocks_;
  bool standing_ = false;  // index_ and block_ are on a block
  TermBlockView block_;
};

}  // namespace kg::bulk
