// Where the fields of a block stand; see docs/store_format.md. Only for block.cpp and block_encode.cpp.
#pragma once

#include <cstddef>

namespace kg::layout {

// checksum u64 (XXH3 of all that follows), version u8, zero u8, rows u16, end of column 0 u16, end of
// column 1 u16; then the columns, then bits::kBitPadding zero bytes.
inline constexpr std::size_t kVersionAt = 8;
inline constexpr std::size_t kRowsAt = 10;
inline constexpr std::size_t kEndsAt = 12;
inline constexpr std::size_t kHeaderBytes = 16;

inline constexpr std::size_t kClassBytes = 10;  // base u64, width u8, shift u8
inline constexpr std::size_t kCheckpointRows = 64;

}  // namespace kg::layout
