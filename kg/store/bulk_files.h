// Temporary files of a bulk load. They have no name in the directory (or lose it at once), so that they
// are gone when they are closed, also after kill -9.
// Thread safety: a file may be read from several threads; writers and readers belong to one.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace kg::bulk {

inline constexpr std::size_t kFileBufferBytes = std::size_t{256} << 10U;

class TempFile {
 public:
  TempFile() = default;
  // Throws Failure(store).
  explicit TempFile(const std::string& directory);
  TempFile(TempFile&& other) noexcept;
  TempFile& operator=(TempFile&& other) noexcept;
  TempFile(const TempFile&) = delete;
  TempFile& operator=(const TempFile&) = delete;
  ~TempFile();

  [[nodiscard]] bool open() const { return descriptor_ >= 0; }
  [[nodiscard]] std::uint64_t size() const { return size_; }
  void append(const char* data, std::size_t bytes);
  // Reads what there is, up to `bytes`. Throws Failure(store).
  std::size_t read(std::uint64_t offset, char* out, std::size_t bytes) const;
  [[nodiscard]] int descriptor() const { return descriptor_; }
  // Sets the size; what is new reads as zeros.
  void resize(std::uint64_t bytes);

 private:
  int descriptor_ = -1;
  std::uint64_t size_ = 0;
};

// Appends through a buffer. flush() (or the last call to the file's owner) makes it complete.
class FileWriter {
 public:
  explicit FileWriter(TempFile& file, std::size_t buffer_bytes = kFileBufferBytes);

  void put(const void* data, std::size_t bytes) {
    if (bytes > capacity_ - used_) return put_slowly(static_cast<const char*>(data), bytes);
    std::memcpy(buffer_.get() + used_, data, bytes);
    used_ += bytes;
  }
  template <typename T>
  void value(const T& v) {
    static_assert(std::is_trivially_copyable_v<T>);
    put(&v, sizeof v);
  }
  void varint(std::uint64_t v);
  void text(std::string_view v) {
    varint(v.size());
    put(v.data(), v.size());
  }
  // Bytes appended so far, buffered or not.
  [[nodiscard]] std::uint64_t position() const { return file_->size() + used_; }
  void flush();

 private:
  void put_slowly(const char* data, std::size_t bytes);

  TempFile* file_;
  std::size_t capacity_;
  std::size_t used_ = 0;
  std::unique_ptr<char[]> buffer_;
};

// Reads a stretch of a file once, from front to back.
class FileReader {
 public:
  FileReader() = default;
  FileReader(const TempFile& file, std::uint64_t first, std::uint64_t end,
             std::size_t buffer_bytes = kFileBufferBytes);
  explicit FileReader(const TempFile& file) : FileReader(file, 0, file.size()) {}

  // `bytes` contiguous bytes, valid until the next call; null at the end. Throws Failure(internal) when the
  // end comes in the middle.
  const char* take(std::size_t bytes) {
    if (bytes > last_ - first_ && !fill(bytes)) return nullptr;
    const char* out = buffer_.data() + first_;
    first_ += bytes;
    return out;
  }
  template <typename T>
  bool value(T& out) {
    static_assert(std::is_trivially_copyable_v<T>);
    const char* bytes = take(sizeof(T));
    if (bytes == nullptr) return false;
    std::memcpy(&out, bytes, sizeof(T));
    return true;
  }
  // Up to `max` values into `out`; gives their number.
  template <typename T>
  std::size_t values(T* out, std::size_t max) {
    if (last_ - first_ < sizeof(T)) (void)fill(sizeof(T));
    const std::size_t n = std::min(max, (last_ - first_) / sizeof(T));
    if (n != 0) std::memcpy(out, buffer_.data() + first_, n * sizeof(T));
    first_ += n * sizeof(T);
    return n;
  }
  bool varint(std::uint64_t& out);
  bool text(std::string_view& out) {
    std::uint64_t size = 0;
    if (!varint(size)) return false;
    if (size == 0) {
      out = {};
      return true;
    }
    const char* bytes = take(size);
    out = {bytes, static_cast<std::size_t>(size)};
    return bytes != nullptr;
  }

 private:
  bool fill(std::size_t bytes);

  const TempFile* file_ = nullptr;
  std::uint64_t next_ = 0;  // offset in the file of what is not buffered yet
  std::uint64_t end_ = 0;
  std::vector<char> buffer_;
  std::size_t first_ = 0;
  std::size_t last_ = 0;
};

// A file of values of one type as an array in memory; the system decides what stays there.
template <typename T>
class MappedArray;

class Mapping {
 public:
  Mapping() = default;
  Mapping(const TempFile& file, bool writable);
  Mapping(Mapping&& other) noexcept;
  Mapping& operator=(Mapping&& other) noexcept;
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;
  ~Mapping();
  [[nodiscard]] void* data() const { return data_; }
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  void* data_ = nullptr;
  std::size_t size_ = 0;
};

template <typename T>
class MappedArray {
 public:
  MappedArray() = default;
  explicit MappedArray(const TempFile& file, bool writable = false) : mapping_(file, writable) {}
  [[nodiscard]] std::size_t size() const { return mapping_.size() / sizeof(T); }
  T& operator[](std::size_t i) const { return static_cast<T*>(mapping_.data())[i]; }

 private:
  Mapping mapping_;
};

}  // namespace kg::bulk
