// Quantity: the value of a kg:quantity literal: an amount with a unit, exact, approximate or bounded.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "kg/model/number.h"

namespace kg {

// One end of a quantity's interval.
struct QuantityBound {
  bool finite = false;
  bool open = false;  // the value itself does not belong (< and >)
  Decimal value;
  friend bool operator==(const QuantityBound&, const QuantityBound&) = default;
};

// The unit is a view into the text it was read from.
struct Quantity {
  QuantityBound low;
  QuantityBound high;
  bool approximate = false;  // written with ~
  std::string_view unit;     // as written: USD, %, countries; empty when there is none
};

// Reads `12000000000 USD`, `69 %` (the blank may be missing before a unit that is no letter or digit),
// `~70 %`, `30..50 %`, `<5 %`, `<=5 %`, `>50 countries`, `>=50 countries`; a blank may follow the sign.
// Nothing for other texts, for a range whose ends are not in order, and for numbers that are not decimals of
// up to 38 digits. Never allocates; the result refers to `lexical`.
std::optional<Quantity> parse_quantity(std::string_view lexical) noexcept;
// Canonical form: no blank after a sign, one before the unit, canonical decimals.
std::string format_quantity(const Quantity& quantity);

}  // namespace kg
