#include "kg/store/delta.h"

#include <algorithm>
#include <utility>

namespace kg {

namespace {

bool key_less(const DeltaEntry& a, const DeltaEntry& b) { return a.key < b.key; }

DeltaEntries merge_entries(const DeltaEntries& older, const DeltaEntries& newer) {
  DeltaEntries result;
  result.reserve(older.size() + newer.size());
  auto a = older.begin();
  auto b = newer.begin();
  while (a != older.end() && b != newer.end()) {
    if (a->key < b->key) {
      result.push_back(*a++);
    } else if (b->key < a->key) {
      result.push_back(*b++);
    } else {  // effective changes alternate: together they are none
      ++a;
      ++b;
    }
  }
  result.insert(result.end(), a, older.end());
  result.insert(result.end(), b, newer.end());
  return result;
}

}  // namespace

DeltaRun::DeltaRun(DeltaEntries spo) {
  entries_[0] = std::move(spo);
  for (const Permutation p : {Permutation::pos, Permutation::osp, Permutation::pso}) {
    DeltaEntries& entries = entries_[static_cast<std::size_t>(p)];
    entries.reserve(entries_[0].size());
    for (const DeltaEntry& entry : entries_[0]) entries.push_back({permute(entry.key, p), entry.added});
    std::sort(entries.begin(), entries.end(), key_less);
  }
}

DeltaRun::DeltaRun(const DeltaRun& older, const DeltaRun& newer) {
  for (std::size_t p = 0; p < kPermutations; ++p) {
    entries_[p] = merge_entries(older.entries_[p], newer.entries_[p]);
  }
}

void Delta::push(DeltaRunPtr run, std::size_t keep) {
  constexpr std::size_t kGrowth = 4;
  while (runs_.size() > keep && runs_.back()->size() <= kGrowth * run->size()) {
    run = std::make_shared<const DeltaRun>(*runs_.back(), *run);
    runs_.pop_back();
  }
  if (run->size() != 0) runs_.push_back(std::move(run));
}

std::size_t Delta::size() const {
  std::size_t sum = 0;
  for (const DeltaRunPtr& run : runs_) sum += run->size();
  return sum;
}

DeltaRunPtr Delta::merged(std::size_t first) const {
  DeltaRunPtr result = std::make_shared<const DeltaRun>();
  for (std::size_t i = runs_.size(); i > first; --i) {
    result = result->size() == 0 ? runs_[i - 1] : std::make_shared<const DeltaRun>(*runs_[i - 1], *result);
  }
  return result;
}

std::int64_t net_rows(const DeltaEntries& entries, const PermutedTriple& lower, const PermutedTriple& upper) {
  auto at = std::lower_bound(entries.begin(), entries.end(), DeltaEntry{lower, true}, key_less);
  std::int64_t sum = 0;
  for (; at != entries.end() && at->key <= upper; ++at) sum += at->added ? 1 : -1;
  return sum;
}

PermutedTriple lower_key(const ScanSpec& spec) {
  PermutedTriple key{};
  for (std::size_t i = 0; i < spec.bound; ++i) key[i] = spec.prefix[i];
  if (spec.bound < 3) key[spec.bound] = spec.range.first;
  return key;
}

PermutedTriple upper_key(const ScanSpec& spec) {
  PermutedTriple key{kAllIds.last, kAllIds.last, kAllIds.last};
  for (std::size_t i = 0; i < spec.bound; ++i) key[i] = spec.prefix[i];
  if (spec.bound < 3) key[spec.bound] = spec.range.last;
  return key;
}

}  // namespace kg
