// Claims: from a run of tokens to triple patterns, paths and reifiers.
#include <algorithm>

#include "kg/base/utf8.h"
#include "kg/lang/literals.h"
#include "kg/lang/planner.h"
#include "kg/lang/words.h"
#include "kg/model/vocabulary.h"

#include <fmt/format.h>

namespace kg {
namespace {

using ast::Run;
using ast::Token;
using Kind = ast::TokenKind;

bool takes_years(Run relation) {
  return is_name(relation) && is_temporal_relation(fold_name(Names::spelled(relation)));
}

}  // namespace

PatternTerm Planner::variable(const Token& token, Context context) {
  const Var variable = context.scope.get(variable_name(token));
  context.frame.bound.insert(variable);
  if (columns_ != nullptr && std::none_of(columns_->begin(), columns_->end(), [&](const Column& column) {
        return column.variable == variable;
      })) {
    columns_->push_back({std::string(variable_name(token)), variable});
  }
  return PatternTerm::var(variable);
}

PatternTerm Planner::wildcard(const char* column, Context context) {
  const Var variable = context.scope.fresh(column);
  if (columns_ != nullptr) {
    std::string name = column;
    const auto taken = [&] {
      return std::any_of(columns_->begin(), columns_->end(), [&](const Column& c) { return c.name == name; });
    };
    for (int i = 2; taken(); ++i) name = fmt::format("{}_{}", column, i);
    columns_->push_back({name, variable});
  }
  return PatternTerm::var(variable);
}

PlanPtr Planner::without_parts(PlanPtr rows, Var relation) {
  const TripleSource& source = *names_.context().source;
  std::vector<ExpressionPtr> others;
  for (const std::string_view part : vocabulary::kDocumentParts) {
    const Term term = Term::iri(part);
    const Id id = source.find(term);
    if (id != kMissing && source.statistics().relation(id).triples > 0)
      others.push_back(make_call(Function::not_equal, {make_variable(relation), make_constant(term)}));
  }
  if (others.empty()) return rows;
  return make_plan(Filter{std::move(rows), join_expressions(Function::logical_and, std::move(others))});
}

PatternTerm Planner::term(Run run, const char* column, Context context) {
  if (is(run, Kind::variable)) return variable(run[0], context);
  if (is(run, Kind::wildcard)) return wildcard(column, context);
  if (is(run, Kind::parameter)) return names_.constant(names_.parameter(run[0]));
  return names_.resolve(run, NameRole::thing);
}

PatternTerm Planner::object(Run run, Run relation, const char* column, Context context) {
  const bool value = literal_size(run) == run.size() && !(is_name(run) && names_.knows(run, NameRole::thing));
  if (!value) return term(run, column, context);
  return names_.constant(literal_term(run, takes_years(relation), diagnostics_,
                                      [&](const Token& token) { return names_.expand(token); }));
}

PatternTerm Planner::relation(Run run, const char* column, Context context) {
  if (is(run, Kind::variable)) return variable(run[0], context);
  if (is(run, Kind::wildcard)) return wildcard(column, context);
  if (is(run, Kind::parameter)) return names_.constant(names_.parameter(run[0]));
  return names_.resolve(run, NameRole::relation);
}

PathPtr Planner::entailed(const PatternTerm& relation, const PatternTerm* object) {
  if (relation.is_variable() || !names_.context().inference || is_member(relation)) return nullptr;
  return entailment_.path(relation.id, object);
}

PathPtr Planner::path(const PathSyntax& syntax, bool claims) {
  PathExpression out;
  out.kind = syntax.kind;
  out.at_least = syntax.at_least;
  out.at_most = syntax.at_most;
  if (syntax.kind == PathExpression::Kind::link) {
    out.relation = names_.resolve(syntax.name, NameRole::relation);
    PathPtr all = !claims                      ? entailed(out.relation, nullptr)
                  : names_.context().inference ? entailment_.single(out.relation.id)
                                               : nullptr;
    if (all != nullptr) return all;
    if (claims && shared_->rules->find(out.relation) != nullptr) fail_rule(syntax.name);
  }
  for (const PathSyntax& part : syntax.parts) out.parts.push_back(path(part, claims));
  return std::make_shared<const PathExpression>(std::move(out));
}

// Links, inverses and sequences are plain patterns; only what remains needs a path operator.
void Planner::add_path(const PatternTerm& subject, const PathPtr& path, const PatternTerm& object,
                       Patterns& out, Context context) {
  if (holds_rule(*path)) {
    out.parts.push_back(rule_path(subject, path, object, context));
    return;
  }
  switch (path->kind) {
    case PathExpression::Kind::link:
      out.bgp.triples.push_back({subject, path->relation, object});
      return;
    case PathExpression::Kind::inverse:
      add_path(object, path->parts[0], subject, out, context);
      return;
    case PathExpression::Kind::sequence: {
      PatternTerm from = subject;
      for (std::size_t i = 0; i < path->parts.size(); ++i) {
        const bool last = i + 1 == path->parts.size();
        const PatternTerm to = last ? object : PatternTerm::var(context.scope.fresh("step"));
        add_path(from, path->parts[i], to, out, context);
        from = to;
      }
      return;
    }
    default:
      out.parts.push_back(make_plan(Path{subject, path, object}));
  }
}

// quote "..." names a thing; what was meant is the text.
void Planner::check_text_qualifier(const QualifierParts& parts) const {
  if (!is_name(parts.relation) || !is(parts.value, Kind::quoted_name)) return;
  if (fold_name(Names::spelled(parts.relation)) != "quote") return;
  diagnostics_.fail(parts.value, "a quote is a text", "write it in single quotes: quote 'the exact words'");
}

bool Planner::qualifiers(const ast::Claim& claim, const TriplePattern& triple, Patterns& out,
                         Context context) {
  const PatternTerm reifier = claim.binding != nullptr ? variable(*claim.binding, context)
                                                       : PatternTerm::var(context.scope.fresh("claim"));
  const PatternTerm folded = PatternTerm::var(context.scope.fresh("triple"));
  bool any_stance = false;
  out.bgp.triple_terms.push_back({folded, triple});
  out.bgp.triples.push_back({reifier, names_.constant(Term::iri(iri::kRdfReifies)), folded});
  for (const Run qualifier : claim.qualifiers) {
    const QualifierParts parts = split_qualifier(qualifier, names_);
    check_text_qualifier(parts);
    const std::string column = is_name(parts.relation) ? Names::spelled(parts.relation) : "value";
    const PatternTerm name = relation(parts.relation, "qualifier", context);
    any_stance = any_stance || is_stance(name);
    out.bgp.triples.push_back({reifier, name, object(parts.value, parts.relation, column.c_str(), context)});
  }
  return any_stance;
}

bool Planner::is_stance(const PatternTerm& relation) const {
  if (relation.is_variable()) return false;
  const PatternTerm stance = names_.constant(Term::iri(*builtin_relation_iri("stance")));
  return stance.id == kMissing ? relation.term == stance.term : relation.id == stance.id;
}

void Planner::fail_rule(Run name) const {
  diagnostics_.fail(name,
                    fmt::format("{} is a rule: its pairs follow from others, and nobody claims them",
                                quoted(diagnostics_.text(name))),
                    "`show rules` tells from which");
}

// A claim is about one triple: of the relation, or of one that is declared to say the same or less.
void Planner::claims_about(const ast::Claim& claim, const TriplePattern& triple, Patterns& out,
                           Context context) {
  Patterns one;
  one.bgp.triples.push_back(triple);
  // Denials are claims whose triple is not asserted: a pattern that speaks of the stance finds them too.
  const bool any_stance = qualifiers(claim, triple, one, context);
  std::vector<PlanPtr> inputs;
  const bool entails = !triple.relation.is_variable() && names_.context().inference;
  for (const Entailment::Directed& about :
       entails ? entailment_.directly(triple.relation.id) : std::vector<Entailment::Directed>(1)) {
    Bgp bgp = one.bgp;
    if (about.relation.bound()) {
      TriplePattern& asserted = bgp.triples[0];
      if (!about.forward) std::swap(asserted.subject, asserted.object);
      if (about.relation != triple.relation.id) asserted.relation = PatternTerm::constant(about.relation);
      bgp.triple_terms[0].triple = asserted;
    }
    if (any_stance) bgp.triples.erase(bgp.triples.begin());
    inputs.push_back(make_plan(std::move(bgp)));
  }
  if (inputs.size() == 1) {
    const Bgp& bgp = *inputs[0]->as<Bgp>();
    out.bgp.triples.insert(out.bgp.triples.end(), bgp.triples.begin(), bgp.triples.end());
    out.bgp.triple_terms.push_back(bgp.triple_terms[0]);
    return;
  }
  out.parts.push_back(make_plan(Distinct{make_plan(Union{std::move(inputs)})}));
}

void Planner::claim(const ast::Claim& claim, Patterns& out, Context context) {
  const ClaimParts parts = split_claim(claim.run, names_);
  const bool bare = claim.qualifiers.empty() && claim.binding == nullptr;
  const bool single = is_name(parts.relation) || is(parts.relation, Kind::variable) ||
                      is(parts.relation, Kind::wildcard) || is(parts.relation, Kind::parameter);
  if (!single && !bare) {
    diagnostics_.fail(parts.relation,
                      "a path is not a claim: it has no qualifiers and cannot be bound with `as`",
                      "bind a claim with a single relation");
  }
  const PatternTerm subject = term(parts.subject, "subject", context);
  PatternTerm middle;
  PathPtr steps;
  if (single) {
    middle = relation(parts.relation, "relation", context);
  } else {
    check_path_signs(parts.relation, diagnostics_);
    const PathSyntax syntax = *read_path(parts.relation);
    if (path_steps(syntax) > kMaxPathSteps) {
      diagnostics_.fail(parts.relation,
                        fmt::format("this path repeats its relations more than {} times", kMaxPathSteps),
                        "write `+` for any number of times");
    }
    steps = path(syntax);
  }
  const TriplePattern triple{subject, middle, object(parts.object, parts.relation, "object", context)};
  if (single && bare) steps = entailed(middle, &triple.object);
  Rule* rule = single && steps == nullptr ? shared_->rules->find(middle) : nullptr;
  if (!bare && rule != nullptr) fail_rule(parts.relation);
  if (!bare) {
    claims_about(claim, triple, out, context);
  } else if (rule != nullptr) {
    out.parts.push_back(call(*rule, triple.subject, triple.object, context));
  } else if (steps != nullptr) {
    add_path(triple.subject, steps, triple.object, out, context);
  } else if (is(parts.relation, Kind::wildcard)) {
    PlanPtr rows = without_parts(make_plan(Bgp{{triple}, {}}), middle.variable);
    if (rows->as<Bgp>() == nullptr) {
      out.parts.push_back(std::move(rows));
    } else {
      out.bgp.triples.push_back(triple);
    }
  } else {
    out.bgp.triples.push_back(triple);
  }
}

}  // namespace kg
