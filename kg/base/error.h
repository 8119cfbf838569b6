// Errors: what every part of kg reports, and how it travels.
//
// Inside the library a failure is thrown as `Failure` and unwinds to the public face (kg.h), which
// turns it into an `Error` value: parsers, budgets and storage can fail many calls deep, and a
// reader of that code should see the work, not the plumbing. Nothing is thrown across kg.h.
#pragma once

#include <cstdint>
#include <exception>
#include <string>
#include <utility>

namespace kg {

// The class of an error; the program's exit status follows from it.
enum class ErrorCode : std::uint8_t {
  usage,      // the caller asked for something that makes no sense (exit 2)
  query,      // the query text is wrong: syntax, unknown name under --strict, type of a construct (3)
  data,       // input data is malformed (4)
  store,      // the store cannot be opened, read or written (5)
  locked,     // another process holds the store (5)
  damaged,    // the store's bytes are not what was written (5)
  limit,      // a deadline, memory budget or size limit was reached (6)
  cancelled,  // interrupted by the user (130)
  internal,   // a bug in kg
};

// Stable lower-case name of a code, as printed in JSON errors.
const char* error_code_name(ErrorCode code) noexcept;

// Where in a text an error stands. Lines and columns count from 1, columns in code points;
// 0 means "not known". `file` is empty for text typed at a prompt.
struct Place {
  std::string file;
  std::uint64_t line = 0;
  std::uint64_t column = 0;
};

struct Error {
  ErrorCode code = ErrorCode::internal;
  std::string message;  // one sentence, no trailing full stop, no control characters
  Place place;          // where, when the error is about a text
  std::string excerpt;  // the line at fault and a caret line under it, or empty
  std::string hint;     // what to do about it, or empty

  // "file:line:column: message", then the excerpt and the hint on lines of their own.
  [[nodiscard]] std::string to_string() const;
};

class Failure : public std::exception {
 public:
  explicit Failure(Error error) : error_(std::move(error)) {}
  Failure(ErrorCode code, std::string message, std::string hint = {})
      : error_{code, std::move(message), {}, {}, std::move(hint)} {}

  [[nodiscard]] const Error& error() const noexcept { return error_; }
  [[nodiscard]] const char* what() const noexcept override { return error_.message.c_str(); }

 private:
  Error error_;
};

}  // namespace kg
