#include "kg/store/base_view.h"

#include <utility>

namespace kg {

namespace {

bool only_folds_and_loads_change(Family family) {
  return family >= Family::spo && family <= Family::dictionary_index;
}

}  // namespace

BaseView::BaseView(std::shared_ptr<const Families> database, std::shared_ptr<const BaseView> blocks)
    : database_(std::move(database)), blocks_(std::move(blocks)) {
  const Families::Mode mode = database_->mode();
  if (mode == Families::Mode::create || mode == Families::Mode::read_write) {
    snapshot_ = database_->db().GetSnapshot();
  }
}

BaseView::BaseView(Emptied, std::shared_ptr<const BaseView> view)
    : database_(view->database_), emptied_(std::move(view)) {}

std::shared_ptr<const BaseView> BaseView::without_triples(std::shared_ptr<const BaseView> view) {
  return std::shared_ptr<const BaseView>(new BaseView(Emptied{}, std::move(view)));
}

bool BaseView::about_triples(Family family) {
  return (family >= Family::spo && family <= Family::pso) || family == Family::names ||
         family == Family::statistics || family == Family::text;
}

BaseView::~BaseView() {
  for (auto& family : idle_) family.clear();
  if (snapshot_ != nullptr) database_->db().ReleaseSnapshot(snapshot_);
}

std::unique_ptr<rocksdb::Iterator> BaseView::take(Family family) const {
  if (blocks_ && only_folds_and_loads_change(family)) return blocks_->take(family);
  if (emptied_) {
    if (!about_triples(family)) return emptied_->take(family);
    return std::unique_ptr<rocksdb::Iterator>(rocksdb::NewEmptyIterator());
  }
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
  if (blocks_ && only_folds_and_loads_change(family)) {
    blocks_->give_back(family, std::move(iterator));
    return;
  }
  if (emptied_ && !about_triples(family)) {
    emptied_->give_back(family, std::move(iterator));
    return;
  }
  const std::lock_guard lock(mutex_);
  idle_[static_cast<std::size_t>(family)].push_back(std::move(iterator));
}

}  // namespace kg
