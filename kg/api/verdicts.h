// Verdicts: what the checker found, in words and names; and the tables of `evidence` and `conflicts`.
#pragma once

#include "kg/algebra/statement.h"
#include "kg/api/show.h"
#include "kg/base/budget.h"
#include "kg/model/verdict.h"
#include "kg/store/store.h"

namespace kg {

// `claim`: the text that was asked. Throws Failure as Checker::check does.
Verdict check_claim(const CheckStatement& statement, std::string claim, const SnapshotPtr& snapshot,
                    const Budget& budget);
// Columns: claim, source, quote, on, stance, attributed to.
Table evidence_table(const EvidenceStatement& statement, const SnapshotPtr& snapshot, const Budget& budget);
// Columns: conflict, claim, source, quote, other claim, other source, other quote.
Table conflict_table(const ConflictsStatement& statement, const SnapshotPtr& snapshot, const Budget& budget);

}  // namespace kg
