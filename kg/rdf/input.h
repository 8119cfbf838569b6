// Input files: plain, gzip or zstd, told apart by their first bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "kg/base/budget.h"

namespace kg {

// A stream of plain bytes. One thread at a time.
class InputStream {
 public:
  virtual ~InputStream() = default;
  // Reads up to `capacity` (> 0) bytes; 0 only at the end. Throws Failure(data) naming the input when the
  // archive is damaged or ends too early, Failure(store) when the system cannot read.
  virtual std::size_t read(char* buffer, std::size_t capacity) = 0;
  // Bytes consumed of the file itself, compressed as it may be: for progress.
  [[nodiscard]] virtual std::uint64_t bytes_consumed() const = 0;
};

// Opens a file, or standard input for "-". Throws Failure(data) when it cannot be opened or is a directory.
// Memory: under 1 MiB, for zstd the window its frames ask for, up to 128 MiB.
// With a budget, waiting for a pipe or a terminal ends soon after it is cancelled or out of time; the budget
// must outlive the stream.
std::unique_ptr<InputStream> open_input(const std::string& path, const Budget* budget = nullptr);
// The same over an open file descriptor, which is closed at the end if `owned`.
std::unique_ptr<InputStream> open_input(int descriptor, bool owned, const std::string& name,
                                        const Budget* budget = nullptr);

// The size of a file in bytes, 0 when it has none (a pipe, standard input).
std::uint64_t input_bytes(const std::string& path);

}  // namespace kg
