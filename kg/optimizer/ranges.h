// From filters on one variable to ranges of ids. An id range of a scan stands for comparisons of numbers and
// dates with constants, and for prefixes of strings, because ids are ordered like their values within a tag.
#pragma once

#include <optional>
#include <vector>

#include "kg/algebra/plan.h"
#include "kg/model/triple_source.h"

namespace kg {

// `exact`: every id in the range satisfies the filter; otherwise the filter must be asked again.
struct ValueRange {
  IdRange ids;
  bool exact = false;
};

// Disjoint and ascending. Ids outside all of them do not satisfy the filter.
using ValueRanges = std::vector<ValueRange>;

// The ranges of `variable` under a filter that compares it with a constant (either way round), or asks for a
// prefix of a string (starts_with, or a regular expression that is anchored at its start). Nothing for
// every other filter.
std::optional<ValueRanges> ranges_of(const Expression& filter, Var variable, const TripleSource& source);

// Where both hold.
ValueRanges intersection(const ValueRanges& a, const ValueRanges& b);

// The text with which every match of the regular expression starts; empty when none is known.
std::string anchored_literal(std::string_view regex);

}  // namespace kg
