// Join order: the cheapest plan for a join of patterns, paths and other plans, with filters.
//
// Dynamic programming over connected sets of factors (Moerkotte and Neumann, VLDB 2006, for the idea of
// joining only what is connected): bushy trees up to kMaxBushyFactors factors, trees with one factor on a
// side up to kMaxDynamicFactors factors with at most kMaxConnectedSets connected sets, greedily beyond. A set
// keeps its cheapest plan and the cheapest for each variable that it may be sorted by ("interesting orders"),
// so that star joins become merge joins. Unconnected parts are planned by themselves and crossed.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <deque>
#include <utility>
#include <vector>

#include "kg/optimizer/cardinality.h"
#include "kg/optimizer/join_group.h"
#include "kg/optimizer/planned.h"
#include "kg/optimizer/ranges.h"

namespace kg {

inline constexpr std::size_t kMaxBushyFactors = 6;
inline constexpr std::size_t kMaxDynamicFactors = 12;
inline constexpr std::size_t kMaxConnectedSets = 130;  // a chain of 12 has 78, a star of 7 has 127
inline constexpr std::size_t kMaxJoinFactors = 64;     // of one JoinOrder
inline constexpr std::size_t kMaxJoinVariables = 64;   // of one JoinOrder

using Mask = std::uint64_t;

constexpr Mask bit(std::size_t i) { return Mask{1} << i; }

// Calls visit(i) for each bit i that is set, ascending.
template <typename Visit>
void for_each_bit(Mask mask, Visit&& visit) {
  for (; mask != 0; mask &= mask - 1) visit(static_cast<std::size_t>(std::countr_zero(mask)));
}

// One thing to join. Variables are numbers local to the JoinOrder.
struct Factor {
  enum class Kind : std::uint8_t { triple, triple_term, path, plan };
  Kind kind = Kind::triple;
  TriplePattern triple;                               // triple, triple_term
  std::array<std::uint8_t, 3> places{255, 255, 255};  // triple: local variables, 255 for constants
  PatternTerm name;                                   // triple_term
  Path path;                                          // path
  Planned sub;                                        // plan
  Mask vars = 0;                                      // may be bound
  Mask certain = 0;
  double rows = 0;                                        // after its own filters
  double index_rows = 0;                                  // of the pattern alone, for lookups
  double ranged_rows = 0;                                 // in the ranges
  std::vector<std::pair<std::uint8_t, double>> distinct;  // local variable, number of values
  Mask filters = 0;                                       // decided by this factor alone
  // Ranges of ids that the filters leave for the variable at `ranged_position`.
  std::vector<ValueRange> ranges;
  std::uint8_t ranged_position = 3;
  Mask ranged_filters = 0;  // those that exact ranges decide

  [[nodiscard]] double values_of(std::size_t var) const;
};

class JoinOrder {
 public:
  // `others`: the group's other plans, planned. The group has no steps left to do here. The group and the
  // cardinality must outlive this object. Precondition: fits(group).
  JoinOrder(const JoinGroup& group, std::vector<Planned> others, const Cardinality& cardinality, Wish wish);

  static bool fits(const JoinGroup& group);
  Planned plan();

 private:
  enum class Operation : std::uint8_t {
    scan,
    leaf,
    hash,
    merge,
    lookup,
    term_join,
    path_join,
    compatible,
    multiway
  };
  static constexpr std::uint8_t kNone = 255;

  struct Candidate {
    double cost = 0;
    double startup = 0;
    Operation operation = Operation::leaf;
    Permutation permutation = Permutation::spo;
    bool ranged = false;                                     // scan: reads the factor's ranges only
    std::array<std::uint8_t, 3> order{kNone, kNone, kNone};  // local variables
    std::uint32_t self = 0;                                  // this, left and right: places in candidates_
    std::uint32_t left = 0;
    std::uint32_t right = 0;  // the factor for scans, leaves and lookups
    Mask vars = 0;
    Mask filters = 0;                                            // asked right here
    Mask keys = 0;                                               // hash and merge
    std::array<std::uint8_t, 3> key_order{kNone, kNone, kNone};  // merge
    double rows = 0;
    double rows_before_filters = 0;
  };
  static constexpr std::size_t kKept = 5;
  struct Entry {
    Mask factors = 0;
    double rows = -1;
    Mask vars = 0;
    Mask certain = 0;
    Mask filters = 0;  // those decided by these factors
    Mask useful = 0;   // variables by which an order may still serve somebody
    std::array<std::uint32_t, kKept> kept{};
    std::uint8_t size = 0;
  };

  // join_factors.cpp
  void add_triple(const TriplePattern& pattern);
  void add_triple_term(const TripleTermPattern& pattern);
  void add_path(const Path& path);
  void add_other(Planned planned);
  void add_filters();
  void apply_ranges(Factor& factor);
  bool count_ranges(Factor& factor, Permutation permutation);
  std::uint8_t local(Var variable);
  void note(Factor& factor, const PatternTerm& term, double distinct);
  void finish_factors();

  // join_order.cpp
  void make_entry(Entry& entry, Mask factors) const;
  [[nodiscard]] double joined_rows(Mask factors) const;
  [[nodiscard]] Mask component_of(std::size_t factor) const;
  [[nodiscard]] bool few_connected_sets() const;
  void enumerate_all();
  void enumerate_greedily(Mask component);
  Planned chosen(Mask component);
  Planned cross(std::vector<std::pair<Mask, Planned>> parts) const;
  Entry& entry(Mask factors);

  // join_candidates.cpp
  struct Probes {
    std::array<std::uint8_t, 3> vars{kNone, kNone, kNone};
    std::uint8_t size = 0;
  };
  static bool probes_of(const Factor& factor, Mask bound, Permutation permutation, Probes& out);
  void offer_leaves(Entry& out, std::size_t factor);
  void offer_scans(Entry& out, std::size_t factor);
  void combine(const Entry& left, const Entry& right, Entry& out);
  void offer_lookup(const Entry& left, const Candidate& a, const Entry& right, Entry& out);
  void offer_step_join(const Entry& left, const Candidate& a, const Entry& right, Entry& out);
  void offer_hash(const Entry& left, const Candidate& a, const Entry& right, const Candidate& b, Entry& out);
  void offer_merge(const Entry& left, const Candidate& a, const Entry& right, const Candidate& b, Entry& out);
  void offer_multiway(Entry& out);
  void offer(Entry& out, Candidate candidate, double rows_before_filters, Mask new_filters);
  [[nodiscard]] double adjusted(const Candidate& candidate) const {
    return candidate.startup + fraction_ * (candidate.cost - candidate.startup);
  }
  [[nodiscard]] bool beaten(const Entry& out, double at_least, std::uint8_t order) const;
  [[nodiscard]] double passing(Mask filters) const;
  [[nodiscard]] std::uint32_t cheapest(const Entry& entry) const;
  [[nodiscard]] bool sorted_as_wished(const Candidate& candidate) const;

  // join_build.cpp
  PlanPtr build(std::uint32_t candidate) const;
  PlanPtr build_scan(const Candidate& candidate) const;
  PlanPtr build_leaf(const Candidate& candidate) const;
  PlanPtr build_pair(const Candidate& candidate) const;
  PlanPtr filtered(PlanPtr plan, Mask filters, double rows) const;
  [[nodiscard]] std::vector<Var> names(Mask vars) const;

  const JoinGroup& group_;
  const Cardinality& cardinality_;
  Wish wish_;
  double fraction_ = 1;  // of the result that the consumer takes
  bool nothing_ = false;

  std::vector<Var> vars_;
  std::vector<Factor> factors_;
  struct FilterInfo {
    ExpressionPtr expression;
    Mask vars = 0;
    double selectivity = 0.5;
  };
  std::vector<FilterInfo> filters_;
  Mask interesting_ = 0;  // variables of two factors or more, or of the wish

  std::vector<Entry> table_;  // by mask, when there are few factors
  std::deque<Entry> sparse_;  // otherwise
  std::vector<Candidate> candidates_;
  std::vector<std::pair<Mask, std::vector<std::size_t>>> multiways_;  // factors, order of the variables
};

}  // namespace kg
