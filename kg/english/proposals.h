// Proposals: claims that a sentence of a running text seems to make, for a person to judge.
//
// Where read_claim() wants every word of a claim accounted for, this takes the longest clauses that some
// frame reads: words that limit nothing may be passed over, and what stands around a clause is left out. Both
// are named. Never left out are words that may turn what is said into something else (limits() of words.h):
// what stands in front of a clause, in it, or behind it up to the next comma has none of them, and nobody who
// says so, or there is no proposal. A clause without a subject (`X did this and did that`, `X, which did
// this,`) has that of the clause before.
//
// Used by one thread; what it refers to must outlive it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kg/english/reader.h"

namespace kg::english {

inline constexpr std::size_t kMaxProposals = 32;  // of one sentence

struct Proposal {
  CheckStatement claim;
  std::vector<CheckStatement> others;  // what else the same words may say, best first
};
struct ProposalResult {
  std::vector<Proposal> proposals;    // by where their clauses begin
  std::vector<std::string> left_out;  // what no proposal accounts for
  bool exhausted = false;             // looking stopped at kMaxReadingSteps; what was found stands
};

// A sentence over kMaxClaimBytes or kMaxClaimTokens has none. Throws Failure: cancelled. Precondition:
// well-formed UTF-8.
ProposalResult propose(std::string_view sentence, const Lexicon& lexicon, NameLinker& linker,
                       const TripleSource& source, const NameIndex& names, const Budget& budget);

}  // namespace kg::english
