#include "kg/store/backup.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>

#include "kg/base/error.h"
#include "kg/store/file_lock.h"
#include "kg/store/ingest.h"
#include "kg/store/store.h"

namespace kg {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kCopyCacheBytes = std::size_t{1} << 20U;
constexpr std::size_t kEntriesBetweenChecks = 256;

// Removes what was made in a directory, and the directory if it was not there, unless it is kept.
class Draft {
 public:
  explicit Draft(std::string path) : path_(std::move(path)) {
    std::error_code error;
    existed_ = fs::exists(path_, error);
    if (existed_ && (!fs::is_directory(path_, error) || !fs::is_empty(path_, error))) {
      throw Failure(ErrorCode::store, fmt::format("{} is not an empty directory", path_),
                    "a copy is made in a directory that does not exist or is empty");
    }
    if (!fs::create_directories(database_path(path_), error)) {
      throw Failure(ErrorCode::store, fmt::format("cannot make {}: {}", path_, error.message()));
    }
  }
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;
  ~Draft() {
    if (kept_) return;
    std::error_code ignored;
    if (!existed_) {
      fs::remove_all(path_, ignored);
      return;
    }
    for (const std::string& made : {superblock_path(path_), database_path(path_), lock_path(path_)})
      fs::remove_all(made, ignored);
  }
  void keep() { kept_ = true; }

 private:
  std::string path_;
  bool existed_ = false;
  bool kept_ = false;
};

void copy_families(const BaseView& view, Families& copy, const std::string& directory, const Budget& budget) {
  Ingest ingest(copy, directory);
  std::size_t entries = 0;
  for (std::size_t i = 0; i < kFamilies; ++i) {
    const auto family = static_cast<Family>(i);
    if (!view.database().has(family) || family == Family::meta) continue;
    const BaseView::Lent from = view.iterator(family);
    for (bool more = from.seek_first(); more; more = from.next()) {
      if (entries++ % kEntriesBetweenChecks == 0) budget.check();
      ingest.put(family, from.key(), from.value());
    }
  }
  ingest.finish();
  // The state record is put, as when a store is made. Were everything ingested, the database would stand at
  // sequence number 0, and a compaction takes entries that are visible at 0 for overwritten ones and drops
  // them.
  const std::optional<std::string> state = view.get(Family::meta, kMetaKey);
  if (!state) throw_damaged("its state record is missing");
  check_status(copy.db().Put({}, copy.family(Family::meta), slice_of(kMetaKey), *state),
               "cannot write the copy");
}

// A name beside `path` that nothing bears yet.
std::string free_name(const std::string& path, const char* ending) {
  std::error_code error;
  for (std::size_t i = 1;; ++i) {
    std::string name = fmt::format("{}.{}-{}", path, ending, i);
    if (!fs::exists(fs::symlink_status(name, error))) return name;
  }
}

void rename_path(const std::string& from, const std::string& to) {
  std::error_code error;
  fs::rename(from, to, error);
  if (error)
    throw Failure(ErrorCode::store, fmt::format("cannot move {} to {}: {}", from, to, error.message()));
}

}  // namespace

void back_up(const BaseView& view, const Superblock& superblock, const std::string& path,
             const Budget& budget) {
  Draft draft(path);
  Superblock written = superblock;
  {
    Families copy(database_path(path), Families::Mode::create, kCopyCacheBytes, superblock.format_version);
    copy_families(view, copy, path + "/ingest", budget);
    const MetaRecord meta = copy.read_meta();
    written.clean = true;
    written.last_commit = meta.commit;
    written.triples = meta.triples;
    copy.flush();
  }
  const int lock = ::open(lock_path(path).c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
  if (lock >= 0) ::close(lock);
  write_superblock(path, written);  // last: only with a superblock is the directory a store
  draft.keep();
}

std::string Store::restore(const std::string& backup, const std::string& path, bool move_aside,
                           Budget& budget) {
  std::string place = path;
  while (place.size() > 1 && place.ends_with('/')) place.pop_back();
  const std::unique_ptr<Store> from = open(backup, OpenMode::read);
  std::error_code error;
  const bool empty =
      !fs::exists(place, error) || (fs::is_directory(place, error) && fs::is_empty(place, error));
  if (empty) {
    from->back_up(place, budget);
    return {};
  }
  if (!fs::exists(superblock_path(place), error) && !fs::exists(database_path(place), error)) {
    throw Failure(ErrorCode::store, fmt::format("{} is neither empty nor a store", place));
  }
  if (!move_aside) {
    throw Failure(ErrorCode::store, fmt::format("{} already is a store", place),
                  "restore to another place with --store, or move this one aside with --force");
  }
  const FileLock no_writer = FileLock::exclusive(lock_path(place), place);
  const std::string copy = free_name(place, "restored");
  from->back_up(copy, budget);
  std::string aside = free_name(place, "before-restore");
  try {
    rename_path(place, aside);
    rename_path(copy, place);
  } catch (...) {
    if (!fs::exists(place, error)) fs::rename(aside, place, error);
    fs::remove_all(copy, error);
    throw;
  }
  return aside;
}

}  // namespace kg
