#include "kg/store/directory_state.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "kg/store/superblock.h"

namespace kg {

namespace {

namespace fs = std::filesystem;

std::string state_of(const fs::path& file) {
  std::error_code gone;
  const auto size = fs::file_size(file, gone);
  const auto time = fs::last_write_time(file, gone).time_since_epoch().count();
  return fmt::format("{}:{}:{};", file.filename().string(), size, time);
}

std::string database_state(const std::string& store, bool with_logs) {
  std::vector<std::string> states;
  std::error_code error;
  for (fs::directory_iterator at(database_path(store), error), end; !error && at != end;
       at.increment(error)) {
    const std::string name = at->path().filename().string();
    const bool manifest = name.starts_with("MANIFEST") || name == "CURRENT";
    if (manifest || (with_logs && name.ends_with(".log"))) states.push_back(state_of(at->path()));
  }
  std::sort(states.begin(), states.end());
  std::string result;
  for (const std::string& state : states) result += state;
  return result;
}

}  // namespace

std::string directory_state(const std::string& store) {
  return state_of(superblock_path(store)) + database_state(store, true);
}

std::string manifest_state(const std::string& store) { return database_state(store, false); }

}  // namespace kg
