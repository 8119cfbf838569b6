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
  Type statement;  // type of the statement's first token
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
      return at.next == KgLexer::VARIABLE || at.previous == KgLexer::RPAREN;
    case KgLexer::GROUP:
    case KgLexer::ORDER:
      return at.next == KgLexer::BY;
    case KgLexer::BY:
      return at.previous == KgLexer::GROUP || at.previous == KgLexer::ORDER;
    case KgLexer::LIMIT:
    case KgLexer::OFFSET:
      return at.next == KgLexer::INTEGER || at.next == KgLexer::PARAMETER || at.next == KgLexer::MINUS ||
             at.next == KgLexer::DECIMAL || ends_statement(at.next);
    case KgLexer::ASC:
    case KgLexer::DESC:
      return ends_order_key(at.next);
    default:
      return true;  // where and or not having true false
  }
}

bool is_keyword(Type type, const Surroundings& at) {
  if (type == KgLexer::FIND) return at.first || at.previous == KgLexer::LBRACE;
  if (type == KgLexer::BEGIN || type == KgLexer::COMMIT || type == KgLexer::ROLLBACK) {
    return at.first && ends_statement(at.next);
  }
  if (type <= KgLexer::SHOW) return at.first;
  if (type < KgLexer::AKA) return is_query_keyword(type, at);
  const bool relation = at.statement == KgLexer::RELATION;
  if (type == KgLexer::AKA) return relation || at.statement == KgLexer::ENTITY;
  if (type == KgLexer::IS) return at.statement == KgLexer::ENTITY;
  if (type == KgLexer::THAN) return relation && at.previous == KgLexer::NARROWER;
  return relation;
}

}  // namespace

void soften_keywords(std::vector<LexedToken>& tokens, std::string_view text) {
  if (tokens.empty()) return;
  const auto type_at = [&](std::size_t i) { return i < tokens.size() ? tokens[i].type : kEnd; };
  Surroundings at{true, kEnd, kEnd, tokens[0].type};
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    LexedToken& token = tokens[i];
    at.next = type_at(i + 1);
    if (token.type >= KgLexer::FIND && token.type <= KgLexer::THAN && !is_keyword(token.type, at)) {
      token.type = KgLexer::WORD;
    }
    const bool called = at.next == KgLexer::LPAREN && tokens[i + 1].begin == token.end;
    if (token.type == KgLexer::WORD && called && static_cast<unsigned char>(text[token.begin]) < 0x80) {
      token.type = KgLexer::FUNCTION;
    }
    at.first = i == 0 && (token.type == KgLexer::EXPLAIN || token.type == KgLexer::PROFILE);
    at.previous = token.type;
  }
}

}  // namespace kg
