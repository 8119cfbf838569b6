// Bit packing: n values of w bits each (0 <= w <= 64), least significant bit first, without gaps.
// Readers may touch up to kBitPadding bytes behind the packed bytes; whoever keeps them provides these.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>

namespace kg::bits {

static_assert(std::endian::native == std::endian::little, "stored numbers are little-endian");

inline constexpr std::size_t kBitPadding = 16;

inline std::uint64_t load64(const char* p) {
  std::uint64_t value = 0;
  std::memcpy(&value, p, sizeof(value));
  return value;
}

inline std::uint16_t load16(const char* p) {
  std::uint16_t value = 0;
  std::memcpy(&value, p, sizeof(value));
  return value;
}

constexpr std::uint64_t mask_of(unsigned width) {
  return width >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << width) - 1;
}

constexpr unsigned width_of(std::uint64_t largest) { return static_cast<unsigned>(std::bit_width(largest)); }

constexpr std::size_t bytes_of(std::size_t values, unsigned width) { return (values * width + 7) / 8; }

// The bits [bit, bit + width) of `data`; width <= 57 needs one load.
inline std::uint64_t read_narrow(const char* data, std::size_t bit, std::uint64_t mask) {
  return (load64(data + bit / 8) >> (bit & 7U)) & mask;
}

inline std::uint64_t read(const char* data, std::size_t bit, std::uint64_t mask) {
  const unsigned shift = bit & 7U;
  const std::uint64_t low = load64(data + bit / 8) >> shift;
  const std::uint64_t high = static_cast<unsigned char>(data[bit / 8 + 8]);
  return (low | (high << (63U - shift) << 1U)) & mask;
}

// out[i] = base + (value[first + i] << shift) for i in [0, count).
void unpack(const char* data, unsigned width, unsigned shift, std::uint64_t base, std::size_t first,
            std::size_t count, std::uint64_t* out);

// Appends values to a string bit by bit; finish() writes the last, partly filled byte.
class Writer {
 public:
  explicit Writer(std::string& out) : out_(&out) {}

  void put(std::uint64_t value, unsigned width) {
    pending_ |= value << used_;
    if (used_ + width >= 64) {
      char raw[8];
      std::memcpy(raw, &pending_, 8);
      out_->append(raw, 8);
      pending_ = used_ == 0 ? 0 : value >> (64U - used_);
      used_ = used_ + width - 64;
    } else {
      used_ += width;
    }
  }

  void finish() {
    char raw[8];
    std::memcpy(raw, &pending_, 8);
    out_->append(raw, (used_ + 7U) / 8U);
    pending_ = 0;
    used_ = 0;
  }

 private:
  std::string* out_;
  std::uint64_t pending_ = 0;
  unsigned used_ = 0;
};

}  // namespace kg::bits
