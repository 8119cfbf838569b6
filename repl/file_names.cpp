#include "repl/file_names.h"

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

namespace kg::repl {
namespace {

constexpr std::size_t kMaxListed = 10'000;  // names of a directory that are looked at

}  // namespace

Completions complete_file(std::string_view line, std::size_t limit) {
  Completions found;
  found.begin = line.find_last_of(' ') + 1;
  const std::string_view typed = line.substr(found.begin);
  const std::size_t slash = typed.find_last_of('/');
  const std::string directory(slash == std::string_view::npos ? "" : typed.substr(0, slash + 1));
  const std::string_view beginning = typed.substr(directory.size());
  std::error_code failed;
  std::vector<std::string> names;
  std::size_t listed = 0;
  std::filesystem::directory_iterator at(directory.empty() ? "." : directory, failed);
  for (; !failed && at != std::filesystem::directory_iterator() && ++listed <= kMaxListed;
       at.increment(failed)) {
    std::string name = at->path().filename().string();
    const bool hidden = name.starts_with('.') && !beginning.starts_with('.');
    if (hidden || !name.starts_with(beginning) || name.find(' ') != std::string::npos) continue;
    std::error_code unknown;
    if (at->is_directory(unknown)) name += '/';
    names.push_back(directory + name);
  }
  std::sort(names.begin(), names.end());
  names.resize(std::min(names.size(), limit));
  for (std::string& name : names) found.candidates.push_back({std::move(name), Completion::Kind::word});
  return found;
}

}  // namespace kg::repl
