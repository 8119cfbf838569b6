#include "kg/exec/path_costs.h"

#include <cmath>

#include "kg/base/error.h"
#include "kg/model/value.h"

namespace kg {
namespace {

std::string unit_text(std::string_view unit) {
  return unit.empty() ? "plain numbers" : '`' + std::string(unit) + '`';
}

}  // namespace

PathCosts::PathCosts(Context& context, Id relation)
    : context_(context), relation_(relation), reifies_(context.source.find(Term::iri(iri::kRdfReifies))) {}

void PathCosts::check_unit(std::string_view unit) {
  if (!unit_) {
    unit_ = unit;
  } else if (*unit_ != unit) {
    throw Failure(ErrorCode::query,
                  "costs in " + unit_text(*unit_) + " and in " + unit_text(unit) + " cannot be added",
                  "a search for the cheapest path needs costs of one unit");
  }
}

std::optional<Number> PathCosts::value_of_cost(const Term& term) {
  const Value value = value_of(term);
  Number cost;
  if (value.kind == ValueKind::number && std::isfinite(to_double(value.number))) {
    cost = value.number;
    check_unit({});
  } else if (value.kind == ValueKind::quantity && value.quantity.low.finite && value.quantity.high.finite &&
             value.quantity.low.value == value.quantity.high.value) {
    cost = Number::decimal(value.quantity.low.value);
    check_unit(value.quantity.unit);
  } else {
    return std::nullopt;
  }
  if (compare(cost, Number::integer(0)) < 0) {
    throw Failure(ErrorCode::query, "the cost of a step is negative: `" + lexical_form(value) + '`',
                  "`cheapest by` adds up costs of zero or more");
  }
  return cost;
}

std::optional<Number> PathCosts::of(const Triple& triple) {
  const Id name = context_.source.fold(triple);
  if (name == kMissing || reifies_ == kMissing || relation_ == kMissing) {
    return std::nullopt;
  }
  std::optional<Number> least;
  TripleColumns claims;
  TripleColumns values;
  const auto about =
      context_.source.cursor({Permutation::pos, 2, {reifies_, name, kUnbound}, kAllIds, 0b100});
  while (about->next(claims)) {
    context_.budget.check();
    for (std::size_t i = 0; i < claims.size; ++i) {
      const auto costs = context_.source.cursor(
          {Permutation::pso, 2, {relation_, claims.column[2][i], kUnbound}, kAllIds, 0b100});
      while (costs->next(values)) {
        for (std::size_t row = 0; row < values.size; ++row) {
          const auto cost = value_of_cost(context_.source.term(values.column[2][row]));
          if (cost && (!least || order_compare(*cost, *least) < 0)) {
            least = cost;
          }
        }
      }
    }
  }
  return least;
}

Number PathCosts::sum(const Number& a, const Number& b) {
  const auto sum = add(a, b);
  if (!sum) {
    throw Failure(ErrorCode::query, "the cost of a path has more digits than a number holds");
  }
  return *sum;
}

Term PathCosts::term(const Number& cost) const {
  if (!unit_ || unit_->empty()) {
    return number_term(cost);
  }
  Quantity quantity;
  quantity.low = quantity.high = {true, false, cost.exact};
  quantity.unit = *unit_;
  return Term::literal(format_quantity(quantity), iri::kKgQuantity);
}

}  // namespace kg
