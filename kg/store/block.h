// Block: a sorted run of up to kBlockRows permuted triples as bytes, column by column. Pure functions
// over memory; docs/store_format.md gives the bytes. Each column takes the encoding that is smallest
// for this block:
//   constant    one value
//   packed      frame of reference: base + (bits << shift)
//   classed     one base, width and shift for each tag that occurs, so that a column of IRIs, dates and
//               strings does not pay the width of their distance
//   dictionary  up to 256 distinct values, sorted, and an index a row
//   delta       ascending columns: the steps between neighbours
//   runs        ascending columns with repeats: a bit a row and the distinct values
// The alternatives that lost: byte-wise varints (a branch a value, no random access) and general
// compression of raw columns (three times slower to scan and no smaller).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "kg/model/triple_source.h"

namespace kg {

inline constexpr std::size_t kBlockRows = 1024;
inline constexpr std::uint8_t kBlockVersion = 1;

using BlockBuffer = std::array<std::uint64_t, kBlockRows>;

// Replaces `out` by the block of rows [0, rows) of three columns in permutation order.
// Precondition: 1 <= rows <= kBlockRows, rows strictly ascending.
void encode_block(const std::array<const std::uint64_t*, 3>& columns, std::size_t rows, std::string& out);

// Writes the checksum of the other bytes into a block (encode_block has done so).
void seal_block(std::string& bytes);

// A block's bytes, parsed. Refers to the bytes, does not copy them. Cheap to make (about 100 ns with
// the checksum) and to copy. Not to be used after the bytes are gone.
class BlockView {
 public:
  BlockView() = default;
  // Throws Failure(damaged) when the checksum or any length in the bytes is wrong. Afterwards no
  // function reads outside of `bytes`, whatever they hold.
  explicit BlockView(std::string_view bytes);

  [[nodiscard]] std::size_t rows() const { return rows_; }

  // Writes rows [first, first + count) of a column to out[0 .. count).
  void decode(unsigned column, std::size_t first, std::size_t count, std::uint64_t* out) const;
  void decode(unsigned column, std::uint64_t* out) const { decode(column, 0, rows_, out); }

  // One value. Constant time except for delta, runs and classed (at most a partial decode).
  [[nodiscard]] std::uint64_t at(unsigned column, std::size_t row) const;
  [[nodiscard]] PermutedTriple row(std::size_t row) const {
    return {Id{at(0, row)}, Id{at(1, row)}, Id{at(2, row)}};
  }
  // Whether all rows have the same value there.
  [[nodiscard]] bool constant(unsigned column) const {
    return columns_[column].encoding == Encoding::constant;
  }

  // Whether first_not_below() and at() work on a column of encoding delta or runs without decoding it: its
  // values are packed, or a bit a step.
  [[nodiscard]] bool searchable(unsigned column) const;
  // The first row whose value is `wanted` or more, rows() when there is none. Precondition: searchable.
  [[nodiscard]] std::size_t first_not_below(unsigned column, std::uint64_t wanted) const;

  enum class Encoding : std::uint8_t { constant, packed, classed, dictionary, delta, runs };
  [[nodiscard]] Encoding encoding(unsigned column) const { return columns_[column].encoding; }

 private:
  struct Packed {
    const char* data = nullptr;
    std::uint64_t base = 0;
    std::uint8_t width = 0;
    std::uint8_t shift = 0;
  };
  struct Column {
    Encoding encoding = Encoding::constant;
    Encoding values_encoding = Encoding::packed;  // runs: how the distinct values are kept
    std::uint8_t index_width = 0;                 // dictionary, classed: bits of an index
    std::uint16_t distinct = 0;                   // dictionary, classed, runs
    Packed packed;                                // the values (of rows, or the distinct ones)
    const char* index = nullptr;                  // dictionary, classed: indexes; runs: the bitmap
    const char* classes = nullptr;                // classed: the table of classes
    const char* checkpoints = nullptr;            // classed: bit offset of each 64th row
    std::size_t value_bits = 0;                   // classed: bits of values there are
  };
  class Parser;

  static std::uint64_t searched_value(const Column& column, std::size_t i);
  static void decode_delta(const Packed& packed, std::size_t first, std::size_t count, std::uint64_t* out);
  static void decode_classed(const Column& column, std::size_t first, std::size_t count, std::uint64_t* out);
  static void decode_runs(const Column& column, std::size_t first, std::size_t count, std::uint64_t* out);
  static void decode_dictionary(const Column& column, std::size_t first, std::size_t count,
                                std::uint64_t* out);

  std::array<Column, 3> columns_;
  std::size_t rows_ = 0;
};

// The number of rows a block says it has, without parsing or checking it; 0 when it is too short.
std::size_t block_rows(std::string_view bytes) noexcept;

}  // namespace kg
