// Claim reader: the claims about a triple, as they stand in a store (see claims.h).
//
// Used by one thread; the source must outlive it. Reads only, and checks the budget.
#pragma once

#include <functional>
#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

#include "kg/base/budget.h"
#include "kg/model/triple_source.h"

namespace kg {

// Triples that are read at once because they share two places.
inline constexpr std::size_t kMaxCompletions = 1'000'000;

enum class Stance : std::uint8_t { asserted, attributed, denied };

// A claim in the store: a triple with one node about it, or an asserted triple that no node is about.
struct StoredClaim {
  Id node;  // kUnbound: none
  Triple triple{};
  std::vector<std::pair<Id, Id>> qualifiers;  // relation and value, ascending
  Stance stance = Stance::asserted;

  // The first value of a qualifier, kUnbound when there is none.
  [[nodiscard]] Id value(Id relation) const;
};

// Ids of the vocabulary that checking knows; kMissing where the store does not use a term.
struct FactVocabulary {
  explicit FactVocabulary(const TripleSource& source);
  Id type, reifies, label, stance, source, quote, attributed_to, origin, on, during, until, unit;
  Id prefix, suffix, start, end, sha256, stands_for, deed;
  Id sub_property, sub_class, inverse, same_as, disjoint, functional, symmetric, transitive;
  // What a claim is about and where it comes from tell two claims apart only in the first case.
  [[nodiscard]] bool is_evidence(Id relation) const {
    return relation == source || relation == quote || relation == stance || relation == attributed_to ||
           relation == prefix || relation == suffix || relation == start || relation == end;
  }
  [[nodiscard]] bool is_time(Id relation) const { return relation == on || relation == during; }
};

class ClaimReader {
 public:
  // A budget is to be set before anything is read, and must outlive what is read under it.
  ClaimReader(const TripleSource& source, const FactVocabulary& vocabulary)
      : source_(source), vocabulary_(vocabulary) {}
  void set_budget(const Budget& budget) { budget_ = &budget; }
  [[nodiscard]] const Budget& budget() const { return *budget_; }

  // The claims that assert the triple; empty when it is not asserted. Only `limit` nodes are read.
  std::vector<StoredClaim> asserting(const Triple& triple, std::size_t limit = kMaxCompletions + 1);
  // The claims of one node; empty when it is not one.
  std::vector<StoredClaim> of_node(Id node, std::size_t limit);
  // The claims that deny it, asserted or not.
  std::vector<StoredClaim> denying(const Triple& triple);
  // The third places of the triples whose first two places in this order are given, ascending; the first
  // `limit` of them. Throws Failure(limit) past kMaxCompletions.
  std::vector<Id> completions(Permutation order, Id first, Id second,
                              std::size_t limit = kMaxCompletions + 1);
  // Calls `visit` for each triple with these places (kUnbound: any), in the order of the index that fits.
  void for_each(const Triple& places, const std::function<void(const Triple&)>& visit) const;
  // The node's claim about a triple.
  StoredClaim node_about(Id node, const Triple& triple);

 private:
  std::vector<StoredClaim> nodes_about(const Triple& triple, std::size_t limit = kMaxCompletions + 1);
  void read_qualifiers(StoredClaim& claim);
  [[nodiscard]] bool denies(Id stance);
  TripleCursor& start(const ScanSpec& spec);

  const TripleSource& source_;
  const FactVocabulary& vocabulary_;
  const Budget* budget_ = nullptr;
  ProbeCursor probe_;
  std::unordered_map<Id, bool> denials_;  // by stance
};

}  // namespace kg
