// Soft keywords: which keyword tokens are keywords where they stand.

#include "KgLexer.h"
#include "kg/lang/parser.h"

namespace kg {
namespace {

using grammar::KgLexer;
using Type = std::uint32_t;

constexpr Type kEnd = 0;  // no token has this type

bool is_word_like(Type type) {
  return type == KgLexer::WORD || (type >= KgLexer::FIND && type <= KgLexer::THAN);
}

struct Surroundings {
  bool first;  // where a statement's first word stands
  Type previous, next;
  Type statement;    // type of the statement's first token, what `explain` and `as of` put before it left out
  bool last_from;    // no other `from` follows
  bool closed;       // a bracket or a string stands before: what is checked is complete
  std::size_t size;  // tokens of the statement so far
};

bool starts_element(Type previous) {
  switch (previous) {
    case KgLexer::WHERE:
    case KgLexer::AND:
    case KgLexer::OR:
    case KgLexer::NOT:
    case KgLexer::ASK:
    case KgLexer::LBRACE:
    case KgLexer::RBRACE:
    case KgLexer::RBRACKET:
      return true;
    default:
      return false;
  }
}

bool ends_statement(Type next) { return next == kEnd || next == KgLexer::SEMICOLON; }

bool ends_order_key(Type next) {
  return ends_statement(next) || next == KgLexer::COMMA || next == KgLexer::LIMIT ||
         next == KgLexer::OFFSET || next == KgLexer::RBRACE || next == KgLexer::LPAREN;
}

bool is_query_keyword(Type type, const Surroundings& at) {
  switch (type) {
    case KgLexer::DISTINCT:
      return at.previous == KgLexer::FIND || at.previous == KgLexer::LPAREN;
    case KgLexer::EXISTS:
    case KgLexer::OPTIONAL:
      return starts_element(at.previous) || at.next == KgLexer::LBRACE;
    case KgLexer::LET:
      return starts_element(at.previous) || at.next == KgLexer::VARIABLE;
    case KgLexer::VALUES:
      return starts_element(at.previous);
    case KgLexer::IN:
      return at.next == KgLexer::LPAREN && (at.previous == KgLexer::NOT || !is_word_like(at.previous));
    case KgLexer::AS:
      return at.next == KgLexer::VARIABLE || at.previous == KgLexer::RPAREN ||
             (at.first && at.next == KgLexer::OF);
    case KgLexer::GROUP:
    case KgLexer::ORDER:
      return at.next == KgLexer::BY;
    case KgLexer::BY:
      return at.previous == KgLexer::GROUP || at.previous == KgLexer::ORDER ||
             at.previous == KgLexer::CHEAPEST;
    case KgLexer::LIMIT:
    case KgLexer::OFFSET:
      return at.next == KgLexer::INTEGER || at.next == KgLexer::PARAMETER || at.next == KgLexer::MINUS ||
             at.next == KgLexer::DECIMAL || ends_statement(at.next) || at.statement == KgLexer::SEARCH;
    case KgLexer::ASC:
    case KgLexer::DESC:
      return ends_order_key(at.next);
    default:
      return true;  // where and or not having true false
  }
}

bool is_count(Type type) { return type == KgLexer::INTEGER || type == KgLexer::PARAMETER; }

bool is_statement_keyword(Type type, const Surroundings& at) {
  if (type == KgLexer::FIND) return at.first || at.previous == KgLexer::LBRACE;
  if (!at.first) return false;
  switch (type) {
    case KgLexer::BEGIN:
    case KgLexer::COMMIT:
    case KgLexer::ROLLBACK:
      return ends_statement(at.next);
    case KgLexer::PATH:
      return at.next == KgLexer::FROM;
    case KgLexer::BUILD:
      return at.next == KgLexer::LBRACE;
    case KgLexer::SEARCH:
      return at.next == KgLexer::STRING || at.next == KgLexer::PARAMETER || ends_statement(at.next);
    case KgLexer::EVIDENCE:
      return at.next == KgLexer::FOR;
    case KgLexer::CONFLICTS:
      return at.next == KgLexer::ABOUT || ends_statement(at.next);
    default:
      return true;
  }
}

// Words that mean something in one kind of statement, or in one place.
bool is_part_keyword(Type type, const Surroundings& at) {
  const bool path = at.statement == KgLexer::PATH;
  const bool check = at.statement == KgLexer::CHECK;
  switch (type) {
    case KgLexer::OF:
      return at.previous == KgLexer::AS;
    case KgLexer::SPARQL:
      return at.previous == KgLexer::EXPLAIN && !ends_statement(at.next);
    case KgLexer::FROM:  // the last one of a check names its sources, when a whole claim stands before it
      return at.previous == KgLexer::PATH || (check && at.last_from && at.size > (at.closed ? 1U : 3U));
    case KgLexer::TO:
    case KgLexer::VIA:
      return path && at.previous != KgLexer::FROM;
    case KgLexer::ALL:
      return path && (ends_statement(at.next) || is_word_like(at.next));
    case KgLexer::WITHIN:
    case KgLexer::CHEAPEST:
      return path && at.previous != KgLexer::FROM && at.previous != KgLexer::TO;
    case KgLexer::K:
      return path && (is_count(at.next) || ends_statement(at.next));
    case KgLexer::TOLERANCE:
      return check &&
             (at.closed || is_count(at.next) || at.next == KgLexer::DECIMAL || at.next == KgLexer::DOUBLE);
    case KgLexer::FOR:
      return at.previous == KgLexer::EVIDENCE;
    case KgLexer::ABOUT:
      return at.previous == KgLexer::CONFLICTS;
    default:  // matches
      return at.next == KgLexer::STRING || at.next == KgLexer::PARAMETER;
  }
}

bool is_keyword(Type type, const Surroundings& at) {
  if (type <= KgLexer::SHOW) return is_statement_keyword(type, at);
  if (type < KgLexer::OF) return is_query_keyword(type, at);
  if (type < KgLexer::AKA) return is_part_keyword(type, at);
  const bool relation = at.statement == KgLexer::RELATION;
  if (type == KgLexer::AKA) return relation || at.statement == KgLexer::ENTITY;
  if (type == KgLexer::IS) return at.statement == KgLexer::ENTITY;
  if (type == KgLexer::THAN) return relation && at.previous == KgLexer::NARROWER;
  return relation;
}

// Whether a token may stand before a statement's first word: explain sparql as of 12.
bool is_prelude(Type type, Type previous) {
  return type == KgLexer::EXPLAIN || type == KgLexer::PROFILE || type == KgLexer::SPARQL ||
         type == KgLexer::AS || type == KgLexer::OF || previous == KgLexer::OF;
}

}  // namespace

void soften_keywords(std::vector<LexedToken>& tokens, std::string_view text) {
  if (tokens.empty()) return;
  const auto type_at = [&](std::size_t i) { return i < tokens.size() ? tokens[i].type : kEnd; };
  std::size_t last_from = tokens.size();
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].type == KgLexer::FROM) last_from = i;
  }
  Surroundings at{true, kEnd, kEnd, kEnd, false, false, 0};
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    LexedToken& token = tokens[i];
    at.next = type_at(i + 1);
    at.last_from = i == last_from;
    at.closed = at.previous == KgLexer::RBRACKET || at.previous == KgLexer::STRING;
    if (token.type >= KgLexer::FIND && token.type <= KgLexer::THAN && !is_keyword(token.type, at)) {
      token.type = KgLexer::WORD;
    }
    const bool called = at.next == KgLexer::LPAREN && tokens[i + 1].begin == token.end;
    if (token.type == KgLexer::WORD && called && static_cast<unsigned char>(text[token.begin]) < 0x80) {
      token.type = KgLexer::FUNCTION;
    }
    if (at.first && !is_prelude(token.type, at.previous)) {
      at.first = false;
      at.statement = token.type;
    }
    at.size += at.first ? 0U : 1U;
    at.previous = token.type;
  }
}

}  // namespace kg
