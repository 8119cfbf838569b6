// TermOverlay: the terms that an open transaction has given ids to and not yet committed. Views of the
// transaction share it; it only grows.
// Thread safety: all functions may be called at once (readers of a view run in other threads).
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "kg/model/id.h"
#include "kg/store/keys.h"

namespace kg {

class TermOverlay {
 public:
  // kMissing when absent.
  [[nodiscard]] Id find(Tag tag, std::string_view key) const;
  [[nodiscard]] std::optional<std::string> key_of(Id id) const;
  [[nodiscard]] Id fold(const Triple& triple) const;
  [[nodiscard]] std::optional<Triple> unfold(Id id) const;

  void add(Id id, std::string_view key);
  void add_triple(Id id, const Triple& triple);

  // In ascending order of (tag, key), and of triples. Must not be called while terms are added.
  void for_each_term(const std::function<void(Id, std::string_view)>& visit) const;
  void for_each_triple(const std::function<bool(Id, const Triple&)>& visit, const Triple& from = {}) const;

 private:
  mutable std::shared_mutex mutex_;
  std::map<std::string, Id, std::less<>> ids_;  // by term_key
  std::unordered_map<Id, std::string_view> keys_;
  std::map<Triple, Id> triple_ids_;
  std::unordered_map<Id, Triple> triples_;
};

}  // namespace kg
