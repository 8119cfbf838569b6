#include "kg/store/history.h"

#include <fmt/format.h>

#include <utility>

#include "kg/base/error.h"
#include "kg/store/commit_record.h"

namespace kg {
namespace {

// Calls `visit` with the number and the record's bytes of each commit from `newest` down.
void walk_back(const BaseView& view, std::uint64_t newest,
               const std::function<bool(std::uint64_t, std::string_view)>& visit) {
  const BaseView::Lent rows = view.iterator(Family::commits);
  rows->SeekForPrev(slice_of(view_of(id_key(Id{newest}))));
  for (std::uint64_t commit = newest; commit != 0; --commit, rows->Prev()) {
    if (!rows.valid() || parse_id_key(rows.key()).bits != commit) {
      throw_damaged(fmt::format("commit {} is missing from its log", commit));
    }
    if (!visit(commit, rows.value())) return;
  }
}

// Where going back starts: the snapshot itself, or a later moment at which the store had no triple, for from
// there nothing before needs to be undone.
struct Start {
  std::uint64_t commit = 0;
  bool empty = false;
  std::int64_t wanted_time_ms = 0;  // of the wanted commit
  std::uint64_t wanted_triples = 0;
};

Start find_start(const Snapshot& now, std::uint64_t wanted, std::size_t max_changes, const Budget& budget) {
  Start start{now.commit(), false, 0, now.meta().triples};
  std::uint64_t changes = 0;  // between the start and the commit at which the walk is
  std::uint64_t load = 0;
  const auto look_for_nothing = [&](std::uint64_t commit) {
    if (start.wanted_triples != 0) return;
    start.commit = commit;
    start.empty = true;
    changes = load = 0;
  };
  walk_back(now.view(), now.commit(), [&](std::uint64_t commit, std::string_view value) {
    budget.check();
    look_for_nothing(commit);
    const CommitRecord record = decode_commit(value, false);
    if (commit == wanted) {
      start.wanted_time_ms = record.time_ms;
      return false;
    }
    if (record.kind == CommitKind::bulk) load = commit;
    changes += record.added + record.removed;
    start.wanted_triples += record.removed - record.added;
    return true;
  });
  if (wanted == 0) look_for_nothing(0);
  if (load != 0) {
    throw Failure(
        ErrorCode::query,
        fmt::format("the store as it was after commit {} is not known: commit {} loaded files, and of a "
                    "load only the numbers are kept",
                    wanted, load),
        fmt::format("ask for commit {} or a later one", load));
  }
  if (changes > max_changes) {
    throw Failure(ErrorCode::limit,
                  fmt::format("{} changes were made since commit {}, and at most {} can be undone", changes,
                              wanted, max_changes),
                  "ask for a later commit; `show commits` lists them");
  }
  return start;
}

DeltaRunPtr inverse(CommitRecord record) {
  for (DeltaEntry& entry : record.changes) entry.added = !entry.added;
  return std::make_shared<const DeltaRun>(std::move(record.changes));
}

}  // namespace

void for_each_commit(const Snapshot& now, const std::function<bool(const CommitInfo&)>& visit) {
  walk_back(now.view(), now.commit(), [&](std::uint64_t commit, std::string_view value) {
    const CommitRecord record = decode_commit(value, false);
    return visit({commit, record.time_ms, record.added, record.removed, record.kind == CommitKind::bulk});
  });
}

std::shared_ptr<const Snapshot> snapshot_at(const std::shared_ptr<const Snapshot>& now, std::uint64_t commit,
                                            std::size_t max_changes, Budget& budget) {
  if (commit == now->commit()) return now;
  if (commit > now->commit()) {
    throw Failure(ErrorCode::query, fmt::format("there is no commit {} yet", commit));
  }
  const Start start = find_start(*now, commit, max_changes, budget);
  MetaRecord meta = now->meta();
  std::shared_ptr<const Snapshot> from = now;
  if (start.empty) {
    meta.triples = 0;
    from = std::make_shared<const Snapshot>(BaseView::without_triples(now->shared_view()), meta,
                                            std::make_shared<const Delta>(), now->searched());
  }
  meta.commit = commit;
  meta.commit_time_ms = start.wanted_time_ms;
  meta.triples = start.wanted_triples;
  MemoryCharge memory(budget);
  auto delta = std::make_shared<Delta>(from->delta());
  const std::size_t own = delta->runs().size();
  walk_back(now->view(), start.commit, [&](std::uint64_t undone, std::string_view value) {
    if (undone == commit) return false;
    budget.check();
    CommitRecord record = decode_commit(value);
    memory.add(record.changes.size() * sizeof(DeltaEntry) * kPermutations);
    delta->push(inverse(std::move(record)), own);
    return true;
  });
  const Snapshot after(from->shared_view(), meta, delta, now->searched());
  auto effects = std::make_shared<const ChangeEffects>(compute_effects(*from, after, *delta->merged(own)));
  return std::make_shared<const Snapshot>(from->shared_view(), meta, std::move(delta), now->searched(),
                                          PendingChanges{nullptr, std::move(effects)});
}

}  // namespace kg
