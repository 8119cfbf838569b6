// Store::load: inputs -> runs -> merged terms -> ranks -> sorted triples -> table files -> one ingestion.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <thread>
#include <utility>

#include "kg/base/error.h"
#include "kg/store/bulk_input.h"
#include "kg/store/bulk_load.h"
#include "kg/store/bulk_merge.h"
#include "kg/store/bulk_threads.h"
#include "kg/store/bulk_triples.h"
#include "kg/store/commit_record.h"
#include "kg/store/open_store.h"

namespace kg {
namespace {

constexpr std::size_t kMinMemoryBytes = std::size_t{1} << 20U;
constexpr unsigned kMaxThreads = 64;

bulk::Context make_context(const StoreCore& core, const LoadOptions& options, const BulkTuning& tuning,
                           std::uint64_t commit, const Budget& budget) {
  unsigned threads = options.threads;
  if (threads == 0) threads = std::max(1U, std::thread::hardware_concurrency());
  return {core.path(),
          std::max(options.memory_bytes, kMinMemoryBytes),
          std::min(threads, kMaxThreads),
          fmt::format("{}", commit),
          &budget,
          tuning.narrow_key_bits};
}

// Writes the commit to the table files. `after` has everything but the commit.
void add_commit(Ingest& ingest, MetaRecord& after, std::uint64_t added) {
  after.commit += 1;
  after.folded_upto = after.commit;
  after.commit_time_ms = std::max(now_ms(), after.commit_time_ms);
  after.triples += added;
  CommitRecord record;
  record.kind = CommitKind::bulk;
  record.time_ms = after.commit_time_ms;
  record.added = added;
  ingest.put(Family::commits, view_of(id_key(Id{after.commit})), encode_commit(record));
  ingest.put(Family::meta, kMetaKey, encode_meta(after));
}

}  // namespace

LoadResult bulk_load(StoreCore& core, std::vector<LoadInput> inputs, const LoadOptions& options) {
  return bulk_load(core, std::move(inputs), options, {});
}

LoadResult bulk_load(StoreCore& core, std::vector<LoadInput> inputs, const LoadOptions& options,
                     const BulkTuning& tuning) {
  const Budget unlimited;
  const Budget& budget = options.budget != nullptr ? *options.budget : unlimited;
  const MetaRecord start = core.meta();
  const bulk::Context context = make_context(core, options, tuning, start.commit + 1, budget);

  LoadResult result;
  result.commit = start.commit;
  std::vector<bulk::Run> runs;
  const bulk::ParseTotals totals = bulk::parse_inputs(inputs, options, context, runs);
  result.lines = totals.lines;
  result.parsed = totals.parsed;
  result.rejected = totals.rejected;
  if (runs.empty()) return result;

  core.fold();  // the load works on blocks, not on the delta over them
  const std::shared_ptr<const Snapshot> snapshot = core.current();
  MetaRecord after = snapshot->meta();
  Ingest ingest(core.database(), core.ingest_directory());
  bulk::Target target{snapshot->view(), snapshot->meta(), after, ingest};
  bulk::Terms terms = bulk::merge_terms(runs, context, target);
  bulk::resolve_triple_terms(runs, context, target, terms);
  bulk::finish_ranks(context, target, terms);
  bulk::run_tasks(context.threads, {[&] { bulk::write_names(runs, context, target, terms); },
                                    [&] { terms.texts->write(target.view, ingest); }});
  terms.texts.reset();
  result.added = bulk::write_triples(runs, context, target, terms);
  if (result.added == 0) return result;

  add_commit(ingest, after, result.added);
  budget.check();
  core.mark_dirty();
  // Commits before the load must not be less durable than the load.
  check_status(core.database().db().FlushWAL(true), "cannot load");
  ingest.finish();
  core.publish(after, std::make_shared<const Delta>());
  result.commit = after.commit;
  return result;
}

}  // namespace kg
