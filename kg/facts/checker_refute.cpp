// What refutes a claim: a denial, another value of a functional relation, a type that excludes the claimed
// one. Nothing else does.
#include <algorithm>
#include <unordered_set>

#include "kg/facts/checker.h"
#include "kg/facts/checker_asked.h"

namespace kg {
namespace {

// Things looked at to find out whether one of two places, parts or kinds lies within the other. Past it they
// are taken to be related, so that nothing is refuted for want of looking.
constexpr std::size_t kMaxRelatedThings = 10'000;
// Things directly around one, in each relation and direction, that show whether a type nests.
constexpr std::size_t kMaxNeighbours = 100;

bool overlap(const Date& a, const Date& b) { return a.start < b.end && b.start < a.end; }

}  // namespace

bool Checker::same_scope(const StoredClaim& a, const std::optional<Date>& when, const StoredClaim& b) const {
  if (!same_subject_matter(a, b)) return false;
  const std::optional<Date> other = time_of(b);
  return when && other ? overlap(*when, *other) : !when && !other;
}

// --- denials ---------------------------------------------------------------------------------------------

// A denial says that nothing within its qualifiers is so: the claim must lie within them.
bool Checker::denial_applies(const Asked& asked, const StoredClaim& denial) const {
  const auto asked_for = [&](Id relation, const Term& value) {
    return std::any_of(asked.qualifiers.begin(), asked.qualifiers.end(), [&](const auto& qualifier) {
      const bool same = qualifier.first == relation ||
                        (vocabulary_.is_time(qualifier.first) && vocabulary_.is_time(relation));
      return same && compare_stated(value, qualifier.second, std::nullopt).agreement == Agreement::supports;
    });
  };
  return std::all_of(denial.qualifiers.begin(), denial.qualifiers.end(), [&](const auto& qualifier) {
    return vocabulary_.is_evidence(qualifier.first) ||
           asked_for(qualifier.first, source_.term(qualifier.second));
  });
}

bool Checker::by_asked_speaker(const Asked& asked, const StoredClaim& claim) const {
  return std::all_of(asked.qualifiers.begin(), asked.qualifiers.end(), [&](const auto& qualifier) {
    if (qualifier.first != vocabulary_.attributed_to) return true;
    const Id speaker = claim.value(vocabulary_.attributed_to);
    return speaker.bound() && source_.term(speaker) == qualifier.second;
  });
}

void Checker::refute_by_denial(Asked& asked, const Triple& triple) {
  for (StoredClaim& denial : reader_.denying(triple)) {
    if (!from_asked_source(asked, denial) || !by_asked_speaker(asked, denial)) continue;
    if (denial_applies(asked, denial))
      asked.result.refuting.push_back({std::move(denial), {ReasonCode::explicit_denial}});
  }
}

void Checker::refute_by_denials(Asked& asked) {
  if (vocabulary_.stance == kMissing) return;
  const Entailments relations = schema_.wider(asked.triple[1]);
  for (const Entailment& step : relations) {
    if (!asked.measured) {
      refute_by_denial(asked, step.turned(asked.triple[0], asked.triple[2]));
      continue;
    }
    if (step.backwards) continue;
    std::vector<Triple> denied;  // with values in which the claimed one lies
    source_.for_each_triple_term({asked.triple[0], step.relation, Id{}}, 2, [&](Id, const Triple& triple) {
      budget().check();
      const Comparison found = compare_stated(source_.term(triple[2]), asked.object, std::nullopt);
      const bool within = found.reason == ReasonCode::exact || found.reason == ReasonCode::narrower_date;
      if (found.agreement == Agreement::supports && within) denied.push_back(triple);
      return true;
    });
    for (const Triple& triple : denied) refute_by_denial(asked, triple);
  }
  if (asked.triple[1] != vocabulary_.type || asked.triple[2] == kMissing) return;
  const Entailments& types = schema_.superclasses(asked.triple[2]);
  for (std::size_t i = 1; i < types.size(); ++i)
    refute_by_denial(asked, {asked.triple[0], asked.triple[1], types[i].relation});
}

// --- values that exclude each other ----------------------------------------------------------------------

// Whether one lies in the other, is part or a kind of it, or is the same under another IRI.
bool Checker::related(Id a, Id b) {
  std::vector<Id> relations = reader_.completions(Permutation::pos, vocabulary_.type, vocabulary_.transitive);
  for (const Id relation : {vocabulary_.same_as, vocabulary_.sub_class}) relations.push_back(relation);
  const auto reaches = [&](Id from, Id to, const Entailments& edges) {
    std::vector<Id> things{from};
    std::unordered_set<Id> seen{from};
    for (std::size_t at = 0; at < things.size(); ++at) {
      for (const Entailment& edge : edges) {
        const auto next = edge.backwards ? reader_.completions(Permutation::pos, edge.relation, things[at])
                                         : reader_.completions(Permutation::spo, things[at], edge.relation);
        for (const Id thing : next) {
          if (thing == to || things.size() >= kMaxRelatedThings) return true;
          if (seen.insert(thing).second) things.push_back(thing);
        }
      }
    }
    return false;
  };
  return std::any_of(relations.begin(), relations.end(), [&](Id relation) {
    if (relation == kMissing) return false;
    const Entailments& edges = schema_.narrower(relation);
    return reaches(a, b, edges) || reaches(b, a, edges);
  });
}

// Whether something that the thing lies in, or that lies in it, is of this type too, as with types like
// `place`.
bool Checker::nested(Id thing, Id type) {
  for (const Id relation : reader_.completions(Permutation::pos, vocabulary_.type, vocabulary_.transitive)) {
    for (const Entailment& edge : Entailments(schema_.narrower(relation))) {
      std::vector<Id> next = reader_.completions(Permutation::spo, thing, edge.relation, kMaxNeighbours);
      const auto inner = reader_.completions(Permutation::pos, edge.relation, thing, kMaxNeighbours);
      next.insert(next.end(), inner.begin(), inner.end());
      for (const Id other : next) {
        const std::vector<Id> types = reader_.completions(Permutation::spo, other, vocabulary_.type);
        if (std::find(types.begin(), types.end(), type) != types.end()) return true;
      }
    }
  }
  return false;
}

// Whether the two stand at one level, so that one being the value says that the other is not: that a city is
// the value says nothing against a country, as the store need not say where the city lies. They do when they
// share a type that is of one level. Things without types are taken to, in a store without transitive
// relations.
bool Checker::alike(Id a, Id b) {
  const std::vector<Id> types = reader_.completions(Permutation::spo, a, vocabulary_.type);
  const std::vector<Id> others = reader_.completions(Permutation::spo, b, vocabulary_.type);
  if (types.empty() && others.empty())
    return reader_.completions(Permutation::pos, vocabulary_.type, vocabulary_.transitive).empty();
  return std::any_of(types.begin(), types.end(), [&](Id type) {
    return std::find(others.begin(), others.end(), type) != others.end() &&
           schema_.subclasses(type).size() == 1 && !nested(a, type) && !nested(b, type);
  });
}

bool Checker::exclude(const Term& a, Id a_id, const Term& b, Id b_id,
                      const std::optional<Decimal>& tolerance) {
  if (a.kind == TermKind::iri && b.kind == TermKind::iri)
    return a_id != b_id && alike(a_id, b_id) && !related(a_id, b_id);
  if (a.kind != TermKind::literal || b.kind != TermKind::literal) return false;
  return compare_stated(a, b, tolerance).agreement == Agreement::disjoint;
}

void Checker::refute_by_values(Asked& asked, Id relation, bool backwards) {
  const Id subject = asked.triple[backwards ? 2 : 0];
  const Id claimed = asked.triple[backwards ? 0 : 2];
  const Term value = backwards ? source_.term(claimed) : asked.object;
  const Entailments relations = schema_.narrower(relation);
  for (const Entailment& edge : relations) {
    const auto stated = edge.backwards ? reader_.completions(Permutation::pos, edge.relation, subject)
                                       : reader_.completions(Permutation::spo, subject, edge.relation);
    for (const Id other : stated) {
      if (other == claimed || !exclude(value, claimed, source_.term(other), other, asked.tolerance)) continue;
      refute_by_claims(asked, edge.turned(subject, other));
    }
  }
}

void Checker::refute_by_claims(Asked& asked, const Triple& triple) {
  for (StoredClaim& claim : reader_.asserting(triple)) {
    if (!from_asked_source(asked, claim) || !by_asked_speaker(asked, claim)) continue;
    if (!same_scope(asked.claim, asked.when, claim)) continue;
    asked.result.refuting.push_back({std::move(claim), {ReasonCode::other_value}});
  }
}

void Checker::refute_by_functions(Asked& asked) {
  const Entailments relations = schema_.wider(asked.triple[1]);
  for (const Entailment& step : relations) {
    if (step.backwards && asked.object.kind == TermKind::literal) continue;
    if (schema_.functional(step.relation)) refute_by_values(asked, step.relation, step.backwards);
  }
}

void Checker::refute_by_types(Asked& asked) {
  if (asked.triple[1] != vocabulary_.type || asked.triple[2] == kMissing) return;
  for (const Id type : reader_.completions(Permutation::spo, asked.triple[0], vocabulary_.type)) {
    const Triple declaration = schema_.disjoint(asked.triple[2], type);
    if (!declaration[0].bound()) continue;
    const std::size_t before = asked.result.refuting.size();
    refute_by_claims(asked, {asked.triple[0], vocabulary_.type, type});
    if (asked.result.refuting.size() == before) continue;
    asked.result.proof.push_back({ReasonCode::exact, asked.result.refuting.back().claim});
    StoredClaim declared;
    declared.triple = declaration;
    asked.result.proof.push_back({ReasonCode::other_value, std::move(declared)});
  }
}

void Checker::refute(Asked& asked) {
  if (asked.stance) return;  // whether a source asserts it is no question of what is so
  refute_by_denials(asked);
  refute_by_functions(asked);
  refute_by_types(asked);
}

}  // namespace kg
