#include "world.h"

#include <fmt/format.h>

#include <array>

namespace kg::test {
namespace {

constexpr std::string_view kBase = "https://kg.example/id/";
constexpr std::string_view kProperty = "http://www.w3.org/1999/02/22-rdf-syntax-ns#Property";

Term thing(std::string_view local) { return Term::iri(std::string(kBase) + std::string(local)); }

void name(MemorySource& source, const Term& iri, std::string_view label) {
  source.add(iri, Term::iri(iri::kRdfsLabel), Term::string(label));
}

MemorySource build() {
  MemorySource source;
  const std::array<std::pair<const char*, const char*>, 16> entities{{{"Li_Qiang", "Li Qiang"},
                                                                      {"Ganzhou", "Ganzhou"},
                                                                      {"Jiangxi", "Jiangxi"},
                                                                      {"China", "China"},
                                                                      {"FORGE", "FORGE"},
                                                                      {"Project_Vault", "Project Vault"},
                                                                      {"United_States", "United States"},
                                                                      {"person", "person"},
                                                                      {"country", "country"},
                                                                      {"rare_earths", "rare earths"},
                                                                      {"brief-1", "brief-1"},
                                                                      {"brief-2", "brief-2"},
                                                                      {"Bank_of_China", "Bank of China"},
                                                                      {"Type_55", "Type 55"},
                                                                      {"U.S.", "U.S."},
                                                                      {"Springfield_1", "Springfield"}}};
  for (const auto& [local, label] : entities) name(source, thing(local), label);
  name(source, thing("Springfield_2"), "Springfield");
  source.add(thing("Li_Qiang"), Term::iri(iri::kSkosAltLabel), Term::string("Premier Li"));
  for (const char* relation : {"visited", "launched", "located in", "part of", "refining share",
                               "mining share", "share", "has funding", "produces", "member of",
                               "member count", "announced", "knows", "took place on", "member"}) {
    std::string local = relation;
    for (char& c : local) c = c == ' ' ? '_' : c;
    name(source, thing(local), relation);
    source.add(thing(local), Term::iri(iri::kRdfType), Term::iri(kProperty));
  }
  source.add(thing("visited"), Term::iri(iri::kSkosAltLabel), Term::string("toured"));
  source.add(thing("Li_Qiang"), thing("visited"), thing("Ganzhou"));
  source.add(thing("Li_Qiang"), Term::iri(iri::kRdfType), thing("person"));
  for (const char* word : {"on", "source", "quote", "of"}) {
    source.add(thing("c1"), Term::iri(std::string(iri::kKg) + word), Term::string("x"));
  }
  source.add(thing("c1"), Term::iri(iri::kRdfReifies),
             Term::triple_term(thing("Li_Qiang"), thing("visited"), thing("Ganzhou")));
  source.add(Term::iri("http://x/person/100"), Term::iri("http://x/name"), Term::string("Ada"));
  source.add(Term::iri("http://x/person/100"), Term::iri("http://x/knows"), Term::iri("http://x/person/200"));
  source.build();
  return source;
}

// Terms as the tests read them: the end of an IRI, and literals in N-Triples.
std::string short_term(const Term& term) {
  if (term.kind != TermKind::iri) return term.to_ntriples();
  const std::size_t cut = term.value.find_last_of("/#");
  return cut == std::string::npos ? term.value : term.value.substr(cut + 1);
}

std::string show_place(const PatternTerm& place) {
  if (place.id == kMissing) return short_term(place.term) + "!";
  return short_term(place.term.kind == TermKind::undefined ? world().term(place.id) : place.term);
}

std::string show_claim(const ClaimTemplate& claim) {
  std::string out = fmt::format("{} {} {}", show_place(claim.triple.subject),
                                show_place(claim.triple.relation), show_place(claim.triple.object));
  for (const Qualifier& q : claim.qualifiers) {
    out += fmt::format(" [{} {}]", show_place(q.relation), show_place(q.value));
  }
  return out;
}

std::string show_names(const std::vector<NewName>& names) {
  std::string out;
  for (const NewName& name : names)
    out += fmt::format("; new {}{}", name.relation ? "relation " : "", name.name);
  return out;
}

struct Shower {
  std::string plan(const PlanPtr& plan, const Variables& variables) const {
    const PlanPrinter printer{variables, show_place, {}};
    return printer.print(*plan);
  }
  std::string operator()(const FindStatement& find) const {
    std::string out = "find";
    for (const Column& column : find.columns) out += " " + column.name;
    return out + "\n" + plan(find.plan, find.variables);
  }
  std::string operator()(const AskStatement& ask) const { return "ask\n" + plan(ask.plan, ask.variables); }
  std::string operator()(const UpdateStatement& update) const {
    std::string out = update.remove ? "remove" : "add";
    for (const ClaimTemplate& claim : update.claims) out += " | " + show_claim(claim);
    out += show_names(update.new_names);
    return update.where ? out + "\n" + plan(update.where->plan, update.where->variables) : out;
  }
  std::string operator()(const EntityStatement& entity) const {
    std::string out = fmt::format("entity {} = {}", entity.name, short_term(entity.iri));
    for (const std::string& alias : entity.aliases) out += "; aka " + alias;
    for (const PatternTerm& type : entity.types) out += "; is a " + show_place(type);
    return out + show_names(entity.new_names);
  }
  std::string operator()(const RelationStatement& relation) const {
    std::string out = fmt::format("relation {} = {}", relation.name, short_term(relation.iri));
    for (const std::string& alias : relation.aliases) out += "; aka " + alias;
    for (const PatternTerm& other : relation.inverse_of) out += "; inverse " + show_place(other);
    for (const PatternTerm& other : relation.narrower_than) out += "; narrower than " + show_place(other);
    if (relation.functional) out += "; functional";
    if (relation.symmetric) out += "; symmetric";
    if (relation.transitive) out += "; transitive";
    if (!relation.unit.empty()) out += "; unit " + relation.unit;
    return out + show_names(relation.new_names);
  }
  std::string operator()(const RuleStatement& rule) const {
    return fmt::format("rule {} = {}; {}", rule.name, short_term(rule.iri), rule.definition);
  }
  std::string operator()(const PrefixStatement& prefix) const {
    return fmt::format("prefix {} = {}", prefix.prefix, prefix.iri);
  }
  std::string operator()(const TransactionStatement& statement) const {
    return fmt::format("transaction {}", static_cast<int>(statement.command));
  }
  std::string operator()(const BuildStatement& build) const {
    std::string out = "build";
    for (const ClaimTemplate& claim : build.templates) out += " | " + show_claim(claim);
    return out + show_names(build.new_names) + "\n" + plan(build.rows.plan, build.rows.variables);
  }
  std::string operator()(const SetStatement& set) const {
    return fmt::format("set {} {}", static_cast<int>(set.option), set.on ? "on" : "off");
  }
  std::string operator()(const CheckStatement& check) const { return "check " + show_claim(check.claim); }
  std::string operator()(const EvidenceStatement& evidence) const {
    return "evidence for " + show_claim(evidence.claim);
  }
  std::string operator()(const ConflictsStatement& conflicts) const {
    return conflicts.about ? "conflicts about" : "conflicts";
  }
  std::string operator()(const ShowStatement& show) const {
    return fmt::format("show {}", static_cast<int>(show.topic));
  }
};

}  // namespace

const MemorySource& world() {
  static const MemorySource source = build();
  return source;
}

LanguageContext world_context() {
  LanguageContext context;
  context.source = &world();
  context.names = &world();
  context.base_iri = kBase;
  context.prefixes = {{"ex", "http://x/"}, {"xsd", std::string(iri::kXsd)}};
  context.parameters = {{"country", thing("China")}, {"n", Term::integer(3)}};
  return context;
}

Statement parse(std::string_view text) { return parse(text, world_context()); }
Statement parse(std::string_view text, const LanguageContext& context) {
  return parse_statement({text, {}, 1}, context);
}

std::string show(std::string_view text) { return show(parse(text)); }
std::string show(const Statement& statement) { return std::visit(Shower{}, statement.body); }

std::string error_of(std::string_view text) { return error_of(text, world_context()); }
std::string error_of(std::string_view text, const LanguageContext& context) {
  try {
    parse(text, context);
  } catch (const Failure& failure) {
    return failure.error().to_string();
  }
  return "no error";
}

const std::vector<std::string>& corpus() {
  static const std::vector<std::string> statements = {
      "Li Qiang visited ?",
      "? launched FORGE",
      "Li Qiang visited Ganzhou",
      "Li Qiang visited ?where [on ?when]",
      "Li Qiang ?relation ?thing",
      "find ?who, ?when where ?who visited Ganzhou [on ?when] and ?who is a person order by ?when desc limit "
      "10",
      "find ?share, ?source, ?quote where China refining share ?share [of \"rare earths\", source ?source, "
      "quote "
      "?quote] order by ?share",
      "find ?p, ?v where ?p has funding ?v and ?v >= 10 billion USD and ?p != \"Project Vault\"",
      "find ?country, count(?mineral) as ?n where ?country produces ?mineral and not { ?country member of "
      "FORGE } "
      "order by ?n desc",
      "find ?a, ?b, ?s1, ?s2 where ?x member count ?a as ?c1 and ?c1 source ?s1 and ?x member count ?b as "
      "?c2 and "
      "?c2 source ?s2 and ?a < ?b",
      "find ?place where Li Qiang visited ?place and ?place located in+ China",
      "find ?x where { ?x launched FORGE } or { ?x launched \"Project Vault\" }",
      "find ?org, ?count where ?org announced ?f and optional { ?f member count ?count }",
      "find ?s, count(*) as ?claims where ?c source ?s group by ?s having ?claims > 5",
      "add Li Qiang visited Ganzhou [on 2026-02-10..2026-02-11, source \"brief-2\", quote 'inspected Ganzhou "
      "on 10 "
      "and 11 February 2026']",
      "explain find ?x where ?x (located in|part of)* China",
      "find ?w, ?n where ?w ex:name ?n and ?w ex:knows ?o",
      "<http://x/person/100> <http://x/name> ?o",
      "find ?x, ?t where ?x is a ?t and let ?n = label(?x) and values ?t (person, country) and ?x in (China, "
      "FORGE)",
      "find ?x where { find ?x, count(*) as ?n where ?x ?r ?y } and exists { ?x visited ?z }",
      "entity \"Hu Jun\" aka Hu, 'Dr Hu' is a person",
      "relation \"visited by\" aka \"was visited by\" inverse visited functional unit USD",
      "prefix wd: <http://www.wikidata.org/entity/>",
      "show relations",
  };
  return statements;
}

}  // namespace kg::test
