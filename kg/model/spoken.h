// Spoken: values as people write them, for people to read and to ask again.
#pragma once

#include <string>

#include "kg/model/term.h"

namespace kg {

// A quantity with its number in words where that is exact with up to three digits after the point
// (`12000000000 USD`: `12 billion USD`), a stretch of time as `2026-02-10..2026-02-11`. The text of any other
// literal as it is. Precondition: a literal.
std::string spoken(const Term& literal);

}  // namespace kg
