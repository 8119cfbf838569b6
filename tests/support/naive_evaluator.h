// NaiveEvaluator: answers logical plans by the definitions of SPARQL 1.1, section 18, with nested loops over
// rows kept as maps. Slow and obvious; the yardstick for the executor and the optimizer, of which it shares
// nothing (terms and their comparison come from kg/model). For tests only.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "kg/algebra/plan.h"
#include "kg/model/triple_source.h"

namespace kg::test {

// A term as a number: equal numbers, same term.
using Node = std::uint32_t;
// A solution: the variables it binds.
using Row = std::map<Var, Node>;
using Rows = std::vector<Row>;

// The terms of an evaluation.
class Nodes {
 public:
  Node of(const Term& term);
  [[nodiscard]] const Term& term(Node node) const { return terms_[node]; }

 private:
  std::vector<Term> terms_;
  std::map<std::string, Node> numbers_;  // by N-Triples text
};

// Value of an expression over a row (an unbound variable is looked up in `outer`); nothing for an error.
std::optional<Term> evaluate_naively(const Expression& expression, const Row& row, const Row& outer,
                                     const Nodes& nodes);

class NaiveEvaluator {
 public:
  // Reads all triples and triple terms of the source, which must outlive this object.
  explicit NaiveEvaluator(const TripleSource& source);

  // Solutions of a plan of logical nodes, in order where the plan says one. Throws Failure(internal) for a
  // physical node, and Failure(limit) when there are more than `max_rows` rows on the way, or much work.
  Rows evaluate(const Plan& plan, std::size_t max_rows = 1'000'000);
  [[nodiscard]] const Nodes& nodes() const { return nodes_; }

  // One text a row: variable=term, in the order of the variables' numbers.
  [[nodiscard]] std::string text(const Row& row) const;

 private:
  using Triples = std::vector<std::array<Node, 3>>;
  using Pairs = std::vector<std::pair<Node, Node>>;
  using Members = std::map<std::uint32_t, std::set<std::vector<Node>>>;
  using End = std::optional<Node>;  // an end of a path that is a constant

  Rows rows_of(const Plan& plan, const Row& outer);
  Rows rows_of(const Unit& node, const Row& outer);
  Rows rows_of(const Values& node, const Row& outer);
  Rows rows_of(const Bgp& node, const Row& outer);
  Rows rows_of(const Path& node, const Row& outer);
  Rows rows_of(const Join& node, const Row& outer);
  Rows rows_of(const LeftJoin& node, const Row& outer);
  Rows rows_of(const AntiJoin& node, const Row& outer);
  Rows rows_of(const Union& node, const Row& outer);
  Rows rows_of(const Filter& node, const Row& outer);
  Rows rows_of(const Extend& node, const Row& outer);
  Rows rows_of(const Group& node, const Row& outer);
  Rows rows_of(const Distinct& node, const Row& outer);
  Rows rows_of(const OrderBy& node, const Row& outer);
  Rows rows_of(const Slice& node, const Row& outer);
  Rows rows_of(const Project& node, const Row& outer);
  Rows rows_of(const RuleRows& node, const Row& outer);
  Rows rows_of(const Fixpoint& node, const Row& outer);
  template <typename T>
  Rows rows_of(const T& node, const Row& outer);  // physical nodes

  void check_size(const Rows& rows);
  void count_work(std::size_t steps);
  bool holds(const ExpressionPtr& condition, const Row& row, const Row& outer) const;
  End constant(const PatternTerm& term, const Row& outer);
  bool match(const PatternTerm& term, Node node, Row& row, const Row& outer);
  Pairs pairs(const PathExpression& path, End from, End to);
  Pairs repeated(const PathExpression& path, End from, End to);
  std::optional<Term> aggregate(const AggregateItem& item, const Rows& rows, const Row& outer);

  const TripleSource& source_;
  Nodes nodes_;
  Triples triples_;
  std::vector<std::pair<Node, std::array<Node, 3>>> triple_terms_;
  const Members* members_ = nullptr;  // of the fixpoint whose inputs are evaluated
  std::size_t max_rows_ = 0;
  std::size_t work_ = 0;
};

// Functions that need all of their arguments and that naive_expression.cpp does not have: intervals, hashes,
// and those of the run, whose values are of the right form but by no means random.
std::optional<Term> call_newer_function(Function function, const std::vector<Term>& arguments);

}  // namespace kg::test
