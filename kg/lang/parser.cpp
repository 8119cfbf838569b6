// Runs the generated parser: SLL first, and for what that refuses once more with full lookahead and messages.
#include "kg/lang/parser.h"

#include <atomic>
#include <deque>
#include <shared_mutex>

#include "KgLexer.h"
#include "KgParser.h"
#include "kg/lang/parser_cache.h"
#include "kg/lang/parser_parts.h"

namespace kg {
namespace {

using grammar::KgLexer;
using grammar::KgParser;

// A token that costs no allocation.
class PlainToken final : public antlr4::Token {
 public:
  PlainToken(std::size_t type, std::size_t index) : type_(type), index_(index) {}
  std::string getText() const override { return {}; }
  std::size_t getType() const override { return type_; }
  std::size_t getLine() const override { return 0; }
  std::size_t getCharPositionInLine() const override { return 0; }
  std::size_t getChannel() const override { return DEFAULT_CHANNEL; }
  std::size_t getTokenIndex() const override { return index_; }
  std::size_t getStartIndex() const override { return index_; }
  std::size_t getStopIndex() const override { return index_; }
  antlr4::TokenSource* getTokenSource() const override { return nullptr; }
  antlr4::CharStream* getInputStream() const override { return nullptr; }
  std::string toString() const override { return {}; }

 private:
  std::size_t type_;
  std::size_t index_;
};

// The lexed tokens as the parser reads them, an end of input after the last.
class PlainTokenStream final : public antlr4::TokenStream {
 public:
  explicit PlainTokenStream(const std::vector<LexedToken>& lexed) {
    tokens_.reserve(lexed.size() + 1);
    for (const LexedToken& token : lexed) tokens_.emplace_back(token.type, tokens_.size());
    tokens_.emplace_back(antlr4::Token::EOF, tokens_.size());
  }
  antlr4::Token* LT(ssize_t k) override {
    if (k == 0 || (k < 0 && static_cast<std::size_t>(-k) > index_)) return nullptr;
    const std::size_t at = index_ + static_cast<std::size_t>(k > 0 ? k - 1 : k);
    return &tokens_[std::min(at, tokens_.size() - 1)];
  }
  std::size_t LA(ssize_t i) override {
    const antlr4::Token* token = LT(i);
    return token == nullptr ? antlr4::Token::INVALID_TYPE : token->getType();
  }
  void consume() override {
    if (index_ + 1 < tokens_.size()) ++index_;
  }
  antlr4::Token* get(std::size_t index) const override { return &tokens_[index]; }
  ssize_t mark() override { return 0; }
  void release(ssize_t /*marker*/) override {}
  std::size_t index() override { return index_; }
  void seek(std::size_t index) override { index_ = std::min(index, tokens_.size() - 1); }
  std::size_t size() override { return tokens_.size(); }
  antlr4::TokenSource* getTokenSource() const override { return nullptr; }
  std::string getSourceName() const override { return {}; }
  std::string getText(const antlr4::misc::Interval& /*interval*/) override { return {}; }
  std::string getText() override { return {}; }
  std::string getText(antlr4::RuleContext* /*context*/) override { return {}; }
  std::string getText(antlr4::Token* /*start*/, antlr4::Token* /*stop*/) override { return {}; }

 private:
  mutable std::vector<PlainToken> tokens_;
  std::size_t index_ = 0;
};

std::vector<ast::Token> tree_tokens(const std::vector<LexedToken>& lexed, std::string_view text) {
  std::vector<ast::Token> tokens;
  tokens.reserve(lexed.size());
  for (const LexedToken& token : lexed) {
    tokens.push_back(
        {token_kind(token.type), token.begin, token.end, text.substr(token.begin, token.end - token.begin)});
  }
  return tokens;
}

// --- prediction caches ---------------------------------------------------------------------------------

constexpr std::size_t kMaxCachedStates = 20'000;  // some 20 MB
constexpr std::uint32_t kUsesBetweenChecks = 256;

std::shared_mutex& cache_mutex() {
  static std::shared_mutex mutex;
  return mutex;
}

// Clears the caches when they have grown large. The caller uses neither lexer nor parser.
void bound_caches() {
  static std::atomic<std::uint32_t> uses{0};
  if (uses.fetch_add(1, std::memory_order_relaxed) % kUsesBetweenChecks != kUsesBetweenChecks - 1) return;
  const std::unique_lock lock(cache_mutex(), std::try_to_lock);
  if (!lock.owns_lock()) return;  // the next check will do
  PlainTokenStream nothing({});
  KgParser parser(&nothing);
  auto* simulator = parser.getInterpreter<antlr4::atn::ParserATNSimulator>();
  std::size_t states = 0;
  for (const auto& dfa : simulator->decisionToDFA) states += dfa.states.size();
  if (states > kMaxCachedStates) simulator->clearDFA();
}

}  // namespace

CacheUse::CacheUse() { cache_mutex().lock_shared(); }
CacheUse::~CacheUse() { cache_mutex().unlock_shared(); }

ast::Statement parse(const Diagnostics& diagnostics) {
  bound_caches();
  std::vector<LexedToken> lexed = lex(diagnostics);
  check_tokens(lexed, diagnostics);
  soften_keywords(lexed, diagnostics.text());
  check_foreign_syntax(lexed, diagnostics);
  if (lexed.empty() || (lexed.size() == 1 && lexed[0].type == KgLexer::SEMICOLON)) {
    throw Failure(ErrorCode::query, "there is no statement in this text");
  }
  ast::Statement statement;
  statement.tokens = tree_tokens(lexed, diagnostics.text());

  PlainTokenStream stream(lexed);
  const CacheUse cache_use;
  KgParser parser(&stream);
  parser.removeErrorListeners();
  parser.getInterpreter<antlr4::atn::ParserATNSimulator>()->setPredictionMode(
      antlr4::atn::PredictionMode::SLL);
  parser.setErrorHandler(std::make_shared<antlr4::BailErrorStrategy>());
  const KgParser::StatementContext* root = nullptr;
  try {
    root = parser.statement();
  } catch (const antlr4::ParseCancellationException&) {
    parser.reset();
    parser.getInterpreter<antlr4::atn::ParserATNSimulator>()->setPredictionMode(
        antlr4::atn::PredictionMode::LL);
    parser.setErrorHandler(make_error_strategy(lexed, diagnostics));
    root = parser.statement();
  }
  build_tree(*root, diagnostics, statement);
  return statement;
}

}  // namespace kg
