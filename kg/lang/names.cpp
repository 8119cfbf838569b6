#include "kg/lang/names.h"

#include <algorithm>
#include <array>

#include "kg/base/utf8.h"
#include "kg/lang/literals.h"
#include "kg/lang/suggest.h"
#include "kg/lang/words.h"
#include "kg/model/vocabulary.h"

#include <fmt/format.h>

namespace kg {
namespace {

using ast::Run;
using ast::Token;
using Kind = ast::TokenKind;

constexpr std::size_t kShownCandidates = 3;
constexpr std::size_t kConsideredCandidates = 12;
constexpr std::size_t kMaxWarnings = 100;  // of one statement; more would say nothing new
constexpr std::size_t kSearchedNames =
    16;  // unknown names of one statement for which similar ones are looked for

std::string iri_of(const Token& token) { return std::string(token.text.substr(1, token.text.size() - 2)); }

const char* role_name(NameRole role) { return role == NameRole::relation ? "relation" : "thing"; }

bool is_quoted(Run run) { return run.size() == 1 && run[0].kind == Kind::quoted_name; }

}  // namespace

std::string Names::spelled(Run run) {
  if (is_quoted(run)) return unquote(run[0].text);
  std::string out;
  for (std::size_t i = 0; i < run.size(); ++i) {
    if (i > 0 && run[i - 1].end != run[i].begin) out += ' ';
    out += run[i].text;
  }
  return out;
}

std::string Names::spelled_quoted(Run run) {
  const Kind kind = run[0].kind;
  if (run.size() == 1 && kind != Kind::word) return std::string(run[0].text);
  return '"' + spelled(run) + '"';
}

bool Names::is_relation(Id id) {
  if (!type_) type_ = context_.source->find(Term::iri(iri::kRdfType));
  if (!property_) property_ = context_.source->find(Term::iri(vocabulary::kRdfProperty));
  return context_.source->statistics().relation(id).triples > 0 ||
         context_.source->contains({id, *type_, *property_});
}

Names::Bearers& Names::bearers(const std::string& name) {
  const auto [written, first_time] = folded_.try_emplace(name);
  if (first_time) written->second = fold_name(name);
  const std::string& folded = written->second;
  const auto [place, fresh] = known_.try_emplace(folded);
  Bearers& found = place->second;
  if (!fresh) return found;
  found.things = context_.names->find(folded);
  constexpr std::string_view kArticle = "the ";
  if (found.things.empty() && !updating() && folded.starts_with(kArticle))
    found.things = context_.names->find(std::string_view(folded).substr(kArticle.size()));
  for (const Id id : found.things) {
    if (is_relation(id)) found.relations.push_back(id);
  }
  found.builtin = builtin_relation_iri(folded);
  return found;
}

bool Names::knows(Run run, NameRole role) {
  if (run.size() == 1 && (run[0].kind == Kind::iri || run[0].kind == Kind::prefixed_name)) return true;
  const Bearers& found = bearers(spelled(run));
  if (found.fresh && new_names_[*found.fresh].relation == (role == NameRole::relation)) return true;
  return role == NameRole::thing ? !found.things.empty() : found.builtin || !found.relations.empty();
}

PatternTerm Names::of_id(Id id) const {
  return PatternTerm::constant(id, updating() ? context_.source->term(id) : Term{});
}

PatternTerm Names::constant(Term term) const {
  const auto inlined = inline_term(term);
  const Id id = inlined ? *inlined : context_.source->find(term);
  return PatternTerm::constant(id, std::move(term));
}

PatternTerm Names::resolve(Run run, NameRole role) {
  return resolve_name(run, role, unknown_ == UnknownNames::create || unknown_ == UnknownNames::invent);
}
PatternTerm Names::resolve_known(Run run, NameRole role) { return resolve_name(run, role, false); }

PatternTerm Names::resolve_name(Run run, NameRole role, bool may_create) {
  if (run.size() == 1 && run[0].kind == Kind::iri) return resolve_iri(run, iri_of(run[0]));
  if (run.size() == 1 && run[0].kind == Kind::prefixed_name) return resolve_iri(run, expand(run[0]));
  const std::string name = spelled(run);
  const Bearers& found = bearers(name);
  if (found.fresh && new_names_[*found.fresh].relation == (role == NameRole::relation)) {
    return constant(new_names_[*found.fresh].iri);
  }
  if (role == NameRole::relation) {
    if (found.builtin) return constant(Term::iri(*found.builtin));
    if (found.relations.size() > 1) fail_ambiguous(run, found.relations);
    if (found.relations.size() == 1) return of_id(found.relations[0]);
    return unknown(run, role, name, may_create);
  }
  std::vector<Id> things;  // where a relation and something else share a name, the other is meant
  std::set_difference(found.things.begin(), found.things.end(), found.relations.begin(),
                      found.relations.end(), std::back_inserter(things));
  if (things.empty()) things = found.things;
  if (things.size() > 1) fail_ambiguous(run, things);
  if (things.size() == 1) return of_id(things[0]);
  return unknown(run, role, name, may_create);
}

Term Names::term_of(const PatternTerm& constant) const {
  return constant.term.kind == TermKind::undefined ? context_.source->term(constant.id) : constant.term;
}

void Names::make_known(const std::string& name, Term relation) {
  new_names_.push_back({std::move(relation), name, true});
  bearers(name).fresh = new_names_.size() - 1;
}

Term Names::resolve_term(Run run) { return term_of(resolve(run, NameRole::thing)); }

PatternTerm Names::resolve_iri(Run run, std::string iri) {
  PatternTerm found = constant(Term::iri(iri));
  if (found.id == kMissing && !updating()) {
    const std::string message = fmt::format("nothing in the store has the IRI {}", quoted("<" + iri + ">"));
    if (context_.strict) diagnostics_.fail(run, message);
    warn(message);
  }
  return found;
}

void Names::fail_ambiguous(Run run, const std::vector<Id>& ids) const {
  std::vector<std::string> iris;
  for (std::size_t i = 0; i < std::min(ids.size(), kShownCandidates); ++i) {
    iris.push_back(context_.source->term(ids[i]).to_ntriples());
  }
  diagnostics_.fail(run, fmt::format("the name {} belongs to {} things", quoted(spelled(run)), ids.size()),
                    fmt::format("write the IRI of the one you mean: {}", join_or(iris)));
}

PatternTerm Names::unknown(Run run, NameRole role, const std::string& name, bool may_create) {
  if (may_create && (is_quoted(run) || unknown_ == UnknownNames::invent)) {
    new_names_.push_back({new_iri(name), name, role == NameRole::relation});
    bearers(name).fresh = new_names_.size() - 1;
    return PatternTerm::constant(kMissing, new_names_.back().iri);
  }
  const bool warns = unknown_ == UnknownNames::warn && !context_.strict;
  if (warns && warnings_.size() >= kMaxWarnings) return PatternTerm::constant(kMissing, new_iri(name));
  std::vector<std::string> similar;
  const bool search = warnings_.size() < kSearchedNames;
  for (const std::string& other :
       !search ? std::vector<std::string>{}
               : similar_names(*context_.names, fold_name(name), kConsideredCandidates)) {
    const bool fits = role == NameRole::thing || !bearers(other).relations.empty();
    if (fits && similar.size() < kShownCandidates)
      similar.push_back(fmt::format("\"{}\"", terminal_safe(other)));
  }
  const std::string message = fmt::format("the store knows no {} called {}", role_name(role), quoted(name));
  if (role == NameRole::relation && name == "a") similar = {"`is a`"};
  std::string hint = similar.empty() ? "" : fmt::format("did you mean {}?", join_or(similar));
  if (role == NameRole::relation && nearest(name, std::array<std::string_view, 1>{"matches"}) == "matches") {
    hint = "words are looked for with `?text matches 'some words'`";
  }
  if (diagnostics_.starts_text(run)) {
    if (std::string meant = statement_hint(run.front().text); !meant.empty()) hint = std::move(meant);
  }
  if (warns) {
    const Place place = diagnostics_.place(run.front().begin);
    warn(fmt::format("{} ({}:{}){}{}", message, place.line, place.column, hint.empty() ? "" : "; ", hint));
    return PatternTerm::constant(kMissing, new_iri(name));
  }
  if (may_create) {
    hint += fmt::format("{}put it in double quotes to make it: \"{}\"", hint.empty() ? "" : " ",
                        terminal_safe(name));
  } else if (updating()) {
    hint += fmt::format("{}declare it first: {} \"{}\"", hint.empty() ? "" : " ",
                        role == NameRole::relation ? "relation" : "entity", terminal_safe(name));
  }
  diagnostics_.fail(run, message, hint);
}

Term Names::new_iri(std::string_view name) const { return Term::iri(context_.base_iri + iri_escaped(name)); }

Term Names::declare(Run run, NameRole role, std::string& name) {
  if (run.size() == 1 && run[0].kind == Kind::iri) return Term::iri(iri_of(run[0]));
  if (run.size() == 1 && run[0].kind == Kind::prefixed_name) return Term::iri(expand(run[0]));
  name = spelled(run);
  if (fold_name(name).empty()) diagnostics_.fail(run, "a name cannot be empty");
  const Bearers& found = bearers(name);
  const std::vector<Id>& ids = role == NameRole::relation ? found.relations : found.things;
  if (role == NameRole::relation && found.builtin) return Term::iri(*found.builtin);
  if (ids.size() > 1) fail_ambiguous(run, ids);
  return ids.empty() ? new_iri(name) : context_.source->term(ids[0]);
}

std::string Names::expand(const Token& prefixed_name) const {
  const std::size_t colon = prefixed_name.text.find(':');
  const std::string prefix(prefixed_name.text.substr(0, colon));
  const auto found = context_.prefixes.find(prefix);
  if (found != context_.prefixes.end())
    return found->second + std::string(prefixed_name.text.substr(colon + 1));
  std::vector<std::string_view> prefixes;
  for (const auto& [known, iri] : context_.prefixes) prefixes.emplace_back(known);
  const std::string_view meant = nearest(prefix, prefixes);
  if (prefix == "_") {
    diagnostics_.fail(prefixed_name, "blank nodes have no name that a statement can use",
                      "use a variable: ?x");
  }
  diagnostics_.fail(prefixed_name, fmt::format("the prefix {} is not declared", quoted(prefix + ":")),
                    meant.empty() ? fmt::format("declare it: prefix {}: <https://example.org/>", prefix)
                                  : fmt::format("did you mean `{}:`?", meant));
}

const Term& Names::parameter(const Token& token) const {
  const auto found = context_.parameters.find(std::string(token.text.substr(1)));
  if (found != context_.parameters.end()) return found->second;
  diagnostics_.fail(token, fmt::format("the parameter {} has no value", quoted(token.text)),
                    fmt::format("give it one: -p {}=value", token.text.substr(1)));
}

}  // namespace kg
