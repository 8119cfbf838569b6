// The syntax tree's statements.
#include <fmt/format.h>

#include "KgLexer.h"
#include "KgParser.h"
#include "kg/lang/parser_tree.h"

namespace kg {

using grammar::KgLexer;
using grammar::KgParser;

void TreeBuilder::statement(Context root) {
  std::vector<const ast::Token*> words;
  for (const Child& part : children(root)) {
    if (part.is_rule(KgParser::RuleQuery)) query(*part.rule);
    if (part.is_rule(KgParser::RuleUpdate)) statement_.body = update(*part.rule);
    if (part.is_rule(KgParser::RuleDefinition)) definition(*part.rule);
    if (part.is_rule(KgParser::RuleDeclaration)) {
      const Child declared = child(*part.rule, 0);
      if (declared.is_rule(KgParser::RuleEntity)) {
        statement_.body = entity(*declared.rule);
      } else {
        statement_.body = relation(*declared.rule);
      }
    }
    if (part.is_rule(KgParser::RuleTransaction)) {
      const Child word = child(*part.rule, 0);
      statement_.body = word.type == KgLexer::BEGIN    ? TransactionCommand::begin
                        : word.type == KgLexer::COMMIT ? TransactionCommand::commit
                                                       : TransactionCommand::rollback;
    }
    if (part.token != nullptr) words.push_back(part.token);
  }
  const Child first = child(root, 0);
  if (first.is_token(KgLexer::PREFIX)) statement_.body = ast::Prefix{words[1], words[2]};
  if (first.is_token(KgLexer::SHOW)) statement_.body = ast::Show{words[1]};
  if (first.is_token(KgLexer::SET)) statement_.body = ast::Set{words[1], words[2]};
}

void TreeBuilder::query(Context context) {
  for (const Child& part : children(context)) {
    if (part.is_token(KgLexer::EXPLAIN)) statement_.explain = ExplainMode::explain;
    if (part.is_token(KgLexer::SPARQL)) statement_.explain = ExplainMode::sparql;
    if (part.is_token(KgLexer::PROFILE)) statement_.explain = ExplainMode::profile;
    if (part.is_rule(KgParser::RuleMoment)) statement_.as_of = child(*part.rule, 0).token;
    if (part.is_rule(KgParser::RuleQuestion)) question(*part.rule);
  }
}

void TreeBuilder::question(Context context) {
  const Child first = child(context, 0);
  const auto last = [&] { return child(context, context.children.size() - 1); };
  if (first.is_rule(KgParser::RuleFind)) {
    statement_.body = find(*first.rule);
  } else if (first.is_rule(KgParser::RuleClaim)) {
    statement_.body = claim(*first.rule);
  } else if (first.is_rule(KgParser::RulePathSearch)) {
    statement_.body = path_search(*first.rule);
  } else if (first.is_token(KgLexer::ASK)) {
    statement_.body = group(*last().rule);
  } else if (first.is_token(KgLexer::DESCRIBE)) {
    statement_.body = ast::Describe{run(*last().rule)};
  } else if (first.is_token(KgLexer::BUILD)) {
    statement_.body = build_graph(context);
  } else if (first.is_token(KgLexer::SEARCH)) {
    ast::Search search{child(*child(context, 1).rule, 0).token, nullptr};
    if (last().is_rule(KgParser::RuleLimit)) search.limit = child(*last().rule, 1).token;
    statement_.body = search;
  } else if (first.is_token(KgLexer::CHECK)) {
    statement_.body = check(context);
  } else if (first.is_token(KgLexer::EVIDENCE)) {
    statement_.body = ast::Evidence{claim(*last().rule)};
  } else if (context.children.size() > 1) {
    statement_.body = ast::Conflicts{run(*last().rule)};
  } else {
    statement_.body = ast::Conflicts{};
  }
}

std::vector<ast::Claim> TreeBuilder::claims(Context context) const {
  std::vector<ast::Claim> out;
  for (const Child& part : children(context)) {
    if (part.is_rule(KgParser::RuleClaim)) out.push_back(claim(*part.rule));
  }
  return out;
}

ast::Update TreeBuilder::update(Context context) {
  ast::Update update;
  update.remove = child(context, 0).is_token(KgLexer::REMOVE);
  const Child second = child(context, 1);
  if (second.is_rule(KgParser::RuleTemplates)) {
    update.claims = claims(*second.rule);
    update.where = group(*child(context, 3).rule);
  } else {
    update.claims = claims(context);
  }
  return update;
}

ast::Build TreeBuilder::build_graph(Context context) {
  ast::Build build;
  build.templates = claims(*child(context, 1).rule);
  build.group = group(*child(context, 3).rule);
  if (context.children.size() > 4) build.limit = child(*child(context, 4).rule, 1).token;
  return build;
}

ast::PathSearch TreeBuilder::path_search(Context context) const {
  ast::PathSearch path;
  path.from = run(*child(context, 2).rule);
  path.to = run(*child(context, 4).rule);
  for (std::size_t i = 5; i < context.children.size(); ++i) {
    Context option = *child(context, i).rule;
    const Child keyword = child(option, 0);
    const Child value = child(option, option.children.size() - 1);
    const auto once = [&](bool given) {
      if (given)
        diagnostics_.fail(*keyword.token, fmt::format("{} is given twice", quoted(keyword.token->text)));
    };
    if (keyword.is_token(KgLexer::VIA)) {
      once(!path.via.empty());
      path.via = run(*value.rule);
    } else if (keyword.is_token(KgLexer::WITHIN)) {
      once(path.within != nullptr);
      path.within = value.token;
    } else if (keyword.is_token(KgLexer::K)) {
      once(path.count != nullptr);
      path.count = value.token;
    } else if (keyword.is_token(KgLexer::ALL)) {
      once(path.all);
      path.all = true;
    } else {
      once(!path.cheapest_by.empty());
      path.cheapest_by = run(*value.rule);
    }
  }
  return path;
}

ast::Check TreeBuilder::check(Context context) const {
  ast::Check check;
  bool tolerance = false;
  for (const Child& part : children(context)) {
    if (part.is_rule(KgParser::RuleClaim)) check.claim = claim(*part.rule);
    if (part.is_rule(KgParser::RuleText)) check.text = child(*part.rule, 0).token;
    if (part.is_rule(KgParser::RuleThings)) check.sources = runs(*part.rule);
    if (part.is_rule(KgParser::RuleNumber)) check.tolerance = child(*part.rule, 0).token;
    if (tolerance && part.is_token(KgLexer::PARAMETER)) check.tolerance = part.token;
    tolerance = part.is_token(KgLexer::TOLERANCE);
  }
  return check;
}

void TreeBuilder::definition(Context context) {
  if (child(context, 0).is_token(KgLexer::UNDEFINE)) {
    statement_.body = ast::Undefine{run(*child(context, 1).rule)};
    return;
  }
  ast::Define define;
  for (const Child& part : children(context)) {
    if (part.is_rule(KgParser::RuleRuleName)) define.name = run(*part.rule);
    if (part.is_token(KgLexer::VARIABLE)) define.parameters.push_back(part.token);
    if (part.is_rule(KgParser::RuleGroup)) define.body = group(*part.rule);
  }
  statement_.body = std::move(define);
}

}  // namespace kg
