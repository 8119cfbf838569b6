// Parsing and decoding of blocks; block_encode.cpp writes them.
#include "kg/store/block.h"

#include <xxhash.h>

#include <algorithm>
#include <bit>

#include "kg/store/bit_packing.h"
#include "kg/store/block_layout.h"
#include "kg/store/keys.h"

namespace kg {

using bits::load16;
using bits::load64;

class BlockView::Parser {
 public:
  // `end` is the offset behind the column; up to kBitPadding more bytes are readable.
  Parser(const char* data, std::size_t begin, std::size_t end, std::size_t rows)
      : data_(data), at_(begin), end_(end), rows_(rows) {}

  Column parse() {
    Column column;
    const std::uint8_t encoding = byte();
    if (encoding > static_cast<std::uint8_t>(Encoding::runs)) fail();
    column.encoding = static_cast<Encoding>(encoding);
    switch (column.encoding) {
      case Encoding::constant:
        column.packed.base = word();
        break;
      case Encoding::packed:
        column.packed = packed(rows_);
        break;
      case Encoding::delta:
        column.packed = packed(rows_ - 1);
        break;
      case Encoding::classed:
        classed(column);
        break;
      case Encoding::dictionary:
        dictionary(column);
        break;
      case Encoding::runs:
        runs(column);
        break;
    }
    if (at_ != end_) fail();
    return column;
  }

 private:
  [[noreturn]] static void fail() { throw_damaged("a block of triples has a malformed column"); }

  const char* take(std::size_t bytes) {
    if (bytes > end_ - at_) fail();
    const char* start = data_ + at_;
    at_ += bytes;
    return start;
  }
  std::uint8_t byte() { return static_cast<std::uint8_t>(*take(1)); }
  std::uint64_t word() { return load64(take(8)); }

  Packed packed(std::size_t values) {
    Packed result;
    result.base = word();
    result.width = byte();
    result.shift = byte();
    if (result.width > 64 || result.shift > 63) fail();
    result.data = take(bits::bytes_of(values, result.width));
    return result;
  }

  void classed(Column& column) {
    column.index_width = byte();
    column.distinct = byte();
    if (column.index_width > 4 || column.distinct == 0 || column.distinct > (1U << column.index_width))
      fail();
    column.classes = take(column.distinct * layout::kClassBytes);
    for (std::size_t i = 0; i < column.distinct; ++i) {
      const char* entry = column.classes + i * layout::kClassBytes;
      if (static_cast<std::uint8_t>(entry[8]) > 64 || static_cast<std::uint8_t>(entry[9]) > 63) fail();
    }
    column.checkpoints = take((rows_ + layout::kCheckpointRows - 1) / layout::kCheckpointRows * 2);
    column.index = take(bits::bytes_of(rows_, column.index_width));
    column.packed.data = take(end_ - at_);
    column.value_bits = static_cast<std::size_t>(data_ + end_ - column.packed.data) * 8;
  }

  void dictionary(Column& column) {
    column.index_width = byte();
    column.distinct = static_cast<std::uint16_t>(byte() + 1);
    if (column.index_width > 8) fail();
    column.packed = packed(column.distinct);
    column.index = take(bits::bytes_of(rows_, column.index_width));
  }

  void runs(Column& column) {
    column.index = take((rows_ + 7) / 8);
    std::size_t distinct = 0;
    for (std::size_t i = 0; i < rows_; i += 8) {
      const unsigned in_byte = rows_ - i < 8 ? (1U << (rows_ - i)) - 1 : 0xffU;
      distinct +=
          static_cast<std::size_t>(std::popcount(static_cast<unsigned char>(column.index[i / 8]) & in_byte));
    }
    if (distinct == 0 || (column.index[0] & 1) == 0) fail();
    column.distinct = static_cast<std::uint16_t>(distinct);
    const std::uint8_t encoding = byte();
    column.values_encoding = static_cast<Encoding>(encoding);
    if (column.values_encoding == Encoding::packed) {
      column.packed = packed(distinct);
    } else if (column.values_encoding == Encoding::delta) {
      column.packed = packed(distinct - 1);
    } else {
      fail();
    }
  }

  const char* data_;
  std::size_t at_;
  std::size_t end_;
  std::size_t rows_;
};

BlockView::BlockView(std::string_view bytes) {
  if (bytes.size() < layout::kHeaderBytes + 3 + bits::kBitPadding)
    throw_damaged("a block of triples is too short");
  if (load64(bytes.data()) != XXH3_64bits(bytes.data() + 8, bytes.size() - 8)) {
    throw_damaged("a block of triples does not match its checksum");
  }
  if (static_cast<std::uint8_t>(bytes[layout::kVersionAt]) != kBlockVersion) {
    throw_damaged("a block of triples has an unknown version");
  }
  rows_ = load16(bytes.data() + layout::kRowsAt);
  if (rows_ == 0 || rows_ > kBlockRows) throw_damaged("a block of triples has an impossible number of rows");
  std::array<std::size_t, 4> bounds{layout::kHeaderBytes, load16(bytes.data() + layout::kEndsAt),
                                    load16(bytes.data() + layout::kEndsAt + 2),
                                    bytes.size() - bits::kBitPadding};
  for (std::size_t i = 0; i < 3; ++i) {
    if (bounds[i] > bounds[i + 1]) throw_damaged("a block of triples has columns out of place");
    columns_[i] = Parser(bytes.data(), bounds[i], bounds[i + 1], rows_).parse();
  }
}

void BlockView::decode(unsigned column_number, std::size_t first, std::size_t count,
                       std::uint64_t* out) const {
  const Column& column = columns_[column_number];
  switch (column.encoding) {
    case Encoding::constant:
      for (std::size_t i = 0; i < count; ++i) out[i] = column.packed.base;
      return;
    case Encoding::packed:
      bits::unpack(column.packed.data, column.packed.width, column.packed.shift, column.packed.base, first,
                   count, out);
      return;
    case Encoding::classed:
      decode_classed(column, first, count, out);
      return;
    case Encoding::dictionary:
      decode_dictionary(column, first, count, out);
      return;
    case Encoding::delta:
      decode_delta(column.packed, first, count, out);
      return;
    case Encoding::runs:
      decode_runs(column, first, count, out);
      return;
  }
}

namespace {

// How many of the first `count` bits are set.
std::size_t count_bits(const char* data, std::size_t count) {
  std::size_t sum = 0;
  for (std::size_t i = 0; i < count; i += 64) {
    const std::uint64_t word = load64(data + i / 8);
    sum += static_cast<std::size_t>(
        std::popcount(count - i < 64 ? word & bits::mask_of(static_cast<unsigned>(count - i)) : word));
  }
  return sum;
}

// Where the bit stands that is the `nth` to be set, from 1 on; `count` when fewer of the first `count` are.
std::size_t find_bit(const char* data, std::size_t count, std::uint64_t nth) {
  for (std::size_t i = 0; i < count; i += 64) {
    std::uint64_t word = load64(data + i / 8);
    const auto ones = static_cast<std::uint64_t>(std::popcount(word));
    if (ones >= nth) {
      for (; nth > 1; --nth) word &= word - 1;
      return std::min(count, i + static_cast<std::size_t>(std::countr_zero(word)));
    }
    nth -= ones;
  }
  return count;
}

}  // namespace

bool BlockView::searchable(unsigned column_number) const {
  const Column& column = columns_[column_number];
  const bool runs = column.encoding == Encoding::runs;
  if (runs && column.values_encoding == Encoding::packed) return true;
  return (runs || column.encoding == Encoding::delta) && column.packed.width == 1;
}

// Of a column's values as they are kept: of the rows, or of the runs.
std::uint64_t BlockView::searched_value(const Column& column, std::size_t i) {
  const Packed& packed = column.packed;
  if (column.encoding == Encoding::runs && column.values_encoding == Encoding::packed) {
    return packed.base +
           (bits::read(packed.data, i * packed.width, bits::mask_of(packed.width)) << packed.shift);
  }
  return packed.base + (static_cast<std::uint64_t>(count_bits(packed.data, i)) << packed.shift);
}

std::size_t BlockView::first_not_below(unsigned column_number, std::uint64_t wanted) const {
  const Column& column = columns_[column_number];
  const Packed& packed = column.packed;
  const bool runs = column.encoding == Encoding::runs;
  const std::size_t values = runs ? column.distinct : rows_;
  std::size_t low = 0;
  if (runs && column.values_encoding == Encoding::packed) {
    for (std::size_t high = values; low < high;) {
      const std::size_t middle = (low + high) / 2;
      if (searched_value(column, middle) < wanted) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
  } else if (wanted > packed.base) {
    low = find_bit(packed.data, values - 1, ((wanted - packed.base - 1) >> packed.shift) + 1) + 1;
  }
  if (low == values) return rows_;
  return runs ? find_bit(column.index, rows_, low + 1) : low;
}

void BlockView::decode_delta(const Packed& packed, std::size_t first, std::size_t count, std::uint64_t* out) {
  std::uint64_t sum = packed.base;
  if (first == 0) {
    if (count == 0) return;
    out[0] = sum;
    bits::unpack(packed.data, packed.width, packed.shift, 0, 0, count - 1, out + 1);
    for (std::size_t i = 1; i < count; ++i) {
      sum += out[i];
      out[i] = sum;
    }
    return;
  }
  const std::uint64_t mask = bits::mask_of(packed.width);
  std::uint64_t steps = 0;
  for (std::size_t i = 0; i + 1 < first; ++i) steps += bits::read(packed.data, i * packed.width, mask);
  sum += steps << packed.shift;
  bits::unpack(packed.data, packed.width, packed.shift, 0, first - 1, count, out);
  for (std::size_t i = 0; i < count; ++i) {
    sum += out[i];
    out[i] = sum;
  }
}

void BlockView::decode_dictionary(const Column& column, std::size_t first, std::size_t count,
                                  std::uint64_t* out) {
  // Damaged indexes beyond the distinct values read zeros.
  std::array<std::uint64_t, 256> values;
  const Packed& packed = column.packed;
  bits::unpack(packed.data, packed.width, packed.shift, packed.base, 0, column.distinct, values.data());
  const std::size_t addressable = std::size_t{1} << column.index_width;
  for (std::size_t i = column.distinct; i < addressable; ++i) values[i] = 0;
  bits::unpack(column.index, column.index_width, 0, 0, first, count, out);
  for (std::size_t i = 0; i < count; ++i) out[i] = values[out[i]];
}

void BlockView::decode_runs(const Column& column, std::size_t first, std::size_t count, std::uint64_t* out) {
  const auto bit = [&](std::size_t row) {
    const unsigned byte = static_cast<unsigned char>(column.index[row / 8]);
    return (byte >> (row % 8)) & 1U;
  };
  if (count == 0) return;
  std::size_t run = 0;
  std::size_t row = 0;
  for (; row + 8 <= first; row += 8) {
    run += static_cast<std::size_t>(std::popcount(static_cast<unsigned char>(column.index[row / 8])));
  }
  for (; row <= first; ++row) run += bit(row);
  // `run` is now the number of runs that start at or before `first`; the parser saw bit 0 set.
  BlockBuffer values;
  const Packed& packed = column.packed;
  if (column.values_encoding == Encoding::packed) {
    bits::unpack(packed.data, packed.width, packed.shift, packed.base, 0, column.distinct, values.data());
  } else {
    decode_delta(packed, 0, column.distinct, values.data());
  }
  const std::uint64_t* value = values.data() + run - 1;
  out[0] = *value;
  std::size_t i = 1;
  for (; i < count && (first + i) % 64 != 0; ++i) {
    value += bit(first + i);
    out[i] = *value;
  }
  for (; i < count; i += 64) {
    std::uint64_t starts = load64(column.index + (first + i) / 8);
    const std::size_t group = count - i < 64 ? count - i : 64;
    for (std::size_t j = 0; j < group; ++j, starts >>= 1U) {
      value += starts & 1U;
      out[i + j] = *value;
    }
  }
}

void BlockView::decode_classed(const Column& column, std::size_t first, std::size_t count,
                               std::uint64_t* out) {
  struct Class {
    std::uint64_t base;
    std::uint64_t mask;
    unsigned width;
    unsigned shift;
  };
  std::array<Class, 16> classes{};
  bool wide = false;
  for (std::size_t i = 0; i < column.distinct; ++i) {
    const char* entry = column.classes + i * layout::kClassBytes;
    const unsigned width = static_cast<std::uint8_t>(entry[8]);
    classes[i] = {load64(entry), bits::mask_of(width), width, static_cast<std::uint8_t>(entry[9])};
    wide = wide || width > 57;
  }
  const std::size_t start = first / layout::kCheckpointRows;
  std::size_t bit = load16(column.checkpoints + start * 2);
  const std::uint64_t index_mask = bits::mask_of(column.index_width);
  for (std::size_t row = start * layout::kCheckpointRows; row < first; ++row) {
    bit += classes[bits::read_narrow(column.index, row * column.index_width, index_mask)].width;
  }
  bits::unpack(column.index, column.index_width, 0, 0, first, count, out);
  const auto fill = [&](auto read) {
    for (std::size_t i = 0; i < count; ++i) {
      const Class& c = classes[out[i]];
      if (bit + c.width > column.value_bits) throw_damaged("a block of triples has values that are cut off");
      out[i] = c.base + (read(column.packed.data, bit, c.mask) << c.shift);
      bit += c.width;
    }
  };
  if (wide) {
    fill(bits::read);
  } else {
    fill(bits::read_narrow);
  }
}

std::uint64_t BlockView::at(unsigned column_number, std::size_t row) const {
  const Column& column = columns_[column_number];
  const Packed& packed = column.packed;
  const auto packed_at = [&](std::size_t i) {
    return packed.base +
           (bits::read(packed.data, i * packed.width, bits::mask_of(packed.width)) << packed.shift);
  };
  switch (column.encoding) {
    case Encoding::constant:
      return packed.base;
    case Encoding::packed:
      return packed_at(row);
    case Encoding::dictionary: {
      const std::uint64_t index =
          bits::read(column.index, row * column.index_width, bits::mask_of(column.index_width));
      return index < column.distinct ? packed_at(index) : 0;
    }
    case Encoding::delta:
    case Encoding::runs: {
      if (!searchable(column_number)) break;
      const bool runs = column.encoding == Encoding::runs;
      return searched_value(column, runs ? count_bits(column.index, row + 1) - 1 : row);
    }
    case Encoding::classed:
      break;
  }
  std::uint64_t value = 0;
  decode(column_number, row, 1, &value);
  return value;
}

std::size_t block_rows(std::string_view bytes) noexcept {
  return bytes.size() < layout::kHeaderBytes ? 0 : load16(bytes.data() + layout::kRowsAt);
}

}  // namespace kg
