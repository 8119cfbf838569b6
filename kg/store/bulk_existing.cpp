#include "kg/store/bulk_existing.h"

namespace kg::bulk {

ExistingTerms::ExistingTerms(const BaseView& view, const MetaRecord& meta)
    : view_(&view),
      meta_(&meta),
      dictionary_(view, meta),
      index_(view, Family::dictionary_index),
      blocks_(view, Family::dictionary) {}

Id ExistingTerms::find(Tag tag, std::string_view key) {
  const auto t = static_cast<std::size_t>(tag);
  if (meta_->ordered[t] != 0) {
    const Id id = find_ordered(tag, key);
    if (id != kMissing) return id;
  }
  return meta_->last_payload[t] == meta_->ordered[t] ? kMissing : find_late(tag, key);
}

Id ExistingTerms::find_ordered(Tag tag, std::string_view key) {
  const std::string wanted = term_key(tag, key);
  if (!stand_on(wanted) || block_.last().tag() != tag) return kMissing;
  bool found = false;
  const std::size_t at = block_.lower_bound(key, found);
  return found ? Id{block_.first().bits + at} : kMissing;
}

// Moves to the first block whose last term is not below the wanted one. False when there is none.
bool ExistingTerms::stand_on(const std::string& wanted) {
  if (standing_ && index_.key() >= wanted) return true;
  if (!standing_ || !index_.next() || index_.key() < wanted) {
    standing_ = index_.seek(wanted);
    if (!standing_) return false;
  }
  const Id last = parse_id_key(index_.value());
  if (!blocks_.seek(view_of(id_key(last)))) throw_damaged("a block of its dictionary is missing");
  block_ = TermBlockView(parse_id_key(blocks_.key()), blocks_.value());
  if (block_.last() != last) throw_damaged("its dictionary and the dictionary's index do not agree");
  return true;
}

Id ExistingTerms::find_late(Tag tag, std::string_view key) const {
  const std::optional<std::string> ids = view_->get(Family::late_ids, late_key(tag, key));
  if (!ids) return kMissing;
  for (std::size_t i = 0; i + 8 <= ids->size(); i += 8) {
    const Id id = parse_id_key(std::string_view(*ids).substr(i, 8));
    if (key.size() <= kLateKeyBytes || dictionary_.key_of(id) == key) return id;
  }
  return kMissing;
}

}  // namespace kg::bulk
