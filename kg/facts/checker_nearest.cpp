// What the store says closest to a claim that it does not cover, and where claims come from.
#include <algorithm>
#include <map>
#include <numeric>

#include "kg/facts/checker.h"
#include "kg/facts/checker_asked.h"

namespace kg {

void Checker::add_nearest(Asked& asked, const Triple& triple) {
  std::vector<StoredClaim>& nearest = asked.result.nearest;
  const bool known = std::any_of(nearest.begin(), nearest.end(),
                                 [&](const StoredClaim& claim) { return claim.triple == triple; });
  if (known || nearest.size() >= kMaxNearestClaims) return;
  for (StoredClaim& claim : reader_.asserting(triple)) {
    if (nearest.size() < kMaxNearestClaims) nearest.push_back(std::move(claim));
  }
}

// The same subject and relation, then the same subject and object, then the same relation and object.
void Checker::nearest(Asked& asked) {
  const auto [subject, relation, object] = asked.triple;
  const Entailments relations = relation == kMissing ? Entailments{} : schema_.narrower(relation);
  const auto full = [&] { return asked.result.nearest.size() >= kMaxNearestClaims; };
  for (const Entailment& step : relations) {
    if (object != kMissing) add_nearest(asked, step.turned(subject, object));
  }
  for (const Entailment& step : relations) {
    const auto others =
        step.backwards ? reader_.completions(Permutation::pos, step.relation, subject, kMaxNearestClaims)
                       : reader_.completions(Permutation::spo, subject, step.relation, kMaxNearestClaims);
    for (std::size_t i = 0; i < others.size() && !full(); ++i)
      add_nearest(asked, step.turned(subject, others[i]));
  }
  const auto between = [&](Id from, Id to) {
    for (const Id other : reader_.completions(Permutation::osp, to, from, kMaxNearestClaims)) {
      if (!full()) add_nearest(asked, {from, other, to});
    }
  };
  between(subject, object);
  if (asked.object.kind != TermKind::literal) between(object, subject);
  for (const Entailment& step : relations) {
    const auto others = step.backwards
                            ? reader_.completions(Permutation::spo, object, step.relation, kMaxNearestClaims)
                            : reader_.completions(Permutation::pos, step.relation, object, kMaxNearestClaims);
    for (std::size_t i = 0; i < others.size() && !full(); ++i)
      add_nearest(asked, step.turned(others[i], object));
  }
}

// --- origins ---------------------------------------------------------------------------------------------

namespace {

std::size_t find_root(std::vector<std::size_t>& parents, std::size_t i) {
  while (parents[i] != i) i = parents[i] = parents[parents[i]];
  return i;
}

}  // namespace

std::vector<Id> Checker::roots(const StoredClaim& claim) {
  std::vector<Id> out;
  for (const auto& [relation, document] : claim.qualifiers) {
    if (relation == vocabulary_.attributed_to) out.push_back(document);
    if (relation != vocabulary_.source) continue;
    out.push_back(document);
    for (const Id same : same_report_) {
      for (const Id other : reader_.completions(Permutation::spo, document, same)) out.push_back(other);
      for (const Id other : reader_.completions(Permutation::pos, same, document)) out.push_back(other);
    }
    // A document tells whom it has a claim from, or has it from one of those it draws on.
    if (claim.value(vocabulary_.attributed_to).bound()) continue;
    for (const Id other : reader_.completions(Permutation::spo, document, vocabulary_.origin))
      out.push_back(other);
    for (const Id draws : draws_on_) {
      for (const Id other : reader_.completions(Permutation::spo, document, draws)) out.push_back(other);
    }
  }
  return out;
}

std::vector<std::size_t> Checker::origins(const std::vector<Finding>& findings) {
  std::vector<std::size_t> parents(findings.size());
  std::iota(parents.begin(), parents.end(), std::size_t{0});
  std::map<Id, std::size_t> first;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    for (const Id root : roots(findings[i].claim)) {
      const auto [place, fresh] = first.emplace(root, i);
      if (!fresh) parents[find_root(parents, i)] = find_root(parents, place->second);
    }
  }
  for (std::size_t i = 0; i < parents.size(); ++i) parents[i] = find_root(parents, i);
  return parents;
}

Id Checker::origin(const StoredClaim& claim) {
  if (const Id speaker = claim.value(vocabulary_.attributed_to); speaker.bound()) return speaker;
  const Id document = claim.value(vocabulary_.source);
  if (!document.bound()) return kUnbound;
  const auto named = reader_.completions(Permutation::spo, document, vocabulary_.origin);
  return named.size() == 1 ? named.front() : document;
}

}  // namespace kg
