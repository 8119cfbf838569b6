#include "kg/store/bulk_files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <utility>

#include "kg/base/error.h"

namespace kg::bulk {
namespace {

[[noreturn]] void throw_errno(const char* doing) {
  const int error = errno;
  std::string hint;
  if (error == ENOSPC) hint = "a load needs about twice the size of its result beside it for a while";
  if (error == EMFILE) hint = "give the load more memory, or allow more open files (ulimit -n)";
  throw Failure(ErrorCode::store,
                fmt::format("cannot {} a temporary file of the load: {}", doing, std::strerror(error)), hint);
}

}  // namespace

TempFile::TempFile(const std::string& directory) {
  descriptor_ = ::open(directory.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (descriptor_ >= 0) return;
  std::string path = directory + "/load-XXXXXX";  // file systems without O_TMPFILE
  descriptor_ = ::mkostemp(path.data(), O_CLOEXEC);
  if (descriptor_ < 0) throw_errno("make");
  ::unlink(path.c_str());
}

TempFile::TempFile(TempFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), size_(std::exchange(other.size_, 0)) {}

TempFile& TempFile::operator=(TempFile&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(size_, other.size_);
  return *this;
}

TempFile::~TempFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void TempFile::append(const char* data, std::size_t bytes) {
  while (bytes != 0) {
    const ssize_t n = ::pwrite(descriptor_, data, bytes, static_cast<off_t>(size_));
    if (n < 0) {
      if (errno == EINTR) continue;
      throw_errno("write");
    }
    data += n;
    bytes -= static_cast<std::size_t>(n);
    size_ += static_cast<std::uint64_t>(n);
  }
}

std::size_t TempFile::read(std::uint64_t offset, char* out, std::size_t bytes) const {
  std::size_t done = 0;
  while (done < bytes) {
    const ssize_t n = ::pread(descriptor_, out + done, bytes - done, static_cast<off_t>(offset + done));
    if (n == 0) break;
    if (n < 0) {
      if (errno == EINTR) continue;
      throw_errno("read");
    }
    done += static_cast<std::size_t>(n);
  }
  return done;
}

void TempFile::resize(std::uint64_t bytes) {
  if (::ftruncate(descriptor_, static_cast<off_t>(bytes)) != 0) throw_errno("grow");
  size_ = bytes;
}

FileWriter::FileWriter(TempFile& file, std::size_t buffer_bytes)
    : file_(&file), capacity_(buffer_bytes), buffer_(std::make_unique_for_overwrite<char[]>(buffer_bytes)) {}

void FileWriter::put_slowly(const char* data, std::size_t bytes) {
  flush();
  if (bytes >= capacity_) {
    file_->append(data, bytes);
    return;
  }
  std::memcpy(buffer_.get(), data, bytes);
  used_ = bytes;
}

void FileWriter::varint(std::uint64_t v) {
  char bytes[10];
  std::size_t n = 0;
  for (; v >= 0x80; v >>= 7U) bytes[n++] = static_cast<char>(v | 0x80U);
  bytes[n++] = static_cast<char>(v);
  put(bytes, n);
}

void FileWriter::flush() {
  file_->append(buffer_.get(), used_);
  used_ = 0;
}

FileReader::FileReader(const TempFile& file, std::uint64_t first, std::uint64_t end, std::size_t buffer_bytes)
    : file_(&file), next_(first), end_(end), buffer_(std::min<std::uint64_t>(buffer_bytes, end - first)) {}

bool FileReader::fill(std::size_t bytes) {
  const std::size_t left = last_ - first_;
  if (next_ == end_) {
    if (left != 0) throw Failure(ErrorCode::internal, "a temporary file of the load ends too early");
    return false;
  }
  std::memmove(buffer_.data(), buffer_.data() + first_, left);
  first_ = 0;
  last_ = left;
  if (bytes > buffer_.size()) buffer_.resize(bytes);
  const auto want = std::min<std::uint64_t>(buffer_.size() - last_, end_ - next_);
  const std::size_t n = file_->read(next_, buffer_.data() + last_, want);
  next_ += n;
  last_ += n;
  if (n != want || last_ < bytes)
    throw Failure(ErrorCode::internal, "a temporary file of the load ends too early");
  return true;
}

bool FileReader::varint(std::uint64_t& out) {
  out = 0;
  for (unsigned shift = 0;; shift += 7) {
    const char* byte = take(1);
    if (byte == nullptr) return false;
    out |= static_cast<std::uint64_t>(static_cast<unsigned char>(*byte) & 0x7FU) << shift;
    if ((static_cast<unsigned char>(*byte) & 0x80U) == 0) return true;
  }
}

Mapping::Mapping(const TempFile& file, bool writable) : size_(file.size()) {
  if (size_ == 0) return;
  data_ =
      ::mmap(nullptr, size_, writable ? PROT_READ | PROT_WRITE : PROT_READ, MAP_SHARED, file.descriptor(), 0);
  if (data_ == MAP_FAILED) {
    data_ = nullptr;
    throw_errno("map");
  }
}

Mapping::Mapping(Mapping&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

Mapping& Mapping::operator=(Mapping&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

Mapping::~Mapping() {
  if (data_ != nullptr) ::munmap(data_, size_);
}

}  // namespace kg::bulk
