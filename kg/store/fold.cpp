#include "kg/store/fold.h"

#include <rocksdb/write_batch.h>

#include <exception>
#include <thread>

#include "kg/store/ingest.h"
#include "kg/store/permutation_rewriter.h"

namespace kg {

namespace {

void rewrite(const BaseView& view, const DeltaRun& changes, Permutation permutation, BlockOutput output) {
  PermutationRewriter rewriter(view, permutation, std::move(output));
  for (const DeltaEntry& entry : changes.entries(permutation)) {
    const bool changed = entry.added ? rewriter.add(entry.key) : rewriter.remove(entry.key);
    if (!changed) throw_damaged("a commit does not fit the blocks below it");
  }
  rewriter.finish();
}

void fold_by_batch(Families& database, const BaseView& view, const DeltaRun& changes,
                   const std::string& state) {
  rocksdb::WriteBatch batch;
  for (std::size_t i = 0; i < kPermutations; ++i) {
    const auto permutation = static_cast<Permutation>(i);
    rocksdb::ColumnFamilyHandle* family = database.family(family_of(permutation));
    rewrite(view, changes, permutation,
            {[&](std::string_view key, std::string_view value) {
               check_status(batch.Put(family, slice_of(key), slice_of(value)), "cannot fold commits");
             },
             [&](std::string_view key) {
               check_status(batch.Delete(family, slice_of(key)), "cannot fold commits");
             }});
  }
  check_status(batch.Put(database.family(Family::meta), slice_of(kMetaKey), state), "cannot fold commits");
  check_status(database.db().Write({}, &batch), "cannot fold commits");
}

void fold_by_files(Families& database, const BaseView& view, const DeltaRun& changes,
                   const std::string& state, const std::string& directory) {
  Ingest ingest(database, directory);
  const auto rewrite_into = [&](Permutation permutation) {
    const Family family = family_of(permutation);
    rewrite(view, changes, permutation,
            {[&, family](std::string_view key, std::string_view value) { ingest.put(family, key, value); },
             [&, family](std::string_view key) { ingest.erase(family, key); }});
  };
  std::exception_ptr failure;
  std::thread half([&] {
    try {
      rewrite_into(Permutation::pos);
      rewrite_into(Permutation::osp);
    } catch (...) {
      failure = std::current_exception();
    }
  });
  try {
    rewrite_into(Permutation::spo);
    rewrite_into(Permutation::pso);
  } catch (...) {
    half.join();
    throw;
  }
  half.join();
  if (failure) std::rethrow_exception(failure);
  ingest.put(Family::meta, kMetaKey, state);
  // The commits must be durable before the log stops being needed for them; the files already are.
  check_status(database.db().FlushWAL(true), "cannot fold commits");
  ingest.finish();
}

}  // namespace

MetaRecord fold_delta(Families& database, const Snapshot& snapshot, std::size_t batch_entries,
                      const std::string& directory) {
  MetaRecord meta = snapshot.meta();
  meta.folded_upto = meta.commit;
  const std::string state = encode_meta(meta);
  const DeltaRunPtr changes = snapshot.delta().merged();
  if (changes->size() <= batch_entries) {
    fold_by_batch(database, snapshot.view(), *changes, state);
  } else {
    fold_by_files(database, snapshot.view(), *changes, state, directory);
  }
  return meta;
}

}  // namespace kg
