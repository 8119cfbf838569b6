// TextSorter: external sort of pairs of a text and a number, for the families whose order is not the order
// in which their entries come up. Not for more than one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "kg/store/bulk_files.h"

namespace kg::bulk {

class TextSorter {
 public:
  // Spills to files in `directory` when more than `memory_bytes` are in use.
  TextSorter(std::string directory, std::size_t memory_bytes)
      : directory_(std::move(directory)), memory_bytes_(memory_bytes) {}

  void add(std::string_view text, std::uint64_t number);
  // Calls `visit` for each pair in ascending order (texts by their bytes, then numbers), equal pairs once.
  // Ends the sorter's life.
  void for_each(const std::function<void(std::string_view, std::uint64_t)>& visit);

 private:
  struct Entry {
    std::size_t offset;
    std::size_t size;
    std::uint64_t number;
  };
  void sort();
  void spill();
  [[nodiscard]] std::string_view text_of(const Entry& entry) const {
    return std::string_view(arena_).substr(entry.offset, entry.size);
  }

  std::string directory_;
  std::size_t memory_bytes_;
  std::string arena_;
  std::vector<Entry> entries_;
  std::vector<TempFile> files_;
};

}  // namespace kg::bulk
