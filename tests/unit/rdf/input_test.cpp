#include "kg/rdf/input.h"

#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <random>
#include <thread>

#include "kg/base/error.h"
#include "support/catch.h"

namespace fs = std::filesystem;

namespace {

class File {
 public:
  explicit File(const std::string& bytes) {
    path_ = fs::temp_directory_path() /
            ("kg-input-" + std::to_string(::getpid()) + "-" + std::to_string(++count_));
    std::ofstream(path_, std::ios::binary) << bytes;
  }
  ~File() { fs::remove(path_); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  [[nodiscard]] std::string name() const { return path_.string(); }

 private:
  static inline int count_ = 0;
  fs::path path_;
};

std::string gzip(const std::string& text) {
  z_stream stream{};
  REQUIRE(deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string in = text;
  std::string out(deflateBound(&stream, in.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string zstd(const std::string& text) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  const std::size_t n = ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 1);
  REQUIRE(ZSTD_isError(n) == 0);
  out.resize(n);
  return out;
}

std::string read_all(const std::string& path, std::size_t step) {
  const auto input = kg::open_input(path);
  std::string out;
  std::string buffer(step, '\0');
  while (const std::size_t n = input->read(buffer.data(), step)) out.append(buffer, 0, n);
  CHECK(input->read(buffer.data(), step) == 0);
  CHECK(input->bytes_consumed() == fs::file_size(path));
  return out;
}

std::string sample() {
  std::string text;
  std::mt19937 random(7);
  for (int i = 0; i < 50'000; ++i) text += std::to_string(random() % 1000) + (i % 7 == 0 ? "\n" : " ");
  return text;
}

}  // namespace

TEST_CASE("Input: plain, gzip and zstd give the same bytes") {
  const std::string text = sample();
  const File plain(text);
  const File gz(gzip(text));
  const File zst(zstd(text));
  const File members(gzip(text.substr(0, 1000)) + gzip("") + gzip(text.substr(1000)));
  const File frames(zstd(text.substr(0, 1000)) + zstd("") + zstd(text.substr(1000)));
  for (const std::size_t step : {std::size_t{100}, std::size_t{65536}, std::size_t{4} << 20U}) {
    CHECK(read_all(plain.name(), step) == text);
    CHECK(read_all(gz.name(), step) == text);
    CHECK(read_all(zst.name(), step) == text);
    CHECK(read_all(members.name(), step) == text);
    CHECK(read_all(frames.name(), step) == text);
  }
}

TEST_CASE("Input: empty and tiny files") {
  CHECK(read_all(File("").name(), 10).empty());
  CHECK(read_all(File("x").name(), 10) == "x");
  CHECK(read_all(File("\x1F").name(), 10) == "\x1F");
  CHECK(read_all(File(gzip("")).name(), 10).empty());
  CHECK(read_all(File(zstd("")).name(), 10).empty());
}

TEST_CASE("Input: archives that are cut or damaged are errors that name the file") {
  const std::string text = sample();
  for (const std::string& whole : {gzip(text), zstd(text)}) {
    for (const std::size_t size : {std::size_t{5}, whole.size() / 2, whole.size() - 1}) {
      const File cut(whole.substr(0, size));
      try {
        read_all(cut.name(), 65536);
        FAIL("a cut archive was read, " << size << " bytes");
      } catch (const kg::Failure& failure) {
        CHECK(failure.error().code == kg::ErrorCode::data);
        CHECK(failure.error().place.file == cut.name());
      }
    }
    const File trailing(whole + "garbage");
    CHECK_THROWS_AS(read_all(trailing.name(), 65536), kg::Failure);
  }
  std::string flipped = gzip(text);
  flipped[flipped.size() / 2] = static_cast<char>(flipped[flipped.size() / 2] ^ 0x10);
  const File bad(flipped);
  CHECK_THROWS_AS(read_all(bad.name(), 65536), kg::Failure);
}

TEST_CASE("Input: what cannot be opened") {
  CHECK_THROWS_AS(kg::open_input("/nonexistent/file.nt"), kg::Failure);
  CHECK_THROWS_AS(kg::open_input(fs::temp_directory_path().string()), kg::Failure);
}

TEST_CASE("Input: waiting for a pipe ends when the budget is cancelled") {
  std::array<int, 2> ends{};
  REQUIRE(::pipe(ends.data()) == 0);
  REQUIRE(::write(ends[1], "abcdef", 6) == 6);
  kg::Budget budget;
  const auto input = kg::open_input(ends[0], true, "pipe", &budget);
  std::array<char, 100> buffer{};
  CHECK(input->read(buffer.data(), buffer.size()) == 6);
  std::jthread canceller([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
    budget.cancel();
  });
  CHECK_THROWS_AS(input->read(buffer.data(), buffer.size()), kg::Failure);
  ::close(ends[1]);
}
