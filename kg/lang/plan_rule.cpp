// Rules: the pairs that a definition gives, as a plan.
//
// A rule that does not use itself stands in place, with the call's ends in its body. One that does is a
// Fixpoint of the rules that use each other. With one end known, only what hangs on it is derived, where the
// recursion allows it (the special cases of magic sets that need no rewriting: Ullman 1989, chapter 13):
// when it hands that end on unchanged, the end is put into the body; when it hands the other end on
// unchanged, the known end is followed alone, and the other read off where it stops.
#include <algorithm>

#include "kg/algebra/visit.h"
#include "kg/lang/planner.h"

#include <fmt/format.h>

namespace kg {
namespace {

PlanPtr join(PlanPtr left, PlanPtr right) { return make_plan(Join{std::move(left), std::move(right)}); }

PlanPtr filter_same(PlanPtr input, Var variable, ExpressionPtr value) {
  return make_plan(
      Filter{std::move(input), make_call(Function::same_term, {make_variable(variable), std::move(value)})});
}

void collect_rows(const Plan& plan, std::vector<const RuleRows*>& out) {
  if (const auto* rows = plan.as<RuleRows>()) out.push_back(rows);
  if (plan.as<Fixpoint>() != nullptr) return;  // its rows are its own
  for_each_child(plan, [&](const PlanPtr& child) { collect_rows(*child, out); });
}

std::vector<const RuleRows*> rule_rows(const Plan& plan) {
  std::vector<const RuleRows*> out;
  collect_rows(plan, out);
  return out;
}

template <typename Change>
PlanPtr replace_rows(const PlanPtr& plan, const Change& change) {
  if (const auto* rows = plan->as<RuleRows>()) return change(*rows);
  if (plan->as<Fixpoint>() != nullptr) return plan;
  return rewrite_children(plan, [&](const PlanPtr& child) { return replace_rows(child, change); });
}

// What the body gives before any rule has rows; null for nothing.
PlanPtr without_rows(const PlanPtr& plan) {
  if (rule_rows(*plan).empty()) return plan;
  if (const auto* node = plan->as<Union>()) {
    Union kept;
    for (const PlanPtr& input : node->inputs) {
      if (PlanPtr rest = without_rows(input)) kept.inputs.push_back(std::move(rest));
    }
    if (kept.inputs.empty()) return nullptr;
    return kept.inputs.size() == 1 ? kept.inputs[0] : make_plan(std::move(kept));
  }
  if (plan->as<RuleRows>() != nullptr) return nullptr;
  bool nothing = false;
  PlanPtr rest = rewrite_children(plan, [&](const PlanPtr& child) {
    PlanPtr changed = without_rows(child);
    nothing = nothing || changed == nullptr;
    return changed != nullptr ? changed : child;
  });
  return nothing ? nullptr : rest;
}

// The body with the recent rows in its `occurrence`th use of a rule: other alternatives than the one that
// holds it fall away.
PlanPtr with_recent(const PlanPtr& plan, std::size_t occurrence) {
  if (const auto* rows = plan->as<RuleRows>()) {
    RuleRows recent = *rows;
    recent.recent = true;
    return make_plan(std::move(recent));
  }
  std::size_t before = 0;
  const auto holds = [&](const PlanPtr& child) {
    const std::size_t count = rule_rows(*child).size();
    const bool here = occurrence >= before && occurrence < before + count;
    before += count;
    return here;
  };
  if (const auto* node = plan->as<Union>()) {
    for (const PlanPtr& input : node->inputs) {
      const std::size_t first = before;
      if (holds(input)) return with_recent(input, occurrence - first);
    }
    return plan;
  }
  return rewrite_children(plan, [&](const PlanPtr& child) {
    const std::size_t first = before;
    return holds(child) ? with_recent(child, occurrence - first) : child;
  });
}

// A body as inputs of a fixpoint: what it gives at first, and once for each use of a rule in it.
void add_inputs(Fixpoint& out, const PlanPtr& body, const Fixpoint::Output& output) {
  const auto add = [&](PlanPtr input) {
    out.inputs.push_back(std::move(input));
    out.outputs.push_back(output);
  };
  if (PlanPtr first = without_rows(body)) add(std::move(first));
  const std::size_t uses = rule_rows(*body).size();
  for (std::size_t i = 0; i < uses; ++i) add(with_recent(body, i));
}

bool has(const std::vector<Var>& variables, Var variable) {
  return std::find(variables.begin(), variables.end(), variable) != variables.end();
}

// Whether every solution binds the variable, `let` taken at its word.
bool binds(const Plan& plan, Var variable) {
  if (const auto* node = plan.as<Union>()) {
    return std::all_of(node->inputs.begin(), node->inputs.end(),
                       [&](const PlanPtr& input) { return binds(*input, variable); });
  }
  if (const auto* node = plan.as<Extend>(); node != nullptr && node->variable == variable) return true;
  if (const auto* node = plan.as<Join>())
    return binds(*node->left, variable) || binds(*node->right, variable);
  if (const auto* node = plan.as<LeftJoin>()) return binds(*node->left, variable);
  if (const auto* node = plan.as<AntiJoin>()) return binds(*node->left, variable);
  if (const auto* node = plan.as<Filter>()) return binds(*node->input, variable);
  if (const auto* node = plan.as<Extend>()) return binds(*node->input, variable);
  return has(certain_variables_of(plan), variable);
}

// The uses of rules in a plan, and whether more rows of them can take rows away.
void find_uses(const Plan& plan, bool monotone, std::vector<std::pair<const RuleRows*, bool>>& out) {
  if (const auto* rows = plan.as<RuleRows>()) out.emplace_back(rows, monotone);
  const bool stops = plan.as<Group>() != nullptr || plan.as<Slice>() != nullptr;
  const auto* anti = plan.as<AntiJoin>();
  const auto* optional = plan.as<LeftJoin>();
  for_each_child(plan, [&](const PlanPtr& child) {
    const bool negated = (anti != nullptr && anti->negated && child == anti->right) ||
                         (optional != nullptr && child == optional->right);
    find_uses(*child, monotone && !stops && !negated, out);
  });
}

// The body's alternatives.
std::vector<PlanPtr> branches(const PlanPtr& body) {
  const auto* node = body->as<Union>();
  return node != nullptr ? node->inputs : std::vector<PlanPtr>{body};
}

}  // namespace

// --- bodies ----------------------------------------------------------------------------------------------

PlanPtr Planner::rule_body(const Rule& rule, const Head& head) {
  Names names(rule.diagnostics, names_.context(), UnknownNames::refuse);
  if (rule.pending) names.make_known(rule.name, Term::iri(rule.iri));
  Planner inner(names, shared_);
  inner.variables_ = std::move(variables_);
  NameScope scope(inner.scope_, {}, false);
  for (std::size_t i = 0; i < 2; ++i) scope.bind(variable_name(*rule.define->parameters[i]), head[i]);
  GroupFrame& frame = inner.frames_.open(nullptr, GroupFrame::Link::closed);
  PlanPtr body = inner.group(rule.define->body, {scope, frame});
  inner.frames_.check_uses(inner.variables_, rule.diagnostics);
  variables_ = std::move(inner.variables_);
  std::vector<ExpressionPtr> bound;
  for (std::size_t i = 0; i < 2; ++i) {
    const ast::Token& parameter = *rule.define->parameters[i];
    if (!binds(*body, head[i])) {
      rule.diagnostics.fail(
          parameter, fmt::format("the rule does not bind {} in each of its cases", quoted(parameter.text)),
          "each alternative needs a claim or a `let` that gives it its values");
    }
    if (!has(certain_variables_of(*body), head[i])) {
      bound.push_back(make_call(Function::bound, {make_variable(head[i])}));
    }
  }
  if (ExpressionPtr condition = join_expressions(Function::logical_and, std::move(bound))) {
    body = make_plan(Filter{std::move(body), std::move(condition)});
  }
  return body;
}

// --- which rules use which -------------------------------------------------------------------------------

const std::vector<Rule::Use>& Planner::uses_of(Rule& rule) {
  if (rule.uses) return *rule.uses;
  const auto outer = std::exchange(shared_, std::make_shared<RuleSharing>(shared_->rules));
  const Head head{variables_.fresh("x"), variables_.fresh("y")};
  const PlanPtr body = rule_body(rule, head);
  std::vector<std::pair<const RuleRows*, bool>> found;
  find_uses(*body, true, found);
  std::vector<Rule::Use> uses;
  for (const auto& [rows, monotone] : found) uses.push_back({shared_->read[rows->member], monotone});
  shared_ = outer;
  rule.uses = std::move(uses);
  return *rule.uses;
}

// Breadth first: the shortest way from a rule back to itself is what an error shows.
void Planner::find_recursion(Rule& rule) {
  if (rule.recursion_known) return;
  rule.recursion_known = true;
  const auto reached = [&](Rule& from) {
    std::vector<std::pair<Rule*, std::size_t>> all{{&from, 0}};  // with the place of the one that uses it
    for (std::size_t i = 0; i < all.size(); ++i) {
      for (const Rule::Use& use : uses_of(*all[i].first)) {
        const bool known = std::any_of(all.begin() + 1, all.end(),
                                       [&](const auto& other) { return other.first == use.rule; });
        if (!known) all.emplace_back(use.rule, i);
      }
    }
    return all;
  };
  const auto to = [](const auto& all, const Rule* end) {
    return std::find_if(all.begin() + 1, all.end(), [&](const auto& at) { return at.first == end; });
  };
  const auto from_here = reached(rule);
  if (to(from_here, &rule) == from_here.end()) return;
  rule.recursion.push_back(&rule);
  for (std::size_t i = 1; i < from_here.size(); ++i) {
    Rule* other = from_here[i].first;
    if (other == &rule) continue;
    const auto back = reached(*other);
    if (to(back, &rule) != back.end()) rule.recursion.push_back(other);
  }
  for (Rule* member : rule.recursion) {
    for (const Rule::Use& use : uses_of(*member)) {
      if (use.monotone ||
          std::find(rule.recursion.begin(), rule.recursion.end(), use.rule) == rule.recursion.end())
        continue;
      std::vector<std::string> names;  // from the end of the way to its start
      if (use.rule != member) {
        const auto way = reached(*use.rule);
        for (auto at = static_cast<std::size_t>(to(way, member) - way.begin()); at != 0; at = way[at].second)
          names.push_back(way[at].first->name);
      }
      names.push_back(use.rule->name);
      names.push_back(member->name);
      std::reverse(names.begin(), names.end());
      throw Failure(ErrorCode::query,
                    fmt::format("the recursion {} runs through `not`, `optional`, an aggregate or a limit",
                                fmt::join(names, " -> ")),
                    "what a rule leaves out must not hang on the rule itself");
    }
  }
}

// --- statements ------------------------------------------------------------------------------------------

RuleStatement Planner::define(const ast::Define& define, const Term& iri, const std::string& name,
                              std::string text) {
  const Id known = names_.constant(iri).id;
  if (known != kMissing && names_.context().source->statistics().relation(known).triples > 0) {
    diagnostics_.fail(define.name, fmt::format("{} is a relation with claims of its own", quoted(name)),
                      "give the rule another name, or remove those claims first");
  }
  if (define.parameters.size() != 2 || define.parameters[0]->text == define.parameters[1]->text) {
    diagnostics_.fail(*define.parameters.front(), "a rule relates two things, and so has two variables",
                      "for example: define ally(?x, ?y) as { ?x partner of ?y }");
  }
  Rule& rule = shared_->rules->pend(iri.value, name, std::move(text));
  find_recursion(rule);
  const Head head{variables_.fresh("x"), variables_.fresh("y")};
  call(rule, PatternTerm::var(head[0]), PatternTerm::var(head[1]),
       {scope_, frames_.open(nullptr, GroupFrame::Link::closed)});
  return {iri, name, rule.text};
}

RuleStatement Planner::undefine(const ast::Undefine& undefine) {
  const PatternTerm relation = names_.resolve_known(undefine.name, NameRole::relation);
  if (shared_->rules->find(relation) == nullptr) {
    diagnostics_.fail(undefine.name, fmt::format("{} is no rule", quoted(diagnostics_.text(undefine.name))),
                      "`show rules` lists them");
  }
  return {names_.term_of(relation), {}, {}};
}

// --- uses ------------------------------------------------------------------------------------------------

PlanPtr Planner::call(Rule& rule, const PatternTerm& subject, const PatternTerm& object, Context context) {
  if (++shared_->calls > kMaxPlanOperators) {
    throw Failure(ErrorCode::limit,
                  fmt::format("the query uses rules more than {} times", kMaxPlanOperators));
  }
  const auto end = [&](const PatternTerm& term, const char* name) {
    return term.is_variable() ? term.variable : context.scope.fresh(name);
  };
  Head ends{end(subject, "x"), end(object, "y")};
  if (ends[0] == ends[1]) ends[1] = context.scope.fresh("y");
  return with_ends(pairs_of(rule, ends, subject, object), ends, subject, object);
}

// The rows of a pair, cut to what stands at its ends; each once.
PlanPtr Planner::with_ends(PlanPtr rows, const Head& ends, const PatternTerm& subject,
                           const PatternTerm& object) {
  const std::vector<Var> given = variables_of(*rows);
  std::vector<Var> seen;
  for (const auto& [term, variable] : {std::pair{&subject, ends[0]}, std::pair{&object, ends[1]}}) {
    if (!term->is_variable()) {
      if (has(given, variable))
        rows = filter_same(std::move(rows), variable, make_constant(names_.term_of(*term)));
    } else if (term->variable != variable) {
      rows = filter_same(std::move(rows), variable, make_variable(term->variable));
    } else {
      seen.push_back(variable);
    }
  }
  if (rows->as<RuleRows>() != nullptr) return rows;  // nothing to cut
  return make_plan(Distinct{make_plan(Project{std::move(rows), std::move(seen)})});
}

PlanPtr Planner::pairs_of(Rule& rule, const Head& ends, const PatternTerm& subject,
                          const PatternTerm& object) {
  RuleSharing& shared = *shared_;
  if (shared.every_rule_is_rows) {
    shared.read.push_back(&rule);
    return make_plan(
        RuleRows{rule.name, static_cast<std::uint32_t>(shared.read.size() - 1), false, {ends[0], ends[1]}});
  }
  const auto member = std::find(shared.members.begin(), shared.members.end(), &rule);
  if (member != shared.members.end()) {
    return make_plan(RuleRows{
        rule.name, static_cast<std::uint32_t>(member - shared.members.begin()), false, {ends[0], ends[1]}});
  }
  if (shared.nesting == kMaxRuleNesting) {
    throw Failure(ErrorCode::limit,
                  fmt::format("rules stand more than {} deep in one another's definitions", kMaxRuleNesting));
  }
  find_recursion(rule);
  ++shared.nesting;
  std::vector<const Rule*> members =
      std::exchange(shared.members, std::vector<const Rule*>(rule.recursion.begin(), rule.recursion.end()));
  PlanPtr out;
  if (rule.recursion.empty()) {
    out = rule_body(rule, ends);
  } else {
    std::vector<Recursion> bodies;
    for (const Rule* other : rule.recursion) {
      const bool first = bodies.empty();
      const Head head = first ? ends : Head{variables_.fresh("x"), variables_.fresh("y")};
      bodies.push_back({other->name, rule_body(*other, head), head});
    }
    out = fixpoint(bodies, subject, object);
  }
  shared.members = std::move(members);
  --shared.nesting;
  return out;
}

// Pairs of the first body's head, or only its free end where an end that is known went into the body.
PlanPtr Planner::fixpoint(const std::vector<Recursion>& bodies, const PatternTerm& subject,
                          const PatternTerm& object) {
  for (const std::size_t end : {std::size_t{0}, std::size_t{1}}) {
    const PatternTerm& known = end == 0 ? subject : object;
    if (known.is_variable() || bodies.size() > 1) continue;
    const ExpressionPtr value = make_constant(names_.term_of(known));
    if (PlanPtr plan = keep_end(bodies[0], end, value)) return plan;
    if (PlanPtr plan = follow_end(bodies[0], end, value->constant)) return plan;
  }
  Fixpoint out{bodies[0].name, {}, {}, {bodies[0].head[0], bodies[0].head[1]}};
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    add_inputs(out, bodies[i].body, {static_cast<std::uint32_t>(i), {bodies[i].head[0], bodies[i].head[1]}});
  }
  return make_plan(std::move(out));
}

// `a reaches ?y` when each use of the rule in its body has the head's own variable at that end: the end is
// the same all the way, so that only the other one needs to be kept.
PlanPtr Planner::keep_end(const Recursion& recursion, std::size_t end, const ExpressionPtr& value) {
  const std::vector<const RuleRows*> uses = rule_rows(*recursion.body);
  const Var same = recursion.head[end];
  if (!std::all_of(uses.begin(), uses.end(),
                   [&](const RuleRows* rows) { return rows->variables[end] == same; }))
    return nullptr;
  PlanPtr body = replace_rows(recursion.body, [&](const RuleRows& rows) {
    RuleRows other = rows;
    other.variables = {rows.variables[1 - end]};
    return make_plan(Extend{make_plan(std::move(other)), same, value});
  });
  Fixpoint out{recursion.name, {}, {}, {recursion.head[1 - end]}};
  add_inputs(out, filter_same(std::move(body), same, value), {0, {recursion.head[1 - end]}});
  return make_plan(std::move(out));
}

// `a reaches ?y` when each alternative either does not use the rule, or steps from the known end to the next
// and leaves the other one to the rule: the ends reached are found first, then where they lead without it.
PlanPtr Planner::follow_end(const Recursion& recursion, std::size_t end, const Term& value) {
  const Var known = recursion.head[end];
  const Var other = recursion.head[1 - end];
  Fixpoint reached{recursion.name, {make_plan(Values{{known}, {{value}}})}, {{0, {known}}}, {known}};
  Union exits;
  for (const PlanPtr& branch : branches(recursion.body)) {
    const std::vector<const RuleRows*> uses = rule_rows(*branch);
    if (uses.empty()) {
      exits.inputs.push_back(branch);
      continue;
    }
    if (uses.size() > 1 || uses[0]->variables[1 - end] != other) return nullptr;
    const Var next = uses[0]->variables[end];
    const PlanPtr step = replace_rows(branch, [](const RuleRows&) { return make_plan(Unit{}); });
    if (has(mentioned_in(*step), other) || !has(certain_variables_of(*step), next) ||
        !has(certain_variables_of(*step), known)) {
      return nullptr;
    }
    reached.inputs.push_back(join(make_plan(RuleRows{recursion.name, 0, true, {known}}), step));
    reached.outputs.push_back({0, {next}});
  }
  if (exits.inputs.empty()) return nullptr;
  PlanPtr exit = exits.inputs.size() == 1 ? exits.inputs[0] : make_plan(std::move(exits));
  return make_plan(Project{join(make_plan(std::move(reached)), std::move(exit)), {other}});
}

// --- paths -----------------------------------------------------------------------------------------------

// Inside a recursion, a rule of it stands for its own pairs alone: what is declared of it holds outside.
bool Planner::is_member(const PatternTerm& relation) {
  if (shared_->members.empty()) return false;
  const Rule* rule = shared_->rules->find(relation);
  return rule != nullptr &&
         std::find(shared_->members.begin(), shared_->members.end(), rule) != shared_->members.end();
}

bool Planner::holds_rule(const PathExpression& path) {
  if (path.kind == PathExpression::Kind::link) return shared_->rules->find(path.relation) != nullptr;
  return std::any_of(path.parts.begin(), path.parts.end(),
                     [&](const PathPtr& part) { return holds_rule(*part); });
}

// A path in which rules stand, as joins, unions and fixpoints; the multiplicities are those of the path.
PlanPtr Planner::rule_path(const PatternTerm& subject, const PathPtr& path, const PatternTerm& object,
                           Context context) {
  if (!holds_rule(*path)) return make_plan(Path{subject, path, object});
  switch (path->kind) {
    case PathExpression::Kind::link:
      return call(*shared_->rules->find(path->relation), subject, object, context);
    case PathExpression::Kind::inverse:
      return rule_path(object, path->parts[0], subject, context);
    case PathExpression::Kind::sequence: {
      PlanPtr plan;
      PatternTerm from = subject;
      std::vector<Var> seen;
      for (std::size_t i = 0; i < path->parts.size(); ++i) {
        const bool last = i + 1 == path->parts.size();
        const PatternTerm to = last ? object : PatternTerm::var(context.scope.fresh("step"));
        PlanPtr part = rule_path(from, path->parts[i], to, context);
        plan = plan == nullptr ? std::move(part) : join(std::move(plan), std::move(part));
        from = to;
      }
      return plan;
    }
    case PathExpression::Kind::alternative: {
      Union out;
      for (const PathPtr& part : path->parts) out.inputs.push_back(rule_path(subject, part, object, context));
      return make_plan(std::move(out));
    }
    case PathExpression::Kind::repeat:
      break;
  }
  return repeated_rule(subject, *path, object, context);
}

PlanPtr Planner::repeated_rule(const PatternTerm& subject, const PathExpression& path,
                               const PatternTerm& object, Context context) {
  const bool once = path.at_least == 1 && path.at_most == 1;
  const bool open = path.at_least == 1 && path.at_most == std::numeric_limits<std::uint32_t>::max();
  if (!once && !open) {
    throw Failure(ErrorCode::query, "a path with a rule in it can be repeated with `+` only",
                  "define a rule for what `*`, `?` or `{m,n}` should mean");
  }
  Head ends{context.scope.fresh("x"), context.scope.fresh("y")};
  if (subject.is_variable()) ends[0] = subject.variable;
  if (object.is_variable() && object.variable != ends[0]) ends[1] = object.variable;
  const auto part = [&](Var from, Var to) {
    return rule_path(PatternTerm::var(from), path.parts[0], PatternTerm::var(to), context);
  };
  if (once || shared_->every_rule_is_rows) return with_ends(part(ends[0], ends[1]), ends, subject, object);
  const Var middle = context.scope.fresh("step");
  Union body{{part(ends[0], ends[1])}};
  if (!rule_rows(*body.inputs[0]).empty()) {
    throw Failure(ErrorCode::query,
                  "a rule cannot use a repeated path, or a transitive relation, that holds the rule itself",
                  "write the repetition out: { ?x NAME ?y } or { ?x NAME ?z and ?z NAME ?y }");
  }
  body.inputs.push_back(join(make_plan(RuleRows{"+", 0, false, {ends[0], middle}}), part(middle, ends[1])));
  return with_ends(fixpoint({{"+", make_plan(std::move(body)), ends}}, subject, object), ends, subject,
                   object);
}

}  // namespace kg
