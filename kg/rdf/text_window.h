// TextWindow: a stretch of an input that is read on as a scanner asks for it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace kg::rdf {

struct TextPlace {
  std::uint64_t line = 1;
  std::uint64_t column = 1;  // in code points
};

enum class TextCheck : std::uint8_t { utf8, none };

// The text between `begin` and `end` is valid UTF-8, unless it is not checked, and eight zero bytes stand
// behind it. A byte order mark at the start of the input is left out. One thread.
class TextWindow {
 public:
  using Read = std::function<std::size_t(char* buffer, std::size_t capacity)>;
  // `bytes`: how much is read at once at first.
  explicit TextWindow(Read read, std::size_t bytes = kDefaultBytes, TextCheck check = TextCheck::utf8);

  [[nodiscard]] const char* end() const { return buffer_.get() + end_; }
  // Whether nothing comes behind end(): the input ends there, or is no valid UTF-8 from there on.
  [[nodiscard]] bool complete() const { return complete_; }
  [[nodiscard]] bool invalid() const { return invalid_; }

  // Reads more, unless complete(). Text before `keep` may go; gives where `keep` is now. The window grows
  // when much is kept, so that scanning one token again and again costs its length a few times over.
  const char* read_on(const char* keep);

  // The line in which the window starts.
  [[nodiscard]] std::uint64_t first_line() const { return start_.line; }
  // Linear in the text between this place and the last one asked for, when it stands behind that.
  [[nodiscard]] TextPlace place(const char* at) const;
  // What the window has of the line around `at`, at most `bytes`; empty when its start is gone.
  [[nodiscard]] std::string line_of(const char* at, std::size_t bytes) const;

  static constexpr std::size_t kDefaultBytes = std::size_t{1} << 20U;

 private:
  void validate(std::size_t size, bool input_ended);

  Read read_;
  TextCheck check_;
  std::unique_ptr<char[]> buffer_;
  std::size_t capacity_;
  std::size_t end_ = 0;
  std::array<char, 4> carry_{};  // the start of a character whose rest is not read
  std::size_t carried_ = 0;
  bool started_ = false;
  bool complete_ = false;
  bool invalid_ = false;
  TextPlace start_;                        // of buffer_[0]
  bool starts_in_line_ = false;            // buffer_[0] is not the first character of its line
  bool return_before_ = false;             // a '\r' stood before buffer_[0]
  mutable const char* told_at_ = nullptr;  // the last place asked for since the window moved
  mutable TextPlace told_;
};

}  // namespace kg::rdf
