// What verdicts are made with: the checker of one snapshot, and the names and texts that it was asked for.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "kg/api/claim_text.h"
#include "kg/api/english_verdict.h"
#include "kg/api/verdicts.h"
#include "kg/facts/lint.h"

namespace kg {

class Verdicts::Impl {
 public:
  explicit Impl(const SnapshotPtr& snapshot)
      : names_(snapshot->names()),
        namer_(snapshot),
        checker_(*snapshot, snapshot->names()),
        text_(checker_, namer_, texts_) {}

  Verdict verdict(const CheckStatement& statement, std::string claim);
  // The same, and of what its names stand for.
  Verdict verdict_of_actors(const CheckStatement& statement, std::string claim);
  // `origins`: how many independent ones there are, without claims that name no source.
  std::vector<VerdictEvidence> evidence(const std::vector<Finding>& findings, std::size_t& origins);
  std::vector<VerdictEvidence> evidence(const std::vector<StoredClaim>& claims);
  // The claim, with its stance where it is a denial.
  std::string told(const StoredClaim& claim);
  // A finding of lint as cells: finding, other, detail, source.
  std::vector<std::string> describe(const LintFinding& finding);
  Checker& checker() { return checker_; }
  ClaimText& text() { return text_; }
  // Names of the store that look like what nothing in it bears.
  void note_similar(Verdict& verdict);
  std::string spelled(const CheckStatement& statement);
  EnglishVerdicts& english(Verdicts& verdicts) {
    if (english_ == nullptr) english_ = std::make_unique<EnglishVerdicts>(verdicts);
    return *english_;
  }

 private:
  std::string similar(const std::string& written);
  void note_scope(const CheckResult& found, const CheckStatement& statement, Verdict& out);
  void order(std::vector<Finding>& findings);
  bool named_in(Id thing, const std::string& text);
  void note_values(const CheckResult& found, Verdict& out);
  std::string how(const Finding& finding, const CheckStatement& statement);
  std::string place(const PatternTerm& place, const std::string& written, Verdict& out);
  std::string relation(const PatternTerm& place, const std::string& written, Verdict& out);
  VerdictReading reading(const CheckStatement& statement, Verdict& out);

  const NameIndex& names_;
  Namer namer_;
  Checker checker_;
  DocumentTexts texts_;
  ClaimText text_;
  std::unique_ptr<EnglishVerdicts> english_;
  std::unordered_map<Id, std::vector<std::string>> spellings_;  // folded names of things
};

}  // namespace kg
