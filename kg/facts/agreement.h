// Agreement: how the value that a source states stands to the value that is claimed (docs/checking.md).
//
// Figures are intervals. A single figure covers half a unit of its last significant digit to either side;
// trailing zeros count as significant up to the second digit (12 billion is 11.5 to 12.5 billion, 1000 is 950
// to 1050). `~` widens it to kApproximatePercent of its value, or to the tolerance asked for; a tolerance
// also widens the claimed figure, and one of 0 lets only the same figure without `~` support it. Dates are
// their stretches of time. Pure functions, safe from any thread.
#pragma once

#include <cstdint>
#include <optional>

#include "kg/model/number.h"
#include "kg/model/term.h"
#include "kg/model/verdict.h"

namespace kg {

// How far `~70 %` reaches to either side: 66.5 to 73.5 %. Rounding in prose rarely moves a figure further.
inline constexpr int kApproximatePercent = 5;

enum class Agreement : std::uint8_t {
  incomparable,     // different kinds of values, other currencies, different names or texts
  other_dimension,  // both are figures, and of different dimensions: money and a share
  disjoint,         // they exclude each other
  compatible,       // neither excludes nor entails the claimed value
  supports,         // what is stated entails what is claimed
};

struct Comparison {
  Agreement agreement = Agreement::incomparable;
  // Why it supports: exact, rounded, within_tolerance, bound, narrower_date; why it is compatible only:
  // bound, coarser_date; other_value when disjoint.
  ReasonCode reason = ReasonCode::exact;
};

// `tolerance`: percent of the claimed value, not negative. Precondition: neither is a triple term.
Comparison compare_stated(const Term& claimed, const Term& stated, const std::optional<Decimal>& tolerance);

// Whether a value is a figure or a date: compared by more than identity.
bool is_measured(const Term& value);
// Whether a figure with this unit can stand where `declared` is the relation's unit.
bool unit_fits(const Term& figure, std::string_view declared);

}  // namespace kg
