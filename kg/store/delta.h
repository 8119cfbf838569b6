// Delta: the commits that are not yet in the blocks, in memory. A DeltaRun holds changes sorted in every
// permutation; a Delta is a short list of runs, oldest first, which merge as they grow (each at least
// four times as large as the next), so that a commit costs O(log n) amortised and a snapshot is the
// list itself. All are immutable once published.
//
// Changes are effective: an addition is of a triple that was not there before, a removal of one that
// was. So two changes of one triple in neighbouring runs always undo each other.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "kg/model/triple_source.h"

namespace kg {

struct DeltaEntry {
  PermutedTriple key;
  bool added = true;
  friend bool operator==(const DeltaEntry&, const DeltaEntry&) = default;
};

using DeltaEntries = std::vector<DeltaEntry>;  // ascending by key, one entry a key

class DeltaRun {
 public:
  DeltaRun() = default;
  // From effective changes in spo order.
  explicit DeltaRun(DeltaEntries spo);
  // `newer` on top of `older`.
  DeltaRun(const DeltaRun& older, const DeltaRun& newer);

  [[nodiscard]] const DeltaEntries& entries(Permutation p) const {
    return entries_[static_cast<std::size_t>(p)];
  }
  [[nodiscard]] std::size_t size() const { return entries_[0].size(); }

 private:
  std::array<DeltaEntries, kPermutations> entries_;
};
using DeltaRunPtr = std::shared_ptr<const DeltaRun>;

class Delta {
 public:
  // Adds the newest run, merging it with smaller ones before it. `keep` runs at the front are left alone
  // (a transaction's own runs stand on those of its snapshot).
  void push(DeltaRunPtr run, std::size_t keep = 0);

  [[nodiscard]] const std::vector<DeltaRunPtr>& runs() const { return runs_; }
  [[nodiscard]] bool empty() const { return runs_.empty(); }
  [[nodiscard]] std::size_t size() const;
  // All runs from `first` on as one.
  [[nodiscard]] DeltaRunPtr merged(std::size_t first = 0) const;

 private:
  std::vector<DeltaRunPtr> runs_;
};

// Additions minus removals among the entries with lower <= key <= upper.
std::int64_t net_rows(const DeltaEntries& entries, const PermutedTriple& lower, const PermutedTriple& upper);

constexpr PermutedTriple permute(const Triple& triple, Permutation p) {
  const auto at = positions(p);
  return {triple[at[0]], triple[at[1]], triple[at[2]]};
}
constexpr Triple unpermute(const PermutedTriple& key, Permutation p) {
  const auto at = positions(p);
  Triple triple{};
  for (std::size_t i = 0; i < 3; ++i) triple[at[i]] = key[i];
  return triple;
}

// The smallest and the largest key that a spec can match.
PermutedTriple lower_key(const ScanSpec& spec);
PermutedTriple upper_key(const ScanSpec& spec);

}  // namespace kg
