// Functions and aggregates of the language by name.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "kg/algebra/expression.h"

namespace kg {

struct FunctionSignature {
  Function function;
  std::size_t least;  // arguments
  std::size_t most;
  bool text = false;   // its arguments are texts: a quoted name there is a slip
  bool dates = false;  // an integer among its arguments is a year
};

// By name in any case.
std::optional<FunctionSignature> find_function(std::string_view name);
std::optional<Aggregate> find_aggregate(std::string_view name);

// What to write instead of a function or aggregate that does not exist: "`contains`", or a sentence for what
// other query languages write; empty when nothing comes near.
struct FunctionAdvice {
  std::string_view name;
  std::string_view sentence;
};
FunctionAdvice advise_function(std::string_view name);

}  // namespace kg
