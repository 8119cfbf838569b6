// BlockCursor: the rows of a ScanSpec in the blocks of one permutation, without the delta. It keeps the
// block it stands in, so that ascending lookups that fall into one block cost no RocksDB seek and decode
// each column at most once.
// Thread safety: none; one thread. The view must outlive the cursor.
#pragma once

#include <array>
#include <cstddef>

#include "kg/model/triple_source.h"
#include "kg/store/base_view.h"
#include "kg/store/block.h"

namespace kg {

class BlockCursor {
 public:
  BlockCursor(const BaseView& view, Permutation permutation);

  // Starts over. The spec's permutation must be the cursor's.
  void reset(const ScanSpec& spec);

  // Moves to the next rows: those of one block that match. False at the end.
  bool next();
  // The rows moved to: [begin, end) of the current block, never empty after next() gave true.
  [[nodiscard]] std::size_t begin() const { return begin_; }
  [[nodiscard]] std::size_t end() const { return end_; }
  [[nodiscard]] std::size_t size() const { return end_ - begin_; }
  // Gives the rows from `row` on back: the next call of next() starts there.
  void give_back(std::size_t row);

  // The next call of next() starts at the first matching row that is not below `key`. Rows of the
  // current block that next() has handed out come again when they are not below it.
  void seek(const PermutedTriple& key);

  // The values of a column, valid for rows [begin, end) and until the cursor moves.
  const Id* column(unsigned number);
  [[nodiscard]] PermutedTriple row(std::size_t row);
  // First row in [begin(), end()) that is not below, or that is above, `key`.
  std::size_t lower_bound(const PermutedTriple& key) { return bound(key, begin_, end_, false); }
  std::size_t upper_bound(const PermutedTriple& key) { return bound(key, begin_, end_, true); }

 private:
  bool stand_on_block_of(const PermutedTriple& key);
  bool seek_block(const PermutedTriple& key);
  bool step_block();
  bool not_above(std::size_t row, const PermutedTriple& key);
  void adopt_block();
  void parse();
  void ensure(unsigned number, std::size_t first, std::size_t last);
  [[nodiscard]] std::uint64_t value(unsigned number, std::size_t row);
  std::size_t first_not_below(unsigned number, std::size_t first, std::size_t last, std::uint64_t value);
  std::size_t bound(const PermutedTriple& key, std::size_t first, std::size_t last, bool above);

  struct Decoded {
    BlockBuffer values;
    std::size_t first = 0;
    std::size_t last = 0;  // values[first, last) are decoded
  };

  Permutation permutation_;
  BaseView::Lent iterator_;
  ScanSpec spec_;
  PermutedTriple lower_{};
  PermutedTriple upper_{};

  bool has_block_ = false;  // the iterator stands on a block
  bool parsed_ = false;
  unsigned bit_searches_ = 0;  // in the block, without decoding
  bool near_ = false;          // lookups have been falling into one block: the next one may be the next block
  bool pending_ = false;       // [begin_, end_) of the current block is to be handed out by next()
  bool done_ = true;           // nothing of the spec lies behind the current block
  PermutedTriple covers_from_{};  // keys from here to last_ can only be in the current block
  PermutedTriple last_{};
  std::size_t rows_ = 0;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  BlockView block_;
  std::array<Decoded, 3> decoded_;
};

}  // namespace kg
