// Dictionary: terms and ids in one view of the store: the ordered segment, the late terms and the
// triple terms; not the new terms of an open transaction (see TermOverlay in term_overlay.h).
// Thread safety: all functions may be called at once.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "kg/model/triple_source.h"
#include "kg/store/base_view.h"
#include "kg/store/dictionary_format.h"

namespace kg {

class Dictionary {
 public:
  // Both must outlive the dictionary.
  Dictionary(const BaseView& view, const MetaRecord& meta) : view_(&view), meta_(&meta) {}

  // kMissing when the term is not there. Costs a seek or two.
  [[nodiscard]] Id find(Tag tag, std::string_view key) const;
  // The dictionary key of an id; throws Failure(damaged) when it is not there.
  [[nodiscard]] std::string key_of(Id id) const;
  // See TripleSource::decode. `ids` holds (id, index), ascending by id, dictionary tags only.
  using Numbered = std::pair<Id, std::size_t>;
  void decode(std::span<const Numbered> ids,
              const std::function<void(std::size_t, std::string_view)>& visit) const;

  // Payload of the first term of the ordered segment that is not below `key`; one more than the last
  // payload when there is none.
  [[nodiscard]] std::uint64_t lower_bound(Tag tag, std::string_view key) const;
  [[nodiscard]] TripleSource::PrefixRanges string_prefix(std::string_view prefix) const;

  [[nodiscard]] Id fold(const Triple& triple) const;
  [[nodiscard]] Triple unfold(Id id) const;
  void for_each_triple_term(const Triple& prefix, std::uint8_t bound,
                            const std::function<bool(Id, const Triple&)>& visit) const;

 private:
  [[nodiscard]] std::uint64_t ordered(Tag tag) const { return meta_->ordered[static_cast<std::size_t>(tag)]; }
  [[nodiscard]] std::uint64_t last(Tag tag) const {
    return meta_->last_payload[static_cast<std::size_t>(tag)];
  }
  [[nodiscard]] bool is_ordered(Id id) const { return id.payload() <= ordered(id.tag()); }
  [[nodiscard]] std::string late_key_of(Id id) const;

  const BaseView* view_;
  const MetaRecord* meta_;
};

}  // namespace kg
