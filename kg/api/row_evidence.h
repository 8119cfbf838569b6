// RowEvidence: the triples and claims that a row of an answer rests on, found by asking for the row's
// witnesses (kg/algebra/witness.h) in the snapshot that the answer reads.
//
// Used by one thread; snapshot and budget must outlive it. Throws Failure (limit, cancelled, store).
#pragma once

#include <set>
#include <utility>
#include <vector>

#include "kg/algebra/witness.h"
#include "kg/api/answer_impl.h"
#include "kg/api/claim_text.h"
#include "kg/facts/checker.h"

namespace kg {

// Witnesses that are looked at for one row, the claims that it lists, and the steps of a path that is shown.
inline constexpr std::size_t kMaxRowWitnesses = 10;
inline constexpr std::size_t kMaxRowClaims = 100;
inline constexpr std::uint32_t kMaxPremiseSteps = 100;

class RowEvidence {
 public:
  // `query`: the logical plan of the answer's rows, over `variables`.
  RowEvidence(const PlanPtr& query, Variables variables, SnapshotPtr snapshot, Budget& budget);

  using Row = std::vector<std::pair<Var, Term>>;
  // The triples of the row's witnesses, each once; those of the chains and declared relations that paths
  // stand for too. Nothing for what recursive rules derive. Terms of the patterns `<<( )>>` are among the
  // objects.
  std::vector<Triple> triples(const Row& row);
  // The claims about the row's triples; those of one node where the query names the node.
  std::vector<VerdictEvidence> claims(const Row& row);

 private:
  using Solution = std::vector<std::pair<Var, Id>>;

  void add_witness(const Solution& solution);
  void add_path(Id from, const PathExpression& path, Id to);
  void add_sequence(Id from, const PathExpression& path, Id to);
  void add_chain(Id from, PathPtr step, std::uint32_t within, Id to);
  void add_path_value(const Term& path);
  void add(const Triple& triple, bool claimed = false);
  void add_claims(const Triple& triple, std::vector<StoredClaim>& out);
  // The first solutions of a plan over its variables.
  std::vector<Solution> solve(PlanPtr plan, std::uint64_t limit);

  Witnesses witnesses_;
  Variables variables_;
  SnapshotPtr snapshot_;
  Budget& budget_;
  Namer namer_;
  Checker checker_;
  DocumentTexts texts_;
  ClaimText text_;
  std::vector<Triple> found_;  // of the row in hand
  std::set<Triple> seen_;
  std::set<Triple> claimed_;  // about which the query names a claim
};

}  // namespace kg
