// Survey: what the claims of a store say about a thing, and where they contradict or differ.
#pragma once

#include <functional>
#include <vector>

#include "kg/facts/checker.h"

namespace kg {

// Claims of one answer about evidence, and pairs of one about conflicts; more is an error.
inline constexpr std::size_t kMaxEvidenceClaims = 10'000;
inline constexpr std::size_t kMaxConflicts = 10'000;

// The claims that assert or deny triples which entail one with these places (kUnbound: any), first those that
// assert. Throws Failure(limit) past kMaxEvidenceClaims.
std::vector<StoredClaim> find_evidence(Checker& checker, const Triple& places);

enum class ConflictKind : std::uint8_t {
  contradiction,  // both cannot be true: two values of a functional relation, or asserted and denied
  difference,     // other figures for the same matter, which may both be true
};
struct Conflict {
  ConflictKind kind = ConflictKind::contradiction;
  StoredClaim one;
  StoredClaim other;
};
// Calls `visit` for each pair of claims that is in conflict; `about`: only those with this subject or object
// (kUnbound: all).
void for_each_conflict(Checker& checker, Id about, const std::function<void(const Conflict&)>& visit);
// All of them. Throws Failure(limit) past kMaxConflicts.
std::vector<Conflict> find_conflicts(Checker& checker, Id about);

}  // namespace kg
