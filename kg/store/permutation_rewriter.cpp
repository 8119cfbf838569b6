#include "kg/store/permutation_rewriter.h"

#include <algorithm>
#include <utility>

namespace kg {

PermutationRewriter::PermutationRewriter(const BaseView& view, Permutation permutation, BlockOutput output)
    : iterator_(view, family_of(permutation)), output_(std::move(output)) {}

bool PermutationRewriter::apply(const PermutedTriple& key, bool added) {
  stand_on(key);
  while (input_at_ < input_rows_) {
    const PermutedTriple row{Id{input_[0][input_at_]}, Id{input_[1][input_at_]}, Id{input_[2][input_at_]}};
    if (row > key) break;
    ++input_at_;
    if (row == key) {
      if (added) append(row);
      return !added;
    }
    append(row);
  }
  if (added) append(key);
  return added;
}

// Loads the block that `key` belongs into: the first one whose last key is not below it, or else the
// last block there is.
void PermutationRewriter::stand_on(const PermutedTriple& key) {
  if (loaded_ && (key <= last_ || exhausted_)) return;
  if (loaded_) {
    drain();
    on_block_ = iterator_.next();
    if (on_block_ && key > parse_triple_key(iterator_.key())) close_region();
  }
  if (on_block_ && key <= parse_triple_key(iterator_.key())) {
    load();
    return;
  }
  if (!exhausted_) {
    on_block_ = iterator_.seek(view_of(triple_key(key)));
    if (on_block_) {
      load();
      return;
    }
    // Behind all blocks: go on in the last one unless it has just been taken in.
    exhausted_ = true;
    iterator_->SeekToLast();
    if (iterator_.valid() && parse_triple_key(iterator_.key()) != last_) load();
  }
}

void PermutationRewriter::load() {
  last_ = parse_triple_key(iterator_.key());
  const BlockView block(iterator_.value());
  input_rows_ = block.rows();
  for (unsigned i = 0; i < 3; ++i) block.decode(i, input_[i].data());
  input_at_ = 0;
  TripleKey key;
  std::copy_n(iterator_.key().data(), key.size(), key.data());
  erased_.push_back(key);
  loaded_ = true;
  on_block_ = false;
}

void PermutationRewriter::drain() {
  for (unsigned i = 0; i < 3; ++i) {
    rows_[i].insert(rows_[i].end(), input_[i].begin() + static_cast<std::ptrdiff_t>(input_at_),
                    input_[i].begin() + static_cast<std::ptrdiff_t>(input_rows_));
  }
  input_at_ = input_rows_ = 0;
  loaded_ = false;
  emit_full_blocks(kBlockRows / 2);
}

// Writes the rows of a stretch of touched blocks. The iterator stands on the block behind it, if any.
void PermutationRewriter::close_region() {
  if (!rows_[0].empty() && rows_[0].size() < kSmallBlockRows && on_block_) {
    load();
    drain();
    on_block_ = iterator_.next();
  }
  emit_full_blocks(kBlockRows);
  const std::size_t left = rows_[0].size();
  if (left > kBlockRows) {
    emit(0, left / 2);
    emit(left / 2, left - left / 2);
  } else if (left != 0) {
    emit(0, left);
  }
  for (std::vector<std::uint64_t>& column : rows_) column.clear();
  for (const TripleKey& key : erased_) output_.erase(view_of(key));
  erased_.clear();
}

void PermutationRewriter::finish() {
  if (loaded_) {
    const bool was_last = exhausted_;
    drain();
    on_block_ = !was_last && iterator_.next();
  }
  close_region();
}

void PermutationRewriter::append(const PermutedTriple& row) {
  for (unsigned i = 0; i < 3; ++i) rows_[i].push_back(row[i].bits);
  if (rows_[0].size() >= 8 * kBlockRows) emit_full_blocks(kBlockRows / 2);
}

// Writes full blocks from the front as long as at least `keep` rows stay behind.
void PermutationRewriter::emit_full_blocks(std::size_t keep) {
  std::size_t first = 0;
  while (rows_[0].size() - first > kBlockRows + keep) {
    emit(first, kBlockRows);
    first += kBlockRows;
  }
  if (first == 0) return;
  for (std::vector<std::uint64_t>& column : rows_) {
    column.erase(column.begin(), column.begin() + static_cast<std::ptrdiff_t>(first));
  }
}

void PermutationRewriter::emit(std::size_t first, std::size_t rows) {
  encode_block({rows_[0].data() + first, rows_[1].data() + first, rows_[2].data() + first}, rows, value_);
  const std::size_t last = first + rows - 1;
  const TripleKey key = triple_key({Id{rows_[0][last]}, Id{rows_[1][last]}, Id{rows_[2][last]}});
  while (!erased_.empty() && view_of(erased_.front()) <= view_of(key)) {
    if (erased_.front() != key) output_.erase(view_of(erased_.front()));
    erased_.pop_front();
  }
  output_.put(view_of(key), value_);
}

}  // namespace kg
