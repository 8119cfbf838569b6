// Plan: the algebra of a query as an immutable tree (SPARQL 1.1, section 18). `lang` builds logical
// nodes; `optimizer` replaces basic graph patterns and joins by physical ones; `exec` runs any plan,
// optimised or not, with the same answer.
//
// Bag semantics throughout. A solution binds a subset of the query's variables. Two solutions are
// compatible when each variable that both bind has the same id.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "kg/algebra/expression.h"
#include "kg/model/id.h"
#include "kg/model/text_query.h"
#include "kg/model/triple_source.h"

namespace kg {

struct Plan;
using PlanPtr = std::shared_ptr<const Plan>;

// A place in a pattern: a variable, or a constant with its id (kMissing when the store lacks it).
struct PatternTerm {
  Var variable = kNoVar;
  Id id;
  Term term;  // the constant as text, for printing; may be empty for ids that are printed through the source

  [[nodiscard]] bool is_variable() const { return variable != kNoVar; }
  static PatternTerm var(Var variable) { return {variable, {}, {}}; }
  static PatternTerm constant(Id id, Term term = {}) { return {kNoVar, id, std::move(term)}; }
};

struct TriplePattern {
  PatternTerm subject, relation, object;
  [[nodiscard]] const PatternTerm& at(std::size_t position) const {
    return position == 0 ? subject : position == 1 ? relation : object;
  }
};

// `name` is the id of the triple term << subject relation object >> (whether asserted or not).
struct TripleTermPattern {
  PatternTerm name;
  TriplePattern triple;
};

// A property path (SPARQL 1.1, section 9). `link` matches one triple with that relation.
struct PathExpression;
using PathPtr = std::shared_ptr<const PathExpression>;
struct PathExpression {
  enum class Kind : std::uint8_t { link, inverse, sequence, alternative, repeat };
  Kind kind = Kind::link;
  PatternTerm relation;        // link; always a constant
  std::vector<PathPtr> parts;  // inverse and repeat: one; sequence and alternative: two or more
  // repeat: between `at_least` and `at_most` times. With an open end or at_least == 0 the answer is a
  // set of pairs (as SPARQL's * + ?); {m,n} too.
  std::uint32_t at_least = 1;
  std::uint32_t at_most = std::numeric_limits<std::uint32_t>::max();
};

// --- logical nodes -------------------------------------------------------------------------------
struct Unit {};  // one solution that binds nothing
struct Values {  // inline rows; kUnbound for UNDEF. `terms` holds the text of ids that the store lacks.
  std::vector<Var> variables;
  std::vector<std::vector<Term>> rows;  // a Term of kind undefined is unbound
};
struct Bgp {
  std::vector<TriplePattern> triples;
  std::vector<TripleTermPattern> triple_terms;
};
struct Path {
  PatternTerm subject;
  PathPtr path;
  PatternTerm object;
};
// Paths between two nodes as values, the shortest first (or the cheapest): rows (path, length[, cost]). A
// path value is a literal of datatype kg:path (kg/model/path_value.h). No node stands twice on a path.
struct PathSearch {
  PatternTerm from, to;      // constants
  PathPtr step;              // what one step may be; null: any triple between nodes, either way
  std::uint32_t within = 0;  // most steps
  bool all = false;          // every path of at most `within` steps; otherwise the first `count`
  std::uint64_t count = 1;
  PatternTerm
      cost_relation;  // cheapest: the qualifier of a step's claim that holds its cost; else unbound id
  Var path = kNoVar;
  Var length = kNoVar;
  Var cost = kNoVar;  // kNoVar unless cheapest
};
// Full text: every searched literal that matches the query, with its rank's score (higher is better).
struct TextSearch {
  std::string query;
  Var text = kNoVar;
  Var score = kNoVar;  // kNoVar: not wanted
  BetweenWords between = BetweenWords::any;
};
struct Join {
  PlanPtr left, right;
};
struct LeftJoin {
  PlanPtr left, right;
  ExpressionPtr condition;
};  // condition may be null
// Solutions of `left` for which no solution of `right`, with left's variables substituted into it, exists
// (FILTER NOT EXISTS). `negated` false: those for which one exists (FILTER EXISTS). `right` may use
// left's variables in its filters at any depth.
// `correlated`: the right side means what it gives under each left row's bindings. Not correlated (only the
// optimizer says so): `right` is run once, the two sides meet in `keys` alone, which
// neither side leaves unbound; without keys, whether `right` has a row at all decides.
struct AntiJoin {
  PlanPtr left, right;
  bool negated = true;
  bool correlated = true;
  std::vector<Var> keys = {};
};
struct Union {
  std::vector<PlanPtr> inputs;
};
struct Filter {
  PlanPtr input;
  ExpressionPtr condition;
};
struct Extend {
  PlanPtr input;
  Var variable;
  ExpressionPtr expression;
};
struct AggregateItem {
  Var variable;  // where the result goes
  Aggregate aggregate = Aggregate::count;
  ExpressionPtr expression;  // null: count(*)
  bool distinct = false;
  std::string separator = " ";  // for list
};
struct Group {  // no keys: one group, also over no rows
  PlanPtr input;
  std::vector<Var> keys;
  std::vector<AggregateItem> aggregates;
};
struct Distinct {
  PlanPtr input;
};
struct OrderKey {
  ExpressionPtr expression;
  bool descending = false;
};
struct OrderBy {
  PlanPtr input;
  std::vector<OrderKey> keys;
  // Only the first so many rows are wanted (offset included): the operator keeps no more.
  std::uint64_t limit = std::numeric_limits<std::uint64_t>::max();
};
struct Slice {
  PlanPtr input;
  std::uint64_t offset = 0;
  std::uint64_t limit = std::numeric_limits<std::uint64_t>::max();
};
struct Project {
  PlanPtr input;
  std::vector<Var> variables;
};
// The least relations, its members, that hold what `inputs` give when they read these relations through
// RuleRows. The answer is member 0, each row once. The inputs are those of semi-naive evaluation: one has at
// most one use that is `recent`, and rules out no row that the same input with all rows in its place would
// give and another input does not.
struct RuleRows {    // a leaf: rows of a member of the fixpoint in whose input it stands
  std::string rule;  // a name, for printing
  std::uint32_t member = 0;
  bool recent = false;         // those that the last round found
  std::vector<Var> variables;  // what a row binds
};
struct Fixpoint {
  struct Output {
    std::uint32_t member;
    std::vector<Var> variables;  // which of an input's are the columns of the member
  };
  std::string rule;  // a name, for printing
  std::vector<PlanPtr> inputs;
  std::vector<Output> outputs;  // one for each input
  std::vector<Var> variables;   // what a row of member 0 binds
};

// --- physical nodes: only the optimizer makes these ---------------------------------------------------
// Rows of one triple pattern, in the order of a permutation. The constants of the pattern stand first
// in that permutation. `range` restricts the place right after the constants.
struct Scan {
  TriplePattern pattern;
  Permutation permutation = Permutation::spo;
  IdRange range = kAllIds;
};
enum class JoinMethod : std::uint8_t { hash, merge };
// Equal to Join; `merge`: both sides come sorted by `keys`, in that order, and so do the rows that leave.
// `hash`: the right side is built into the table, the left side's order is kept; `keys` may be empty (cross
// product). Neither side leaves a key unbound, and the sides share no other variable.
struct PhysicalJoin {
  PlanPtr left, right;
  JoinMethod method = JoinMethod::hash;
  std::vector<Var> keys;
};
// For each row of `left`, the matching rows of one pattern. The pattern's constants and the variables that it
// shares with `left` stand first in the permutation, and no row of `left` leaves one of those unbound. Probes
// are sorted, so left's order survives only where it is the order of the probes (see sorted_by).
// `left` keeps rows without a match (as LeftJoin does), `semi` and `anti` keep rows with and without one.
enum class LookupKind : std::uint8_t { inner, left, semi, anti };
struct LookupJoin {
  PlanPtr left;
  TriplePattern pattern;
  Permutation permutation = Permutation::spo;
  LookupKind kind = LookupKind::inner;
};
// For each row of `left`: fold or unfold a triple term.
struct TripleTermJoin {
  PlanPtr left;
  TripleTermPattern pattern;
};
// For each row of `left`: the path's pairs that agree with it, walked from the ends that the row binds
// (each distinct start once where it pays).
struct PathJoin {
  PlanPtr left;
  Path path;
};
// Leapfrog triejoin (Veldhuizen 2014) over patterns whose relation is constant, in a variable order.
struct MultiwayJoin {
  std::vector<TriplePattern> patterns;
  std::vector<Var> order;
};
// One row: how many rows the pattern has, from statistics and block metadata.
struct CountPattern {
  TriplePattern pattern;
  Var count;
};
// One row a relation: its id, and how many triples it has, from statistics.
struct CountByRelation {
  Var relation;
  Var count;
};
// One row: how many distinct subjects or objects (`position` 0 or 2) the relation has, from statistics.
struct CountDistinct {
  TriplePattern pattern;
  std::uint8_t position;
  Var count;
};

struct Plan {
  using Node = std::variant<Unit, Values, Bgp, Path, PathSearch, TextSearch, Join, LeftJoin, AntiJoin, Union,
                            Filter, Extend, Group, Distinct, OrderBy, Slice, Project, RuleRows, Fixpoint,
                            Scan, PhysicalJoin, LookupJoin, TripleTermJoin, PathJoin, MultiwayJoin,
                            CountPattern, CountByRelation, CountDistinct>;
  Node node;
  // Rows that the optimizer expects; negative when it has not looked.
  double estimate = -1;

  template <typename T>
  [[nodiscard]] const T* as() const {
    return std::get_if<T>(&node);
  }
};

template <typename T>
PlanPtr make_plan(T node, double estimate = -1) {
  return std::make_shared<const Plan>(Plan{Plan::Node{std::move(node)}, estimate});
}

// The children of a plan, left to right.
std::vector<PlanPtr> children_of(const Plan& plan);
// Variables that some solution of the plan may bind, ascending, without duplicates.
std::vector<Var> variables_of(const Plan& plan);
// Every variable that occurs in the plan, hidden ones and those of expressions too.
std::vector<Var> mentioned_in(const Plan& plan);
// Those that every solution binds.
std::vector<Var> certain_variables_of(const Plan& plan);
// Variables by whose ids the rows come in ascending order, the most significant first. No row leaves one
// of them unbound. Constant or unknown orders give an empty answer.
std::vector<Var> sorted_by(const Plan& plan);

// Names of a query's variables; wildcards and helpers have names that no user can type.
class Variables {
 public:
  Var get(std::string_view name);    // the variable of this name, made if new
  Var fresh(std::string_view hint);  // a new one, named like "_:hint3"
  [[nodiscard]] std::optional<Var> find(std::string_view name) const;
  [[nodiscard]] const std::string& name(Var variable) const { return names_[variable]; }
  [[nodiscard]] std::size_t size() const { return names_.size(); }

 private:
  std::vector<std::string> names_;
  std::unordered_map<std::string, Var> index_;
};

// A variable as plans and messages show it: "?who".
std::string variable_text(const Variables& variables, Var variable);

// The plan as an indented tree, one operator a line, with estimates where there are any, in columns.
// Operators and terms are written in the language's own words. `annotate`, when given, adds text at the end
// of a line (rows and times of a profile).
struct PlanPrinter {
  const Variables& variables;
  std::function<std::string(const PatternTerm&)> term;  // how to show a constant
  std::function<std::string(const Plan&)> annotate;     // may be empty
  [[nodiscard]] std::string print(const Plan& plan) const;
};
std::string print_expression(const Expression& expression, const Variables& variables,
                             const std::function<std::string(const Term&)>& term);

}  // namespace kg
