// Units: what a quantity's unit measures, and the fixed conversions between units of one dimension.
#pragma once

#include <optional>
#include <string_view>

#include "kg/model/quantity.h"

namespace kg {

// The quantity in another unit, its bounds converted exactly (a quotient keeps 18 digits after the point).
// SI units with their usual multiples, and `%`, `‰`, `ppm` and no unit, have fixed factors; `thousand`,
// `million`, `billion` or `trillion` may stand before any unit. A unit that is not in the table (a currency,
// a thing counted) is a dimension of its own. Nothing when the dimensions differ or a bound does not fit. The
// result refers to `unit`. Pure.
std::optional<Quantity> convert_unit(const Quantity& quantity, std::string_view unit) noexcept;

}  // namespace kg
