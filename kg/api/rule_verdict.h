// Rule verdicts: support for a claim whose relation is a rule (kg/lang/rules.h). Its premises are the claims
// behind some witnesses of the rule's body (row_evidence.h).
#pragma once

#include "kg/algebra/statement.h"
#include "kg/api/verdicts.h"
#include "kg/base/budget.h"
#include "kg/lang/language.h"
#include "kg/model/verdict.h"

namespace kg {

// Turns `not covered` into `supported` where a rule gives the claim; leaves other verdicts as they are. A
// rule says nothing about qualifiers, sources or denials, so a claim with these is not its matter. Throws
// Failure (limit, cancelled).
void support_by_rule(const CheckStatement& claim, const LanguageContext& context, Verdicts& verdicts,
                     Budget& budget, Verdict& verdict);

}  // namespace kg
