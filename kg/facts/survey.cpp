#include "kg/facts/survey.h"

#include <algorithm>
#include <set>

#include "kg/model/vocabulary.h"

namespace kg {
namespace {

bool fits(const Triple& triple, const Triple& places) {
  for (std::size_t i = 0; i < 3; ++i) {
    if (places[i].bound() && places[i] != triple[i]) return false;
  }
  return true;
}

// Every denial in the store.
void for_each_denial(Checker& checker, const std::function<void(StoredClaim&)>& visit) {
  const FactVocabulary& words = checker.vocabulary();
  std::set<Triple> denied;
  checker.reader().for_each({Id{}, words.stance, Id{}}, [&](const Triple& stance) {
    for (const Id name : checker.reader().completions(Permutation::spo, stance[0], words.reifies)) {
      if (name.tag() == Tag::triple) denied.insert(checker.source().unfold(name));
    }
    if (denied.size() > kMaxEvidenceClaims)
      throw Failure(ErrorCode::limit, "there are too many stances to list");
  });
  for (const Triple& triple : denied) {
    for (StoredClaim& denial : checker.reader().denying(triple)) visit(denial);
  }
}

class ConflictFinder {
 public:
  ConflictFinder(Checker& checker, const std::function<void(const Conflict&)>& visit)
      : checker_(checker), visit_(visit) {}

  void group(Id subject, Id relation);
  void denial(const StoredClaim& denial);

 private:
  void pairs(const Triple& a, const Triple& b, bool functional);
  [[nodiscard]] bool functional(Id relation) {
    const Entailments& wider = checker_.schema().wider(relation);
    return std::any_of(wider.begin(), wider.end(), [&](const Entailment& step) {
      return !step.backwards && checker_.schema().functional(step.relation);
    });
  }

  Checker& checker_;
  const std::function<void(const Conflict&)>& visit_;
};

void ConflictFinder::group(Id subject, Id relation) {
  const auto values = checker_.reader().completions(Permutation::spo, subject, relation);
  if (values.size() < 2) return;
  const bool one_value = functional(relation);
  for (std::size_t i = 0; i < values.size(); ++i) {
    for (std::size_t j = i + 1; j < values.size(); ++j) {
      checker_.budget().check();
      pairs({subject, relation, values[i]}, {subject, relation, values[j]}, one_value);
    }
  }
}

void ConflictFinder::pairs(const Triple& a, const Triple& b, bool one_value) {
  const Term left = checker_.source().term(a[2]);
  const Term right = checker_.source().term(b[2]);
  const bool exclusive = one_value && checker_.exclude(left, a[2], right, b[2], std::nullopt);
  const Comparison figures = compare_stated(left, right, std::nullopt);
  const bool differ =
      is_measured(left) && figures.agreement != Agreement::incomparable &&
      figures.agreement != Agreement::other_dimension &&
      (figures.reason == ReasonCode::rounded || figures.reason == ReasonCode::within_tolerance ||
       figures.reason == ReasonCode::other_value);
  if (!exclusive && !differ) return;
  const auto ones = checker_.reader().asserting(a);
  const auto others = checker_.reader().asserting(b);
  for (const StoredClaim& one : ones) {
    const std::optional<Date> when = checker_.time_of(one);
    for (const StoredClaim& other : others) {
      if (exclusive && checker_.same_scope(one, when, other)) {
        visit_({ConflictKind::contradiction, one, other});
      } else if (differ &&
                 (checker_.same_scope(one, when, other) ||
                  (checker_.same_subject_matter(one, other) && (!when || !checker_.time_of(other))))) {
        visit_({ConflictKind::difference, one, other});
      }
    }
  }
}

void ConflictFinder::denial(const StoredClaim& denial) {
  StoredClaim anything;
  const bool narrow = !checker_.same_subject_matter(denial, anything) || checker_.time_of(denial);
  for (const StoredClaim& claim : checker_.reader().asserting(denial.triple)) {
    if (!narrow || checker_.same_scope(denial, checker_.time_of(denial), claim))
      visit_({ConflictKind::contradiction, claim, denial});
  }
}

}  // namespace

std::vector<StoredClaim> find_evidence(Checker& checker, const Triple& places) {
  std::vector<StoredClaim> out;
  const FactVocabulary& words = checker.vocabulary();
  Entailments relations{{places[1], false, ReasonCode::exact, {}, 0}};
  if (places[1].bound()) relations = checker.schema().narrower(places[1]);
  std::vector<Id> parts;  // nobody claims what a document is made of
  for (const std::string_view part : vocabulary::kDocumentParts)
    parts.push_back(checker.source().find(Term::iri(part)));
  const auto add = [&](StoredClaim&& claim) {
    if (out.size() >= kMaxEvidenceClaims) {
      throw Failure(ErrorCode::limit, "there is too much evidence to list", "name more of the claim");
    }
    out.push_back(std::move(claim));
  };
  std::set<Triple> seen;
  for (const Entailment& step : relations) {
    checker.reader().for_each(step.turned(places[0], places[2]), [&](const Triple& triple) {
      const bool about_claims = triple[1] == words.reifies || words.is_evidence(triple[1]) ||
                                std::find(parts.begin(), parts.end(), triple[1]) != parts.end();
      if ((about_claims && !places[1].bound()) || !seen.insert(triple).second) return;
      for (StoredClaim& claim : checker.reader().asserting(triple)) add(std::move(claim));
    });
  }
  for_each_denial(checker, [&](StoredClaim& denial) {
    const bool meant = std::any_of(relations.begin(), relations.end(), [&](const Entailment& step) {
      return fits(denial.triple, step.turned(places[0], places[2]));
    });
    if (meant) add(std::move(denial));
  });
  return out;
}

void for_each_conflict(Checker& checker, Id about, const std::function<void(const Conflict&)>& visit_pair) {
  ConflictFinder finder(checker, visit_pair);
  Triple last{};
  const auto visit = [&](const Triple& triple) {
    if (triple[0] != last[0] || triple[1] != last[1]) finder.group(triple[0], triple[1]);
    last = triple;
  };
  checker.reader().for_each({about, Id{}, Id{}}, visit);
  if (about.bound()) {
    std::set<std::pair<Id, Id>> groups;  // where it is one of the values
    checker.reader().for_each({Id{}, Id{}, about}, [&](const Triple& triple) {
      if (triple[0] != about) groups.emplace(triple[0], triple[1]);
    });
    for (const auto& [subject, relation] : groups) finder.group(subject, relation);
  }
  for_each_denial(checker, [&](const StoredClaim& denial) {
    if (!about.bound() || denial.triple[0] == about || denial.triple[2] == about) finder.denial(denial);
  });
}

std::vector<Conflict> find_conflicts(Checker& checker, Id about) {
  std::vector<Conflict> found;
  for_each_conflict(checker, about, [&](const Conflict& conflict) {
    if (found.size() >= kMaxConflicts) {
      throw Failure(ErrorCode::limit, "there are too many conflicts to list", "ask about one thing");
    }
    found.push_back(conflict);
  });
  return found;
}

}  // namespace kg
