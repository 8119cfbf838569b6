// MergeCursor: the TripleCursor of a store's snapshot: blocks and the delta's runs as one ascending
// sequence. Where the delta has nothing in range, columns come straight from the blocks.
#pragma once

#include <memory>
#include <vector>

#include "kg/model/triple_source.h"
#include "kg/store/block_cursor.h"
#include "kg/store/delta.h"

namespace kg {

class MergeCursor final : public TripleCursor {
 public:
  // The view and the delta must outlive the cursor.
  MergeCursor(const BaseView& view, const Delta& delta, const ScanSpec& spec);

  void reset(const ScanSpec& spec) override;
  bool next(TripleColumns& out) override;
  void seek(const PermutedTriple& key) override;

 private:
  // One run's entries in the range of the spec.
  struct Source {
    const DeltaEntries* entries = nullptr;
    std::size_t at = 0;     // next entry to merge
    std::size_t batch = 0;  // `at` before the last rows were handed out
    std::size_t end = 0;
  };

  void aim(const ScanSpec& spec);
  bool from_blocks(TripleColumns& out);
  bool merge(TripleColumns& out, bool has_rows);
  [[nodiscard]] bool gather(const PermutedTriple& limit);
  void emit(const PermutedTriple& key);

  const BaseView* view_;
  const Delta* delta_;
  Permutation permutation_;
  std::unique_ptr<BlockCursor> blocks_;
  std::uint8_t needed_ = 0b111;
  PermutedTriple upper_{};
  std::vector<Source> sources_;
  bool any_entries_ = false;
  DeltaEntries gathered_;
  std::array<std::vector<Id>, 3> merged_;
};

}  // namespace kg
