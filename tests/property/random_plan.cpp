#include <algorithm>

#include "kg/algebra/visit.h"
#include "property/random_case.h"

namespace kg::test {
namespace {

bool has(const std::vector<Var>& list, Var variable) {
  return std::find(list.begin(), list.end(), variable) != list.end();
}

bool meet(const std::vector<Var>& a, const std::vector<Var>& b) {
  return std::any_of(a.begin(), a.end(), [&](Var variable) { return has(b, variable); });
}

bool has_alternative(const PathExpression& path) {
  return path.kind == PathExpression::Kind::alternative ||
         std::any_of(path.parts.begin(), path.parts.end(),
                     [](const PathPtr& part) { return has_alternative(*part); });
}

bool has_empty_walk(const PathExpression& path) {
  return (path.kind == PathExpression::Kind::repeat && path.at_least == 0) ||
         std::any_of(path.parts.begin(), path.parts.end(),
                     [](const PathPtr& part) { return has_empty_walk(*part); });
}

std::vector<Var> united(std::vector<Var> a, const std::vector<Var>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

}  // namespace

RandomPlans::RandomPlans(Random& random, const RandomGraph& graph, Variables& variables)
    : random_(random), graph_(graph), variables_(variables), expressions_(random) {
  for (const char* name : {"a", "b", "c", "d", "e"}) pool_.push_back(variables_.get(name));
  has_order_ = !random.portable() ||
               std::none_of(graph.triples.begin(), graph.triples.end(),
                            [](const auto& triple) { return triple[2].kind == TermKind::triple; });
}

PatternTerm RandomPlans::pattern_term(int variable_percent, const Term& constant) {
  if (random_.chance(variable_percent)) return PatternTerm::var(pool_[random_.skewed(pool_.size())]);
  return PatternTerm::constant(kMissing, constant);
}

// Mostly made from a triple of the graph, so that it has matches.
TriplePattern RandomPlans::pattern() {
  std::array<Term, 3> sample{random_node(random_), random_relation(random_), random_literal(random_)};
  if (!graph_.triples.empty() && random_.chance(90)) sample = random_.one_of(graph_.triples);
  return {pattern_term(75, sample[0]), pattern_term(15, sample[1]), pattern_term(70, sample[2])};
}

PlanPtr RandomPlans::bgp() {
  Bgp node;
  for (std::size_t n = random_.chance(2) ? 0 : 1 + random_.skewed(4); n > 0; --n)
    node.triples.push_back(pattern());
  if (random_.chance(12)) {
    const Term reifies = Term::iri(iri::kRdfReifies);
    const PatternTerm name = PatternTerm::var(pool_[3 + random_.below(2)]);
    TriplePattern about = pattern();
    // Where the outer row gives a part that no triple can have, engines part.
    if (random_.portable() && tests_ > 0) {
      about.subject = PatternTerm::constant(kMissing, random_node(random_));
      about.relation = relation();
    }
    node.triple_terms.push_back({name, std::move(about)});
    if (random_.portable() || random_.chance(70)) {
      node.triples.push_back({pattern_term(100, reifies), PatternTerm::constant(kMissing, reifies), name});
    }
  }
  return make_plan(std::move(node));
}

PatternTerm RandomPlans::relation() { return PatternTerm::constant(kMissing, random_relation(random_)); }

// Cycles, stars and chains over relations.
PlanPtr RandomPlans::shape() {
  const auto var = [&](std::size_t i) { return PatternTerm::var(pool_[i]); };
  Bgp node;
  switch (random_.below(4)) {
    case 0:
      node.triples = {
          {var(0), relation(), var(1)}, {var(1), relation(), var(2)}, {var(0), relation(), var(2)}};
      break;
    case 1:
      node.triples = {
          {var(0), relation(), var(1)}, {var(0), relation(), var(2)}, {var(0), relation(), var(3)}};
      break;
    case 2:
      node.triples = {
          {var(0), relation(), var(1)}, {var(1), relation(), var(2)}, {var(2), relation(), var(0)}};
      break;
    default:
      node.triples = {{var(0), relation(), var(1)}, {var(2), relation(), var(1)}};
  }
  if (random_.chance(30)) node.triples.push_back(pattern());
  return make_plan(std::move(node));
}

// From one node into a relation that may be long: what lookups are for.
PlanPtr RandomPlans::walk() {
  if (graph_.triples.empty()) return leaf();
  const auto& start = random_.one_of(graph_.triples);
  const PatternTerm middle = PatternTerm::var(pool_[0]);
  const PatternTerm end =
      random_.chance(85) ? PatternTerm::var(pool_[1]) : PatternTerm::constant(kMissing, start[2]);
  const PatternTerm first = PatternTerm::constant(kMissing, start[1]);
  const PatternTerm second = PatternTerm::constant(kMissing, random_.one_of(graph_.triples)[1]);
  const bool forwards = random_.chance(60);
  const PatternTerm fixed = PatternTerm::constant(kMissing, forwards ? start[0] : start[2]);
  PlanPtr left = make_plan(
      Bgp{{forwards ? TriplePattern{fixed, first, middle} : TriplePattern{middle, first, fixed}}, {}});
  PlanPtr right = make_plan(
      Bgp{{forwards ? TriplePattern{middle, second, end} : TriplePattern{end, second, middle}}, {}});
  if (random_.chance(20)) right = path_between(middle, path_expression(2), end);
  switch (random_.below(4)) {
    case 0:
      return make_plan(LeftJoin{std::move(left), std::move(right), nullptr});
    case 1:
      return make_test({std::move(left), std::move(right), random_.chance(50)});
    default:
      return make_plan(Join{std::move(left), std::move(right)});
  }
}

PlanPtr RandomPlans::ranged() {
  const PatternTerm object = PatternTerm::var(pool_[random_.below(3)]);
  PatternTerm relation_term = relation();
  if (!graph_.triples.empty())
    relation_term = PatternTerm::constant(kMissing, random_.one_of(graph_.triples)[1]);
  PlanPtr input = make_plan(Bgp{{{PatternTerm::var(pool_[3]), std::move(relation_term), object}}, {}});
  return make_plan(Filter{std::move(input), expressions_.range(object.variable)});
}

// What the optimizer may answer from statistics.
PlanPtr RandomPlans::statistic() {
  const bool fixed = random_.chance(70);
  Bgp node;
  node.triples = {{PatternTerm::var(pool_[0]), fixed ? relation() : PatternTerm::var(pool_[1]),
                   pattern_term(80, random_node(random_))}};
  if (node.triples[0].object.is_variable()) node.triples[0].object = PatternTerm::var(pool_[2]);
  const std::vector<Var> visible = variables_of(*make_plan(node));
  AggregateItem count;
  count.variable = variables_.fresh("count");
  if (random_.chance(60)) {
    count.expression = make_variable(random_.one_of(visible));
    count.distinct = random_.chance(70);
  }
  Group group{make_plan(std::move(node)), {}, {std::move(count)}};
  if (random_.chance(40)) group.keys.push_back(random_.one_of(visible));
  return make_plan(std::move(group));
}

// The first few by one variable: which rows is open where it ties, but not which values.
PlanPtr RandomPlans::top(int depth) {
  PlanPtr input = plan(depth - 1);
  const std::vector<Var> visible = variables_of(*input);
  if (visible.empty()) return input;
  const Var variable = random_.one_of(visible);
  OrderBy sorted{std::move(input), keys(variable, random_.chance(30)),
                 std::numeric_limits<std::uint64_t>::max()};
  Slice node{nullptr, random_.chance(30) ? random_.below(4) : 0, random_.below(6)};
  if (random_.chance(50)) sorted.limit = node.offset + node.limit;
  node.input = make_plan(std::move(sorted));
  return make_plan(Project{make_plan(std::move(node)), {variable}});
}

PathPtr RandomPlans::path_expression(int depth) {
  PathExpression path;
  const auto add_parts = [&](std::size_t count) {
    for (; count > 0; --count) path.parts.push_back(path_expression(depth - 1));
  };
  switch (depth <= 0 ? 0 : random_.below(6)) {
    case 1:
      path.kind = PathExpression::Kind::inverse;
      add_parts(1);
      break;
    case 2:
      path.kind = PathExpression::Kind::sequence;
      add_parts(2 + random_.below(2));
      break;
    case 3:
      path.kind = PathExpression::Kind::alternative;
      add_parts(2);
      break;
    case 4:
    case 5:
      path.kind = PathExpression::Kind::repeat;
      add_parts(1);
      path.at_least = static_cast<std::uint32_t>(random_.below(3));
      if (random_.chance(40)) path.at_most = path.at_least + static_cast<std::uint32_t>(random_.below(3));
      if (path.at_most == 0) path.at_most = 1;
      break;
    default:
      path.relation = PatternTerm::constant(kMissing, random_relation(random_));
  }
  return std::make_shared<const PathExpression>(std::move(path));
}

// Where engines part: how often either way of an alternative counts, and whether no step leads from a node
// that the graph lacks to itself.
PlanPtr RandomPlans::path_between(PatternTerm from, const PathPtr& steps, PatternTerm to) {
  if (random_.portable() && has_empty_walk(*steps) && tests_ > 0) {
    return make_plan(Bgp{{{std::move(from), relation(), std::move(to)}}, {}});
  }
  if (random_.portable() && has_empty_walk(*steps)) {
    from = PatternTerm::var(pool_[0]);
    if (!to.is_variable()) to = PatternTerm::var(pool_[1]);
  }
  const bool set = random_.portable() && has_alternative(*steps);
  PlanPtr out = make_plan(Path{std::move(from), steps, std::move(to)});
  return set ? make_plan(Distinct{std::move(out)}) : out;
}

PlanPtr RandomPlans::path() {
  const PathPtr steps = path_expression(2);
  return path_between(pattern_term(70, random_node(random_)), steps, pattern_term(70, random_node(random_)));
}

PlanPtr RandomPlans::values() {
  Values node;
  const std::size_t columns = 1 + random_.below(2);
  while (node.variables.size() < columns) {
    const Var variable = pool_[random_.skewed(pool_.size())];
    if (!has(node.variables, variable)) node.variables.push_back(variable);
  }
  for (std::size_t n = random_.below(4); n > 0; --n) {
    std::vector<Term> row;
    for (std::size_t i = 0; i < columns; ++i) {
      row.push_back(random_.chance(15)   ? Term{}
                    : random_.chance(65) ? random_node(random_)
                                         : random_literal(random_));
    }
    node.rows.push_back(std::move(row));
  }
  return make_plan(std::move(node));
}

PlanPtr RandomPlans::leaf() {
  const std::size_t kind = random_.below(100);
  if (kind < 55) return bgp();
  if (kind < 70) return shape();
  if (kind < 84) return path();
  if (kind < 97) return values();
  return make_plan(Unit{});
}

PlanPtr RandomPlans::optional(int depth, const std::vector<Var>& outer) {
  PlanPtr left = plan(depth - 1, outer);
  PlanPtr right = plan(depth - 1, outer);
  ExpressionPtr condition;
  if (random_.chance(40)) {
    condition = expressions_.condition(united(united(variables_of(*left), variables_of(*right)), outer), 1);
  }
  return make_plan(LeftJoin{std::move(left), std::move(right), std::move(condition)});
}

// Variables of a test's own are none of what it is joined to, which not every engine heeds: portably, a
// nested find keeps them apart.
PlanPtr RandomPlans::make_test(AntiJoin node) {
  std::vector<Var> visible = variables_of(*node.left);
  PlanPtr out = make_plan(std::move(node));
  return random_.portable() ? make_plan(Project{std::move(out), std::move(visible)}) : out;
}

PlanPtr RandomPlans::anti_join(int depth, const std::vector<Var>& outer) {
  PlanPtr left = plan(depth - 1, outer);
  ++tests_;
  PlanPtr right = plan(depth - 1, united(outer, variables_of(*left)));
  --tests_;
  return make_test({std::move(left), std::move(right), random_.chance(65)});
}

PlanPtr RandomPlans::unite(int depth, const std::vector<Var>& outer) {
  Union node;
  for (std::size_t n = 2 + random_.below(2); n > 0; --n) node.inputs.push_back(plan(depth - 1, outer));
  return make_plan(std::move(node));
}

PlanPtr RandomPlans::filter(int depth, const std::vector<Var>& outer) {
  PlanPtr input = plan(depth - 1, outer);
  std::vector<Var> visible = united(variables_of(*input), outer);
  if (random_.chance(5)) visible.push_back(pool_.back());
  if (!visible.empty() && random_.chance(40)) {
    return make_plan(Filter{std::move(input), expressions_.range(random_.one_of(visible))});
  }
  return make_plan(Filter{std::move(input), expressions_.condition(visible)});
}

PlanPtr RandomPlans::extend(int depth, const std::vector<Var>& outer) {
  PlanPtr input = plan(depth - 1, outer);
  const std::vector<Var> used = united(variables_of(*input), outer);
  Var variable = pool_[random_.below(pool_.size())];
  if (has(used, variable)) variable = variables_.fresh("x");
  return make_plan(Extend{std::move(input), variable, expressions_.value(used)});
}

// What is substituted from outside stays visible through groups and projections: whether it would be seen
// behind them is a matter of scope, which the language settles before there is a plan.
PlanPtr RandomPlans::group(int depth, const std::vector<Var>& outer) {
  PlanPtr input = plan(depth - 1);
  const std::vector<Var> visible = variables_of(*input);
  Group node{input, {}, {}};
  for (const Var variable : visible) {
    if (has(outer, variable) || random_.chance(30)) node.keys.push_back(variable);
  }
  static const std::vector<Aggregate> kAggregates = {Aggregate::count,  Aggregate::count, Aggregate::sum,
                                                     Aggregate::avg,    Aggregate::min,   Aggregate::max,
                                                     Aggregate::sample, Aggregate::list};
  std::vector<Var> shown = node.keys;
  std::vector<std::pair<Var, Function>> masked;
  for (std::size_t n = random_.below(3); n > 0; --n) {
    AggregateItem item{variables_.fresh("n"), random_.one_of(kAggregates), nullptr, random_.chance(30), "|"};
    const bool count_rows =
        item.aggregate == Aggregate::count && (random_.chance(40) || (random_.portable() && visible.empty()));
    if (!count_rows) {
      item.expression = visible.empty() || random_.chance(20) ? expressions_.value(visible, 1)
                                                              : make_variable(random_.one_of(visible));
      // The order between literals of different kinds is open.
      // An error among what is counted is where engines part.
      if (item.aggregate == Aggregate::count && random_.portable() && !visible.empty()) {
        item.expression = make_variable(random_.one_of(visible));
      }
      const bool extreme = item.aggregate == Aggregate::min || item.aggregate == Aggregate::max;
      const bool distinct_list = item.aggregate == Aggregate::list && item.distinct;
      if ((extreme || distinct_list) && random_.portable()) {
        item.expression = make_call(Function::str, {item.expression});
      }
    }
    // Which one is sampled, and in what order a list stands, is open; what is compared is not.
    if (item.aggregate == Aggregate::sample || item.aggregate == Aggregate::list) {
      masked.emplace_back(item.variable,
                          item.aggregate == Aggregate::sample ? Function::bound : Function::length);
    } else {
      shown.push_back(item.variable);
    }
    node.aggregates.push_back(std::move(item));
  }
  // Whether count(distinct *) sees what a path goes through is open: nothing else stays in sight.
  if (random_.portable()) node.input = make_plan(Project{std::move(node.input), visible});
  PlanPtr result = make_plan(std::move(node));
  for (const auto& [variable, function] : masked) {
    shown.push_back(variables_.fresh("m"));
    result =
        make_plan(Extend{std::move(result), shown.back(), make_call(function, {make_variable(variable)})});
  }
  return masked.empty() ? result : make_plan(Project{std::move(result), std::move(shown)});
}

// By the term; portably by the texts that make it up, because SPARQL leaves the order of kinds open.
std::vector<OrderKey> RandomPlans::keys(Var variable, bool descending) {
  if (!random_.portable()) return {{make_variable(variable), descending}};
  std::vector<OrderKey> out;
  for (const Function part : {Function::str, Function::lang}) {
    out.push_back({make_call(part, {make_variable(variable)}), descending});
  }
  const ExpressionPtr datatype = make_call(Function::datatype, {make_variable(variable)});
  out.push_back({make_call(Function::str, {datatype}), descending});
  return out;
}

PlanPtr RandomPlans::calling(Function function) {
  PlanPtr input = leaf();
  const Var result = variables_.fresh("x");
  const ExpressionPtr call = expressions_.call(function, variables_of(*input));
  if (random_.chance(30) && !random_.portable()) return make_plan(Filter{std::move(input), call});
  return make_plan(Extend{std::move(input), result, call});
}

PlanPtr RandomPlans::ordered(PlanPtr input) {
  OrderBy node{std::move(input), {}, std::numeric_limits<std::uint64_t>::max()};
  const std::vector<Var> visible = variables_of(*node.input);
  if (random_.chance(30) && !random_.portable()) {
    node.keys.push_back({expressions_.value(visible, 1), random_.chance(50)});
  }
  for (const Var variable : visible) {
    for (OrderKey& key : keys(variable, random_.chance(40))) node.keys.push_back(std::move(key));
  }
  if (random_.chance(50)) std::reverse(node.keys.begin(), node.keys.end());
  return make_plan(std::move(node));
}

PlanPtr RandomPlans::slice(int depth, const std::vector<Var>& outer) {
  PlanPtr input = plan(depth - 1);
  if (meet(variables_of(*input), outer) || !has_order_) return input;
  Slice node{nullptr, random_.chance(40) ? random_.below(4) : 0, random_.below(8)};
  if (random_.chance(15)) node.limit = std::numeric_limits<std::uint64_t>::max();
  if (random_.chance(60)) {
    OrderBy sorted = *ordered(std::move(input))->as<OrderBy>();
    if (random_.chance(40) && node.limit < 100) sorted.limit = node.offset + node.limit;
    node.input = make_plan(std::move(sorted));
    return make_plan(std::move(node));
  }
  // Without an order only the number of rows is certain.
  node.input = std::move(input);
  AggregateItem count;
  count.variable = variables_.fresh("rows");
  return make_plan(Group{make_plan(std::move(node)), {}, {std::move(count)}});
}

PlanPtr RandomPlans::project(int depth, const std::vector<Var>& outer) {
  PlanPtr input = plan(depth - 1);
  std::vector<Var> kept;
  for (const Var variable : variables_of(*input)) {
    if (has(outer, variable) || random_.chance(60)) kept.push_back(variable);
  }
  if (random_.chance(5) && outer.empty() && !has(kept, pool_.back())) kept.push_back(pool_.back());
  if (random_.chance(30)) std::reverse(kept.begin(), kept.end());
  PlanPtr out = make_plan(Project{std::move(input), std::move(kept)});
  return random_.chance(40) ? make_plan(Distinct{std::move(out)}) : out;
}

PlanPtr RandomPlans::plan(int depth, const std::vector<Var>& outer) {
  if (random_.chance(12)) return random_.chance(65) ? walk() : ranged();
  if (depth <= 0 || random_.chance(10)) return leaf();
  if (outer.empty() && random_.chance(8)) return !has_order_ || random_.chance(50) ? statistic() : top(depth);
  switch (random_.below(14)) {
    case 0:
    case 1: {
      PlanPtr left = plan(depth - 1, outer);
      return make_plan(Join{std::move(left), plan(depth - 1, outer)});
    }
    case 2:
    case 3:
      return optional(depth, outer);
    case 4:
      return anti_join(depth, outer);
    case 5:
      return unite(depth, outer);
    case 6:
    case 7:
      return filter(depth, outer);
    case 8:
      return extend(depth, outer);
    case 9:
      return group(depth, outer);
    case 10:
      return slice(depth, outer);
    case 11:
      return project(depth, outer);
    case 12:
      return make_plan(Distinct{plan(depth - 1, outer)});
    default:
      return leaf();
  }
}

RandomCase random_case(std::uint64_t seed, bool portable) {
  Random random(seed, portable);
  RandomCase out;
  out.graph = random_graph(random);
  RandomPlans plans(random, out.graph, out.variables);
  const int depth = 1 + static_cast<int>(random.below(4));
  out.plan = random.chance(20) ? plans.calling(random.one_of(random_functions(portable))) : plans.plan(depth);
  if (plans.has_order() && random.chance(15)) {
    out.plan = plans.ordered(out.plan);
    out.ordered = true;
  }
  return out;
}

}  // namespace kg::test
