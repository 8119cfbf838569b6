// Statement: one statement of the language after names are resolved; what `lang` gives and kg.h runs.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "kg/algebra/plan.h"
#include "kg/base/error.h"
#include "kg/model/number.h"

namespace kg {

// A column of an answer: a variable under the name that the user sees.
struct Column {
  std::string name;
  Var variable = kNoVar;
};

struct FindStatement {
  PlanPtr plan;  // logical
  Variables variables;
  std::vector<Column> columns;
  bool graph = false;  // the columns are subject, relation and object of a graph
  bool bare = false;   // asked by a bare claim
};

struct Qualifier {
  PatternTerm relation;
  PatternTerm value;
  Place place = {};  // of a quote to add
};

// A claim to add, to remove or to build. Ground, or with variables that a query binds.
struct ClaimTemplate {
  TriplePattern triple;
  std::vector<Qualifier> qualifiers;
};

// A name that the statement uses and the store does not know yet; adding the statement gives it a label.
struct NewName {
  Term iri;
  std::string name;
  bool relation = false;
};

// build { TEMPLATES } where GROUP: a graph. `rows` binds the variables of the templates.
struct BuildStatement {
  FindStatement rows;
  std::vector<ClaimTemplate> templates;
  std::optional<std::uint64_t> limit;  // triples
  std::vector<NewName> new_names;      // of the templates
};

// yes or no: whether the plan has a solution.
struct AskStatement {
  PlanPtr plan;
  Variables variables;
  bool bare = false;  // asked by a bare claim
};

enum class ExplainMode : std::uint8_t { none, explain, profile, sparql };

// add CLAIM; remove CLAIM. Without qualifiers, the triple itself; with qualifiers, a claim of its own
// about the triple (a reifier node), and the triple is asserted with it. With `where`, once for each of its
// solutions, all of which are found before anything changes.
struct UpdateStatement {
  bool remove = false;
  std::vector<ClaimTemplate> claims;
  std::optional<FindStatement> where;
  std::vector<NewName> new_names;
};

// entity NAME [aka ...] [is a TYPE, ...]
struct EntityStatement {
  Term iri;
  std::string name;
  std::vector<std::string> aliases;
  std::vector<PatternTerm> types;
  std::vector<NewName> new_names;  // types not known yet
};

// relation NAME [aka ...] [inverse NAME] [functional] [symmetric] [transitive] [unit U] [narrower than NAME]
struct RelationStatement {
  Term iri;
  std::string name;
  std::vector<std::string> aliases;
  bool functional = false;
  bool symmetric = false;
  bool transitive = false;
  std::string unit;
  std::vector<PatternTerm> inverse_of;
  std::vector<PatternTerm> narrower_than;
  std::vector<NewName> new_names;
};

// check CLAIM|'TEXT' [tolerance N%] [from SOURCE, ...]: a verdict. Ground; a name that the store does not
// know has the id kMissing, a value may have it too.
struct CheckStatement {
  ClaimTemplate claim;
  std::array<std::string, 3> written;  // subject, relation and object as the text has them
  std::optional<Decimal> tolerance;    // percent, not negative
  std::vector<PatternTerm> sources;    // empty: any
  std::string english;                 // the claim in plain English; then `claim` is not set
};

// evidence for CLAIM: the claims in the store that bear on it. Its three places may be variables.
struct EvidenceStatement {
  ClaimTemplate claim;
};

// conflicts [about THING]
struct ConflictsStatement {
  std::optional<PatternTerm> about;
};

// define NAME(?x, ?y) as GROUP; undefine NAME. A rule is a relation whose pairs its definition, the
// statement's text, gives; defining it again replaces it.
struct RuleStatement {
  Term iri;
  std::string name;        // empty when an IRI named it
  std::string definition;  // empty: undefine
};

struct PrefixStatement {
  std::string prefix;  // without the colon
  std::string iri;
};

enum class TransactionCommand : std::uint8_t { begin, commit, rollback };
struct TransactionStatement {
  TransactionCommand command;
};

enum class ShowTopic : std::uint8_t { names, relations, rules, sources, documents, prefixes, stats, commits };
struct ShowStatement {
  ShowTopic topic;
};

// set OPTION VALUE: how the session's later statements are read.
struct SetStatement {
  enum class Option : std::uint8_t { inference };
  Option option = Option::inference;
  bool on = true;
};

// The state of the store that a query reads: after a commit, or at the end of a date's interval.
struct Moment {
  std::optional<std::uint64_t> commit;
  Term date;
};

struct Statement {
  using Body =
      std::variant<FindStatement, AskStatement, BuildStatement, UpdateStatement, EntityStatement,
                   RelationStatement, RuleStatement, PrefixStatement, TransactionStatement, ShowStatement,
                   SetStatement, CheckStatement, EvidenceStatement, ConflictsStatement>;
  Body body;
  ExplainMode explain = ExplainMode::none;
  std::vector<std::string> warnings;  // unknown names and the like, one sentence each
  std::string text;                   // the statement's own source text
  Place place;                        // where it starts
};

}  // namespace kg
