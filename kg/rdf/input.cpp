#include "kg/rdf/input.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <vector>

#include "kg/base/error.h"

namespace kg {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{256} << 10U;

[[noreturn]] void damaged(const std::string& name, const std::string& reason) {
  throw Failure(Error{ErrorCode::data, reason, {name, 0, 0}, {}, {}});
}

// The file's own bytes, buffered.
class RawFile {
 public:
  RawFile(int descriptor, bool owned, std::string name, const Budget* budget)
      : descriptor_(descriptor),
        owned_(owned),
        name_(std::move(name)),
        budget_(budget),
        buffer_(kBufferBytes) {}
  RawFile(const RawFile&) = delete;
  RawFile& operator=(const RawFile&) = delete;
  ~RawFile() {
    if (owned_) ::close(descriptor_);
  }

  std::size_t read_direct(char* out, std::size_t capacity) {
    for (;;) {
      wait_for_input();
      const ssize_t n = ::read(descriptor_, out, capacity);
      if (n >= 0) {
        consumed_ += static_cast<std::uint64_t>(n);
        return static_cast<std::size_t>(n);
      }
      if (errno != EINTR) {
        throw Failure(ErrorCode::data, fmt::format("cannot read {}: {}", name_, std::strerror(errno)));
      }
    }
  }

  // What is buffered and not used; empty only at the end of the file.
  std::string_view peek() {
    if (first_ == last_ && !end_) {
      first_ = 0;
      last_ = read_direct(buffer_.data(), buffer_.size());
      end_ = last_ == 0;
    }
    return {buffer_.data() + first_, last_ - first_};
  }
  void skip(std::size_t bytes) { first_ += bytes; }

  // Reads on until four bytes are buffered, or the file ends.
  std::string_view magic() {
    while (last_ < 4 && !end_) {
      const std::size_t n = read_direct(buffer_.data() + last_, buffer_.size() - last_);
      end_ = n == 0;
      last_ += n;
    }
    return {buffer_.data(), last_};
  }

  std::size_t read(char* out, std::size_t capacity) {
    if (first_ == last_) return end_ ? 0 : read_direct(out, capacity);
    const std::size_t n = std::min(capacity, last_ - first_);
    std::memcpy(out, buffer_.data() + first_, n);
    first_ += n;
    return n;
  }

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::uint64_t consumed() const { return consumed_; }

 private:
  // A read that blocks could not be interrupted.
  void wait_for_input() const {
    constexpr int kPauseMs = 100;
    if (budget_ == nullptr) return;
    budget_->check();
    pollfd request{descriptor_, POLLIN, 0};
    while (::poll(&request, 1, kPauseMs) < 1) budget_->check();
  }

  int descriptor_;
  bool owned_;
  std::string name_;
  const Budget* budget_;
  std::vector<char> buffer_;
  std::size_t first_ = 0;
  std::size_t last_ = 0;
  bool end_ = false;
  std::uint64_t consumed_ = 0;
};

class PlainInput final : public InputStream {
 public:
  explicit PlainInput(std::unique_ptr<RawFile> file) : file_(std::move(file)) {}
  std::size_t read(char* buffer, std::size_t capacity) override { return file_->read(buffer, capacity); }
  [[nodiscard]] std::uint64_t bytes_consumed() const override { return file_->consumed(); }

 private:
  std::unique_ptr<RawFile> file_;
};

// gzip, also several members in a row (RFC 1952).
class GzipInput final : public InputStream {
 public:
  explicit GzipInput(std::unique_ptr<RawFile> file) : file_(std::move(file)) {
    constexpr int kGzipOnly = 16 + MAX_WBITS;
    if (inflateInit2(&stream_, kGzipOnly) != Z_OK) throw Failure(ErrorCode::internal, "zlib cannot start");
  }
  GzipInput(const GzipInput&) = delete;
  GzipInput& operator=(const GzipInput&) = delete;
  ~GzipInput() override { inflateEnd(&stream_); }

  std::size_t read(char* buffer, std::size_t capacity) override {
    capacity = std::min(capacity, std::size_t{1} << 30U);
    stream_.next_out = reinterpret_cast<Bytef*>(buffer);
    stream_.avail_out = static_cast<uInt>(capacity);
    while (stream_.avail_out == capacity) {
      const std::string_view in = file_->peek();
      if (between_members_) {
        if (in.empty()) return 0;
        if (inflateReset(&stream_) != Z_OK) throw Failure(ErrorCode::internal, "zlib cannot restart");
        between_members_ = false;
      }
      stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(in.data()));
      stream_.avail_in = static_cast<uInt>(in.size());
      const int status = inflate(&stream_, Z_NO_FLUSH);
      file_->skip(in.size() - stream_.avail_in);
      if (status == Z_STREAM_END) {
        between_members_ = true;
      } else if (status == Z_MEM_ERROR) {
        throw Failure(ErrorCode::limit, fmt::format("{}: not enough memory to decompress", file_->name()));
      } else if (status != Z_OK && status != Z_BUF_ERROR) {
        damaged(file_->name(), "the gzip data is damaged");
      } else if (in.empty() && stream_.avail_out == capacity) {
        damaged(file_->name(), "the gzip data ends too early");
      }
    }
    return capacity - stream_.avail_out;
  }
  [[nodiscard]] std::uint64_t bytes_consumed() const override { return file_->consumed(); }

 private:
  std::unique_ptr<RawFile> file_;
  z_stream stream_{};
  bool between_members_ = false;
};

// zstd, also several frames in a row (RFC 8878).
class ZstdInput final : public InputStream {
 public:
  explicit ZstdInput(std::unique_ptr<RawFile> file)
      : file_(std::move(file)), stream_(ZSTD_createDStream(), &ZSTD_freeDStream) {
    if (stream_ == nullptr) throw Failure(ErrorCode::internal, "zstd cannot start");
  }

  std::size_t read(char* buffer, std::size_t capacity) override {
    ZSTD_outBuffer out{buffer, capacity, 0};
    while (out.pos == 0) {
      const std::string_view bytes = file_->peek();
      if (bytes.empty() && frame_done_) return 0;
      ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
      const std::size_t status = ZSTD_decompressStream(stream_.get(), &out, &in);
      file_->skip(in.pos);
      if (ZSTD_isError(status) != 0) {
        damaged(file_->name(), fmt::format("the zstd data is damaged: {}", ZSTD_getErrorName(status)));
      }
      frame_done_ = status == 0;
      if (bytes.empty() && out.pos == 0) damaged(file_->name(), "the zstd data ends too early");
    }
    return out.pos;
  }
  [[nodiscard]] std::uint64_t bytes_consumed() const override { return file_->consumed(); }

 private:
  std::unique_ptr<RawFile> file_;
  std::unique_ptr<ZSTD_DStream, decltype(&ZSTD_freeDStream)> stream_;
  bool frame_done_ = false;
};

}  // namespace

std::unique_ptr<InputStream> open_input(int descriptor, bool owned, const std::string& name,
                                        const Budget* budget) {
  auto file = std::make_unique<RawFile>(descriptor, owned, name, budget);
  const std::string_view magic = file->magic();
  if (magic.starts_with("\x1F\x8B")) return std::make_unique<GzipInput>(std::move(file));
  if (magic.starts_with("\x28\xB5\x2F\xFD")) return std::make_unique<ZstdInput>(std::move(file));
  return std::make_unique<PlainInput>(std::move(file));
}

std::unique_ptr<InputStream> open_input(const std::string& path, const Budget* budget) {
  if (path == "-") return open_input(STDIN_FILENO, false, "standard input", budget);
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    throw Failure(ErrorCode::data, fmt::format("cannot open {}: {}", path, std::strerror(errno)));
  }
  ::posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL);
  return open_input(descriptor, true, path, budget);
}

std::uint64_t input_bytes(const std::string& path) {
  struct stat status {};
  if (path == "-" || ::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return 0;
  return static_cast<std::uint64_t>(status.st_size);
}

}  // namespace kg
