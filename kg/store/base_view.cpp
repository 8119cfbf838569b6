#include "kg/store/base_view.h"

#include <utility>

namespace kg {

BaseView::BaseView(std::shared_ptr<const Database> database) : database_(std::move(database)) {
  const Database::Mode mode = database_->mode();
  if (mode == Database::Mode::create || mode == Database::Mode::read_write) {
    snapshot_ = database_->db().GetSnapshot();
  }
}

BaseView::~BaseView() {
  for (auto& family : idle_) family.clear();
  if (snapshot_ != nullptr) database_->db().ReleaseSnapshot(snapshot_);
}

std::unique_ptr<rocksdb::Iterator> BaseView::take(Family family) const {
  {
    const std::lock_guard lock(mutex_);
    auto& idle = idle_[static_cast<std::size_t>(family)];
    if (!idle.empty()) {
      std::unique_ptr<rocksdb::Iterator> iterator = std::move(idle.back());
      idle.pop_back();
      return iterator;
    }
  }
  rocksdb::ReadOptions options;
  options.snapshot = snapshot_;
  return std::unique_ptr<rocksdb::Iterator>(database_->db().NewIterator(options, database_->family(family)));
}

void BaseView::give_back(Family family, std::unique_ptr<rocksdb::Iterator> iterator) const {
  const std::lock_guard lock(mutex_);
  idle_[static_cast<std::size_t>(family)].push_back(std::move(iterator));
}

}  // namespace kg
