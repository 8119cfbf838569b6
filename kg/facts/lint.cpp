#include "kg/facts/lint.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "kg/base/utf8.h"
#include "kg/facts/documents.h"
#include "kg/facts/survey.h"
#include "kg/model/vocabulary.h"

namespace kg {
namespace {

using Visit = std::function<bool(const LintFinding&)>;

// Thrown through the streams below when the visitor has had enough.
struct Stop {};

bool is_thing(Id id) { return id.tag() == Tag::iri || id.tag() == Tag::blank; }

class Linter {
 public:
  Linter(Checker& checker, const NameIndex& names, const Visit& visit)
      : checker_(checker), words_(checker.vocabulary()), names_(names), visit_(visit) {}

  void run(LintCheck check);

 private:
  void found(LintFinding finding) const {
    if (!visit_(finding)) throw Stop{};
  }
  template <typename Look>
  void for_each_fact(const Look& look);
  template <typename Look>
  void for_each_node_with(Id qualifier, const Look& look);
  std::vector<StoredClaim> claims_of(Id node);

  void no_evidence(const Triple& fact);
  void no_claim();
  void no_document();
  void lost_quotes();
  void one_origin(const Triple& fact);
  void contradictions();
  void types();
  void units();
  void similar_names();

  Checker& checker_;
  const FactVocabulary& words_;
  const NameIndex& names_;
  const Visit& visit_;
};

bool is_vocabulary(const Term& relation) {
  constexpr std::array<std::string_view, 5> kSpaces{
      "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2000/01/rdf-schema#",
      "http://www.w3.org/2002/07/owl#", "http://www.w3.org/2004/02/skos/core#", iri::kKg};
  return std::any_of(kSpaces.begin(), kSpaces.end(),
                     [&](std::string_view space) { return relation.value.starts_with(space); });
}

// What is said with a relation that stands in qualifiers is said about claims, and no fact.
template <typename Look>
void Linter::for_each_fact(const Look& look) {
  std::vector<Id> relations;
  checker_.source().statistics().for_each_relation([&](Id relation, const RelationStatistics&) {
    if (!is_vocabulary(checker_.source().term(relation))) relations.push_back(relation);
  });
  for (const Id relation : relations) {
    Id subject;
    bool is_claim = false;
    checker_.reader().for_each({Id{}, relation, Id{}}, [&](const Triple& triple) {
      if (triple[0] != subject) {
        subject = triple[0];
        is_claim = !checker_.reader().completions(Permutation::spo, subject, words_.reifies, 1).empty();
      }
      if (!is_claim) look(triple);
    });
  }
}

template <typename Look>
void Linter::for_each_node_with(Id qualifier, const Look& look) {
  if (qualifier == kMissing) return;
  Id last;
  const auto cursor =
      checker_.source().cursor({Permutation::pso, 1, {qualifier, Id{}, Id{}}, kAllIds, 0b010});
  TripleColumns rows;
  while (cursor->next(rows)) {
    checker_.budget().check();
    for (std::size_t i = 0; i < rows.size; ++i) {
      const Id node = rows.column[1][i];
      if (node != last) look(node);
      last = node;
    }
  }
}

// The claims that a node makes: one, unless the data is odd.
std::vector<StoredClaim> Linter::claims_of(Id node) {
  std::vector<StoredClaim> out;
  for (const Id name : checker_.reader().completions(Permutation::spo, node, words_.reifies)) {
    if (name.tag() == Tag::triple)
      out.push_back(checker_.reader().node_about(node, checker_.source().unfold(name)));
  }
  return out;
}

void Linter::no_evidence(const Triple& fact) {
  const std::vector<StoredClaim> claims = checker_.reader().asserting(fact);
  const bool sourced = std::any_of(claims.begin(), claims.end(), [&](const StoredClaim& claim) {
    return claim.value(words_.source).bound() || claim.value(words_.quote).bound();
  });
  if (!sourced) found({{claims.front()}, {}, {}, {}});
}

void Linter::one_origin(const Triple& fact) {
  std::vector<Finding> findings;
  for (StoredClaim& claim : checker_.reader().asserting(fact)) {
    if (claim.value(words_.source).bound()) findings.push_back({std::move(claim), {}});
  }
  if (findings.empty()) return;  // no-evidence says so
  const std::vector<std::size_t> origins = checker_.origins(findings);
  const bool one =
      std::all_of(origins.begin(), origins.end(), [&](std::size_t o) { return o == origins[0]; });
  if (one) found({{findings[0].claim}, {}, checker_.origin(findings[0].claim), {}});
}

void Linter::no_claim() {
  for (const Id qualifier : {words_.quote, words_.source}) {
    for_each_node_with(qualifier, [&](Id node) {
      // Nodes with both were seen by their quote.
      if (qualifier == words_.source &&
          !checker_.reader().completions(Permutation::spo, node, words_.quote, 1).empty()) {
        return;
      }
      const std::vector<StoredClaim> claims = claims_of(node);
      if (claims.empty()) found({{}, {node}, {}, {}});
      for (const StoredClaim& claim : claims) {
        if (claim.stance != Stance::denied && !checker_.source().contains(claim.triple))
          found({{claim}, {}, {}, {}});
      }
    });
  }
}

void Linter::no_document() {
  const Id text = checker_.source().find(Term::iri(vocabulary::kFullText));
  for_each_node_with(words_.quote, [&](Id node) {
    for (const StoredClaim& claim : claims_of(node)) {
      const Id source = claim.value(words_.source);
      const bool stored =
          source.bound() && !checker_.reader().completions(Permutation::spo, source, text, 1).empty();
      if (!stored) found({{claim}, {}, source, {}});
    }
  });
}

void Linter::lost_quotes() {
  DocumentTexts texts;
  for_each_node_with(words_.quote, [&](Id node) {
    for (const StoredClaim& claim : claims_of(node)) {
      const Id source = claim.value(words_.source);
      const auto text = source.bound() ? texts.text(checker_.source(), source) : nullptr;
      if (text == nullptr) continue;  // no-document says so
      for (const auto& [relation, value] : claim.qualifiers) {
        if (relation == words_.quote && !text->find(checker_.source().term(value).value))
          found({{claim}, {}, value, {}});
      }
    }
  });
}

void Linter::contradictions() {
  for_each_conflict(checker_, kUnbound, [&](const Conflict& conflict) {
    if (conflict.kind == ConflictKind::contradiction) found({{conflict.one, conflict.other}, {}, {}, {}});
  });
}

void Linter::types() {
  if (words_.disjoint == kMissing) return;
  for_each_node_with(words_.type, [&](Id thing) {
    const auto types = checker_.reader().completions(Permutation::spo, thing, words_.type);
    for (std::size_t i = 0; i < types.size(); ++i) {
      for (std::size_t j = i + 1; j < types.size(); ++j) {
        if (!checker_.schema().disjoint(types[i], types[j])[0].bound()) continue;
        found({{checker_.reader().asserting({thing, words_.type, types[i]}).front(),
                checker_.reader().asserting({thing, words_.type, types[j]}).front()},
               {},
               {},
               {}});
      }
    }
  });
}

void Linter::units() {
  for_each_node_with(words_.unit, [&](Id relation) {
    for (const Id unit : checker_.reader().completions(Permutation::spo, relation, words_.unit)) {
      const std::string declared = checker_.source().term(unit).value;
      checker_.reader().for_each({Id{}, relation, Id{}}, [&](const Triple& triple) {
        const Term value = checker_.source().term(triple[2]);
        if (value.kind == TermKind::literal && is_measured(value) && !unit_fits(value, declared))
          found({{checker_.reader().asserting(triple).front()}, {}, unit, {}});
      });
    }
  });
}

// Other spellings of a folded name that may mean the same thing, each of which the index can be asked for.
std::vector<std::string> spellings(const std::string& name) {
  std::set<std::string> out;
  std::string plain;  // without the signs of ASCII
  for (const char c : name) plain += c == '-' || c == '_' || c == '/' ? ' ' : c;
  std::erase_if(plain, [](char c) { return std::string_view(".,'\"()&").find(c) != std::string_view::npos; });
  out.insert(plain);
  if (!plain.ends_with("s")) out.insert(plain + 's');
  if (plain.ends_with("s") && !plain.ends_with("ss")) out.insert(plain.substr(0, plain.size() - 1));
  if (plain.starts_with("the ")) out.insert(plain.substr(4));
  const std::size_t space = plain.find(' ');
  if (space != std::string::npos && plain.find(' ', space + 1) == std::string::npos)
    out.insert(plain.substr(space + 1) + ' ' + plain.substr(0, space));
  std::string closed = plain;
  std::erase(closed, ' ');
  out.insert(closed);
  out.erase(name);
  return {out.begin(), out.end()};
}

// A pair is found from the name that comes first, by itself or as a spelling of the other.
void Linter::similar_names() {
  const Id property = checker_.source().find(Term::iri(vocabulary::kRdfProperty));
  const auto is_relation = [&](Id id) {
    return property != kMissing && words_.type != kMissing &&
           checker_.source().contains({id, words_.type, property});
  };
  std::set<std::array<Id, 2>> told;  // of one name
  const auto pair = [&](Id a, Id b, const std::string& name) {
    const std::array<Id, 2> both{std::min(a, b), std::max(a, b)};
    if (a == b || !is_thing(a) || !is_thing(b) || is_relation(a) != is_relation(b) ||
        !told.insert(both).second)
      return;
    const bool same = words_.same_as != kMissing && (checker_.source().contains({a, words_.same_as, b}) ||
                                                     checker_.source().contains({b, words_.same_as, a}));
    if (!same) found({{}, {both[0], both[1]}, {}, name});
  };
  names_.for_each("", [&](std::string_view folded, Id thing) {
    checker_.budget().check();
    told.clear();
    const std::string name(folded);
    for (const Id other : names_.find(name)) {
      if (thing < other) pair(thing, other, name);
    }
    if (is_relation(thing)) return true;  // verbs are alike on purpose
    for (const std::string& spelling : spellings(name)) {
      for (const Id other : names_.find(spelling)) {
        // The other name leads back here when it has this spelling too; then the first of them tells.
        const auto back = spellings(spelling);
        const bool mutual = std::find(back.begin(), back.end(), name) != back.end();
        if (!mutual || name < spelling) pair(thing, other, name + " / " + spelling);
      }
    }
    return true;
  });
}

void Linter::run(LintCheck check) {
  switch (check) {
    case LintCheck::no_evidence:
      return for_each_fact([&](const Triple& fact) { no_evidence(fact); });
    case LintCheck::one_origin:
      return for_each_fact([&](const Triple& fact) { one_origin(fact); });
    case LintCheck::no_claim:
      return no_claim();
    case LintCheck::no_document:
      return no_document();
    case LintCheck::lost_quotes:
      return lost_quotes();
    case LintCheck::contradictions:
      return contradictions();
    case LintCheck::types:
      return types();
    case LintCheck::units:
      return units();
    case LintCheck::similar_names:
      return similar_names();
  }
}

}  // namespace

void lint(LintCheck check, Checker& checker, const NameIndex& names, const Visit& visit) {
  try {
    Linter(checker, names, visit).run(check);
  } catch (const Stop&) {
  }
}

}  // namespace kg
