#include "kg/store/bulk_memory.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstdint>
#include <new>

namespace kg::bulk {
namespace {

constexpr std::size_t kHugePage = std::size_t{2} << 20U;

std::size_t round_up(std::size_t bytes) {
  const std::size_t unit = bytes >= kHugePage ? kHugePage : 4096;
  return (bytes + unit - 1) / unit * unit;
}

// Addresses for `bytes` (a multiple of what round_up gives), at a huge page's boundary if large.
char* reserve(std::size_t bytes, int protection) {
  const std::size_t extra = bytes >= kHugePage ? kHugePage : 0;
  void* memory =
      ::mmap(nullptr, bytes + extra, protection, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  char* begin = static_cast<char*>(memory);
  if (extra == 0) return begin;
  const std::size_t skip = (kHugePage - reinterpret_cast<std::uintptr_t>(begin) % kHugePage) % kHugePage;
  if (skip != 0) ::munmap(begin, skip);
  if (skip != extra) ::munmap(begin + skip + bytes, extra - skip);
  ::madvise(begin + skip, bytes, MADV_HUGEPAGE);
  return begin + skip;
}

}  // namespace

void* map_memory(std::size_t bytes) { return reserve(round_up(bytes), PROT_READ | PROT_WRITE); }

void unmap_memory(void* memory, std::size_t bytes) noexcept { ::munmap(memory, round_up(bytes)); }

Arena::Arena(std::size_t reserved_bytes)
    : base_(reserve(round_up(reserved_bytes), PROT_NONE)), reserved_(round_up(reserved_bytes)) {}

Arena::~Arena() { ::munmap(base_, reserved_); }

void Arena::grow(std::size_t bytes) {
  const std::size_t wanted = round_up(used_ + std::max(bytes, 2 * kHugePage));
  if (used_ + bytes > reserved_) throw std::bad_alloc();
  usable_ = std::min(wanted, reserved_);
  if (::mprotect(base_, usable_, PROT_READ | PROT_WRITE) != 0) throw std::bad_alloc();
}

}  // namespace kg::bulk
