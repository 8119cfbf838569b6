#include "kg/store/block_cursor.h"

#include <algorithm>
#include <type_traits>

#include "kg/store/delta.h"

namespace kg {

namespace {

static_assert(sizeof(Id) == sizeof(std::uint64_t) && std::is_trivially_copyable_v<Id> &&
                  std::is_standard_layout_v<Id>,
              "decoded columns are handed out as ids");

inline constexpr std::size_t kSmallWindowRows = 128;  // less is decoded without the rest of the block
inline constexpr unsigned kBitSearches = 8;           // of one block; more are cheaper in decoded values

PermutedTriple successor(PermutedTriple key) {
  for (std::size_t i = 3; i > 0; --i) {
    if (++key[i - 1].bits != 0) break;
  }
  return key;
}

}  // namespace

BlockCursor::BlockCursor(const BaseView& view, Permutation permutation)
    : permutation_(permutation), iterator_(view, family_of(permutation)) {}

void BlockCursor::reset(const ScanSpec& spec) {
  spec_ = spec;
  lower_ = lower_key(spec);
  upper_ = upper_key(spec);
  pending_ = false;
  done_ = true;
  if (upper_ < lower_) return;
  seek(lower_);
}

void BlockCursor::seek(const PermutedTriple& key) {
  const PermutedTriple& target = key < lower_ ? lower_ : key;
  pending_ = false;
  done_ = true;
  if (upper_ < target || !stand_on_block_of(target)) return;
  parse();
  const bool ahead = begin_ < rows_ && not_above(begin_, target);
  begin_ = bound(target, ahead ? begin_ : 0, rows_, false);
  end_ = upper_ < last_ ? bound(upper_, begin_, rows_, true) : rows_;
  done_ = upper_ <= last_;
  pending_ = begin_ < end_;
}

// Moves to the block that holds the first row not below `key`; false when there is none.
bool BlockCursor::stand_on_block_of(const PermutedTriple& key) {
  if (has_block_ && covers_from_ <= key && key <= last_) {
    near_ = true;
    return true;
  }
  // Looking at the next block costs a tenth of a seek.
  if (near_ && has_block_ && last_ < key) {
    if (!step_block()) return false;
    if (key <= last_) return true;
  }
  near_ = false;
  return seek_block(key);
}

bool BlockCursor::next() {
  if (pending_) {
    pending_ = false;
    return true;
  }
  if (done_) return false;
  if (!step_block()) {
    done_ = true;
    return false;
  }
  done_ = upper_ <= last_;
  begin_ = 0;
  end_ = rows_;
  if (upper_ < last_) {
    parse();
    end_ = bound(upper_, 0, rows_, true);
  }
  return begin_ < end_;
}

void BlockCursor::give_back(std::size_t row) {
  begin_ = row;
  pending_ = begin_ < end_;
}

bool BlockCursor::seek_block(const PermutedTriple& key) {
  const TripleKey bytes = triple_key(key);
  has_block_ = iterator_.seek(view_of(bytes));
  if (!has_block_) return false;
  adopt_block();
  covers_from_ = key;
  return true;
}

bool BlockCursor::step_block() {
  const PermutedTriple behind = successor(last_);
  has_block_ = iterator_.next();
  if (!has_block_) return false;
  adopt_block();
  covers_from_ = behind;
  return true;
}

bool BlockCursor::not_above(std::size_t row, const PermutedTriple& key) {
  for (unsigned i = 0; i < 3; ++i) {
    const std::uint64_t here = value(i, row);
    if (here != key[i].bits) return here < key[i].bits;
  }
  return true;
}

void BlockCursor::adopt_block() {
  last_ = parse_triple_key(iterator_.key());
  rows_ = block_rows(iterator_.value());
  if (rows_ == 0 || rows_ > kBlockRows) throw_damaged("a block of triples has an impossible number of rows");
  parsed_ = false;
  bit_searches_ = 0;
  begin_ = 0;
  for (Decoded& column : decoded_) column.first = column.last = 0;
}

void BlockCursor::parse() {
  if (parsed_) return;
  block_ = BlockView(iterator_.value());
  parsed_ = true;
}

void BlockCursor::ensure(unsigned number, std::size_t first, std::size_t last) {
  Decoded& column = decoded_[number];
  if (column.first <= first && last <= column.last) return;
  parse();
  const bool small = last - first < kSmallWindowRows;
  column.first = small ? first : 0;
  column.last = small ? last : rows_;
  block_.decode(number, column.first, column.last - column.first, column.values.data() + column.first);
}

const Id* BlockCursor::column(unsigned number) {
  ensure(number, begin_, end_);
  return reinterpret_cast<const Id*>(decoded_[number].values.data());
}

std::uint64_t BlockCursor::value(unsigned number, std::size_t row) {
  const Decoded& column = decoded_[number];
  if (column.first <= row && row < column.last) return column.values[row];
  return block_.at(number, row);
}

PermutedTriple BlockCursor::row(std::size_t row) {
  parse();
  return {Id{value(0, row)}, Id{value(1, row)}, Id{value(2, row)}};
}

// Within [first, last) the column ascends.
std::size_t BlockCursor::first_not_below(unsigned number, std::size_t first, std::size_t last,
                                         std::uint64_t wanted) {
  if (first == last) return first;
  const BlockView::Encoding encoding = block_.encoding(number);
  if (encoding == BlockView::Encoding::constant) return value(number, first) < wanted ? last : first;
  const bool decoded = decoded_[number].first == 0 && decoded_[number].last == rows_;
  if (!decoded && block_.searchable(number) && bit_searches_ < kBitSearches) {
    ++bit_searches_;
    return std::clamp(block_.first_not_below(number, wanted), first, last);
  }
  const bool whole = encoding == BlockView::Encoding::delta || encoding == BlockView::Encoding::runs;
  if (whole) {
    ensure(number, 0, rows_);
  } else if (encoding == BlockView::Encoding::classed) {
    ensure(number, first, last);
  }
  std::size_t step = 1;  // galloping: what is looked for is often near
  std::size_t low = first;
  while (low + step < last && value(number, low + step) < wanted) {
    low += step;
    step *= 2;
  }
  std::size_t high = std::min(last, low + step);
  if (value(number, low) >= wanted) return low;
  ++low;
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    if (value(number, middle) < wanted) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

std::size_t BlockCursor::bound(const PermutedTriple& key, std::size_t first, std::size_t last, bool above) {
  parse();
  for (unsigned i = 0; i < 3; ++i) {
    first = first_not_below(i, first, last, key[i].bits);
    if (first == last || value(i, first) != key[i].bits) return first;
    last = key[i] == kAllIds.last ? last : first_not_below(i, first, last, key[i].bits + 1);
  }
  return above ? last : first;
}

}  // namespace kg
