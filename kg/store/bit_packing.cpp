#include "kg/store/bit_packing.h"

#include <array>
#include <utility>

namespace kg::bits {

namespace {

// Eight values of W bits fill W bytes, so with W known at compile time every offset is a constant.
template <unsigned W>
void unpack_groups(const char* data, unsigned shift, std::uint64_t base, std::size_t groups,
                   std::uint64_t* out) {
  constexpr std::uint64_t mask = mask_of(W);
  for (; groups != 0; --groups, data += W, out += 8) {
    for (unsigned i = 0; i < 8; ++i) {
      out[i] = base + (((load64(data + i * W / 8) >> (i * W % 8)) & mask) << shift);
    }
  }
}

inline constexpr unsigned kMaxNarrow = 57;  // 57 bits and a bit offset of up to 7 fit one load
using Kernel = void (*)(const char*, unsigned, std::uint64_t, std::size_t, std::uint64_t*);

template <unsigned... W>
constexpr std::array<Kernel, sizeof...(W)> make_kernels(std::integer_sequence<unsigned, W...>) {
  return {unpack_groups<W>...};
}
constexpr auto kKernels = make_kernels(std::make_integer_sequence<unsigned, kMaxNarrow + 1>{});

}  // namespace

void unpack(const char* data, unsigned width, unsigned shift, std::uint64_t base, std::size_t first,
            std::size_t count, std::uint64_t* out) {
  const std::uint64_t mask = mask_of(width);
  std::size_t row = first;
  const std::size_t end = first + count;
  const auto slow = [&](std::size_t until) {
    for (; row < until; ++row) {
      *out++ = base + (read(data, row * width, mask) << shift);
    }
  };
  if (width > kMaxNarrow) {
    slow(end);
    return;
  }
  const std::size_t aligned = (first + 7) / 8 * 8;
  slow(aligned < end ? aligned : end);
  const std::size_t groups = (end - row) / 8;
  kKernels[width](data + row / 8 * width, shift, base, groups, out);
  out += groups * 8;
  row += groups * 8;
  slow(end);
}

}  // namespace kg::bits
