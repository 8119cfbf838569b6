// PathCosts: what triples cost, as claims about them say.
#pragma once

#include <optional>
#include <string>

#include "kg/exec/operator.h"
#include "kg/model/number.h"

namespace kg {

class PathCosts {
 public:
  // `relation`: the qualifier whose values are costs.
  PathCosts(Context& context, Id relation);

  // The smallest number or quantity that a claim about the triple has; nothing when there is none. Bounds,
  // ranges and infinities are no numbers. Throws Failure(query): a negative cost, or a second unit.
  std::optional<Number> of(const Triple& triple);
  // Throws Failure(query) when the sum does not fit a number.
  [[nodiscard]] static Number sum(const Number& a, const Number& b);
  // A cost with the unit of those seen.
  [[nodiscard]] Term term(const Number& cost) const;

 private:
  [[nodiscard]] std::optional<Number> value_of_cost(const Term& term);
  void check_unit(std::string_view unit);

  Context& context_;
  Id relation_;
  Id reifies_;
  std::optional<std::string> unit_;  // of the first cost seen; empty: plain numbers
};

}  // namespace kg
