#include "kg/base/error.h"

#include <fmt/format.h>

namespace kg {

const char* error_code_name(ErrorCode code) noexcept {
  switch (code) {
    case ErrorCode::usage:
      return "usage";
    case ErrorCode::query:
      return "query";
    case ErrorCode::data:
      return "data";
    case ErrorCode::store:
      return "store";
    case ErrorCode::locked:
      return "locked";
    case ErrorCode::damaged:
      return "damaged";
    case ErrorCode::limit:
      return "limit";
    case ErrorCode::cancelled:
      return "cancelled";
    case ErrorCode::internal:
      return "internal";
  }
  return "internal";
}

std::string Error::to_string() const {
  std::string out;
  if (!place.file.empty()) out += place.file + ':';
  if (place.line != 0) out += fmt::format("{}:{}:", place.line, place.column);
  if (!out.empty()) out += ' ';
  out += message;
  if (!excerpt.empty()) out += '\n' + excerpt;
  if (!hint.empty()) out += "\nhint: " + hint;
  return out;
}

}  // namespace kg
