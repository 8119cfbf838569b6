// RunFacts: what belongs to one run of a query rather than to its data: the moment, and chance.
//
// Used by one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <string>

#include "kg/model/date.h"

namespace kg {

class RunFacts {
 public:
  // The moment at which it was first asked for; the same from then on, in UTC to the millisecond.
  const Date& now();
  // 64 bits from the system's source of randomness.
  std::uint64_t bits();
  // A UUID of random bits (RFC 9562, version 4) in lower case.
  std::string uuid();
  // Sixteen random bytes as text, one for the run.
  const std::string& salt();

 private:
  std::optional<Date> now_;
  std::optional<std::random_device> source_;
  std::string salt_;
};

}  // namespace kg
