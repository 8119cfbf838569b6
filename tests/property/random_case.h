// Random cases for differential tests: a small skewed graph and a logical plan over it.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "kg/algebra/plan.h"
#include "support/memory_source.h"

namespace kg::test {

struct RandomGraph {
  std::vector<std::array<Term, 3>> triples;
  std::vector<Term> terms;  // held without standing in a triple
  MemorySourceOptions options;

  void load(MemorySource& source) const;
  [[nodiscard]] std::string text() const;
};

// Constants of the plan carry their terms; resolve() gives them the ids of a source.
struct RandomCase {
  RandomGraph graph;
  Variables variables;
  PlanPtr plan;
  bool ordered = false;  // the plan says the order of its rows completely
};

// `portable`: only what SPARQL has too, over terms that any engine reads and prints alike, where the
// specification decides the answer.
RandomCase random_case(std::uint64_t seed, bool portable = false);
PlanPtr resolve(const PlanPtr& plan, const TripleSource& source);
// A plan as text, for reports of failures.
std::string plan_text(const PlanPtr& plan, const Variables& variables);

// --- parts of it ------------------------------------------------------------------------------------

class Random {
 public:
  explicit Random(std::uint64_t seed, bool portable = false) : engine_(seed), portable_(portable) {}
  [[nodiscard]] bool portable() const { return portable_; }
  // 0 .. n - 1
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(engine_() % n); }
  // 0 .. n - 1, small ones more often
  std::size_t skewed(std::size_t n) { return std::min(below(n), below(n)); }
  bool chance(int percent) { return below(100) < static_cast<std::size_t>(percent); }
  std::uint64_t bits() { return engine_(); }
  template <typename T>
  const T& one_of(const std::vector<T>& list) {
    return list[below(list.size())];
  }

 private:
  std::mt19937_64 engine_;
  bool portable_;
};

// The terms that graphs and plans are made of.
Term random_literal(Random& random);
// The functions that random expressions call by themselves; operators and tests have places of their own.
std::vector<Function> random_functions(bool portable);
Term random_node(Random& random);
Term random_relation(Random& random);
RandomGraph random_graph(Random& random);

class RandomExpressions {
 public:
  explicit RandomExpressions(Random& random) : random_(random) {}
  // A condition, or a value, over some variables and constants.
  ExpressionPtr condition(const std::vector<Var>& variables, int depth = 2);
  ExpressionPtr value(const std::vector<Var>& variables, int depth = 2);
  // A condition on one variable that leaves a range of terms.
  ExpressionPtr range(Var variable);
  // A call of the function with arguments that mostly suit it. What is by chance, or printed differently by
  // different engines, is not given but tested.
  ExpressionPtr call(Function function, const std::vector<Var>& variables);

 private:
  ExpressionPtr leaf(const std::vector<Var>& variables);
  ExpressionPtr number(const std::vector<Var>& variables, int depth);
  ExpressionPtr text(const std::vector<Var>& variables, int depth);
  ExpressionPtr compare(Function function, const ExpressionPtr& a, const ExpressionPtr& b);
  ExpressionPtr argument(char kind, const std::vector<Var>& variables);

  Random& random_;
};

class RandomPlans {
 public:
  RandomPlans(Random& random, const RandomGraph& graph, Variables& variables);

  // `outer`: variables that an enclosing correlated pattern substitutes.
  PlanPtr plan(int depth, const std::vector<Var>& outer = {});
  // Sorts by every variable, so that the order of rows is the only one possible.
  PlanPtr ordered(PlanPtr input);
  PlanPtr calling(Function function);
  // Whether terms have an order that every engine keeps; triple terms have none.
  [[nodiscard]] bool has_order() const { return has_order_; }

 private:
  std::vector<OrderKey> keys(Var variable, bool descending);
  PlanPtr leaf();
  PlanPtr bgp();
  PlanPtr shape();
  PlanPtr path();
  PlanPtr values();
  PlanPtr optional(int depth, const std::vector<Var>& outer);
  PlanPtr make_test(AntiJoin node);
  PlanPtr anti_join(int depth, const std::vector<Var>& outer);
  PlanPtr unite(int depth, const std::vector<Var>& outer);
  PlanPtr filter(int depth, const std::vector<Var>& outer);
  PlanPtr extend(int depth, const std::vector<Var>& outer);
  PlanPtr group(int depth, const std::vector<Var>& outer);
  PlanPtr walk();
  PlanPtr ranged();
  PlanPtr statistic();
  PlanPtr slice(int depth, const std::vector<Var>& outer);
  PlanPtr project(int depth, const std::vector<Var>& outer);
  PathPtr path_expression(int depth);
  PlanPtr path_between(PatternTerm from, const PathPtr& steps, PatternTerm to);
  PlanPtr top(int depth);
  PatternTerm pattern_term(int variable_percent, const Term& constant);
  PatternTerm relation();
  TriplePattern pattern();

  Random& random_;
  const RandomGraph& graph_;
  Variables& variables_;
  RandomExpressions expressions_;
  std::vector<Var> pool_;
  bool has_order_ = true;
  int tests_ = 0;  // how many `not` and `exists` stand around
};

}  // namespace kg::test
