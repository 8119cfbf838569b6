// The cost model, in nanoseconds on one core with the store's blocks in memory. Only ratios matter; they were
// taken from block scans, seeks and hash tables measured on a 2-core machine.
#pragma once

#include <algorithm>
#include <cmath>

namespace kg::cost {

inline constexpr double kScanStart = 4000;  // position a cursor, decode a first block
inline constexpr double kScanRow = 3;
inline constexpr double kBlock = 3500;  // seek to and decode one more block
inline constexpr double kBlockRows = 1024;
inline constexpr double kProbe = 110;         // one sorted probe inside a decoded block
inline constexpr double kWindowRows = 16384;  // probes that are sorted together
inline constexpr double kLookupOut = 10;
inline constexpr double kHashBuild = 25;
inline constexpr double kHashProbe = 14;
inline constexpr double kHashOut = 6;
inline constexpr double kMergeRow = 3;
inline constexpr double kMergeOut = 5;
inline constexpr double kFilterRow = 25;
inline constexpr double kTripleTerm = 1500;  // fold or unfold one triple term
inline constexpr double kPathStart = 3000;   // one walk
inline constexpr double kPathRow = 300;
inline constexpr double kGroupRow = 40;   // what a sorted input saves a grouping, a row
inline constexpr double kLeapLevel = 20;  // leapfrog: one binding of a level's prefix ...
inline constexpr double kLeapStep = 5;    // ... and each candidate that its intersection passes
inline constexpr double kLeapBuild = 8;   // one row decoded into a sorted array

// Blocks that `probes` sorted or unsorted probes touch in an index range of `rows` rows.
inline double blocks_touched(double probes, double rows, bool sorted) {
  const double blocks = rows / kBlockRows + 1;
  const double window = sorted ? probes : std::min(probes, kWindowRows);
  if (window <= 0) return 0;
  const double windows = std::max(1.0, probes / window);
  return windows * blocks * (1 - std::exp(-window / blocks));
}

}  // namespace kg::cost
