// The syntax tree's declarations, queries, groups and claims.
#include "kg/lang/parser_tree.h"

#include <fmt/format.h>

#include "KgLexer.h"
#include "KgParser.h"
#include "kg/lang/parser_parts.h"

namespace kg {

using antlr4::ParserRuleContext;
using grammar::KgLexer;
using grammar::KgParser;

TreeBuilder::Child TreeBuilder::child(Context context, std::size_t index) const {
  antlr4::tree::ParseTree* node = context.children[index];
  if (const auto* rule = dynamic_cast<const ParserRuleContext*>(node))
    return {rule, nullptr, rule->getRuleIndex()};
  const antlr4::Token* symbol = static_cast<antlr4::tree::TerminalNode*>(node)->getSymbol();
  const std::size_t at = symbol->getTokenIndex();
  if (at >= statement_.tokens.size()) return {};
  return {nullptr, &statement_.tokens[at], symbol->getType()};
}

std::vector<TreeBuilder::Child> TreeBuilder::children(Context context) const {
  std::vector<Child> out;
  out.reserve(context.children.size());
  for (std::size_t i = 0; i < context.children.size(); ++i) out.push_back(child(context, i));
  return out;
}

ast::Run TreeBuilder::run(Context context) const {
  const std::size_t first = context.start->getTokenIndex();
  const std::size_t last = context.stop->getTokenIndex();
  return ast::Run(statement_.tokens).subspan(first, last - first + 1);
}

std::vector<ast::Run> TreeBuilder::runs(Context context) const {
  std::vector<ast::Run> out;
  for (const Child& part : children(context)) {
    if (part.rule != nullptr) out.push_back(run(*part.rule));
  }
  return out;
}

ast::Entity TreeBuilder::entity(Context context) const {
  ast::Entity entity;
  for (const Child& part : children(context)) {
    if (part.is_rule(KgParser::RuleName)) entity.name = run(*part.rule);
    if (part.is_rule(KgParser::RuleAliases)) entity.aliases = runs(*part.rule);
    if (part.is_token(KgLexer::WORD)) entity.article = part.token;
    if (part.is_rule(KgParser::RuleNames)) entity.types = runs(*part.rule);
  }
  return entity;
}

ast::Relation TreeBuilder::relation(Context context) const {
  ast::Relation relation;
  for (const Child& part : children(context)) {
    if (part.is_rule(KgParser::RuleName)) relation.name = run(*part.rule);
    if (part.is_rule(KgParser::RuleRelationProperty)) relation_property(*part.rule, relation);
  }
  return relation;
}

void TreeBuilder::relation_property(Context context, ast::Relation& relation) const {
  const std::size_t keyword = child(context, 0).type;
  switch (keyword) {
    case KgLexer::AKA:
      for (const ast::Run& alias : runs(*child(context, 1).rule)) relation.aliases.push_back(alias);
      break;
    case KgLexer::INVERSE:
      relation.inverse_of.push_back(run(*child(context, 1).rule));
      break;
    case KgLexer::NARROWER:
      relation.narrower_than.push_back(run(*child(context, 2).rule));
      break;
    case KgLexer::UNIT:
      relation.unit = run(context).subspan(1);
      break;
    case KgLexer::FUNCTIONAL:
      relation.functional = true;
      break;
    case KgLexer::SYMMETRIC:
      relation.symmetric = true;
      break;
    default:
      relation.transitive = true;
      break;
  }
}

ast::Find TreeBuilder::find(Context context) {
  ast::Find find;
  find.run = run(context);
  const auto once = [&](const ast::Token*& slot, Context part) {
    const Child keyword = child(part, 0);
    if (slot != nullptr) {
      diagnostics_.fail(*keyword.token, fmt::format("{} is given twice", quoted(keyword.token->text)));
    }
    slot = child(part, 1).token;
  };
  for (const Child& part : children(context)) {
    if (part.is_token(KgLexer::DISTINCT)) find.distinct = true;
    if (part.is_token(KgLexer::STAR)) find.star = true;
    if (part.rule == nullptr) continue;
    switch (part.type) {
      case KgParser::RuleItem:
        find.items.push_back(item(*part.rule));
        break;
      case KgParser::RuleGroup:
        find.group = group(*part.rule);
        break;
      case KgParser::RuleGroupBy:
        find.group_by = items(*part.rule);
        break;
      case KgParser::RuleHaving:
        find.having = expression(*child(*part.rule, 1).rule);
        break;
      case KgParser::RuleOrderBy:
        for (const Child& key : children(*part.rule)) {
          if (key.rule == nullptr) continue;
          const bool descending =
              key.rule->children.size() > 1 && child(*key.rule, 1).is_token(KgLexer::DESC);
          find.order_by.push_back({expression(*child(*key.rule, 0).rule), descending});
        }
        break;
      case KgParser::RuleLimit:
        once(find.limit, *part.rule);
        break;
      default:
        once(find.offset, *part.rule);
        break;
    }
  }
  return find;
}

std::vector<ast::Item> TreeBuilder::items(Context context) {
  std::vector<ast::Item> out;
  for (const Child& part : children(context)) {
    if (part.rule != nullptr) out.push_back(item(*part.rule));
  }
  return out;
}

ast::Item TreeBuilder::item(Context context) {
  ast::Item item;
  item.expression = expression(*child(context, 0).rule);
  if (context.children.size() > 1) item.alias = child(context, 2).token;
  return item;
}

ast::Group TreeBuilder::group(Context context) {
  ast::Group group;
  for (const Child& part : children(context)) {
    if (part.rule != nullptr) group.push_back(element(*part.rule));
  }
  return group;
}

ast::Element TreeBuilder::element(Context context) {
  using Kind = ast::Element::Kind;
  ast::Element element;
  element.run = run(context);
  const Child first = child(context, 0);
  if (first.rule != nullptr) {
    switch (first.type) {
      case KgParser::RuleClaim:
        element.claim = claim(*first.rule);
        return element;
      case KgParser::RuleCondition:
        element.kind = Kind::filter;
        element.expression = expression(*first.rule);
        return element;
      case KgParser::RuleValues:
        element.kind = Kind::values;
        element.values = values(*first.rule);
        return element;
      default:
        break;
    }
  }
  if (first.is_token(KgLexer::LET)) {
    element.kind = Kind::let;
    element.variable = child(context, 1).token;
    element.expression = expression(*child(context, 3).rule);
    return element;
  }
  element.kind = first.is_token(KgLexer::NOT)        ? Kind::no_match
                 : first.is_token(KgLexer::EXISTS)   ? Kind::exists
                 : first.is_token(KgLexer::OPTIONAL) ? Kind::optional
                                                     : Kind::alternatives;
  for (const Child& part : children(context)) {
    if (part.rule != nullptr) element.groups.push_back(braced(*part.rule));
  }
  return element;
}

ast::Braced TreeBuilder::braced(Context context) {
  const Child content = child(context, 1);
  if (content.is_rule(KgParser::RuleFind)) return std::make_unique<ast::Find>(find(*content.rule));
  return group(*content.rule);
}

ast::Values TreeBuilder::values(Context context) const {
  ast::Values values;
  for (const Child& part : children(context)) {
    if (part.is_token(KgLexer::VARIABLE)) values.variables.push_back(part.token);
    if (part.is_rule(KgParser::RuleValue)) values.rows.push_back({run(*part.rule)});
    if (part.is_rule(KgParser::RuleRow)) values.rows.push_back(runs(*part.rule));
  }
  return values;
}

ast::Claim TreeBuilder::claim(Context context) const {
  ast::Claim claim;
  std::size_t parts = context.children.size();
  std::size_t size = run(context).size();
  if (parts > 2 && child(context, parts - 2).is_token(KgLexer::AS)) {
    claim.binding = child(context, parts - 1).token;
    parts -= 2;
    size -= 2;
  }
  if (const Child last = child(context, parts - 1); last.is_rule(KgParser::RuleQualifiers)) {
    claim.qualifiers = runs(*last.rule);
    size -= run(*last.rule).size();
  }
  claim.run = run(context).first(size);
  return claim;
}

void build_tree(const ParserRuleContext& root, const Diagnostics& diagnostics, ast::Statement& statement) {
  TreeBuilder(diagnostics, statement).statement(root);
}

ast::TokenKind token_kind(std::uint32_t type) noexcept {
  using Kind = ast::TokenKind;
  switch (type) {
    case KgLexer::WORD:
      return Kind::word;
    case KgLexer::FUNCTION:
      return Kind::function;
    case KgLexer::QUOTED_NAME:
      return Kind::quoted_name;
    case KgLexer::IRI:
      return Kind::iri;
    case KgLexer::PREFIXED_NAME:
      return Kind::prefixed_name;
    case KgLexer::VARIABLE:
      return Kind::variable;
    case KgLexer::WILDCARD:
      return Kind::wildcard;
    case KgLexer::PARAMETER:
      return Kind::parameter;
    case KgLexer::TRUE:
    case KgLexer::FALSE:
      return Kind::truth;
    case KgLexer::STRING:
      return Kind::string;
    case KgLexer::LANGUAGE_TAG:
      return Kind::language_tag;
    case KgLexer::DATATYPE_MARK:
      return Kind::datatype_mark;
    case KgLexer::INTEGER:
      return Kind::integer;
    case KgLexer::DECIMAL:
      return Kind::decimal;
    case KgLexer::DOUBLE:
      return Kind::dbl;
    case KgLexer::DATE:
      return Kind::date;
    case KgLexer::DATETIME:
      return Kind::date_time;
    case KgLexer::DOT_DOT:
      return Kind::dot_dot;
    case KgLexer::PERCENT:
      return Kind::percent;
    case KgLexer::CURRENCY:
      return Kind::currency;
    case KgLexer::TILDE:
      return Kind::tilde;
    case KgLexer::LESS:
      return Kind::less;
    case KgLexer::LESS_EQUAL:
      return Kind::less_equal;
    case KgLexer::GREATER:
      return Kind::greater;
    case KgLexer::GREATER_EQUAL:
      return Kind::greater_equal;
    case KgLexer::PLUS:
      return Kind::plus;
    case KgLexer::MINUS:
      return Kind::minus;
    case KgLexer::STAR:
      return Kind::star;
    case KgLexer::SLASH:
      return Kind::slash;
    case KgLexer::PIPE:
      return Kind::pipe;
    case KgLexer::CARET:
      return Kind::caret;
    case KgLexer::REPEAT:
      return Kind::repeat;
    case KgLexer::LPAREN:
      return Kind::left_parenthesis;
    case KgLexer::RPAREN:
      return Kind::right_parenthesis;
    case KgLexer::WHERE:
      return Kind::word;  // as a qualifier: [where Ganzhou]
    default:
      return Kind::other;
  }
}

}  // namespace kg
