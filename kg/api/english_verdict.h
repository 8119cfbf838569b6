// English verdicts: a claim in plain English is read (kg/english), what it was read as is checked, and the
// verdicts are put together.
//
// A sentence may make several claims (`visited Ganzhou and Jiangxi`): it is supported when all are, refuted
// when one is and none is disputed. The words of one claim may hang together in several ways (whether `in
// Jiangxi` says where a visit was or where Ganzhou lies): each is true of the same words, so one that is
// decided decides. Readings that differ in what a name or a form means must agree; those about whose subject
// the store says nothing by that relation give way to the others. Otherwise the verdict is `not covered`.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "kg/algebra/statement.h"
#include "kg/api/verdicts.h"
#include "kg/base/budget.h"
#include "kg/english/reader.h"
#include "kg/model/verdict.h"

namespace kg {

// Subjects that are tried for a passive without `by`.
inline constexpr std::size_t kMaxTriedSubjects = 20;

// Used by one thread; `verdicts` must outlive it. Keeps the lexicon of its snapshot.
class EnglishVerdicts {
 public:
  explicit EnglishVerdicts(Verdicts& verdicts) : verdicts_(verdicts) {}

  // Throws Failure: limit (kMaxClaimBytes and the limits of kg/english), cancelled.
  Verdict check(const CheckStatement& statement, std::string claim, const Budget& budget);

 private:
  Verdict part(const CheckStatement& asked, const english::Part& part);
  Verdict variant(const CheckStatement& asked, const english::Variant& variant);
  Verdict by_anyone(const CheckStatement& statement);
  Verdict reading(const CheckStatement& asked, const english::Reading& reading);
  Verdict not_read(const english::ReadingResult& read);
  bool silent(const english::Reading& reading);

  Verdicts& verdicts_;
  std::unique_ptr<const english::Lexicon> lexicon_;
  const Budget* budget_ = nullptr;
};

}  // namespace kg
