#include "kg/store/merge_cursor.h"

#include <algorithm>

namespace kg {

namespace {

inline constexpr std::size_t kMaxGathered = 1024;  // entries of one run merged into one batch

std::size_t first_entry_not_below(const DeltaEntries& entries, std::size_t from, std::size_t until,
                                  const PermutedTriple& key) {
  const auto begin = entries.begin() + static_cast<std::ptrdiff_t>(from);
  const auto end = entries.begin() + static_cast<std::ptrdiff_t>(until);
  const auto at = std::lower_bound(
      begin, end, key, [](const DeltaEntry& entry, const PermutedTriple& k) { return entry.key < k; });
  return static_cast<std::size_t>(at - entries.begin());
}

std::size_t first_entry_above(const DeltaEntries& entries, std::size_t from, std::size_t until,
                              const PermutedTriple& key) {
  const auto begin = entries.begin() + static_cast<std::ptrdiff_t>(from);
  const auto end = entries.begin() + static_cast<std::ptrdiff_t>(until);
  const auto at = std::upper_bound(
      begin, end, key, [](const PermutedTriple& k, const DeltaEntry& entry) { return k < entry.key; });
  return static_cast<std::size_t>(at - entries.begin());
}

}  // namespace

MergeCursor::MergeCursor(const BaseView& view, const Delta& delta, const ScanSpec& spec)
    : view_(&view),
      delta_(&delta),
      permutation_(spec.permutation),
      blocks_(std::make_unique<BlockCursor>(view, spec.permutation)) {
  reset(spec);
}

void MergeCursor::reset(const ScanSpec& spec) {
  if (spec.permutation != permutation_) {
    permutation_ = spec.permutation;
    blocks_ = std::make_unique<BlockCursor>(*view_, permutation_);
  }
  needed_ = spec.needed;
  blocks_->reset(spec);
  any_entries_ = false;
  if (!delta_->empty()) aim(spec);
}

void MergeCursor::aim(const ScanSpec& spec) {
  const PermutedTriple lower = lower_key(spec);
  upper_ = upper_key(spec);
  sources_.clear();
  if (upper_ < lower) return;
  for (const DeltaRunPtr& run : delta_->runs()) {
    const DeltaEntries& entries = run->entries(permutation_);
    Source source;
    source.entries = &entries;
    source.at = source.batch = first_entry_not_below(entries, 0, entries.size(), lower);
    source.end = source.at;
    if (source.at < entries.size() && entries[source.at].key <= upper_) {
      source.end = first_entry_above(entries, source.at, entries.size(), upper_);
    }
    if (source.at == source.end) continue;
    sources_.push_back(source);
    any_entries_ = true;
  }
}

bool MergeCursor::next(TripleColumns& out) {
  while (true) {
    const bool has_rows = blocks_->next();
    if (!any_entries_) return has_rows && from_blocks(out);
    for (Source& source : sources_) source.batch = source.at;
    const bool more = has_rows || std::any_of(sources_.begin(), sources_.end(),
                                              [](const Source& source) { return source.at < source.end; });
    if (!more) return false;
    if (merge(out, has_rows)) return true;
  }
}

bool MergeCursor::from_blocks(TripleColumns& out) {
  out.size = blocks_->size();
  for (unsigned i = 0; i < 3; ++i) {
    out.column[i] = (needed_ & (1U << i)) != 0 ? blocks_->column(i) + blocks_->begin() : nullptr;
  }
  return true;
}

// Merges the rows the blocks stand on with the entries up to the last of these rows. False when
// nothing is left of them.
bool MergeCursor::merge(TripleColumns& out, bool has_rows) {
  PermutedTriple limit = has_rows ? blocks_->row(blocks_->end() - 1) : upper_;
  for (const Source& source : sources_) {
    if (source.end - source.at > kMaxGathered) {
      limit = std::min(limit, (*source.entries)[source.at + kMaxGathered].key);
    }
  }
  if (!gather(limit) && has_rows) {
    // No entries up to the limit. If it was not lowered these rows are as the blocks have them; if it
    // was, there would have been entries.
    return from_blocks(out);
  }
  for (std::vector<Id>& column : merged_) column.clear();
  auto entry = gathered_.begin();
  if (has_rows) {
    const std::size_t begin = blocks_->begin();
    const std::size_t end = blocks_->upper_bound(limit);
    const std::size_t handed_out = blocks_->end();
    std::array<const Id*, 3> columns{blocks_->column(0), blocks_->column(1), blocks_->column(2)};
    for (std::size_t i = begin; i < end; ++i) {
      const PermutedTriple row{columns[0][i], columns[1][i], columns[2][i]};
      for (; entry != gathered_.end() && entry->key < row; ++entry) {
        if (entry->added) emit(entry->key);
      }
      const bool same = entry != gathered_.end() && entry->key == row;
      if (!same || entry->added) emit(row);
      if (same) ++entry;
    }
    if (end < handed_out) blocks_->give_back(end);
  }
  for (; entry != gathered_.end(); ++entry) {
    if (entry->added) emit(entry->key);
  }
  out.size = merged_[0].size();
  for (unsigned i = 0; i < 3; ++i) out.column[i] = (needed_ & (1U << i)) != 0 ? merged_[i].data() : nullptr;
  return out.size != 0;
}

// Fills gathered_ with the entries up to `limit`, the newest of each key; false when there are none.
bool MergeCursor::gather(const PermutedTriple& limit) {
  gathered_.clear();
  std::size_t contributors = 0;
  for (auto source = sources_.rbegin(); source != sources_.rend(); ++source) {  // newest first
    const std::size_t until = std::min(source->end, source->at + kMaxGathered + 1);
    const std::size_t stop = first_entry_above(*source->entries, source->at, until, limit);
    if (stop == source->at) continue;
    ++contributors;
    gathered_.insert(gathered_.end(), source->entries->begin() + static_cast<std::ptrdiff_t>(source->at),
                     source->entries->begin() + static_cast<std::ptrdiff_t>(stop));
    source->at = stop;
  }
  if (contributors > 1) {
    const auto less = [](const DeltaEntry& a, const DeltaEntry& b) { return a.key < b.key; };
    std::stable_sort(gathered_.begin(), gathered_.end(), less);
    const auto same = [](const DeltaEntry& a, const DeltaEntry& b) { return a.key == b.key; };
    gathered_.erase(std::unique(gathered_.begin(), gathered_.end(), same), gathered_.end());
  }
  return !gathered_.empty();
}

void MergeCursor::emit(const PermutedTriple& key) {
  for (unsigned i = 0; i < 3; ++i) merged_[i].push_back(key[i]);
}

void MergeCursor::seek(const PermutedTriple& key) {
  blocks_->seek(key);
  for (Source& source : sources_) {
    source.at = first_entry_not_below(*source.entries, source.batch, source.end, key);
    source.batch = source.at;
  }
}

}  // namespace kg
