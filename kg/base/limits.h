// Limits of kg, each tested at N and at N + 1. Units stand last in the name.
#pragma once

#include <cstddef>

namespace kg {

inline constexpr std::size_t kMaxQueryTextBytes = 1U << 20U;
inline constexpr std::size_t kMaxQueryTokens = 100'000;
inline constexpr std::size_t kMaxQueryNestingLevels = 256;
inline constexpr std::size_t kMaxTermBytes = 64U << 20U;   // one literal or IRI
inline constexpr std::size_t kMaxLineBytes = 256U << 20U;  // one N-Triples or N-Quads line
inline constexpr std::size_t kMaxTripleTermNestingLevels = 8;
inline constexpr std::size_t kMaxTurtleNestingLevels = 1000;  // [ ], ( ), {| |}, << >> in one another
inline constexpr std::size_t kMaxTurtlePrefixes = 100'000;
inline constexpr std::size_t kMaxUndoneChanges = 1U << 20U;  // a view of the past: about 130 MB
inline constexpr std::size_t kBatchRows = 1024;              // rows in a full batch of the executor

}  // namespace kg
