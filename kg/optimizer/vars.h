// Sets of variables as ascending vectors without duplicates: what variables_of() gives.
#pragma once

#include <algorithm>
#include <iterator>
#include <vector>

#include "kg/algebra/expression.h"

namespace kg {

using VarSet = std::vector<Var>;

inline bool contains(const VarSet& set, Var v) { return std::binary_search(set.begin(), set.end(), v); }

inline bool includes(const VarSet& set, const VarSet& part) {
  return std::includes(set.begin(), set.end(), part.begin(), part.end());
}

inline VarSet united(const VarSet& a, const VarSet& b) {
  VarSet out;
  out.reserve(a.size() + b.size());
  std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
  return out;
}

inline VarSet common(const VarSet& a, const VarSet& b) {
  VarSet out;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
  return out;
}

inline VarSet without(const VarSet& a, const VarSet& b) {
  VarSet out;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
  return out;
}

inline bool disjoint(const VarSet& a, const VarSet& b) {
  return std::none_of(a.begin(), a.end(), [&b](Var v) { return contains(b, v); });
}

inline VarSet sorted_set(VarSet vars) {
  std::sort(vars.begin(), vars.end());
  vars.erase(std::unique(vars.begin(), vars.end()), vars.end());
  return vars;
}

}  // namespace kg
