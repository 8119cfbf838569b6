// TreeBuilder: from the parse tree to the syntax tree. Recurses as deep as brackets and prefix operators
// nest, which check_tokens() has bounded; chains of operators are walked in a loop. For the parser's own
// files.
#pragma once

#include <utility>
#include <vector>

#include "kg/lang/ast.h"
#include "kg/lang/diagnostics.h"

namespace antlr4 {
class ParserRuleContext;
}  // namespace antlr4

namespace kg {

class TreeBuilder {
 public:
  TreeBuilder(const Diagnostics& diagnostics, ast::Statement& statement)
      : diagnostics_(diagnostics), statement_(statement) {}

  void statement(const antlr4::ParserRuleContext& root);

 private:
  using Context = const antlr4::ParserRuleContext&;
  // A child of a context: a rule, or a token.
  struct Child {
    const antlr4::ParserRuleContext* rule = nullptr;
    const ast::Token* token = nullptr;
    std::size_t type = 0;  // rule index or token type
    [[nodiscard]] bool is_rule(std::size_t index) const { return rule != nullptr && type == index; }
    [[nodiscard]] bool is_token(std::size_t token_type) const {
      return token != nullptr && type == token_type;
    }
  };
  struct Built {
    ast::ExpressionPtr expression;
    std::size_t depth = 1;
  };

  Child child(Context context, std::size_t index) const;
  [[nodiscard]] std::vector<Child> children(Context context) const;
  [[nodiscard]] ast::Run run(Context context) const;

  void query(Context context);
  void question(Context context);
  ast::Update update(Context context);
  ast::Build build_graph(Context context);
  ast::PathSearch path_search(Context context) const;
  ast::Check check(Context context) const;
  void definition(Context context);
  [[nodiscard]] std::vector<ast::Claim> claims(Context context) const;
  ast::Entity entity(Context context) const;
  ast::Relation relation(Context context) const;
  void relation_property(Context context, ast::Relation& relation) const;
  std::vector<ast::Run> runs(Context context) const;

  ast::Find find(Context context);
  std::vector<ast::Item> items(Context context);
  ast::Item item(Context context);
  ast::Group group(Context context);
  ast::Element element(Context context);
  ast::Braced braced(Context context);
  ast::Values values(Context context) const;
  ast::Claim claim(Context context) const;

  ast::ExpressionPtr expression(Context context) { return build(context).expression; }
  Built build(Context context);
  Built chain(Context context);
  Built comparison(Context context);
  Built primary(Context context);
  Built call(Context context);
  Built name(Context context) const;
  Built leaf(ast::Expression::Kind kind, ast::Run run) const;
  void add(Built& parent, Built argument) const;
  Built operation(Function function, Context context) const;

  const Diagnostics& diagnostics_;
  ast::Statement& statement_;
};

}  // namespace kg
