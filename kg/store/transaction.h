// StoreTransaction: Transaction over a StoreCore.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "kg/store/store_core.h"

namespace kg {

class StoreTransaction final : public Transaction {
 public:
  // `finished` is called once, when the transaction ends in whatever way.
  StoreTransaction(std::shared_ptr<StoreCore> core, std::function<void()> finished);
  StoreTransaction(const StoreTransaction&) = delete;
  StoreTransaction& operator=(const StoreTransaction&) = delete;
  ~StoreTransaction() override;

  Id intern(const Term& term) override;
  Id intern_triple(const Triple& triple) override;
  void add(const Triple& triple) override { change(triple, true); }
  void remove(const Triple& triple) override { change(triple, false); }
  [[nodiscard]] SnapshotPtr view() override;
  CommitResult commit() override;

 private:
  void check_open() const;
  void change(const Triple& triple, bool added);
  Id intern_at(const Term& term, std::size_t level);
  Id next_id(Tag tag);
  // The view with the changes that were sealed so far.
  std::shared_ptr<const Snapshot> sealed_view();
  // Turns the buffered changes into a run of effective changes.
  void seal();
  // Takes the run into the view: `delta` is the current one with it.
  void append_effects(const DeltaRun& run, std::shared_ptr<const Delta> delta);
  CommitResult write();
  void finish();

  std::shared_ptr<StoreCore> core_;
  std::function<void()> finished_;
  std::shared_ptr<const Snapshot> before_;
  std::size_t runs_before_ = 0;
  MetaRecord meta_;  // as it will be after the commit
  std::shared_ptr<TermOverlay> terms_;
  std::vector<DeltaEntry> buffered_;        // in the order of calls
  std::shared_ptr<const Delta> delta_;      // of before_, and the own runs
  std::shared_ptr<ChangeEffects> effects_;  // of the own runs; null: none
  std::shared_ptr<const Snapshot> view_;    // current as long as nothing is buffered
};

}  // namespace kg
