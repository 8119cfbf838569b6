// PatternAccess: how one triple pattern is read from a permutation, and where its columns go.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "kg/algebra/plan.h"
#include "kg/exec/operator.h"
#include "kg/model/triple_source.h"

namespace kg {

// A permutation in which the given positions (bit i: position i) stand first. One exists for every set.
Permutation permutation_for(std::uint8_t bound_positions);

struct PatternAccess {
  struct Output {
    std::uint8_t place;
    std::size_t column;
  };

  Permutation permutation = Permutation::spo;
  std::uint8_t bound = 0;   // leading places that are constants or probed
  PermutedTriple prefix{};  // constants at their places
  std::array<std::size_t, 3> probe{kNoColumn, kNoColumn, kNoColumn};  // which input column fills a place
  std::vector<Output> outputs;                                        // free variables
  std::vector<std::array<std::uint8_t, 2>> equal;  // places of one free variable that must agree
  std::uint8_t needed = 0;
  bool empty = false;  // a constant that the source does not hold

  // `probes`: for each position of the pattern the input column that binds it, or kNoColumn. `wanted` is
  // used when the bound positions stand first in it. `output` maps the free variables to columns.
  PatternAccess(const TriplePattern& pattern, const std::array<std::size_t, 3>& probes,
                std::optional<Permutation> wanted, const Schema& output);

  [[nodiscard]] ScanSpec spec() const;
  // Whether row `row` agrees where a variable stands twice.
  [[nodiscard]] bool accepts(const TripleColumns& rows, std::size_t row) const {
    for (const auto& places : equal) {
      if (rows.column[places[0]][row] != rows.column[places[1]][row]) {
        return false;
      }
    }
    return true;
  }
};

}  // namespace kg
