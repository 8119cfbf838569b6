// Verdicts: what the checker found, in words and names; and the tables of `evidence` and `conflicts`.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "kg/algebra/statement.h"
#include "kg/api/show.h"
#include "kg/base/budget.h"
#include "kg/model/verdict.h"
#include "kg/store/store.h"

namespace kg {

// Verdicts about one snapshot. Remembers the names and declarations that it has read, so that many claims are
// checked for little more than their own triples. Used by one thread. All throw Failure as Checker does.
class Verdicts {
 public:
  explicit Verdicts(SnapshotPtr snapshot);
  ~Verdicts();

  // `claim`: the text that was asked. A statement in English is read first (english_verdict.h).
  Verdict check(const CheckStatement& statement, std::string claim, const Budget& budget);
  // Makes the verdict one that a rule supports, whose premises are the claims about these triples.
  void support_by_rule(Verdict& verdict, const std::vector<Triple>& premises, const std::string& definition);
  // Columns: claim, source, quote, on, stance, attributed to, start, end.
  Table evidence(const EvidenceStatement& statement, const Budget& budget);
  // Columns: conflict, claim, source, quote, other claim, other source, other quote.
  Table conflicts(const ConflictsStatement& statement, const Budget& budget);

  // How much each check finds: columns check, finds, findings, example.
  Table lint(const Budget& budget);
  // What some checks find: columns check, finding, other, detail, source. Throws Failure(usage) for a name
  // that no check has, Failure(limit) past kMaxLintFindings.
  Table lint(const std::vector<std::string>& checks, const Budget& budget);
  // Adds what may have been meant by what was not understood.
  void note_similar(Verdict& verdict);
  // The statement as the language writes it.
  std::string spelled(const CheckStatement& statement);
  // The first `limit` things that a claim of the relation, or of one that entails it, has as subject with
  // this object.
  std::vector<Id> subjects(Id relation, Id object, std::size_t limit);
  // Whether there is such a claim about the subject.
  bool speaks_of(Id relation, Id subject);
  // Claims between two of the things, whichever relation they have.
  std::vector<VerdictEvidence> nearest(const std::vector<Id>& things, const Budget& budget);

  [[nodiscard]] const SnapshotPtr& snapshot() const { return snapshot_; }

 private:
  class Impl;
  SnapshotPtr snapshot_;
  std::unique_ptr<Impl> impl_;
};

}  // namespace kg
