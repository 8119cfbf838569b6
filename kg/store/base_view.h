// BaseView: the database at one moment, without the delta. Holds the RocksDB snapshot and lends
// iterators, which are dear to make and cheap to move.
// Thread safety: all functions may be called at once; a lent iterator belongs to its borrower.
#pragma once

#include <array>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kg/store/database.h"

namespace kg {

class BaseView {
 public:
  // A view of the newest state. Databases opened for reading never move, so they need no snapshot.
  // `blocks`: an older view whose iterators over blocks and ordered terms may be lent on, because these
  // families have not changed since (only folds and loads change them); may be null.
  explicit BaseView(std::shared_ptr<const Families> database,
                    std::shared_ptr<const BaseView> blocks = nullptr);
  // The same terms and commits, but not a triple, nor what is kept about triples.
  static std::shared_ptr<const BaseView> without_triples(std::shared_ptr<const BaseView> view);
  BaseView(const BaseView&) = delete;
  BaseView& operator=(const BaseView&) = delete;
  ~BaseView();

  // An iterator that goes back to the view when it is let go. The view must outlive it.
  class Lent {
   public:
    Lent(const BaseView& view, Family family) : view_(&view), family_(family), iterator_(view.take(family)) {}
    Lent(const Lent&) = delete;
    Lent& operator=(const Lent&) = delete;
    ~Lent() { view_->give_back(family_, std::move(iterator_)); }
    rocksdb::Iterator* operator->() const { return iterator_.get(); }

    [[nodiscard]] bool seek(std::string_view key) const {
      iterator_->Seek(slice_of(key));
      return valid();
    }
    [[nodiscard]] bool seek_first() const {
      iterator_->SeekToFirst();
      return valid();
    }
    [[nodiscard]] bool next() const {
      iterator_->Next();
      return valid();
    }
    // False at the end. Throws Failure on a read error.
    [[nodiscard]] bool valid() const {
      if (iterator_->Valid()) return true;
      check_status(iterator_->status(), "cannot read from the store");
      return false;
    }
    [[nodiscard]] std::string_view key() const { return view_of_slice(iterator_->key()); }
    [[nodiscard]] std::string_view value() const { return view_of_slice(iterator_->value()); }

   private:
    const BaseView* view_;
    Family family_;
    std::unique_ptr<rocksdb::Iterator> iterator_;
  };
  [[nodiscard]] Lent iterator(Family family) const { return {*this, family}; }

  [[nodiscard]] std::optional<std::string> get(Family family, std::string_view key) const {
    if (emptied_) return about_triples(family) ? std::nullopt : emptied_->get(family, key);
    return database_->get(family, key, snapshot_);
  }
  [[nodiscard]] const Families& database() const { return *database_; }
  [[nodiscard]] const std::shared_ptr<const Families>& shared_database() const { return database_; }
  [[nodiscard]] const rocksdb::Snapshot* snapshot() const { return snapshot_; }

 private:
  struct Emptied {};
  BaseView(Emptied, std::shared_ptr<const BaseView> view);
  [[nodiscard]] static bool about_triples(Family family);
  [[nodiscard]] std::unique_ptr<rocksdb::Iterator> take(Family family) const;
  void give_back(Family family, std::unique_ptr<rocksdb::Iterator> iterator) const;

  std::shared_ptr<const Families> database_;
  std::shared_ptr<const BaseView> blocks_;
  std::shared_ptr<const BaseView> emptied_;  // of without_triples()
  const rocksdb::Snapshot* snapshot_ = nullptr;
  mutable std::mutex mutex_;
  mutable std::array<std::vector<std::unique_ptr<rocksdb::Iterator>>, kFamilies> idle_;
};

}  // namespace kg
