#include "kg/exec/build.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "kg/base/error.h"
#include "kg/exec/correlation.h"
#include "kg/exec/distinct.h"
#include "kg/exec/exists.h"
#include "kg/exec/fixpoint.h"
#include "kg/exec/group.h"
#include "kg/exec/hash_join.h"
#include "kg/exec/leaves.h"
#include "kg/exec/lookup_join.h"
#include "kg/exec/merge_join.h"
#include "kg/exec/multiway_join.h"
#include "kg/exec/order_by.h"
#include "kg/exec/path_join.h"
#include "kg/exec/path_search.h"
#include "kg/exec/patterns.h"
#include "kg/exec/row_operators.h"
#include "kg/exec/scan.h"
#include "kg/exec/seeded_join.h"
#include "kg/exec/text_search.h"
#include "kg/exec/triple_term_join.h"

namespace kg {
namespace {

class Builder {
 public:
  Builder(Context& context, const Bindings* bindings, std::size_t level)
      : context_(context), bindings_(bindings), level_(level) {}

  OperatorPtr build(const Plan& plan) {
    if (level_ >= kMaxPlanLevels) {
      throw Failure(ErrorCode::limit, "the query is nested more than 2,000 operators deep");
    }
    OperatorPtr made = std::visit([this, &plan](const auto& node) { return make(node, plan); }, plan.node);
    if (bindings_ != nullptr) {
      made = without_bound(std::move(made));
    } else {
      made->attach(profile_of(plan));
    }
    return made;
  }

 private:
  OperatorProfile* profile_of(const Plan& plan) {
    OperatorProfile* unknown = nullptr;
    OperatorProfile*& profile = context_.tables != nullptr ? context_.round_profiles[&plan] : unknown;
    if (profile == nullptr) {
      context_.profiles.push_back({&plan, 0, 0});
      profile = &context_.profiles.back();
    }
    return profile;
  }

  OperatorPtr child(const PlanPtr& plan) { return Builder(context_, bindings_, level_ + 1).build(*plan); }

  // Below a projection or a grouping only these variables are still the outer ones.
  OperatorPtr scoped_child(const PlanPtr& plan, const std::vector<Var>& visible) {
    if (bindings_ == nullptr) {
      return child(plan);
    }
    Bindings inner;
    for (const auto& [variable, id] : *bindings_) {
      if (std::find(visible.begin(), visible.end(), variable) != visible.end()) {
        inner.emplace(variable, id);
      }
    }
    return Builder(context_, &inner, level_ + 1).build(*plan);
  }

  [[nodiscard]] bool is_bound(Var variable) const {
    return bindings_ != nullptr && bindings_->contains(variable);
  }

  // What a node computes for a variable with a fixed value has to agree with it.
  OperatorPtr without_bound(OperatorPtr made) {
    for (const auto& [variable, id] : *bindings_) {
      if (made->schema().find(variable) != kNoColumn) {
        made = std::make_unique<AgreeOperator>(context_, std::move(made), variable, id);
      }
    }
    return made;
  }

  [[nodiscard]] PatternTerm resolve(const PatternTerm& term) const {
    return term.is_variable() && is_bound(term.variable) ? PatternTerm::constant(bindings_->at(term.variable))
                                                         : term;
  }
  [[nodiscard]] TriplePattern resolve(const TriplePattern& pattern) const {
    return {resolve(pattern.subject), resolve(pattern.relation), resolve(pattern.object)};
  }
  [[nodiscard]] TripleTermPattern resolve(const TripleTermPattern& pattern) const {
    return {resolve(pattern.name), resolve(pattern.triple)};
  }
  // The ends of a path match themselves also where the store does not hold them.
  [[nodiscard]] Path resolve(const Path& path) const {
    Path out{resolve(path.subject), path.path, resolve(path.object)};
    for (PatternTerm* end : {&out.subject, &out.object}) {
      if (!end->is_variable() && end->id == kMissing) {
        end->id = context_.vocabulary.intern(end->term);
      }
    }
    return out;
  }

  ExpressionProgram program(const Expression& expression, const Schema& schema) const {
    return {context_, expression, schema, bindings_};
  }

  // --- leaves ----------------------------------------------------------------------------------------
  OperatorPtr make(const Unit&, const Plan&) { return std::make_unique<UnitOperator>(context_); }
  OperatorPtr make(const Values& node, const Plan&) { return make_values(context_, node, bindings_); }
  OperatorPtr make(const CountPattern& node, const Plan&) { return make_count_pattern(context_, node); }
  OperatorPtr make(const CountByRelation& node, const Plan&) {
    return make_count_by_relation(context_, node);
  }
  OperatorPtr make(const CountDistinct& node, const Plan&) { return make_count_distinct(context_, node); }
  OperatorPtr make(const RuleRows& node, const Plan&) { return make_rule_rows(context_, node); }
  OperatorPtr make(const Fixpoint& node, const Plan& plan) {
    return std::make_unique<FixpointOperator>(context_, plan, node);
  }
  OperatorPtr make(const Path& node, const Plan&) {
    return std::make_unique<PathJoinOperator>(context_, std::make_unique<UnitOperator>(context_),
                                              resolve(node));
  }
  OperatorPtr make(const Bgp& node, const Plan&) { return patterns(node.triples, node.triple_terms); }

  OperatorPtr make(const Scan& node, const Plan&) {
    std::optional<PositionRange> range;
    if (node.range != kAllIds) {
      std::size_t constants = 0;
      for (std::size_t position = 0; position < 3; ++position) {
        constants += node.pattern.at(position).is_variable() ? 0U : 1U;
      }
      if (constants < 3) {
        range = PositionRange{positions(node.permutation)[constants], node.range};
      }
    }
    return std::make_unique<ScanOperator>(context_, resolve(node.pattern), node.permutation, range);
  }

  OperatorPtr make(const PathSearch& node, const Plan&) {
    return std::make_unique<PathSearchOperator>(context_, node);
  }
  OperatorPtr make(const TextSearch& node, const Plan&) { return make_text_search(context_, node); }

  OperatorPtr make(const MultiwayJoin& node, const Plan&) {
    const bool substituted =
        std::any_of(node.order.begin(), node.order.end(), [this](Var v) { return is_bound(v); });
    if (substituted || !MultiwayJoinOperator::possible(node)) {
      return patterns(node.patterns, {});
    }
    return std::make_unique<MultiwayJoinOperator>(context_, node);
  }

  OperatorPtr patterns(const std::vector<TriplePattern>& triples,
                       const std::vector<TripleTermPattern>& triple_terms) {
    return join_patterns(context_, nullptr, resolve(PatternList{triples, triple_terms, {}}));
  }

  [[nodiscard]] PatternList resolve(PatternList patterns) const {
    for (TriplePattern& pattern : patterns.triples) {
      pattern = resolve(pattern);
    }
    for (TripleTermPattern& pattern : patterns.triple_terms) {
      pattern = resolve(pattern);
    }
    return patterns;
  }

  // --- joins -----------------------------------------------------------------------------------------
  OperatorPtr make(const Join& node, const Plan&) {
    if (node.left->as<Unit>() != nullptr) {
      return child(node.right);
    }
    if (node.right->as<Unit>() != nullptr) {
      return child(node.left);
    }
    const bool left_is_smaller = node.left->estimate >= 0 && node.left->estimate < node.right->estimate;
    OperatorPtr left = child(left_is_smaller ? node.right : node.left);
    OperatorPtr right = child(left_is_smaller ? node.left : node.right);
    return std::make_unique<HashJoinOperator>(context_, JoinKind::inner, std::move(left), std::move(right),
                                              nullptr);
  }

  OperatorPtr make(const PhysicalJoin& node, const Plan&) {
    OperatorPtr left = child(node.left);
    OperatorPtr right = child(node.right);
    std::vector<Var> keys;
    std::copy_if(node.keys.begin(), node.keys.end(), std::back_inserter(keys),
                 [this](Var v) { return !is_bound(v); });
    if (node.method == JoinMethod::merge && MergeJoinOperator::mergeable(*left, *right, keys)) {
      return std::make_unique<MergeJoinOperator>(context_, std::move(left), std::move(right), keys);
    }
    return std::make_unique<HashJoinOperator>(context_, JoinKind::inner, std::move(left), std::move(right),
                                              nullptr);
  }

  OperatorPtr make(const LookupJoin& node, const Plan&) {
    return std::make_unique<LookupJoinOperator>(context_, child(node.left), resolve(node.pattern),
                                                node.permutation, node.kind);
  }
  OperatorPtr make(const TripleTermJoin& node, const Plan&) {
    return std::make_unique<TripleTermJoinOperator>(context_, child(node.left), resolve(node.pattern));
  }
  OperatorPtr make(const PathJoin& node, const Plan&) {
    return std::make_unique<PathJoinOperator>(context_, child(node.left), resolve(node.path));
  }

  // A left join, semi-join or anti-join of two plans; `condition` may be null.
  OperatorPtr join_with(JoinKind kind, OperatorPtr left, const PlanPtr& right_plan, ExpressionPtr condition) {
    OperatorPtr right = child(right_plan);
    std::optional<PatternList> parts = patterns_of(*right_plan);
    if (parts && SeededJoinOperator::possible(*left, *right)) {
      SeededJoinOperator::Right both{std::move(right), resolve(std::move(*parts)), right_plan->estimate};
      return std::make_unique<SeededJoinOperator>(context_, kind, std::move(left), std::move(both),
                                                  std::move(condition), bindings_);
    }
    std::unique_ptr<ExpressionProgram> program;
    if (condition != nullptr) {
      program = std::make_unique<ExpressionProgram>(
          context_, *condition, HashJoinOperator::pair_schema(left->schema(), right->schema()), bindings_);
    }
    return std::make_unique<HashJoinOperator>(context_, kind, std::move(left), std::move(right),
                                              std::move(program));
  }

  OperatorPtr make(const LeftJoin& node, const Plan&) {
    return join_with(JoinKind::left, child(node.left), node.right, node.condition);
  }

  OperatorPtr make(const AntiJoin& node, const Plan&) {
    OperatorPtr left = child(node.left);
    const JoinKind kind = node.negated ? JoinKind::anti : JoinKind::semi;
    const VarSet outer(left->schema().variables.begin(), left->schema().variables.end());
    PlanPtr right = node.right;
    ExpressionPtr condition;
    if (node.correlated) {
      // Filters on top may look at both sides: they become the condition of the join.
      while (!substitution_is_join(*right, outer) && right->as<Filter>() != nullptr) {
        const auto* filter = right->as<Filter>();
        condition = condition == nullptr ? filter->condition
                                         : make_call(Function::logical_and, {filter->condition, condition});
        right = filter->input;
      }
      if (!substitution_is_join(*right, outer)) {
        return std::make_unique<ExistsOperator>(context_, std::move(left), node.right, node.negated,
                                                bindings_);
      }
    }
    return join_with(kind, std::move(left), right, std::move(condition));
  }

  // --- one input --------------------------------------------------------------------------------------
  OperatorPtr make(const Union& node, const Plan&) {
    std::vector<OperatorPtr> inputs;
    for (const PlanPtr& input : node.inputs) {
      inputs.push_back(child(input));
    }
    return std::make_unique<UnionOperator>(context_, std::move(inputs));
  }
  OperatorPtr make(const Filter& node, const Plan&) {
    OperatorPtr input = child(node.input);
    ExpressionProgram condition = program(*node.condition, input->schema());
    return std::make_unique<FilterOperator>(context_, std::move(input), std::move(condition));
  }
  OperatorPtr make(const Extend& node, const Plan&) {
    OperatorPtr input = child(node.input);
    std::vector<Var> others = input->schema().variables;
    if (std::erase(others, node.variable) > 0) {  // a column that no row binds gives way
      input = std::make_unique<ProjectOperator>(context_, std::move(input), others);
    }
    ExpressionProgram expression = program(*node.expression, input->schema());
    return std::make_unique<ExtendOperator>(context_, std::move(input), node.variable, std::move(expression));
  }
  OperatorPtr make(const Distinct& node, const Plan&) {
    return std::make_unique<DistinctOperator>(context_, child(node.input));
  }
  OperatorPtr make(const Slice& node, const Plan&) {
    return std::make_unique<SliceOperator>(context_, child(node.input), node.offset, node.limit);
  }

  OperatorPtr make(const Group& node, const Plan&) {
    OperatorPtr input = scoped_child(node.input, node.keys);
    Bindings inner;  // what the aggregates see
    std::vector<Var> keys;
    for (const Var key : node.keys) {
      if (is_bound(key)) {
        inner.emplace(key, bindings_->at(key));
      } else {
        keys.push_back(key);
      }
    }
    std::vector<GroupOperator::Column> columns;
    for (const AggregateItem& item : node.aggregates) {
      columns.push_back({item.variable, make_aggregator(context_, item, input->schema(), &inner)});
    }
    return std::make_unique<GroupOperator>(context_, std::move(input), keys, std::move(columns),
                                           node.keys.empty());
  }

  OperatorPtr make(const OrderBy& node, const Plan&) {
    OperatorPtr input = child(node.input);
    std::vector<OrderByOperator::Key> keys;
    for (const OrderKey& key : node.keys) {
      keys.push_back({program(*key.expression, input->schema()), key.descending});
    }
    return std::make_unique<OrderByOperator>(context_, std::move(input), std::move(keys), node.limit);
  }

  OperatorPtr make(const Project& node, const Plan&) {
    std::vector<Var> variables;
    for (const Var variable : node.variables) {
      if (!is_bound(variable) && std::find(variables.begin(), variables.end(), variable) == variables.end()) {
        variables.push_back(variable);
      }
    }
    return std::make_unique<ProjectOperator>(context_, scoped_child(node.input, node.variables), variables);
  }

  Context& context_;
  const Bindings* bindings_;
  std::size_t level_;
};

}  // namespace

OperatorPtr build_operator(Context& context, const Plan& plan, const Bindings* bindings) {
  return Builder(context, bindings, 0).build(plan);
}

}  // namespace kg
