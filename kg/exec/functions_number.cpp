// Arithmetic and functions on numbers (SPARQL 1.1, 17.4.4). A result that does not fit is an error.
#include <optional>

#include "kg/exec/expression_node.h"

namespace kg {
namespace {

using Arguments = std::span<const Value* const>;
using Binary = std::optional<Number> (*)(const Number&, const Number&);
using Unary = Number (*)(const Number&);

template <Binary Operation>
Value binary(ValueStore&, Arguments a) {
  if (a[0]->kind != ValueKind::number || a[1]->kind != ValueKind::number) {
    return {};
  }
  const std::optional<Number> result = Operation(a[0]->number, a[1]->number);
  return result ? value_of_number(*result) : Value{};
}

template <Unary Operation>
Value unary(ValueStore&, Arguments a) {
  return a[0]->kind == ValueKind::number ? value_of_number(Operation(a[0]->number)) : Value{};
}

Number same(const Number& number) { return number; }

}  // namespace

StrictFunction number_function(Function function) {
  switch (function) {
    case Function::add:
      return binary<static_cast<Binary>(kg::add)>;
    case Function::subtract:
      return binary<static_cast<Binary>(kg::subtract)>;
    case Function::multiply:
      return binary<static_cast<Binary>(kg::multiply)>;
    case Function::divide:
      return binary<static_cast<Binary>(kg::divide)>;
    case Function::negate:
      return unary<static_cast<Unary>(kg::negate)>;
    case Function::plus:
      return unary<same>;
    case Function::abs:
      return unary<absolute>;
    case Function::round:
      return unary<static_cast<Unary>(kg::round)>;
    case Function::ceil:
      return unary<static_cast<Unary>(kg::ceil)>;
    case Function::floor:
      return unary<static_cast<Unary>(kg::floor)>;
    default:
      return nullptr;
  }
}

}  // namespace kg
