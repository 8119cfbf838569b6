#include "support/naive_evaluator.h"

#include <algorithm>

#include "kg/base/error.h"
#include "kg/model/value.h"

namespace kg::test {
namespace {

// Rows looked at for each row that an answer may have at most.
constexpr std::size_t kMaxWorkPerRow = 1'000;

bool compatible(const Row& a, const Row& b) {
  return std::all_of(a.begin(), a.end(), [&](const auto& binding) {
    const auto other = b.find(binding.first);
    return other == b.end() || other->second == binding.second;
  });
}

Row merged(const Row& a, const Row& b) {
  Row out = a;
  out.insert(b.begin(), b.end());
  return out;
}

// The bindings of `row` for some variables.
Row restricted(const Row& row, const std::vector<Var>& variables) {
  Row out;
  for (const Var variable : variables) {
    if (const auto found = row.find(variable); found != row.end()) out.insert(*found);
  }
  return out;
}

// A pattern under substitution binds only what the outer row does not.
Row without(const Row& row, const Row& outer) {
  Row out;
  for (const auto& binding : row) {
    if (outer.count(binding.first) == 0) out.insert(binding);
  }
  return out;
}

// Rows of a node that binds variables by itself, under substitution: those that agree with the outer row.
Rows agreeing(const Rows& rows, const Row& outer) {
  Rows out;
  for (const Row& row : rows) {
    if (compatible(row, outer)) out.push_back(without(row, outer));
  }
  return out;
}

int order_terms(const std::optional<Term>& a, const std::optional<Term>& b) {
  const Term none;
  const auto order = order_compare(value_of(a ? *a : none), value_of(b ? *b : none));
  return order < 0 ? -1 : order > 0 ? 1 : 0;
}

std::optional<Number> number_of(const Term& term) {
  const Value value = value_of(term);
  return value.kind == ValueKind::number ? std::optional(value.number) : std::nullopt;
}

std::optional<Number> sum_of(const std::vector<Term>& terms) {
  Number sum = Number::integer(0);
  for (const Term& term : terms) {
    const auto number = number_of(term);
    const auto next = number ? add(sum, *number) : std::nullopt;
    if (!next) return std::nullopt;
    sum = *next;
  }
  return sum;
}

std::optional<Term> average_of(const std::vector<Term>& terms) {
  if (terms.empty()) return Term::integer(0);
  const auto sum = sum_of(terms);
  const auto average =
      sum ? divide(*sum, Number::integer(static_cast<std::int64_t>(terms.size()))) : std::nullopt;
  return average ? std::optional(number_term(*average)) : std::nullopt;
}

std::optional<Term> list_of(const std::vector<Term>& terms, const std::string& separator) {
  std::string text;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    if (terms[i].kind != TermKind::iri && terms[i].kind != TermKind::literal) return std::nullopt;
    text += (i == 0 ? "" : separator) + terms[i].value;
  }
  return Term::string(text);
}

}  // namespace

Node Nodes::of(const Term& term) {
  const auto [at, added] = numbers_.emplace(term.to_ntriples(), static_cast<Node>(terms_.size()));
  if (added) terms_.push_back(term);
  return at->second;
}

NaiveEvaluator::NaiveEvaluator(const TripleSource& source) : source_(source) {
  const auto node_of = [this](Id id) { return nodes_.of(source_.term(id)); };
  const auto cursor = source.cursor({});
  TripleColumns columns;
  while (cursor->next(columns)) {
    for (std::size_t i = 0; i < columns.size; ++i) {
      triples_.push_back(
          {node_of(columns.column[0][i]), node_of(columns.column[1][i]), node_of(columns.column[2][i])});
    }
  }
  source.for_each_triple_term({}, 0, [&](Id id, const Triple& parts) {
    triple_terms_.push_back({node_of(id), {node_of(parts[0]), node_of(parts[1]), node_of(parts[2])}});
    return true;
  });
}

Rows NaiveEvaluator::evaluate(const Plan& plan, std::size_t max_rows) {
  max_rows_ = max_rows;
  work_ = 0;
  return rows_of(plan, {});
}

std::string NaiveEvaluator::text(const Row& row) const {
  std::string out;
  for (const auto& [variable, node] : row) {
    out += "?" + std::to_string(variable) + "=" + nodes_.term(node).to_ntriples() + " ";
  }
  return out;
}

void NaiveEvaluator::check_size(const Rows& rows) {
  if (rows.size() > max_rows_) throw Failure(ErrorCode::limit, "too many rows for the naive evaluator");
  count_work(1);
}

void NaiveEvaluator::count_work(std::size_t steps) {
  work_ += steps;
  if (work_ / kMaxWorkPerRow > max_rows_)
    throw Failure(ErrorCode::limit, "too much work for the naive evaluator");
}

bool NaiveEvaluator::holds(const ExpressionPtr& condition, const Row& row, const Row& outer) const {
  const auto result = evaluate_naively(*condition, row, outer, nodes_);
  return result && effective_boolean(value_of(*result)) == Truth::yes;
}

Rows NaiveEvaluator::rows_of(const Plan& plan, const Row& outer) {
  Rows rows = std::visit([&](const auto& node) { return rows_of(node, outer); }, plan.node);
  check_size(rows);
  return rows;
}

template <typename T>
Rows NaiveEvaluator::rows_of(const T& /*node*/, const Row& /*outer*/) {
  throw Failure(ErrorCode::internal, "the naive evaluator knows logical nodes only");
}

Rows NaiveEvaluator::rows_of(const Unit& /*node*/, const Row& /*outer*/) { return {Row{}}; }

Rows NaiveEvaluator::rows_of(const Values& node, const Row& outer) {
  Rows rows;
  for (const auto& terms : node.rows) {
    Row row;
    for (std::size_t i = 0; i < terms.size(); ++i) {
      if (terms[i].kind != TermKind::undefined) row[node.variables[i]] = nodes_.of(terms[i]);
    }
    rows.push_back(row);
  }
  return agreeing(rows, outer);
}

NaiveEvaluator::End NaiveEvaluator::constant(const PatternTerm& term, const Row& outer) {
  if (term.is_variable()) {
    const auto found = outer.find(term.variable);
    return found == outer.end() ? std::nullopt : End(found->second);
  }
  return nodes_.of(term.id == kMissing ? term.term : source_.term(term.id));
}

// Extends the row by what the pattern's place binds; false when the place does not match the node.
bool NaiveEvaluator::match(const PatternTerm& term, Node node, Row& row, const Row& outer) {
  if (!term.is_variable() && term.id == kMissing) return false;
  if (const End fixed = constant(term, outer)) return *fixed == node;
  return row.emplace(term.variable, node).first->second == node;
}

Rows NaiveEvaluator::rows_of(const Bgp& node, const Row& outer) {
  // Patterns one after the other; what a row already fixes is compared before the row is copied.
  Rows rows{Row{}};
  const auto extend = [&](const auto& candidates, const auto& patterns, const auto& nodes_of) {
    Rows next;
    for (const Row& row : rows) {
      count_work(candidates.size());
      const Row known = merged(outer, row);
      std::vector<End> fixed;
      for (const PatternTerm& pattern : patterns) fixed.push_back(constant(pattern, known));
      for (const auto& candidate : candidates) {
        const auto nodes = nodes_of(candidate);
        bool fits = true;
        for (std::size_t i = 0; i < nodes.size(); ++i) fits = fits && (!fixed[i] || *fixed[i] == nodes[i]);
        if (!fits) continue;
        Row extended = row;
        for (std::size_t i = 0; i < nodes.size(); ++i)
          fits = fits && match(patterns[i], nodes[i], extended, outer);
        if (fits) next.push_back(std::move(extended));
      }
      check_size(next);
    }
    rows = std::move(next);
  };
  for (const TriplePattern& p : node.triples) {
    extend(triples_, std::array{p.subject, p.relation, p.object}, [](const auto& triple) { return triple; });
  }
  for (const TripleTermPattern& p : node.triple_terms) {
    extend(triple_terms_, std::array{p.name, p.triple.subject, p.triple.relation, p.triple.object},
           [](const auto& term) {
             return std::array{term.first, term.second[0], term.second[1], term.second[2]};
           });
  }
  return rows;
}

Rows NaiveEvaluator::rows_of(const Path& node, const Row& outer) {
  Rows rows;
  const End from = constant(node.subject, outer);
  const End to = constant(node.object, outer);
  for (const auto& [first, last] : pairs(*node.path, from, to)) {
    Row row;
    if (!from) row[node.subject.variable] = first;
    if (!to && row.emplace(node.object.variable, last).first->second != last) continue;
    rows.push_back(row);
  }
  return rows;
}

// Section 18.4: the pairs of nodes that a path joins, as a bag, cut to ends that are constants.
NaiveEvaluator::Pairs NaiveEvaluator::pairs(const PathExpression& path, End from, End to) {
  Pairs out;
  switch (path.kind) {
    case PathExpression::Kind::link:
      count_work(triples_.size());
      for (const auto& triple : triples_) {
        Row none;
        if (match(path.relation, triple[1], none, {}) && (!from || *from == triple[0]) &&
            (!to || *to == triple[2])) {
          out.emplace_back(triple[0], triple[2]);
        }
      }
      break;
    case PathExpression::Kind::inverse:
      for (const auto& [first, last] : pairs(*path.parts[0], to, from)) out.emplace_back(last, first);
      break;
    case PathExpression::Kind::sequence:
      for (std::size_t i = 0; i < path.parts.size(); ++i) {
        const End part_to = i + 1 == path.parts.size() ? to : End{};
        const Pairs part = pairs(*path.parts[i], i == 0 ? from : End{}, part_to);
        if (i == 0) {
          out = part;
          continue;
        }
        Pairs joined;
        for (const auto& [first, middle] : out) {
          count_work(part.size());
          for (const auto& [start, last] : part) {
            if (start == middle) joined.emplace_back(first, last);
          }
        }
        out = std::move(joined);
      }
      break;
    case PathExpression::Kind::alternative:
      for (const PathPtr& part : path.parts) {
        const Pairs more = pairs(*part, from, to);
        out.insert(out.end(), more.begin(), more.end());
      }
      break;
    case PathExpression::Kind::repeat:
      return repeated(path, from, to);
  }
  if (out.size() > max_rows_) throw Failure(ErrorCode::limit, "too many pairs for the naive evaluator");
  return out;
}

// A set of pairs. A path of no steps joins every node of the graph, and a constant end, to itself. Walked
// from the constant end where there is one.
NaiveEvaluator::Pairs NaiveEvaluator::repeated(const PathExpression& path, End from, End to) {
  const bool backwards = !from && to;
  std::set<std::pair<Node, Node>> step;
  for (const auto& [a, b] : {std::pair{End{}, End{}}, std::pair{from, End{}}, std::pair{End{}, to}}) {
    for (const auto& [first, last] : pairs(*path.parts[0], a, b)) {
      step.insert(backwards ? std::pair{last, first} : std::pair{first, last});
    }
  }
  const auto advance = [&](const std::set<std::pair<Node, Node>>& reached) {
    std::set<std::pair<Node, Node>> next;
    for (const auto& [first, middle] : reached) {
      for (auto at = step.lower_bound({middle, 0}); at != step.end() && at->first == middle; ++at) {
        next.insert({first, at->second});
        count_work(1);
      }
    }
    return next;
  };
  std::set<std::pair<Node, Node>> reached;
  if (from || to) {
    reached.insert({from ? *from : *to, from ? *from : *to});
  } else {
    for (const auto& triple : triples_) reached.insert({{triple[0], triple[0]}, {triple[2], triple[2]}});
  }
  for (std::uint32_t i = 0; i < path.at_least; ++i) reached = advance(reached);
  auto frontier = reached;
  for (std::uint32_t i = path.at_least; i < path.at_most && !frontier.empty(); ++i) {
    std::set<std::pair<Node, Node>> fresh;
    for (const auto& pair : advance(frontier)) {
      if (reached.insert(pair).second) fresh.insert(pair);
    }
    frontier = std::move(fresh);
  }
  Pairs out;
  for (const auto& [start, end] : reached) {
    if (from && to && *to != end) continue;
    out.push_back(backwards ? std::pair{end, start} : std::pair{start, end});
  }
  return out;
}

Rows NaiveEvaluator::rows_of(const Join& node, const Row& outer) {
  const Rows left = rows_of(*node.left, outer);
  const Rows right = rows_of(*node.right, outer);
  Rows rows;
  for (const Row& a : left) {
    count_work(right.size());
    for (const Row& b : right) {
      if (compatible(a, b)) rows.push_back(merged(a, b));
    }
    check_size(rows);
  }
  return rows;
}

Rows NaiveEvaluator::rows_of(const LeftJoin& node, const Row& outer) {
  const Rows left = rows_of(*node.left, outer);
  const Rows right = rows_of(*node.right, outer);
  Rows rows;
  for (const Row& a : left) {
    bool matched = false;
    count_work(right.size());
    for (const Row& b : right) {
      if (!compatible(a, b)) continue;
      const Row both = merged(a, b);
      if (node.condition != nullptr && !holds(node.condition, both, outer)) continue;
      rows.push_back(both);
      matched = true;
    }
    if (!matched) rows.push_back(a);
    check_size(rows);
  }
  return rows;
}

Rows NaiveEvaluator::rows_of(const AntiJoin& node, const Row& outer) {
  Rows rows;
  for (const Row& row : rows_of(*node.left, outer)) {
    const bool exists = !rows_of(*node.right, merged(row, outer)).empty();
    if (exists != node.negated) rows.push_back(row);
  }
  return rows;
}

Rows NaiveEvaluator::rows_of(const Union& node, const Row& outer) {
  Rows rows;
  for (const PlanPtr& input : node.inputs) {
    const Rows more = rows_of(*input, outer);
    rows.insert(rows.end(), more.begin(), more.end());
  }
  return rows;
}

Rows NaiveEvaluator::rows_of(const Filter& node, const Row& outer) {
  Rows rows;
  for (const Row& row : rows_of(*node.input, outer)) {
    if (holds(node.condition, row, outer)) rows.push_back(row);
  }
  return rows;
}

Rows NaiveEvaluator::rows_of(const Extend& node, const Row& outer) {
  Rows rows = rows_of(*node.input, outer);
  for (Row& row : rows) {
    if (const auto value = evaluate_naively(*node.expression, row, outer, nodes_)) {
      row[node.variable] = nodes_.of(*value);
    }
  }
  return agreeing(rows, outer);
}

Rows NaiveEvaluator::rows_of(const Group& node, const Row& outer) {
  // Variables other than the keys are the group's own; a substituted key keeps its value.
  const Row inner = restricted(outer, node.keys);
  std::map<Row, Rows> groups;
  if (node.keys.empty()) groups[{}] = {};
  for (const Row& row : rows_of(*node.input, inner)) groups[restricted(row, node.keys)].push_back(row);
  Rows rows;
  for (const auto& [keys, members] : groups) {
    Row row = keys;
    for (const AggregateItem& item : node.aggregates) {
      if (const auto value = aggregate(item, members, inner)) row[item.variable] = nodes_.of(*value);
    }
    rows.push_back(row);
  }
  return agreeing(rows, outer);
}

std::optional<Term> NaiveEvaluator::aggregate(const AggregateItem& item, const Rows& rows, const Row& outer) {
  if (item.expression == nullptr) {
    const std::size_t count = item.distinct ? std::set<Row>(rows.begin(), rows.end()).size() : rows.size();
    return Term::integer(static_cast<std::int64_t>(count));
  }
  std::vector<Term> terms;
  std::set<Node> seen;
  bool error = false;
  for (const Row& row : rows) {
    const auto value = evaluate_naively(*item.expression, row, outer, nodes_);
    error = error || !value;
    if (value && (!item.distinct || seen.insert(nodes_.of(*value)).second)) terms.push_back(*value);
  }
  if (item.aggregate == Aggregate::count) return Term::integer(static_cast<std::int64_t>(terms.size()));
  if (item.aggregate == Aggregate::sample) return terms.empty() ? std::nullopt : std::optional(terms.front());
  if (error) return std::nullopt;
  const auto less = [](const Term& a, const Term& b) { return order_terms(a, b) < 0; };
  switch (item.aggregate) {
    case Aggregate::sum: {
      const auto sum = sum_of(terms);
      return sum ? std::optional(number_term(*sum)) : std::nullopt;
    }
    case Aggregate::avg:
      return average_of(terms);
    case Aggregate::min:
      return terms.empty() ? std::nullopt
                           : std::optional(*std::min_element(terms.begin(), terms.end(), less));
    case Aggregate::max:
      return terms.empty() ? std::nullopt
                           : std::optional(*std::max_element(terms.begin(), terms.end(), less));
    default:
      return list_of(terms, item.separator);
  }
}

Rows NaiveEvaluator::rows_of(const Distinct& node, const Row& outer) {
  const Rows rows = rows_of(*node.input, outer);
  const std::set<Row> distinct(rows.begin(), rows.end());
  return {distinct.begin(), distinct.end()};
}

Rows NaiveEvaluator::rows_of(const OrderBy& node, const Row& outer) {
  Rows rows = rows_of(*node.input, outer);
  std::stable_sort(rows.begin(), rows.end(), [&](const Row& a, const Row& b) {
    for (const OrderKey& key : node.keys) {
      const int order = order_terms(evaluate_naively(*key.expression, a, outer, nodes_),
                                    evaluate_naively(*key.expression, b, outer, nodes_));
      if (order != 0) return key.descending ? order > 0 : order < 0;
    }
    return false;
  });
  if (rows.size() > node.limit) rows.resize(node.limit);
  return rows;
}

Rows NaiveEvaluator::rows_of(const Slice& node, const Row& outer) {
  const Rows rows = rows_of(*node.input, outer);
  const std::size_t begin = std::min<std::uint64_t>(node.offset, rows.size());
  const std::size_t end = begin + std::min<std::uint64_t>(node.limit, rows.size() - begin);
  return {rows.begin() + static_cast<std::ptrdiff_t>(begin), rows.begin() + static_cast<std::ptrdiff_t>(end)};
}

Rows NaiveEvaluator::rows_of(const Project& node, const Row& outer) {
  Rows rows;
  for (const Row& row : rows_of(*node.input, restricted(outer, node.variables))) {
    rows.push_back(restricted(row, node.variables));
  }
  return rows;
}

}  // namespace kg::test
