// Checker: the verdict of a store about a claim (docs/checking.md). A function of the source alone: the same
// claim has the same verdict on the same source, whatever was checked before.
//
// Used by one thread; the source must outlive it. Remembers what it read about relations. Throws
// Failure: query (a figure of another dimension), limit, cancelled.
#pragma once

#include <optional>
#include <set>
#include <vector>

#include "kg/algebra/statement.h"
#include "kg/facts/agreement.h"
#include "kg/facts/claim_reader.h"
#include "kg/facts/relation_schema.h"
#include "kg/model/date.h"
#include "kg/model/name_index.h"
#include "kg/model/verdict.h"

namespace kg {

// Things that a transitive relation may be followed through for one check; more is an error.
inline constexpr std::size_t kMaxChainThings = 100'000;
// Claims that `not covered` lists.
inline constexpr std::size_t kMaxNearestClaims = 5;

// Claims with other values that a verdict lists.
inline constexpr std::size_t kMaxOtherValues = 10;

// A claim, and the declarations through which it bears on what was checked.
struct Finding {
  StoredClaim claim;
  std::vector<ReasonCode> reasons;
};
struct ProofStep {
  ReasonCode reason = ReasonCode::exact;
  StoredClaim claim;  // a premise, or a declaration that no node is about
};

struct CheckResult {
  VerdictKind kind = VerdictKind::not_covered;
  bool negated = false;
  std::set<ReasonCode> reasons;
  std::vector<Finding> supporting;
  std::vector<Finding> refuting;
  std::vector<ProofStep> proof;
  std::vector<StoredClaim> nearest;
  // Claims with another figure or date of the same subject, relation and qualifiers, which neither support
  // nor refute; at most kMaxOtherValues.
  std::vector<StoredClaim> other_values;
};

class Checker {
 public:
  Checker(const TripleSource& source, const NameIndex& names);
  // To be set before anything else is asked; must outlive what is asked under it.
  void set_budget(const Budget& budget) { reader_.set_budget(budget); }

  CheckResult check(const CheckStatement& statement);
  // The same of what its names stand for (vocabulary.h, kStandsFor), where it is of a deed and they act in
  // it.
  std::optional<CheckStatement> of_actors(const CheckStatement& statement);

  // Places of findings by what they come from: equal numbers have one origin. Documents have one origin when
  // they name the same `origin`, draw on the same source, or are declared the same report.
  std::vector<std::size_t> origins(const std::vector<Finding>& findings);
  // The thing that stands for a claim's origin: whom it is attributed to, the only origin that its source
  // names, or the source.
  Id origin(const StoredClaim& claim);

  // Whether both values of one functional relation cannot hold of one thing.
  bool exclude(const Term& a, Id a_id, const Term& b, Id b_id, const std::optional<Decimal>& tolerance);
  // The time that a claim gives with `on` or `during`.
  [[nodiscard]] std::optional<Date> time_of(const StoredClaim& claim) const;
  [[nodiscard]] bool same_subject_matter(const StoredClaim& a, const StoredClaim& b) const;
  // The same subject matter as `a`, which is of the time `when`, and times that overlap or are both unsaid.
  [[nodiscard]] bool same_scope(const StoredClaim& a, const std::optional<Date>& when,
                                const StoredClaim& b) const;

  [[nodiscard]] const TripleSource& source() const { return source_; }
  [[nodiscard]] const Budget& budget() const { return reader_.budget(); }
  [[nodiscard]] const FactVocabulary& vocabulary() const { return vocabulary_; }
  RelationSchema& schema() { return schema_; }
  ClaimReader& reader() { return reader_; }

 private:
  struct Asked;  // the claim in hand
  struct Chain;  // a search along a transitive relation
  enum class Fit : std::uint8_t { no, source, yes };

  Asked read(const CheckStatement& statement);
  void check_dimension(const Asked& asked);
  void note_unknown(const CheckStatement& statement, Asked& asked);
  void note_aliases(const CheckStatement& statement, Asked& asked);
  bool bears(Id thing, const std::string& written);

  // checker_support.cpp
  void support(Asked& asked);
  void support_by(Asked& asked, const Triple& triple, const std::vector<Entailment>& steps, Comparison how);
  void support_by_values(Asked& asked, Id relation, const std::vector<Entailment>& steps);
  void support_by_chain(Asked& asked);
  bool follow(Asked& asked, Id relation, bool backwards);
  bool accept_chain(Asked& asked, const Chain& chain, std::size_t place);
  Fit fits(Asked& asked, const StoredClaim& claim, std::vector<ReasonCode>& reasons);
  bool qualifier_fits(Asked& asked, const StoredClaim& claim, Id relation, const Term& value,
                      std::vector<ReasonCode>& reasons);
  void note_other_time(Asked& asked, const StoredClaim& claim);
  void note_outdated(Asked& asked);

  // checker_refute.cpp
  void refute(Asked& asked);
  void refute_by_denials(Asked& asked);
  void refute_by_denial(Asked& asked, const Triple& triple);
  void refute_by_functions(Asked& asked);
  void refute_by_values(Asked& asked, Id relation, bool backwards);
  void refute_by_types(Asked& asked);
  void refute_by_claims(Asked& asked, const Triple& triple);
  [[nodiscard]] bool denial_applies(const Asked& asked, const StoredClaim& denial) const;
  [[nodiscard]] bool by_asked_speaker(const Asked& asked, const StoredClaim& claim) const;
  bool from_asked_source(const Asked& asked, const StoredClaim& claim) const;
  bool related(Id a, Id b);
  bool nested(Id thing, Id type);
  bool alike(Id a, Id b);

  // checker_nearest.cpp
  void nearest(Asked& asked);
  void add_nearest(Asked& asked, const Triple& triple);
  std::vector<Id> roots(const StoredClaim& claim);

  void conclude(Asked& asked);
  void keep_other_values(Asked& asked);

  const TripleSource& source_;
  const NameIndex& names_;
  FactVocabulary vocabulary_;
  ClaimReader reader_;
  RelationSchema schema_;
  std::vector<Id> draws_on_, same_report_;  // relations of these names
};

}  // namespace kg
