// How the parser's files fit together; forward declarations keep ANTLR's headers out of here.
#pragma once

#include <memory>
#include <vector>

#include "kg/lang/ast.h"
#include "kg/lang/diagnostics.h"
#include "kg/lang/parser.h"

namespace antlr4 {
class ANTLRErrorStrategy;
class ParserRuleContext;
}  // namespace antlr4

namespace kg {

// Throws at the first syntax error, with what was expected in the language's own words.
std::shared_ptr<antlr4::ANTLRErrorStrategy> make_error_strategy(const std::vector<LexedToken>& tokens,
                                                                const Diagnostics& diagnostics);

// Fills `statement.body` from the parse tree of rule `statement`; `statement.tokens` is filled already, one
// for one with the lexed tokens.
void build_tree(const antlr4::ParserRuleContext& root, const Diagnostics& diagnostics,
                ast::Statement& statement);

// The kind that a token type of the grammar has in the syntax tree.
ast::TokenKind token_kind(std::uint32_t type) noexcept;

// Errors that are clear from a few tokens and that a parser would describe in less useful words: what other
// query languages write.
void check_foreign_syntax(const std::vector<LexedToken>& tokens, const Diagnostics& diagnostics);

}  // namespace kg
