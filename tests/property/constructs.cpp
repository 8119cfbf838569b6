#include "property/constructs.h"

#include <algorithm>

#include "kg/algebra/visit.h"
#include "property/random_case.h"

namespace kg::test {
namespace {

std::string function_text(Function function) { return std::string("function ") + function_name(function); }

void count_expression(const ExpressionPtr& expression, Constructs& counts) {
  if (!expression) return;
  if (expression->kind == Expression::Kind::call) ++counts[function_text(expression->function)];
  for (const ExpressionPtr& argument : expression->arguments) count_expression(argument, counts);
}

void count_path(const PathExpression& path, bool inside, Constructs& counts) {
  static constexpr std::array kKinds{"link", "inverse", "sequence", "alternative", "repeat"};
  ++counts[std::string("path ") + kKinds[static_cast<std::size_t>(path.kind)]];
  const bool repeats = path.kind == PathExpression::Kind::repeat;
  if (repeats && path.at_least == 0) ++counts["path that may be empty"];
  if (repeats && path.at_most < 100) ++counts["path repeated up to a bound"];
  if (repeats && inside) ++counts["path repeated inside a path"];
  for (const PathPtr& part : path.parts) count_path(*part, true, counts);
}

void count_group(const Group& group, Constructs& counts) {
  ++counts[group.keys.empty() ? "group of all rows" : "group by"];
  for (const AggregateItem& item : group.aggregates) {
    const std::string name = aggregate_name(item.aggregate);
    ++counts["aggregate " + name + (item.distinct ? " distinct" : "") + (item.expression ? "" : " *")];
    count_expression(item.expression, counts);
  }
}

void count_leaf(const Plan& plan, Constructs& counts) {
  if (plan.as<Unit>() != nullptr) ++counts["unit"];
  if (const auto* n = plan.as<Bgp>()) {
    counts["pattern"] += n->triples.size();
    counts["triple term"] += n->triple_terms.size();
  }
  if (const auto* n = plan.as<Path>()) count_path(*n->path, false, counts);
  if (const auto* n = plan.as<Values>()) {
    ++counts["values"];
    for (const auto& row : n->rows) {
      for (const Term& term : row) counts["values undef"] += term.kind == TermKind::undefined ? 1U : 0U;
    }
  }
}

// `place`: what the plan stands in; the constructs that work on rows are also counted by it.
void count_in(const Plan& plan, const char* place, Constructs& counts) {
  const bool modifier = plan.as<Slice>() != nullptr || plan.as<Distinct>() != nullptr ||
                        plan.as<Project>() != nullptr || plan.as<Group>() != nullptr;
  if (place != nullptr && modifier) ++counts[std::string("nested find in ") + place];
  count_leaf(plan, counts);
  if (const auto* n = plan.as<Filter>()) {
    ++counts["filter"];
    if (n->input->as<Group>() != nullptr) ++counts["having"];
    count_expression(n->condition, counts);
  }
  if (const auto* n = plan.as<LeftJoin>()) {
    ++counts[n->condition ? "left join with a condition" : "left join"];
    count_expression(n->condition, counts);
  }
  if (const auto* n = plan.as<AntiJoin>()) {
    ++counts[n->negated ? "not" : "exists"];
    if (place != nullptr) ++counts[std::string("not or exists in ") + place];
  }
  if (const auto* n = plan.as<Extend>()) {
    ++counts["let"];
    count_expression(n->expression, counts);
  }
  if (const auto* n = plan.as<Group>()) count_group(*n, counts);
  if (const auto* n = plan.as<OrderBy>()) {
    for (const OrderKey& key : n->keys) {
      ++counts[key.descending ? "order descending" : "order ascending"];
      count_expression(key.expression, counts);
    }
  }
  if (const auto* n = plan.as<Slice>()) {
    counts["limit"] += n->limit < 100 ? 1U : 0U;
    counts["offset"] += n->offset > 0 ? 1U : 0U;
  }
  counts["join"] += plan.as<Join>() != nullptr ? 1U : 0U;
  counts["union"] += plan.as<Union>() != nullptr ? 1U : 0U;
  counts["distinct"] += plan.as<Distinct>() != nullptr ? 1U : 0U;
  counts["project"] += plan.as<Project>() != nullptr ? 1U : 0U;
  const char* below = plan.as<Join>() != nullptr       ? "a join"
                      : plan.as<LeftJoin>() != nullptr ? "optional"
                      : plan.as<AntiJoin>() != nullptr ? "not and exists"
                      : plan.as<Union>() != nullptr    ? "alternatives"
                      : plan.as<Project>() != nullptr  ? place
                                                       : nullptr;
  for_each_child(plan, [&](const PlanPtr& child) { count_in(*child, below, counts); });
}

}  // namespace

void count_constructs(const Plan& plan, Constructs& counts) { count_in(plan, nullptr, counts); }

Constructs all_constructs(bool portable) {
  Constructs out;
  for (const Function function : random_functions(portable)) out[function_text(function)] = 0;
  for (const Function function :
       {Function::logical_or, Function::logical_and, Function::logical_not, Function::equal,
        Function::not_equal, Function::less, Function::less_equal, Function::greater, Function::greater_equal,
        Function::add, Function::subtract, Function::multiply, Function::divide, Function::in,
        Function::not_in}) {
    out[function_text(function)] = 0;
  }
  for (const char* name : {"count", "sum", "avg", "min", "max", "sample", "list"}) {
    out[std::string("aggregate ") + name] = 0;
    out[std::string("aggregate ") + name + " distinct"] = 0;
  }
  for (const char* name : {"aggregate count *",
                           "aggregate count distinct *",
                           "distinct",
                           "exists",
                           "filter",
                           "group by",
                           "group of all rows",
                           "having",
                           "join",
                           "left join",
                           "left join with a condition",
                           "let",
                           "limit",
                           "nested find in a join",
                           "nested find in alternatives",
                           "nested find in not and exists",
                           "nested find in optional",
                           "not",
                           "not or exists in a join",
                           "not or exists in alternatives",
                           "not or exists in not and exists",
                           "not or exists in optional",
                           "offset",
                           "order ascending",
                           "order descending",
                           "path alternative",
                           "path inverse",
                           "path link",
                           "path repeat",
                           "path repeated inside a path",
                           "path repeated up to a bound",
                           "path sequence",
                           "path that may be empty",
                           "pattern",
                           "project",
                           "triple term",
                           "union",
                           "unit",
                           "values",
                           "values undef"}) {
    out[name] = 0;
  }
  return out;
}

bool all_met(const Constructs& counts) {
  return std::all_of(counts.begin(), counts.end(), [](const auto& entry) { return entry.second > 0; });
}

}  // namespace kg::test
