// What supports a claim: the same triple, what declared properties make of others, values that agree, chains.
#include <algorithm>
#include <unordered_map>

#include "kg/facts/checker.h"
#include "kg/facts/checker_asked.h"
#include "kg/model/value.h"

namespace kg {
namespace {

bool is_thing(Id id) { return id.tag() == Tag::iri || id.tag() == Tag::blank; }

bool same_claim(const StoredClaim& a, const StoredClaim& b) {
  return a.node == b.node && a.triple == b.triple;
}

bool overlap(const Date& a, const Date& b) { return a.start < b.end && b.start < a.end; }

}  // namespace

bool Checker::from_asked_source(const Asked& asked, const StoredClaim& claim) const {
  if (asked.sources.empty()) return true;
  return std::any_of(claim.qualifiers.begin(), claim.qualifiers.end(), [&](const auto& qualifier) {
    return qualifier.first == vocabulary_.source &&
           std::find(asked.sources.begin(), asked.sources.end(), qualifier.second) != asked.sources.end();
  });
}

bool Checker::qualifier_fits(Asked& asked, const StoredClaim& claim, Id relation, const Term& value,
                             std::vector<ReasonCode>& reasons) {
  const bool date = is_measured(value) && vocabulary_.is_time(relation);
  bool disjoint = false;
  for (const auto& [other, stated] : claim.qualifiers) {
    const bool same = other == relation || (vocabulary_.is_time(other) && vocabulary_.is_time(relation));
    if (!same) continue;
    const Comparison found = compare_stated(value, source_.term(stated), asked.tolerance);
    disjoint = disjoint || found.agreement == Agreement::disjoint;
    if (found.agreement != Agreement::supports) continue;
    if (found.reason != ReasonCode::exact) reasons.push_back(found.reason);
    return true;
  }
  if (date) asked.result.reasons.insert(disjoint ? ReasonCode::other_value : ReasonCode::coarser_date);
  return false;
}

// Remembers a claim that is about another time than the one asked for, and fits apart from that.
void Checker::note_other_time(Asked& asked, const StoredClaim& claim) {
  if (!time_of(claim) || !from_asked_source(asked, claim)) return;
  bool timed = false;
  for (const auto& [relation, value] : asked.qualifiers) {
    std::vector<ReasonCode> ignored;
    if (vocabulary_.is_time(relation) && is_measured(value))
      timed = true;
    else if (!qualifier_fits(asked, claim, relation, value, ignored))
      return;
  }
  const bool known = std::any_of(asked.other_times.begin(), asked.other_times.end(),
                                 [&](const StoredClaim& other) { return same_claim(other, claim); });
  if (timed && !known) asked.other_times.push_back(claim);
}

Checker::Fit Checker::fits(Asked& asked, const StoredClaim& claim, std::vector<ReasonCode>& reasons) {
  if (!from_asked_source(asked, claim)) return Fit::no;
  if (asked.stance && claim.stance != *asked.stance) return Fit::source;
  const bool all = std::all_of(asked.qualifiers.begin(), asked.qualifiers.end(), [&](const auto& qualifier) {
    return qualifier_fits(asked, claim, qualifier.first, qualifier.second, reasons);
  });
  return all ? Fit::yes : Fit::source;
}

void Checker::support_by(Asked& asked, const Triple& triple, const std::vector<Entailment>& steps,
                         Comparison how) {
  for (StoredClaim& claim : reader_.asserting(triple)) {
    Finding finding;
    for (const Entailment& step : steps) finding.reasons.push_back(step.reason);
    if (how.reason != ReasonCode::exact) finding.reasons.push_back(how.reason);
    if (fits(asked, claim, finding.reasons) != Fit::yes) {
      note_other_time(asked, claim);
      continue;
    }
    auto& supporting = asked.result.supporting;
    const bool known = std::any_of(supporting.begin(), supporting.end(),
                                   [&](const Finding& other) { return same_claim(other.claim, claim); });
    if (known) continue;
    if (!steps.empty()) {
      asked.result.proof.push_back({ReasonCode::exact, claim});
      for (const Entailment& step : steps) {
        StoredClaim declaration;
        declaration.triple = step.declaration;
        asked.result.proof.push_back({step.reason, declaration});
      }
    }
    if (finding.reasons.empty()) finding.reasons.push_back(ReasonCode::exact);
    finding.claim = std::move(claim);
    supporting.push_back(std::move(finding));
  }
}

void Checker::support_by_values(Asked& asked, Id relation, const std::vector<Entailment>& steps) {
  for (const Id value : reader_.completions(Permutation::spo, asked.triple[0], relation)) {
    budget().check();
    const Triple triple{asked.triple[0], relation, value};
    const Comparison how = compare_stated(asked.object, source_.term(value), asked.tolerance);
    asked.other_dimension = asked.other_dimension || how.agreement == Agreement::other_dimension;
    if (how.agreement == Agreement::supports) {
      asked.same_dimension = true;
      support_by(asked, triple, steps, how);
    } else if (how.agreement == Agreement::disjoint || how.agreement == Agreement::compatible) {
      asked.same_dimension = true;
      for (StoredClaim& claim : reader_.asserting(triple)) {
        std::vector<ReasonCode> ignored;
        if (fits(asked, claim, ignored) != Fit::yes) continue;
        asked.result.reasons.insert(how.reason);
        asked.result.other_values.push_back(claim);
        if (how.agreement == Agreement::disjoint) asked.others.push_back(std::move(claim));
      }
    }
  }
}

void Checker::support(Asked& asked) {
  const Entailments& relations = schema_.narrower(asked.triple[1]);
  for (std::size_t i = 0; i < relations.size(); ++i) {
    const std::vector<Entailment> steps = steps_to(relations, i);
    if (!asked.measured) {
      support_by(asked, relations[i].turned(asked.triple[0], asked.triple[2]), steps, {});
    } else if (!relations[i].backwards) {
      support_by_values(asked, relations[i].relation, steps);
    }
  }
  if (asked.triple[1] == vocabulary_.type && is_thing(asked.triple[2])) {
    const Entailments& types = schema_.subclasses(asked.triple[2]);
    for (std::size_t i = 1; i < types.size(); ++i) {
      support_by(asked, {asked.triple[0], asked.triple[1], types[i].relation}, steps_to(types, i), {});
    }
  }
  if (asked.result.supporting.empty()) support_by_chain(asked);
  note_outdated(asked);
}

// --- transitive relations --------------------------------------------------------------------------------

void Checker::support_by_chain(Asked& asked) {
  if (!is_thing(asked.triple[0]) || !is_thing(asked.triple[2])) return;
  const Entailments& relations = schema_.narrower(asked.triple[1]);
  std::vector<Id> followed;
  for (std::size_t i = 0; i < relations.size(); ++i) {
    const Entailment step = relations[i];
    const bool again = std::find(followed.begin(), followed.end(), step.relation) != followed.end();
    if (again || !schema_.transitive(step.relation)) continue;
    followed.push_back(step.relation);
    if (follow(asked, step.relation, step.backwards)) return;
  }
}

// Breadth first, so that the proof is a shortest one.
bool Checker::follow(Asked& asked, Id relation, bool backwards) {
  const Id start = asked.triple[backwards ? 2 : 0];
  const Id goal = asked.triple[backwards ? 0 : 2];
  const bool restricted = !asked.sources.empty() || !asked.qualifiers.empty() || asked.stance.has_value();
  const Entailments& edges = schema_.narrower(relation);
  Chain chain;
  std::unordered_map<Id, std::size_t> reached{{start, 0}};
  chain.things.push_back({start, {}, 0});
  for (std::size_t at = 0; at < chain.things.size(); ++at) {
    const Id from = chain.things[at].id;
    for (const Entailment& edge : edges) {
      const Permutation order = edge.backwards ? Permutation::pos : Permutation::spo;
      const auto next = edge.backwards ? reader_.completions(order, edge.relation, from)
                                       : reader_.completions(order, from, edge.relation);
      for (const Id to : next) {
        if (!is_thing(to) || (reached.contains(to) && to != goal)) continue;
        const Triple triple = edge.turned(from, to);
        const auto claims = restricted ? reader_.asserting(triple) : std::vector<StoredClaim>{};
        std::vector<ReasonCode> ignored;
        const bool usable =
            !restricted || std::any_of(claims.begin(), claims.end(), [&](const StoredClaim& claim) {
              return fits(asked, claim, ignored) == Fit::yes;
            });
        if (!usable) continue;
        reached.emplace(to, chain.things.size());
        chain.things.push_back({to, triple, at});
        if (to == goal) return accept_chain(asked, chain, chain.things.size() - 1);
        if (chain.things.size() > kMaxChainThings) {
          throw Failure(ErrorCode::limit, "a transitive relation reaches too many things to follow it");
        }
      }
    }
  }
  return false;
}

bool Checker::accept_chain(Asked& asked, const Chain& chain, std::size_t place) {
  std::vector<std::vector<StoredClaim>> premises;
  for (; place != 0; place = chain.things[place].parent) {
    std::vector<StoredClaim> usable;
    for (StoredClaim& claim : reader_.asserting(chain.things[place].by)) {
      std::vector<ReasonCode> ignored;
      if (fits(asked, claim, ignored) == Fit::yes) usable.push_back(std::move(claim));
    }
    premises.push_back(std::move(usable));
  }
  std::reverse(premises.begin(), premises.end());
  const auto time = [&](const StoredClaim& claim) { return time_of(claim); };
  for (std::size_t i = 0; i < premises.size(); ++i) {
    for (std::size_t j = i + 1; j < premises.size(); ++j) {
      const bool together = std::any_of(premises[i].begin(), premises[i].end(), [&](const StoredClaim& a) {
        return std::any_of(premises[j].begin(), premises[j].end(), [&](const StoredClaim& b) {
          return !time(a) || !time(b) || overlap(*time(a), *time(b));
        });
      });
      if (!together) return false;  // what held at different times proves nothing
    }
  }
  for (std::vector<StoredClaim>& claims : premises) {
    const bool attributed = std::all_of(claims.begin(), claims.end(), [](const StoredClaim& claim) {
      return claim.stance == Stance::attributed;
    });
    for (StoredClaim& claim : claims) {
      Finding finding{claim, {ReasonCode::transitive}};
      if (attributed) finding.reasons.push_back(ReasonCode::attributed_only);
      asked.result.proof.push_back({ReasonCode::transitive, std::move(claim)});
      asked.result.supporting.push_back(std::move(finding));
    }
  }
  return true;
}

// --- time ------------------------------------------------------------------------------------------------

std::optional<Date> Checker::time_of(const StoredClaim& claim) const {
  const Id on = claim.value(vocabulary_.on);
  const Id stated = on.bound() ? on : claim.value(vocabulary_.during);
  if (!stated.bound()) return std::nullopt;
  const Term term = source_.term(stated);
  const Value value = value_of(term);
  return value.kind == ValueKind::date ? std::optional(value.date) : std::nullopt;
}

// The sources give an end, or a later figure.
void Checker::note_outdated(Asked& asked) {
  const bool dated = std::any_of(asked.qualifiers.begin(), asked.qualifiers.end(),
                                 [&](const auto& qualifier) { return vocabulary_.is_time(qualifier.first); });
  const std::vector<Finding>& supporting = asked.result.supporting;
  if (dated || supporting.empty()) return;
  const bool ended = std::all_of(supporting.begin(), supporting.end(), [&](const Finding& finding) {
    return finding.claim.value(vocabulary_.until).bound();
  });
  const bool later = std::all_of(supporting.begin(), supporting.end(), [&](const Finding& finding) {
    const auto then = time_of(finding.claim);
    return then && std::any_of(asked.others.begin(), asked.others.end(), [&](const StoredClaim& other) {
             const auto when = time_of(other);
             return when && when->start >= then->end && same_subject_matter(finding.claim, other);
           });
  });
  if (ended || later) asked.result.reasons.insert(ReasonCode::outdated);
}

// The same qualifiers apart from evidence and time.
bool Checker::same_subject_matter(const StoredClaim& a, const StoredClaim& b) const {
  const auto matter = [&](const StoredClaim& claim) {
    std::vector<std::pair<Id, Id>> out = claim.qualifiers;
    std::erase_if(
        out, [&](const auto& q) { return vocabulary_.is_evidence(q.first) || vocabulary_.is_time(q.first); });
    return out;
  };
  return matter(a) == matter(b);
}

}  // namespace kg
