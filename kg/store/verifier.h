// Verifier: the checks behind Store::verify. Everything is streamed; memory does not grow with the store
// (statistics of relations and the names of one bearer aside).
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "kg/base/budget.h"
#include "kg/model/reports.h"
#include "kg/store/snapshot.h"

namespace kg {

class Verifier {
 public:
  Verifier(const Snapshot& snapshot, Budget& budget)
      : snapshot_(&snapshot), view_(&snapshot.view()), meta_(&snapshot.meta()), budget_(&budget) {}
  VerifyReport run();

 private:
  // Runs a check; a Failure(damaged) that it throws becomes a problem and ends only this check.
  void section(const std::string& name, const std::function<void()>& check);
  void problem(const std::string& text);

  // verify.cpp
  void check_files();
  void check_commits();
  // verify_triples.cpp
  void check_blocks(Permutation permutation);
  void check_permutation(Permutation permutation);
  void compare_permutations();
  void check_statistics();
  void check_names();
  void check_id(Id id);
  // verify_texts.cpp
  void check_texts();
  // verify_terms.cpp
  void check_ordered_terms();
  void check_late_terms();
  void check_triple_terms();
  void check_term(Id id, std::string_view key);

  // What the rows of a permutation add up to, whatever their order.
  struct Sum {
    std::uint64_t rows = 0;
    std::uint64_t low = 0;
    std::uint64_t high = 0;
    friend bool operator==(const Sum&, const Sum&) = default;
  };

  const Snapshot* snapshot_;
  const BaseView* view_;
  const MetaRecord* meta_;
  Budget* budget_;
  VerifyReport report_;
  std::array<Sum, kPermutations> sums_{};
  std::map<Id, RelationStatistics> statistics_;
};

}  // namespace kg
