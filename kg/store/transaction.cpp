#include "kg/store/transaction.h"

#include <rocksdb/write_batch.h>

#include <algorithm>
#include <utility>

#include "kg/base/error.h"
#include "kg/base/limits.h"
#include "kg/store/commit_record.h"

namespace kg {

StoreTransaction::StoreTransaction(std::shared_ptr<StoreCore> core, std::function<void()> finished)
    : core_(std::move(core)),
      finished_(std::move(finished)),
      before_(core_->current()),
      runs_before_(before_->delta().runs().size()),
      meta_(before_->meta()),
      terms_(std::make_shared<TermOverlay>()),
      delta_(std::make_shared<const Delta>(before_->delta())) {}

StoreTransaction::~StoreTransaction() { finish(); }

void StoreTransaction::finish() {
  if (finished_) std::exchange(finished_, nullptr)();
}

void StoreTransaction::check_open() const {
  if (!finished_) throw Failure(ErrorCode::internal, "a finished transaction was used");
}

Id StoreTransaction::next_id(Tag tag) {
  std::uint64_t& last = meta_.last_payload[static_cast<std::size_t>(tag)];
  if (last == kPayloadMask) throw Failure(ErrorCode::limit, "the store has no ids left");
  return {tag, ++last};
}

Id StoreTransaction::intern(const Term& term) { return intern_at(term, 0); }

Id StoreTransaction::intern_at(const Term& term, std::size_t level) {
  check_open();
  if (term.kind == TermKind::undefined)
    throw Failure(ErrorCode::internal, "an unbound value cannot be stored");
  if (term.kind == TermKind::triple) {
    if (level >= kMaxTripleTermNestingLevels) {
      throw Failure(ErrorCode::limit, "a triple term is nested too deeply");
    }
    Triple triple;
    for (std::size_t i = 0; i < 3; ++i) triple[i] = intern_at((*term.triple)[i], level + 1);
    return intern_triple(triple);
  }
  if (const std::optional<Id> id = inline_term(term)) return *id;
  const DictionaryKey key = dictionary_key(term);
  if (key.key.size() > kMaxTermBytes) throw Failure(ErrorCode::limit, "a term is longer than 64 MiB");
  Id id = terms_->find(key.tag, key.key);
  if (id == kMissing) id = before_->find_key(key.tag, key.key);
  if (id != kMissing) return id;
  id = next_id(key.tag);
  terms_->add(id, key.key);
  return id;
}

Id StoreTransaction::intern_triple(const Triple& triple) {
  check_open();
  Id id = terms_->fold(triple);
  if (id == kMissing) id = before_->fold(triple);
  if (id != kMissing) return id;
  id = next_id(Tag::triple);
  ++meta_.triple_terms;
  terms_->add_triple(id, triple);
  return id;
}

void StoreTransaction::change(const Triple& triple, bool added) {
  check_open();
  for (const Id id : triple) {
    if (!id.bound() || id.tag() == Tag::local) {
      throw Failure(ErrorCode::internal, "a triple with an unbound or foreign id cannot be stored");
    }
  }
  buffered_.push_back({triple, added});
}

std::shared_ptr<const Snapshot> StoreTransaction::sealed_view() {
  if (!view_) {
    view_ = std::make_shared<const Snapshot>(before_->shared_view(), meta_, delta_, before_->searched(),
                                             PendingChanges{terms_, effects_});
  }
  return view_;
}

// Each run's effects are computed over the view before it and added up, so that a script of many small
// statements costs what its statements cost, not the square of it.
void StoreTransaction::append_effects(const DeltaRun& run, std::shared_ptr<const Delta> delta) {
  std::shared_ptr<const Snapshot> view = sealed_view();
  delta_ = std::move(delta);
  ChangeEffects later;
  {
    const Snapshot after(before_->shared_view(), meta_, delta_, before_->searched(),
                         PendingChanges{terms_, nullptr});
    later = compute_effects(*view, after, run);
  }
  view.reset();
  view_.reset();
  if (!effects_) {
    effects_ = std::make_shared<ChangeEffects>();
  } else if (effects_.use_count() > 1) {  // a view that was handed out still reads them
    effects_ = std::make_shared<ChangeEffects>(*effects_);
  }
  effects_->append(later);
}

void StoreTransaction::seal() {
  if (buffered_.empty()) return;
  // The last word on each triple counts.
  const auto less = [](const DeltaEntry& a, const DeltaEntry& b) { return a.key < b.key; };
  std::stable_sort(buffered_.begin(), buffered_.end(), less);
  std::unique_ptr<TripleCursor> cursor;
  std::shared_ptr<const Snapshot> view = delta_->runs().size() == runs_before_ ? before_ : sealed_view();
  DeltaEntries effective;
  TripleColumns columns;
  for (std::size_t i = 0; i < buffered_.size(); ++i) {
    if (i + 1 < buffered_.size() && buffered_[i].key == buffered_[i + 1].key) continue;
    const ScanSpec spec{Permutation::spo, 3, buffered_[i].key, kAllIds, 0};
    if (cursor) {
      cursor->reset(spec);
    } else {
      cursor = view->cursor(spec);
    }
    if (cursor->next(columns) != buffered_[i].added) effective.push_back(buffered_[i]);
  }
  buffered_.clear();
  if (effective.empty()) return;
  for (const DeltaEntry& entry : effective) meta_.triples += entry.added ? 1U : ~std::uint64_t{0};
  auto delta = std::make_shared<Delta>(*delta_);
  const auto run = std::make_shared<const DeltaRun>(std::move(effective));
  delta->push(run, runs_before_);
  cursor.reset();
  view.reset();
  append_effects(*run, std::move(delta));
}

SnapshotPtr StoreTransaction::view() {
  check_open();
  seal();
  return sealed_view();
}

CommitResult StoreTransaction::commit() {
  check_open();
  try {
    const CommitResult result = write();
    finish();
    return result;
  } catch (...) {
    finish();
    throw;
  }
}

namespace {

class Batch {
 public:
  explicit Batch(Families& database) : database_(&database) {}
  void put(Family family, std::string_view key, std::string_view value) {
    check_status(batch_.Put(database_->family(family), slice_of(key), slice_of(value)), "cannot commit");
  }
  void erase(Family family, std::string_view key) {
    check_status(batch_.Delete(database_->family(family), slice_of(key)), "cannot commit");
  }
  void write(bool sync) {
    rocksdb::WriteOptions options;
    options.sync = sync;
    check_status(database_->db().Write(options, &batch_), "cannot commit");
  }

 private:
  Families* database_;
  rocksdb::WriteBatch batch_;
};

void put_terms(Batch& batch, const TermOverlay& terms, const Snapshot& before) {
  terms.for_each_term([&](Id id, std::string_view key) {
    const std::string by_text = late_key(id.tag(), key);
    std::string ids;
    if (key.size() > kLateKeyBytes)
      ids = before.view().get(Family::late_ids, by_text).value_or(std::string());
    ids.append(view_of(id_key(id)));
    batch.put(Family::late_ids, by_text, ids);
    batch.put(Family::late_terms, view_of(id_key(id)), key);
  });
  terms.for_each_triple([&](Id id, const Triple& triple) {
    batch.put(Family::triple_terms, view_of(id_key(id)), view_of(triple_key(triple)));
    batch.put(Family::triple_term_ids, view_of(triple_key(triple)), view_of(id_key(id)));
    return true;
  });
}

void put_effects(Batch& batch, const ChangeEffects& effects, const BaseView& before) {
  for (const auto& [relation, statistics] : effects.statistics) {
    const IdKey key = id_key(relation);
    if (statistics.triples == 0) {
      batch.erase(Family::statistics, view_of(key));
    } else {
      batch.put(Family::statistics, view_of(key), encode_statistics(statistics));
    }
  }
  for (const auto& [name, id] : effects.names.added) batch.put(Family::names, name_key(name, id), {});
  for (const auto& [name, id] : effects.names.removed) batch.erase(Family::names, name_key(name, id));
  if (effects.texts.totals) {
    batch.put(Family::text, kTextTotalsKey, encode_text_totals(*effects.texts.totals));
  }
  PostingsRewriter rewriter(
      before, {[&](std::string_view key, std::string_view value) { batch.put(Family::text, key, value); },
               [&](std::string_view key) { batch.erase(Family::text, key); }});
  for (const auto& [place, posting] : effects.texts.postings) rewriter.change(place.first, posting);
  rewriter.finish();
}

}  // namespace

CommitResult StoreTransaction::write() {
  seal();
  const DeltaRunPtr net = delta_->merged(runs_before_);
  if (net->size() == 0) return {before_->commit(), 0, 0};
  CommitRecord record;
  record.time_ms = std::max(now_ms(), before_->meta().commit_time_ms);
  record.changes = net->entries(Permutation::spo);
  for (const DeltaEntry& entry : record.changes) ++(entry.added ? record.added : record.removed);
  meta_.commit = before_->commit() + 1;
  meta_.commit_time_ms = record.time_ms;

  core_->mark_dirty();
  Batch batch(core_->database());
  batch.put(Family::commits, view_of(id_key(Id{meta_.commit})), encode_commit(record));
  put_terms(batch, *terms_, *before_);
  if (effects_) put_effects(batch, *effects_, before_->view());
  batch.put(Family::meta, kMetaKey, encode_meta(meta_));
  batch.write(core_->options().sync);

  auto delta = std::make_shared<Delta>(before_->delta());
  delta->push(net);
  core_->publish(meta_, std::move(delta), true);
  return {meta_.commit, record.added, record.removed};
}

}  // namespace kg
