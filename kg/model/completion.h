// Completion: what could stand at a place of a text. Plain values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace kg {

struct Completion {
  enum class Kind : std::uint8_t { word, name, relation, value, variable };
  std::string text;
  Kind kind = Kind::word;
};
struct Completions {
  std::size_t begin = 0;  // byte offset: a candidate replaces what stands from here to the cursor
  std::vector<Completion> candidates;  // best first
};

}  // namespace kg
