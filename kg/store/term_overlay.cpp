#include "kg/store/term_overlay.h"

#include <mutex>

namespace kg {

Id TermOverlay::find(Tag tag, std::string_view key) const {
  const std::shared_lock lock(mutex_);
  if (ids_.empty()) return kMissing;
  const auto at = ids_.find(term_key(tag, key));
  return at == ids_.end() ? kMissing : at->second;
}

std::optional<std::string> TermOverlay::key_of(Id id) const {
  const std::shared_lock lock(mutex_);
  const auto at = keys_.find(id);
  return at == keys_.end() ? std::nullopt : std::optional<std::string>(at->second);
}

Id TermOverlay::fold(const Triple& triple) const {
  const std::shared_lock lock(mutex_);
  const auto at = triple_ids_.find(triple);
  return at == triple_ids_.end() ? kMissing : at->second;
}

std::optional<Triple> TermOverlay::unfold(Id id) const {
  const std::shared_lock lock(mutex_);
  const auto at = triples_.find(id);
  return at == triples_.end() ? std::nullopt : std::optional<Triple>(at->second);
}

void TermOverlay::add(Id id, std::string_view key) {
  const std::unique_lock lock(mutex_);
  const auto [at, added] = ids_.emplace(term_key(id.tag(), key), id);
  if (added) keys_.emplace(id, std::string_view(at->first).substr(1));
}

void TermOverlay::add_triple(Id id, const Triple& triple) {
  const std::unique_lock lock(mutex_);
  if (triple_ids_.emplace(triple, id).second) triples_.emplace(id, triple);
}

void TermOverlay::for_each_term(const std::function<void(Id, std::string_view)>& visit) const {
  const std::shared_lock lock(mutex_);
  for (const auto& [key, id] : ids_) visit(id, std::string_view(key).substr(1));
}

void TermOverlay::for_each_triple(const std::function<bool(Id, const Triple&)>& visit,
                                  const Triple& from) const {
  const std::shared_lock lock(mutex_);
  for (auto at = triple_ids_.lower_bound(from); at != triple_ids_.end(); ++at) {
    if (!visit(at->second, at->first)) return;
  }
}

}  // namespace kg
