#include "kg/model/unit.h"

#include <algorithm>
#include <array>

namespace kg {
namespace {

// `dimension` is the unit that has factor 1, or for units that are not in the table the unit itself.
struct Unit {
  std::string_view name;
  std::string_view dimension;
  std::int64_t factor;  // over 10^scale
  int scale = 0;
};

// The base units are small enough for every factor to be exact.
constexpr std::array kUnits{
    Unit{"", "", 1},
    Unit{"%", "", 1, 2},
    Unit{"percent", "", 1, 2},
    Unit{"\xe2\x80\xb0", "", 1, 3},
    Unit{"ppm", "", 1, 6},
    Unit{"mg", "g", 1, 3},
    Unit{"g", "g", 1},
    Unit{"kg", "g", 1'000},
    Unit{"t", "g", 1'000'000},
    Unit{"tonne", "g", 1'000'000},
    Unit{"tonnes", "g", 1'000'000},
    Unit{"kt", "g", 1'000'000'000},
    Unit{"Mt", "g", 1'000'000'000'000},
    Unit{"Gt", "g", 1'000'000'000'000'000},
    Unit{"mm", "m", 1, 3},
    Unit{"cm", "m", 1, 2},
    Unit{"m", "m", 1},
    Unit{"km", "m", 1'000},
    Unit{"m2", "m2", 1},
    Unit{"m\xc2\xb2", "m2", 1},
    Unit{"ha", "m2", 10'000},
    Unit{"km2", "m2", 1'000'000},
    Unit{"km\xc2\xb2", "m2", 1'000'000},
    Unit{"ml", "l", 1, 3},
    Unit{"l", "l", 1},
    Unit{"m3", "l", 1'000},
    Unit{"m\xc2\xb3", "l", 1'000},
    Unit{"J", "J", 1},
    Unit{"kJ", "J", 1'000},
    Unit{"MJ", "J", 1'000'000},
    Unit{"GJ", "J", 1'000'000'000},
    Unit{"TJ", "J", 1'000'000'000'000},
    Unit{"Wh", "J", 3'600},
    Unit{"kWh", "J", 3'600'000},
    Unit{"MWh", "J", 3'600'000'000},
    Unit{"GWh", "J", 3'600'000'000'000},
    Unit{"TWh", "J", 3'600'000'000'000'000},
    Unit{"W", "W", 1},
    Unit{"kW", "W", 1'000},
    Unit{"MW", "W", 1'000'000},
    Unit{"GW", "W", 1'000'000'000},
    Unit{"s", "s", 1},
    Unit{"min", "s", 60},
    Unit{"h", "s", 3'600},
    Unit{"hours", "s", 3'600},
    Unit{"days", "s", 86'400},
};
struct Multiple {
  std::string_view word;
  std::int64_t factor;
};
constexpr std::array kMultiples{Multiple{"thousand", 1'000}, Multiple{"million", 1'000'000},
                                Multiple{"billion", 1'000'000'000}, Multiple{"trillion", 1'000'000'000'000}};

struct Measure {
  std::string_view dimension;
  Decimal factor;
};

std::optional<Measure> measure_of(std::string_view unit) noexcept {
  Decimal factor = decimal_of(std::int64_t{1});
  for (const Multiple& multiple : kMultiples) {
    if (!unit.starts_with(multiple.word)) continue;
    const std::string_view rest = unit.substr(multiple.word.size());
    if (!rest.empty() && rest.front() != ' ') continue;
    factor = decimal_of(multiple.factor);
    unit = rest.empty() ? rest : rest.substr(1);
    break;
  }
  const auto* known =
      std::find_if(kUnits.begin(), kUnits.end(), [unit](const Unit& u) { return u.name == unit; });
  if (known == kUnits.end()) return Measure{unit, factor};
  const auto own = make_decimal(known->factor, known->scale);
  const auto all = own ? multiply(*own, factor) : std::nullopt;
  return all ? std::optional(Measure{known->dimension, *all}) : std::nullopt;
}

}  // namespace

std::optional<Quantity> convert_unit(const Quantity& quantity, std::string_view unit) noexcept {
  const auto from = measure_of(quantity.unit);
  const auto to = measure_of(unit);
  if (!from || !to || from->dimension != to->dimension) return std::nullopt;
  Quantity out = quantity;
  out.unit = unit;
  for (QuantityBound* bound : {&out.low, &out.high}) {
    if (!bound->finite) continue;
    const auto base = multiply(bound->value, from->factor);
    const auto value = base ? divide(*base, to->factor) : std::nullopt;
    if (!value) return std::nullopt;
    bound->value = *value;
  }
  return out;
}

}  // namespace kg
