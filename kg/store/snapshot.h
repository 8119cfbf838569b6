// Snapshot: StoreSnapshot over blocks, delta and, for a transaction's view, its new terms.
#pragma once

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <optional>

#include "kg/store/base_view.h"
#include "kg/store/change_effects.h"
#include "kg/store/delta.h"
#include "kg/store/dictionary.h"
#include "kg/store/names.h"
#include "kg/store/store.h"
#include "kg/store/term_overlay.h"

namespace kg {

class Snapshot;

// Exact numbers: rows of the family `statistics`, or what a transaction makes of them.
class StoredStatistics final : public Statistics {
 public:
  StoredStatistics(const BaseView& view, const Snapshot& snapshot) : view_(&view), snapshot_(&snapshot) {}

  [[nodiscard]] std::uint64_t triples() const override;
  [[nodiscard]] RelationStatistics relation(Id relation) const override;
  void for_each_relation(const std::function<void(Id, const RelationStatistics&)>& visit) const override;

 private:
  const BaseView* view_;
  const Snapshot* snapshot_;
};

// What a transaction's view has beside the blocks and the delta. Null outside of a transaction.
struct PendingChanges {
  std::shared_ptr<const TermOverlay> terms;
  std::shared_ptr<const ChangeEffects> effects;  // null: no triple has changed
};

// The ids of kSearchedRelations, shared by all snapshots of a store: looked up once, because an id never
// changes. Zero: not known yet.
struct SearchedRelations {
  std::array<std::atomic<std::uint64_t>, kSearchedRelations.size()> ids{};
};

class Snapshot final : public StoreSnapshot {
 public:
  Snapshot(std::shared_ptr<const BaseView> view, const MetaRecord& meta, std::shared_ptr<const Delta> delta,
           std::shared_ptr<SearchedRelations> searched, PendingChanges pending = {});

  // TripleSource
  [[nodiscard]] std::unique_ptr<TripleCursor> cursor(const ScanSpec& spec) const override;
  [[nodiscard]] bool contains(const Triple& triple) const override;
  [[nodiscard]] std::uint64_t count(const ScanSpec& spec, std::uint64_t exact_rows) const override;
  [[nodiscard]] const Statistics& statistics() const override { return statistics_; }
  [[nodiscard]] const TextIndex* text_index() const override { return texts_ ? &*texts_ : nullptr; }
  [[nodiscard]] Id find(const Term& term) const override;
  [[nodiscard]] Term term(Id id) const override;
  void decode(std::span<const Id> ids,
              const std::function<void(std::size_t, std::string_view)>& visit) const override;
  [[nodiscard]] PrefixRanges string_prefix(std::string_view prefix) const override;
  [[nodiscard]] Id ordered_up_to(Tag tag) const override;
  [[nodiscard]] Id fold(const Triple& triple) const override;
  [[nodiscard]] Triple unfold(Id id) const override;
  void for_each_triple_term(const Triple& prefix, std::uint8_t bound,
                            const std::function<bool(Id, const Triple&)>& visit) const override;

  // StoreSnapshot
  [[nodiscard]] std::uint64_t commit() const override { return meta_.commit; }
  [[nodiscard]] const NameIndex& names() const override;

  // For the store itself.
  [[nodiscard]] Id find_key(Tag tag, std::string_view key) const;
  // The dictionary key of an id of a dictionary tag. Throws Failure(damaged) when there is none.
  [[nodiscard]] std::string key_of(Id id) const;
  [[nodiscard]] const MetaRecord& meta() const { return meta_; }
  [[nodiscard]] const BaseView& view() const { return *view_; }
  [[nodiscard]] const std::shared_ptr<const BaseView>& shared_view() const { return view_; }
  [[nodiscard]] const Delta& delta() const { return *delta_; }
  [[nodiscard]] const std::shared_ptr<SearchedRelations>& searched() const { return searched_; }
  // kMissing where the store does not have it.
  [[nodiscard]] std::array<Id, kSearchedRelations.size()> searched_relations() const;
  // rdfs:label and skos:altLabel.
  [[nodiscard]] std::array<Id, 2> label_relations() const {
    return {searched_relation(0), searched_relation(1)};
  }
  // What the pending changes do to statistics, names and texts; null when there are none.
  [[nodiscard]] const ChangeEffects* effects() const { return pending_.effects.get(); }

 private:
  [[nodiscard]] Id searched_relation(std::size_t i) const;
  [[nodiscard]] std::uint64_t estimate(const ScanSpec& spec) const;
  [[nodiscard]] Term term_at(Id id, std::size_t level) const;

  std::shared_ptr<const BaseView> view_;
  MetaRecord meta_;
  std::shared_ptr<const Delta> delta_;
  std::shared_ptr<SearchedRelations> searched_;
  PendingChanges pending_;
  Dictionary dictionary_;
  StoredStatistics statistics_;
  std::optional<StoredTexts> texts_;  // none in a store of format version 1
  mutable std::mutex mutex_;          // of what follows
  mutable std::optional<StoredNames> names_;
  mutable std::unique_ptr<TripleCursor> probe_;  // of contains()
};

}  // namespace kg
