// Syntax tree of one statement: what the parser hands on. Names are not resolved yet; claims and names are
// runs of tokens. Plain values; everything views the statement's text and its token list, which must outlive
// it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "kg/algebra/expression.h"
#include "kg/algebra/statement.h"

namespace kg::ast {

enum class TokenKind : std::uint8_t {
  word,
  quoted_name,
  iri,
  prefixed_name,
  variable,
  wildcard,
  parameter,
  truth,
  string,
  language_tag,
  datatype_mark,
  integer,
  decimal,
  dbl,
  date,
  date_time,
  dot_dot,
  percent,
  currency,
  tilde,
  less,
  less_equal,
  greater,
  greater_equal,
  plus,
  minus,
  star,
  slash,
  pipe,
  caret,
  repeat,
  left_parenthesis,
  right_parenthesis,
  function,
  other,
};

// A token with its place in the text, in bytes.
struct Token {
  TokenKind kind = TokenKind::other;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::string_view text;
};

// Neighbouring tokens of the statement; never empty where a rule asks for one.
using Run = std::span<const Token>;

struct Claim {
  Run run;
  std::vector<Run> qualifiers;
  const Token* binding = nullptr;  // the variable after `as`
};

struct Expression;
using ExpressionPtr = std::unique_ptr<Expression>;
struct Expression {
  enum class Kind : std::uint8_t { variable, parameter, literal, name, operation, call };
  Kind kind = Kind::literal;
  Run run;                              // all of its tokens
  Function operation = Function::plus;  // of kind operation
  bool distinct = false;                // of a call
  bool star = false;                    // call(*)
  std::vector<ExpressionPtr> arguments;
};

struct Find;
struct Element;
using Group = std::vector<Element>;
using Braced = std::variant<std::unique_ptr<Find>, Group>;

struct Values {
  std::vector<const Token*> variables;
  std::vector<std::vector<Run>> rows;
};

struct Element {
  enum class Kind : std::uint8_t { claim, filter, no_match, exists, optional, alternatives, let, values };
  Kind kind = Kind::claim;
  Run run;
  Claim claim;
  ExpressionPtr expression;         // filter, let
  const Token* variable = nullptr;  // let
  std::vector<Braced> groups;       // one; alternatives: one or more
  Values values;
};

struct Item {
  ExpressionPtr expression;
  const Token* alias = nullptr;
};
struct OrderKey {
  ExpressionPtr expression;
  bool descending = false;
};

struct Find {
  Run run;
  bool distinct = false;
  bool star = false;
  std::vector<Item> items;
  Group group;
  std::vector<Item> group_by;
  ExpressionPtr having;
  std::vector<OrderKey> order_by;
  const Token* limit = nullptr;  // an integer or a parameter
  const Token* offset = nullptr;
};

// add CLAIM, ...; or for each solution of a group: add { CLAIM and ... } where GROUP.
struct Update {
  bool remove = false;
  std::vector<Claim> claims;
  std::optional<Group> where;
};
struct Build {
  std::vector<Claim> templates;
  Group group;
  const Token* limit = nullptr;
};
struct PathSearch {
  Run from, to;
  Run via;                        // empty: any relation, either way
  const Token* within = nullptr;  // an integer or a parameter, as `count`
  const Token* count = nullptr;   // k N
  bool all = false;
  Run cheapest_by;  // empty: shortest
};
struct Describe {
  Run thing;
};
struct Search {
  const Token* text = nullptr;  // a string or a parameter
  const Token* limit = nullptr;
};
struct Check {
  std::optional<Claim> claim;   // or
  const Token* text = nullptr;  // plain English: a string or a parameter
  const Token* tolerance = nullptr;
  std::vector<Run> sources;
};
struct Evidence {
  Claim claim;
};
struct Conflicts {
  Run about;  // empty: everything
};
struct Define {
  Run name;
  std::vector<const Token*> parameters;
  Group body;
};
struct Undefine {
  Run name;
};
struct Set {
  const Token* option = nullptr;
  const Token* value = nullptr;
};
struct Entity {
  Run name;
  std::vector<Run> aliases;
  const Token* article = nullptr;  // the `a` of `is a`
  std::vector<Run> types;
};
struct Relation {
  Run name;
  std::vector<Run> aliases;
  std::vector<Run> inverse_of;
  std::vector<Run> narrower_than;
  Run unit;
  bool functional = false;
  bool symmetric = false;
  bool transitive = false;
};
struct Prefix {
  const Token* prefix = nullptr;
  const Token* iri = nullptr;
};
struct Show {
  const Token* topic = nullptr;
};

struct Statement {
  using Body =
      std::variant<Find, Group, Claim, PathSearch, Describe, Build, Search, Check, Evidence, Conflicts,
                   Update, Entity, Relation, Define, Undefine, Prefix, TransactionCommand, Show, Set>;
  std::vector<Token> tokens;  // every Run and Token* above points into it
  ExplainMode explain = ExplainMode::none;
  const Token* as_of = nullptr;  // a commit's number, a date, a time or a parameter
  Body body;                     // Group: ask; Claim: a bare claim
};

}  // namespace kg::ast
