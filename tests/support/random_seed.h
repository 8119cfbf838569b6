// The seed of a random test: KG_SEED, or a fresh one, printed so that a failure can be repeated.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <random>

namespace kg::test {

inline std::uint64_t random_seed() {
  static const std::uint64_t seed = [] {
    const char* given = std::getenv("KG_SEED");
    const std::uint64_t value = given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device{}();
    std::cerr << "KG_SEED=" << value << '\n';
    return value;
  }();
  return seed;
}

}  // namespace kg::test
