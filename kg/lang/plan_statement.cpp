// Statements that are more than one group: paths as answers, text search, graphs that are built, updates.
#include <algorithm>

#include "kg/base/utf8.h"
#include "kg/lang/literals.h"
#include "kg/lang/planner.h"
#include "kg/model/vocabulary.h"

#include <fmt/format.h>

namespace kg {
namespace {

using ast::Run;
using ast::Token;
using Kind = ast::TokenKind;

// Steps that a path of `path from` has at most, when the statement does not say.
constexpr std::uint32_t kDefaultPathSteps = 6;
constexpr std::uint64_t kMaxPaths = 1'000'000;

bool repeats(const PathSyntax& path) {
  return path.kind == PathExpression::Kind::repeat ||
         std::any_of(path.parts.begin(), path.parts.end(), repeats);
}

Term text_term(const Token& token, const Names& names, const Diagnostics& diagnostics) {
  if (token.kind == Kind::string) return Term::string(unquote(token.text));
  const Term& value = names.parameter(token);
  if (value.kind != TermKind::literal)
    diagnostics.fail(token, "a search is for words", "bind a string: 'words'");
  return value;
}

}  // namespace

PatternTerm Planner::thing(Run run) {
  if (is(run, Kind::parameter)) return names_.constant(names_.parameter(run[0]));
  return names_.resolve(run, NameRole::thing);
}

// --- paths and text ------------------------------------------------------------------------------------

FindStatement Planner::plan(const ast::PathSearch& path) {
  PathSearch node;
  node.from = thing(path.from);
  node.to = thing(path.to);
  if (!path.via.empty()) {
    auto syntax = read_path(path.via);
    if (!syntax) {
      diagnostics_.fail(path.via, "`via` takes a relation or a path of relations",
                        "for example: via (visited|located in)");
    }
    while (syntax->kind == PathExpression::Kind::repeat && syntax->at_least <= 1 && syntax->at_most > 0) {
      syntax = PathSyntax(syntax->parts[0]);  // steps are repeated anyway
    }
    if (repeats(*syntax)) {
      diagnostics_.fail(path.via, "`via` says what one step is, and a step has no repetition in it",
                        "steps are repeated anyway: via located in");
    }
    node.step = this->path(*syntax, true);
  }
  node.all = path.all;
  if (path.all && path.count != nullptr) {
    diagnostics_.fail(*path.count, "`all` and `k` exclude each other", "leave one of them out");
  }
  node.within = kDefaultPathSteps;
  if (path.within != nullptr) {
    const std::uint64_t steps = count_of(*path.within);
    if (steps > kMaxPathSteps) {
      diagnostics_.fail(*path.within, fmt::format("a path has at most {} steps", kMaxPathSteps));
    }
    node.within = static_cast<std::uint32_t>(steps);
  }
  if (path.count != nullptr) node.count = count_of(*path.count);
  if (node.count > kMaxPaths)
    diagnostics_.fail(*path.count, fmt::format("at most {} paths can be asked for", kMaxPaths));
  FindStatement out;
  node.path = variables_.get("path");
  node.length = variables_.get("length");
  out.columns = {{"path", node.path}, {"length", node.length}};
  if (!path.cheapest_by.empty()) {
    node.cost_relation = names_.resolve(path.cheapest_by, NameRole::relation);
    node.cost = variables_.get("cost");
    out.columns.push_back({"cost", node.cost});
  }
  std::vector<Var> projected;
  for (const Column& column : out.columns) projected.push_back(column.variable);
  out.plan = make_plan(Project{make_plan(std::move(node)), std::move(projected)});
  out.variables = std::move(variables_);
  return out;
}

FindStatement Planner::plan(const ast::Search& search) {
  const Var subject = variables_.get("subject");
  const Var relation = variables_.get("relation");
  const Var text = variables_.get("text");
  const Var score = variables_.get("score");
  PlanPtr found = make_plan(TextSearch{text_term(*search.text, names_, diagnostics_).value, text, score});
  PlanPtr where =
      make_plan(Bgp{{{PatternTerm::var(subject), PatternTerm::var(relation), PatternTerm::var(text)}}, {}});
  where = without_parts(std::move(where), relation);
  OrderBy order{
      make_plan(Join{std::move(found), std::move(where)}),
      {{make_variable(score), true}, {make_variable(text), false}, {make_variable(subject), false}}};
  Slice slice;
  if (search.limit != nullptr) order.limit = slice.limit = count_of(*search.limit);
  slice.input = make_plan(Project{make_plan(std::move(order)), {subject, relation, text, score}});
  FindStatement out;
  out.plan = search.limit != nullptr ? make_plan(std::move(slice)) : slice.input;
  out.columns = {{"subject", subject}, {"relation", relation}, {"text", text}, {"score", score}};
  out.variables = std::move(variables_);
  return out;
}

// What is said of a thing: the triples in which it is subject or object, and, where claims are wanted, what
// the claims about these triples say.
FindStatement Planner::plan(const ast::Describe& describe) {
  const PatternTerm described = thing(describe.thing);
  const Term constant = names_.term_of(described);
  const Var subject = variables_.get("subject");
  const Var relation = variables_.get("relation");
  const Var object = variables_.get("object");
  const TriplePattern any{PatternTerm::var(subject), PatternTerm::var(relation), PatternTerm::var(object)};
  const std::vector<Var> columns{subject, relation, object};
  TriplePattern out = any;
  out.subject = described;
  TriplePattern in = any;
  in.object = described;
  Union all;
  const auto add = [&](PlanPtr plan) { all.inputs.push_back(make_plan(Project{std::move(plan), columns})); };
  add(make_plan(
      Extend{without_parts(make_plan(Bgp{{out}, {}}), relation), subject, make_constant(constant)}));
  PlanPtr said = without_parts(make_plan(Bgp{{in}, {}}), relation);
  if (!names_.context().claims) {
    const PatternTerm folded = PatternTerm::var(variables_.fresh("triple"));
    const TriplePattern reifies{in.subject, names_.constant(Term::iri(iri::kRdfReifies)), folded};
    said = make_plan(AntiJoin{std::move(said), make_plan(Bgp{{reifies}, {}}), true});
  }
  add(make_plan(Extend{std::move(said), object, make_constant(constant)}));
  const auto add_claims = [&](bool outgoing) {
    const PatternTerm link = PatternTerm::var(variables_.fresh("relation"));
    const PatternTerm other = PatternTerm::var(variables_.fresh("other"));
    const PatternTerm folded = PatternTerm::var(variables_.fresh("triple"));
    const TriplePattern about =
        outgoing ? TriplePattern{described, link, other} : TriplePattern{other, link, described};
    const TriplePattern reifies{PatternTerm::var(subject), names_.constant(Term::iri(iri::kRdfReifies)),
                                folded};
    add(without_parts(make_plan(Bgp{{reifies, any}, {{folded, about}}}), link.variable));
  };
  if (names_.context().claims) {
    add_claims(true);
    add_claims(false);
  }
  FindStatement result;
  result.plan = make_plan(Distinct{make_plan(std::move(all))});
  result.columns = {{"subject", subject}, {"relation", relation}, {"object", object}};
  result.variables = std::move(variables_);
  result.graph = true;
  result.bare = !names_.context().claims;
  return result;
}

// --- templates -----------------------------------------------------------------------------------------

void Planner::check_template(Run run, bool ground) const {
  for (const Token& token : run) {
    if (ground && (token.kind == Kind::variable || token.kind == Kind::wildcard)) {
      diagnostics_.fail(
          token, fmt::format("a claim to add or remove has no variables, and {} is one", quoted(token.text)),
          "name the thing, or take the claim's values from a query: add { ... } where ...");
    }
    if (token.kind == Kind::wildcard) {
      diagnostics_.fail(token, "nothing says what stands in this place",
                        "use a variable that `where` binds: ?x");
    }
  }
}

// A variable of a template must be bound by the group.
PatternTerm Planner::template_term(PatternTerm term, Run run, Context context) {
  if (term.is_variable() && !context.frame.bound.contains(term.variable)) {
    diagnostics_.fail(run, fmt::format("the group after `where` does not bind {}", quoted(run.front().text)));
  }
  return term;
}

Planner::SingleClaim Planner::single_claim(const ast::Claim& claim, std::string_view purpose) {
  if (claim.binding != nullptr) {
    diagnostics_.fail(*claim.binding, fmt::format("a claim {} is not bound with `as`", purpose));
  }
  SingleClaim out{split_claim(claim.run, names_), {}};
  const Run relation = out.parts.relation;
  if (!is_name(relation) && !is(relation, Kind::parameter) && !is(relation, Kind::variable) &&
      !is(relation, Kind::wildcard)) {
    diagnostics_.fail(relation, fmt::format("a claim {} has one relation, not a path", purpose));
  }
  for (const Run qualifier : claim.qualifiers) {
    out.qualifiers.push_back(split_qualifier(qualifier, names_));
    check_text_qualifier(out.qualifiers.back());
  }
  return out;
}

ClaimTemplate Planner::template_of(const ast::Claim& claim, Context context, bool ground) {
  check_template(claim.run, ground);
  for (const Run qualifier : claim.qualifiers) check_template(qualifier, ground);
  const auto [parts, qualifiers] = single_claim(claim, "to add, remove or build");
  // What a template mentions is not bound by it.
  const Context nowhere{context.scope, frames_.open(nullptr, GroupFrame::Link::closed)};
  ClaimTemplate out;
  out.triple.subject = template_term(term(parts.subject, "", nowhere), parts.subject, context);
  out.triple.relation = template_term(relation(parts.relation, "", nowhere), parts.relation, context);
  if (shared_->rules->find(out.triple.relation) != nullptr) fail_rule(parts.relation);
  out.triple.object = template_term(object(parts.object, parts.relation, "", nowhere), parts.object, context);
  for (const QualifierParts& named : qualifiers) {
    // A qualifier's relation is vocabulary: a slip in it would lose evidence, so it must be declared.
    const PatternTerm name =
        is_name(named.relation)
            ? names_.resolve_known(named.relation, NameRole::relation)
            : template_term(relation(named.relation, "", nowhere), named.relation, context);
    Place place;
    if (name.term.value == vocabulary::kQuote) place = diagnostics_.place(named.value.front().begin);
    out.qualifiers.push_back(
        {name, template_term(object(named.value, named.relation, "", nowhere), named.value, context), place});
  }
  return out;
}

FindStatement Planner::template_rows(const ast::Group& group, const std::vector<ast::Claim>& claims,
                                     UnknownNames in_claims, std::vector<ClaimTemplate>& templates) {
  GroupFrame& frame = frames_.open(nullptr, GroupFrame::Link::closed);
  const Context context{scope_, frame};
  FindStatement out;
  out.plan = this->group(group, context);
  names_.set_unknown(in_claims);
  for (const ast::Claim& claim : claims) templates.push_back(template_of(claim, context, false));
  frames_.check_uses(variables_, diagnostics_);
  std::vector<Var> used;
  const auto use = [&](const PatternTerm& term) {
    if (term.is_variable() && std::find(used.begin(), used.end(), term.variable) == used.end()) {
      used.push_back(term.variable);
      out.columns.push_back({variables_.name(term.variable), term.variable});
    }
  };
  for (const ClaimTemplate& claim : templates) {
    for (std::size_t i = 0; i < 3; ++i) use(claim.triple.at(i));
    for (const Qualifier& qualifier : claim.qualifiers) {
      use(qualifier.relation);
      use(qualifier.value);
    }
  }
  out.plan = make_plan(Distinct{make_plan(Project{std::move(out.plan), std::move(used)})});
  out.variables = std::move(variables_);
  return out;
}

BuildStatement Planner::plan(const ast::Build& build) {
  BuildStatement out;
  if (build.limit != nullptr) out.limit = count_of(*build.limit);
  out.rows = template_rows(build.group, build.templates, UnknownNames::invent, out.templates);
  out.new_names = std::move(names_.new_names());
  return out;
}

UpdateStatement Planner::plan(const ast::Update& update) {
  UpdateStatement out;
  out.remove = update.remove;
  const UnknownNames unknown = update.remove ? UnknownNames::refuse : UnknownNames::create;
  if (update.where) {
    names_.set_unknown(UnknownNames::refuse);
    out.where = template_rows(*update.where, update.claims, unknown, out.claims);
  } else {
    names_.set_unknown(unknown);
    const Context nowhere{scope_, frames_.open(nullptr, GroupFrame::Link::closed)};
    for (const ast::Claim& claim : update.claims) out.claims.push_back(template_of(claim, nowhere, true));
  }
  out.new_names = std::move(names_.new_names());
  return out;
}

}  // namespace kg
