#include "kg/exec/access.h"

namespace kg {

Permutation permutation_for(std::uint8_t bound_positions) {
  switch (bound_positions) {
    case 0b010:
      return Permutation::pso;
    case 0b110:
      return Permutation::pos;
    case 0b100:
    case 0b101:
      return Permutation::osp;
    default:
      return Permutation::spo;
  }
}

namespace {

bool stands_first(Permutation permutation, std::uint8_t bound_positions) {
  const auto order = positions(permutation);
  bool ended = false;
  for (const std::uint8_t position : order) {
    const bool is_bound = ((static_cast<unsigned>(bound_positions) >> position) & 1U) != 0;
    if (is_bound && ended) {
      return false;
    }
    ended = ended || !is_bound;
  }
  return true;
}

}  // namespace

PatternAccess::PatternAccess(const TriplePattern& pattern, const std::array<std::size_t, 3>& probes,
                             std::optional<Permutation> wanted, const Schema& output) {
  std::uint8_t mask = 0;
  for (std::uint8_t position = 0; position < 3; ++position) {
    const bool is_bound = !pattern.at(position).is_variable() || probes[position] != kNoColumn;
    mask = static_cast<std::uint8_t>(mask | (is_bound ? 1U << position : 0U));
    bound = static_cast<std::uint8_t>(bound + (is_bound ? 1 : 0));
  }
  permutation = wanted && stands_first(*wanted, mask) ? *wanted : permutation_for(mask);
  const auto order = positions(permutation);
  for (std::uint8_t place = 0; place < 3; ++place) {
    const PatternTerm& term = pattern.at(order[place]);
    if (place < bound) {
      prefix[place] = term.is_variable() ? kUnbound : term.id;
      probe[place] = term.is_variable() ? probes[order[place]] : kNoColumn;
      empty = empty || (!term.is_variable() && term.id.tag() == Tag::local);
      continue;
    }
    bool repeated = false;
    for (const Output& earlier : outputs) {
      if (pattern.at(order[earlier.place]).variable == term.variable) {
        equal.push_back({earlier.place, place});
        needed = static_cast<std::uint8_t>(needed | (1U << place) | (1U << earlier.place));
        repeated = true;
      }
    }
    if (!repeated) {
      const std::size_t column = output.find(term.variable);
      outputs.push_back({place, column});
      needed = static_cast<std::uint8_t>(needed | (column == kNoColumn ? 0U : 1U << place));
    }
  }
}

ScanSpec PatternAccess::spec() const {
  ScanSpec spec;
  spec.permutation = permutation;
  spec.bound = bound;
  spec.prefix = prefix;
  spec.needed = needed;
  return spec;
}

}  // namespace kg
