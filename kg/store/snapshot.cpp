#include "kg/store/snapshot.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "kg/base/limits.h"
#include "kg/store/merge_cursor.h"

namespace kg {

std::uint64_t StoredStatistics::triples() const { return snapshot_->meta().triples; }

RelationStatistics StoredStatistics::relation(Id relation) const {
  if (const ChangeEffects* effects = snapshot_->effects(); effects != nullptr) {
    const auto at = effects->statistics.find(relation);
    if (at != effects->statistics.end()) return at->second;
  }
  const std::optional<std::string> value = view_->get(Family::statistics, view_of(id_key(relation)));
  return value ? decode_statistics(*value) : RelationStatistics{};
}

void StoredStatistics::for_each_relation(
    const std::function<void(Id, const RelationStatistics&)>& visit) const {
  const ChangeEffects* effects = snapshot_->effects();
  static const std::map<Id, RelationStatistics> none;
  const std::map<Id, RelationStatistics>& changed = effects != nullptr ? effects->statistics : none;
  auto pending = changed.begin();
  const auto visit_pending = [&] {
    if (pending->second.triples != 0) visit(pending->first, pending->second);
    ++pending;
  };
  const BaseView::Lent rows = view_->iterator(Family::statistics);
  for (bool more = rows.seek_first(); more; more = rows.next()) {
    const Id relation = parse_id_key(rows.key());
    while (pending != changed.end() && pending->first < relation) visit_pending();
    if (pending != changed.end() && pending->first == relation) {
      visit_pending();
    } else {
      visit(relation, decode_statistics(rows.value()));
    }
  }
  while (pending != changed.end()) visit_pending();
}

Snapshot::Snapshot(std::shared_ptr<const BaseView> view, const MetaRecord& meta,
                   std::shared_ptr<const Delta> delta, std::shared_ptr<SearchedRelations> searched,
                   PendingChanges pending)
    : view_(std::move(view)),
      meta_(meta),
      delta_(std::move(delta)),
      searched_(std::move(searched)),
      pending_(std::move(pending)),
      dictionary_(*view_, meta_),
      statistics_(*view_, *this) {
  if (!view_->database().has(Family::text)) return;
  const std::shared_ptr<const ChangeEffects>& changes = pending_.effects;
  texts_.emplace(*view_, changes ? std::shared_ptr<const TextChanges>(changes, &changes->texts) : nullptr);
}

std::unique_ptr<TripleCursor> Snapshot::cursor(const ScanSpec& spec) const {
  return std::make_unique<MergeCursor>(*view_, *delta_, spec);
}

bool Snapshot::contains(const Triple& triple) const {
  const ScanSpec spec{Permutation::spo, 3, triple, kAllIds, 0};
  std::unique_ptr<TripleCursor> probe;
  {
    const std::lock_guard lock(mutex_);
    probe = std::move(probe_);
  }
  if (probe) {
    probe->reset(spec);
  } else {
    probe = cursor(spec);
  }
  TripleColumns columns;
  const bool found = probe->next(columns);
  const std::lock_guard lock(mutex_);
  probe_ = std::move(probe);
  return found;
}

std::uint64_t Snapshot::count(const ScanSpec& spec, std::uint64_t exact_rows) const {
  if (spec.bound == 0 && spec.range == kAllIds) return meta_.triples;
  const bool by_relation = spec.permutation == Permutation::pso || spec.permutation == Permutation::pos;
  if (by_relation && spec.bound == 1 && spec.range == kAllIds)
    return statistics_.relation(spec.prefix[0]).triples;
  const PermutedTriple lower = lower_key(spec);
  const PermutedTriple upper = upper_key(spec);
  std::int64_t pending = 0;
  for (const DeltaRunPtr& run : delta_->runs())
    pending += net_rows(run->entries(spec.permutation), lower, upper);
  BlockCursor blocks(*view_, spec.permutation);
  blocks.reset(spec);
  std::uint64_t rows = 0;
  while (rows <= exact_rows && blocks.next()) rows += blocks.size();
  if (rows > exact_rows) rows = std::max(rows, estimate(spec));
  return rows + static_cast<std::uint64_t>(pending);
}

// From the bytes RocksDB says the range has and the average bytes of a row.
std::uint64_t Snapshot::estimate(const ScanSpec& spec) const {
  const TripleKey lower = triple_key(lower_key(spec));
  const TripleKey upper = triple_key(upper_key(spec));
  const TripleKey first = triple_key({});
  const TripleKey last = triple_key({kAllIds.last, kAllIds.last, kAllIds.last});
  const std::array<rocksdb::Range, 2> ranges{
      rocksdb::Range(slice_of(view_of(lower)), slice_of(view_of(upper))),
      rocksdb::Range(slice_of(view_of(first)), slice_of(view_of(last)))};
  std::array<std::uint64_t, 2> sizes{};
  rocksdb::SizeApproximationOptions options;
  options.include_memtables = true;
  const Families& database = view_->database();
  const rocksdb::Status status = database.db().GetApproximateSizes(
      options, database.family(family_of(spec.permutation)), ranges.data(), 2, sizes.data());
  if (!status.ok() || sizes[1] == 0) return 0;
  return static_cast<std::uint64_t>(static_cast<double>(meta_.triples) * static_cast<double>(sizes[0]) /
                                    static_cast<double>(sizes[1]));
}

Id Snapshot::find_key(Tag tag, std::string_view key) const {
  if (pending_.terms) {
    const Id id = pending_.terms->find(tag, key);
    if (id != kMissing) return id;
  }
  return dictionary_.find(tag, key);
}

Id Snapshot::searched_relation(std::size_t i) const {
  Id id{searched_->ids[i].load(std::memory_order_relaxed)};
  if (id.bound()) return id;
  id = dictionary_.find(Tag::iri, kSearchedRelations[i]);
  if (id != kMissing) {
    searched_->ids[i].store(id.bits, std::memory_order_relaxed);
  } else if (pending_.terms) {
    id = pending_.terms->find(Tag::iri, kSearchedRelations[i]);
  }
  return id;
}

std::array<Id, kSearchedRelations.size()> Snapshot::searched_relations() const {
  std::array<Id, kSearchedRelations.size()> ids;
  for (std::size_t i = 0; i < ids.size(); ++i) ids[i] = searched_relation(i);
  return ids;
}

Id Snapshot::find(const Term& term) const {
  if (term.kind == TermKind::undefined) return kUnbound;
  if (term.kind == TermKind::triple) {
    Triple triple;
    for (std::size_t i = 0; i < 3; ++i) {
      triple[i] = find((*term.triple)[i]);
      if (triple[i] == kMissing) return kMissing;
    }
    return fold(triple);
  }
  if (const std::optional<Id> id = inline_term(term)) return *id;
  const DictionaryKey key = dictionary_key(term);
  return find_key(key.tag, key.key);
}

std::string Snapshot::key_of(Id id) const {
  if (pending_.terms) {
    if (std::optional<std::string> key = pending_.terms->key_of(id)) return std::move(*key);
  }
  return dictionary_.key_of(id);
}

Term Snapshot::term(Id id) const { return term_at(id, 0); }

Term Snapshot::term_at(Id id, std::size_t level) const {
  if (!id.bound()) return {};
  if (tag_in_dictionary(id.tag())) return term_of_dictionary(id.tag(), key_of(id));
  if (id.tag() != Tag::triple) return term_of_inline(id);
  if (level > kMaxTripleTermNestingLevels) throw_damaged("a triple term is nested too deeply");
  const Triple triple = unfold(id);
  return Term::triple_term(term_at(triple[0], level + 1), term_at(triple[1], level + 1),
                           term_at(triple[2], level + 1));
}

void Snapshot::decode(std::span<const Id> ids,
                      const std::function<void(std::size_t, std::string_view)>& visit) const {
  std::vector<Dictionary::Numbered> numbered;
  numbered.reserve(ids.size());
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (!tag_in_dictionary(ids[i].tag())) continue;
    if (pending_.terms) {
      if (const std::optional<std::string> key = pending_.terms->key_of(ids[i])) {
        visit(i, *key);
        continue;
      }
    }
    numbered.emplace_back(ids[i], i);
  }
  if (!std::is_sorted(numbered.begin(), numbered.end())) std::sort(numbered.begin(), numbered.end());
  dictionary_.decode(numbered, visit);
}

TripleSource::PrefixRanges Snapshot::string_prefix(std::string_view prefix) const {
  return dictionary_.string_prefix(prefix);
}

Id Snapshot::ordered_up_to(Tag tag) const { return {tag, meta_.ordered[static_cast<std::size_t>(tag)]}; }

Id Snapshot::fold(const Triple& triple) const {
  if (pending_.terms) {
    const Id id = pending_.terms->fold(triple);
    if (id != kMissing) return id;
  }
  return dictionary_.fold(triple);
}

Triple Snapshot::unfold(Id id) const {
  if (pending_.terms) {
    if (const std::optional<Triple> triple = pending_.terms->unfold(id)) return *triple;
  }
  return dictionary_.unfold(id);
}

void Snapshot::for_each_triple_term(const Triple& prefix, std::uint8_t bound,
                                    const std::function<bool(Id, const Triple&)>& visit) const {
  std::vector<std::pair<Triple, Id>> pending;
  if (pending_.terms) {
    Triple lower{};
    for (std::size_t i = 0; i < bound; ++i) lower[i] = prefix[i];
    pending_.terms->for_each_triple(
        [&](Id id, const Triple& triple) {
          for (std::size_t i = 0; i < bound; ++i) {
            if (triple[i] != prefix[i]) return false;
          }
          pending.emplace_back(triple, id);
          return true;
        },
        lower);
  }
  auto at = pending.begin();
  bool more = true;
  dictionary_.for_each_triple_term(prefix, bound, [&](Id id, const Triple& triple) {
    for (; more && at != pending.end() && at->first < triple; ++at) more = visit(at->second, at->first);
    more = more && visit(id, triple);
    return more;
  });
  for (; more && at != pending.end(); ++at) more = visit(at->second, at->first);
}

const NameIndex& Snapshot::names() const {
  const std::lock_guard lock(mutex_);
  if (!names_) {
    const std::shared_ptr<const ChangeEffects>& changes = pending_.effects;
    names_.emplace(*view_, changes ? std::shared_ptr<const NameChanges>(changes, &changes->names) : nullptr);
  }
  return *names_;
}

}  // namespace kg
