// PermutationRewriter: applies sorted changes to the blocks of one permutation. Only blocks that a
// change falls into are rewritten; neighbours that are all touched are packed anew into full blocks, and
// what is left over small takes in the next block.
// Thread safety: none; different permutations may be rewritten from different threads.
#pragma once

#include <array>
#include <cstddef>
#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "kg/store/base_view.h"
#include "kg/store/block.h"

namespace kg {

inline constexpr std::size_t kSmallBlockRows = 256;

// Where rewritten blocks go; called with ascending keys.
struct BlockOutput {
  std::function<void(std::string_view key, std::string_view value)> put;
  std::function<void(std::string_view key)> erase;
};

class PermutationRewriter {
 public:
  // The view must outlive the rewriter.
  PermutationRewriter(const BaseView& view, Permutation permutation, BlockOutput output);

  // Changes in ascending order of their keys, one a key. False when the change was none: the row was
  // already there, or there was none to remove.
  bool add(const PermutedTriple& key) { return apply(key, true); }
  bool remove(const PermutedTriple& key) { return apply(key, false); }
  // Writes what is pending. Must be called once, at the end.
  void finish();

 private:
  bool apply(const PermutedTriple& key, bool added);
  void stand_on(const PermutedTriple& key);
  void load();
  void drain();
  void close_region();
  void append(const PermutedTriple& row);
  void emit(std::size_t first, std::size_t rows);
  void emit_full_blocks(std::size_t keep);

  BaseView::Lent iterator_;
  BlockOutput output_;

  bool on_block_ = false;   // the iterator stands on a block that is not loaded
  bool loaded_ = false;     // a block's rows are in input_
  bool exhausted_ = false;  // no block lies behind
  PermutedTriple last_{};   // last key of the loaded block, or of the one taken in last
  std::array<BlockBuffer, 3> input_;
  std::size_t input_rows_ = 0;
  std::size_t input_at_ = 0;

  std::array<std::vector<std::uint64_t>, 3> rows_;  // to be written
  std::deque<TripleKey> erased_;                    // keys of blocks taken in
  std::string value_;
};

}  // namespace kg
