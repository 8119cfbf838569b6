// Syntax errors in the language's own words.
#include <algorithm>
#include <array>
#include <string>

#include "KgLexer.h"
#include "KgParser.h"
#include "kg/lang/parser_parts.h"
#include "kg/lang/suggest.h"

#include <fmt/format.h>

namespace kg {
namespace {

using antlr4::misc::IntervalSet;
using grammar::KgLexer;
using grammar::KgParser;

constexpr std::size_t kMaxExpected = 5;

struct Expectation {
  std::size_t type;
  const char* words;
};
// In the order of their use to the reader; several tokens may share their words.
constexpr Expectation kExpectations[] = {
    {KgLexer::WHERE, "`where`"},
    {KgLexer::RPAREN, "`)`"},
    {KgLexer::RBRACE, "`}`"},
    {KgLexer::RBRACKET, "`]`"},
    {KgLexer::COMMA, "`,`"},
    {KgLexer::AND, "`and`"},
    {KgLexer::TO, "`to`"},
    {KgLexer::FROM, "`from`"},
    {KgLexer::WORD, "a name"},
    {KgLexer::VARIABLE, "a variable such as ?x"},
    {KgLexer::INTEGER, "a number"},
    {KgLexer::DATE, "a date such as 2026-02"},
    {KgLexer::STRING, "a string such as 'text'"},
    {KgLexer::LBRACE, "`{`"},
    {KgLexer::LPAREN, "`(`"},
    {KgLexer::EQUAL, "`=`"},
    {KgLexer::BY, "`by`"},
    {KgLexer::IRI, "an IRI such as <https://example.org/x>"},
    {KgLexer::PREFIXED_NAME, "a prefix such as `ex:`"},
    {KgLexer::AS, "`as`"},
    {KgLexer::OR, "`or`"},
    {KgLexer::GROUP, "`group by`"},
    {KgLexer::HAVING, "`having`"},
    {KgLexer::ORDER, "`order by`"},
    {KgLexer::LIMIT, "`limit`"},
    {KgLexer::FUNCTION, "a function"},
    {KgLexer::THAN, "`than`"},
    {KgLexer::SEMICOLON, "`;`"},
    {KgLexer::EOF, "the end of the statement"},
};

class MessageStrategy final : public antlr4::DefaultErrorStrategy {
 public:
  MessageStrategy(const std::vector<LexedToken>& tokens, const Diagnostics& diagnostics)
      : tokens_(tokens), diagnostics_(diagnostics) {}

  void recover(antlr4::Parser* parser, std::exception_ptr exception) override {
    std::size_t at = parser->getCurrentToken()->getTokenIndex();
    std::size_t decision_start = at;
    IntervalSet expected;
    try {
      std::rethrow_exception(exception);
    } catch (const antlr4::NoViableAltException& error) {
      at = error.getOffendingToken()->getTokenIndex();
      decision_start = error.getStartToken()->getTokenIndex();
      if (at == decision_start) expected = expected_here(parser, at);
    } catch (const antlr4::RecognitionException&) {
      expected = expected_here(parser, at);
    }
    fail(at, decision_start, expected);
  }

  antlr4::Token* recoverInline(antlr4::Parser* parser) override {
    const std::size_t at = parser->getCurrentToken()->getTokenIndex();
    fail(at, at, expected_here(parser, at));
  }

  // Loops and optional parts call this before they look at the next token: what they could have taken is
  // expected too, and would be forgotten by the time that the token proves wrong.
  void sync(antlr4::Parser* parser) override {
    const std::size_t at = parser->getCurrentToken()->getTokenIndex();
    if (at != seen_at_) seen_ = IntervalSet();
    seen_at_ = at;
    seen_.addAll(parser->getExpectedTokens());
  }

  // Errors throw at once; nothing is ever reported twice.
  void reportError(antlr4::Parser* /*parser*/, const antlr4::RecognitionException& /*error*/) override {}

 private:
  IntervalSet expected_here(antlr4::Parser* parser, std::size_t at) const {
    IntervalSet expected = parser->getExpectedTokens();
    if (at == seen_at_) expected.addAll(seen_);
    return expected;
  }

  [[nodiscard]] std::string_view text_of(std::size_t index) const {
    const LexedToken& token = tokens_[index];
    return diagnostics_.text().substr(token.begin, token.end - token.begin);
  }
  [[nodiscard]] std::size_t type_at(std::size_t index) const {
    return index < tokens_.size() ? tokens_[index].type : static_cast<std::size_t>(KgLexer::EOF);
  }

  [[noreturn]] void fail(std::size_t at, std::size_t decision_start, const IntervalSet& expected) const;
  [[nodiscard]] std::string expectation(std::size_t at, std::size_t decision_start,
                                        const IntervalSet& expected) const;
  [[nodiscard]] std::string hint(std::size_t at, const IntervalSet& expected) const;
  [[nodiscard]] std::string hint_for_habit(std::size_t at) const;
  [[nodiscard]] std::string hint_for_items(std::size_t at) const;
  [[nodiscard]] std::string hint_for_word(std::size_t at, const IntervalSet& expected) const;
  void check_first_word() const;

  const std::vector<LexedToken>& tokens_;
  const Diagnostics& diagnostics_;
  IntervalSet seen_;
  std::size_t seen_at_ = static_cast<std::size_t>(-1);
};

// `fnid ?x where ...` reads as a claim up to a later word: the first word is the one to blame.
void MessageStrategy::check_first_word() const {
  if (type_at(0) != KgLexer::WORD) return;
  const std::string_view word = text_of(0);
  const std::string hint = statement_hint(word);
  if (hint.empty()) return;
  diagnostics_.fail(tokens_[0].begin, tokens_[0].end,
                    fmt::format("no statement starts with {}", quoted(word)), hint);
}

std::string MessageStrategy::expectation(std::size_t at, std::size_t decision_start,
                                         const IntervalSet& expected) const {
  if (at > decision_start) {  // two tokens were needed to decide, the first of them a variable or parameter
    return "a relation or a comparison such as =";
  }
  if (at > 0 && tokens_[0].type == KgLexer::SHOW)
    return "`names`, `relations`, `rules`, `sources`, `documents`, `prefixes`, `stats` or `commits`";
  if (at > 0 && tokens_[0].type == KgLexer::SET) return at == 1 ? "`inference`" : "`on` or `off`";
  const bool name = expected.contains(static_cast<std::size_t>(KgLexer::WORD));
  const bool in_items = expected.contains(static_cast<std::size_t>(KgLexer::WHERE)) &&
                        expected.contains(static_cast<std::size_t>(KgLexer::COMMA));
  const bool after_pattern = expected.contains(static_cast<std::size_t>(KgLexer::AND)) &&
                             expected.contains(static_cast<std::size_t>(KgLexer::ORDER));
  std::vector<std::string> words;
  for (const Expectation& entry : kExpectations) {
    if (!expected.contains(entry.type)) continue;
    if (name && (entry.type == KgLexer::IRI || entry.type == KgLexer::PREFIXED_NAME)) continue;
    if (name && !after_pattern && entry.type == KgLexer::AS) continue;  // as of
    const bool literal = name || expected.contains(static_cast<std::size_t>(KgLexer::STRING));
    if (literal && entry.type == KgLexer::DATE) continue;  // one of many
    // What could make a name or expression longer would only hide what comes after it.
    const bool longer = entry.type == KgLexer::WORD || entry.type == KgLexer::VARIABLE ||
                        entry.type == KgLexer::INTEGER || entry.type == KgLexer::STRING ||
                        entry.type == KgLexer::DATE || entry.type == KgLexer::LPAREN ||
                        entry.type == KgLexer::EQUAL;
    if (after_pattern && longer) continue;
    if (in_items && (longer || entry.type == KgLexer::AND || entry.type == KgLexer::OR)) continue;
    words.emplace_back(entry.words);
    if (words.size() == kMaxExpected) break;
  }
  return words.empty() ? "something else" : join_or(words);
}

std::string MessageStrategy::hint_for_word(std::size_t at, const IntervalSet& expected) const {
  const std::string_view word = text_of(at);
  const std::string lower = lower_ascii(word);
  std::vector<std::string_view> keywords;
  const auto consider = [&](std::size_t type, std::string_view keyword) {
    if (expected.contains(type)) keywords.push_back(keyword);
  };
  consider(KgLexer::WHERE, "where");
  consider(KgLexer::AND, "and");
  consider(KgLexer::OR, "or");
  consider(KgLexer::GROUP, "group by");
  consider(KgLexer::ORDER, "order by");
  consider(KgLexer::HAVING, "having");
  consider(KgLexer::LIMIT, "limit");
  consider(KgLexer::OFFSET, "offset");
  consider(KgLexer::AS, "as");
  if (lower == "union" && expected.contains(static_cast<std::size_t>(KgLexer::OR))) {
    return "alternatives are joined by `or`: { ... } or { ... }";
  }
  for (const std::string_view keyword : keywords) {
    const std::string_view first = keyword.substr(0, keyword.find(' '));
    if (lower == keyword && (keyword == "limit" || keyword == "offset")) return "write a number after it";
    if (lower == first && keyword != first) return fmt::format("write `{}`", keyword);
  }
  if (const std::string_view meant = nearest(word, keywords); !meant.empty() && meant != lower) {
    return fmt::format("did you mean `{}`?", meant);
  }
  return {};
}

// What the token and its neighbours tell about a habit from another language, or a slip.
std::string MessageStrategy::hint_for_habit(std::size_t at) const {
  const std::size_t type = type_at(at);
  const std::size_t before = at > 0 ? type_at(at - 1) : static_cast<std::size_t>(KgLexer::EOF);
  if (type == KgLexer::DOT) return "patterns are joined by `and`, not by a full stop";
  if (type == KgLexer::PIPE && type_at(at + 1) == KgLexer::PIPE) return "alternatives are joined by `or`";
  if (type == KgLexer::EQUAL && before == KgLexer::EQUAL) return "equality is one `=`";
  if (type == KgLexer::DESC || type == KgLexer::ASC)
    return "write the direction after the key: order by ?x desc";
  if (type == KgLexer::SEMICOLON || before == KgLexer::SEMICOLON) {
    return "run one statement at a time; patterns are joined by `and`";
  }
  if (before == KgLexer::EXPLAIN || before == KgLexer::PROFILE || before == KgLexer::SPARQL)
    return "only queries can be explained and profiled";
  if (at > 1 && type_at(at - 2) == KgLexer::OF) return "only queries can look at the past";
  if (type == KgLexer::WORD && before == KgLexer::VARIABLE && at > 1 && type_at(at - 2) == KgLexer::NOT) {
    return "claims stand in braces after `not`: not { ?x visited ?y }";
  }
  if (type == KgLexer::WORD && before == KgLexer::STRING) {
    return "a string cannot be the subject of a claim; names are put in double quotes";
  }
  const bool named = before == KgLexer::QUOTED_NAME || before == KgLexer::WORD || before == KgLexer::IRI ||
                     before == KgLexer::PREFIXED_NAME;
  if (named && type_at(0) != KgLexer::SET && type >= KgLexer::EQUAL && type <= KgLexer::GREATER) {
    return "in a comparison, names stand on the right: ?x = Ganzhou";
  }
  for (std::size_t i = at; (type == KgLexer::AS || type == KgLexer::COMMA) && i > 0 && i + 6 > at; --i) {
    const std::string word = lower_ascii(text_of(i - 1));
    if (type == KgLexer::AS && word == "bind") return "write `let ?x = ...`";
    if (type == KgLexer::COMMA && word == "in") return "a list stands in parentheses: ?x in (Ganzhou, China)";
  }
  return {};
}

std::string MessageStrategy::hint(std::size_t at, const IntervalSet& expected) const {
  const std::size_t type = type_at(at);
  const auto wants = [&](std::size_t token) { return expected.contains(token); };
  if (std::string hint = hint_for_habit(at); !hint.empty()) return hint;
  if (type == KgLexer::WORD) {
    if (std::string hint = hint_for_word(at, expected); !hint.empty()) return hint;
  }
  if (type == KgLexer::OR && wants(KgLexer::AND)) {
    return "put parentheses around conditions, (?x < 1 or ?x > 9), and braces around groups, { ... } or { "
           "... }";
  }
  if (type == KgLexer::AND && !wants(KgLexer::AND))
    return "a query of several patterns is `find ?x where ... and ...`";
  if (type == KgLexer::QUOTED_NAME && wants(KgLexer::STRING) && !wants(KgLexer::QUOTED_NAME)) {
    return "double quotes name things; strings are written in single quotes";
  }
  if (type == KgLexer::STRING && wants(KgLexer::QUOTED_NAME)) {
    return "single quotes are for strings; names are put in double quotes";
  }
  if (wants(KgLexer::WHERE) && wants(KgLexer::COMMA)) return hint_for_items(at);
  if (type == KgLexer::WHERE && (type_at(0) == KgLexer::ADD || type_at(0) == KgLexer::REMOVE)) {
    return fmt::format("put the claims in braces: {} {{ ... }} where ...", lower_ascii(text_of(0)));
  }
  if (type == KgLexer::WHERE) return "say what to find: find ?x where ...";
  if (type == KgLexer::COMMA && wants(KgLexer::RBRACE) && wants(KgLexer::AND))
    return "claims are joined by `and`";
  const bool element = type == KgLexer::VARIABLE || type == KgLexer::WORD || type == KgLexer::LBRACE ||
                       type == KgLexer::NOT || type == KgLexer::OPTIONAL || type == KgLexer::LET ||
                       type == KgLexer::QUOTED_NAME || type == KgLexer::IRI ||
                       type == KgLexer::PREFIXED_NAME || type == KgLexer::FUNCTION ||
                       type == KgLexer::LPAREN || type == KgLexer::VALUES || type == KgLexer::COMMA;
  if (wants(KgLexer::AND) && wants(KgLexer::ORDER) && element) return "write `and` between two patterns";
  const bool reserved = type >= KgLexer::FIND && type <= KgLexer::THAN;
  if (reserved && wants(KgLexer::QUOTED_NAME)) {
    return fmt::format("{} is a word of the language; put a name that has it in double quotes",
                       quoted(text_of(at)));
  }
  return {};
}

std::string MessageStrategy::hint_for_items(std::size_t at) const {
  const bool where_follows =
      std::any_of(tokens_.begin() + static_cast<std::ptrdiff_t>(at), tokens_.end(),
                  [](const LexedToken& token) { return token.type == KgLexer::WHERE; });
  if (!where_follows) return "patterns come after `where`: find ?x where ?x visited Ganzhou";
  return type_at(at) == KgLexer::VARIABLE ? "separate what is to be found by commas"
                                          : "a query is `find ?x where ...`";
}

void MessageStrategy::fail(std::size_t at, std::size_t decision_start, const IntervalSet& expected) const {
  check_first_word();
  const std::string wanted = expectation(at, decision_start, expected);
  if (at >= tokens_.size()) {
    const std::size_t end = tokens_.back().end;
    const std::size_t first = type_at(0);
    const bool claim = tokens_.size() == 1 && (first < KgLexer::FIND || first > KgLexer::THAN);
    diagnostics_.fail(end, end, fmt::format("the statement ends too early: expected {}", wanted),
                      claim ? "a claim is a subject, a relation and an object: Li Qiang visited ?" : "");
  }
  const LexedToken& token = tokens_[at];
  diagnostics_.fail(token.begin, token.end, fmt::format("expected {} before {}", wanted, quoted(text_of(at))),
                    hint(at, expected));
}

}  // namespace

std::shared_ptr<antlr4::ANTLRErrorStrategy> make_error_strategy(const std::vector<LexedToken>& tokens,
                                                                const Diagnostics& diagnostics) {
  return std::make_shared<MessageStrategy>(tokens, diagnostics);
}

void check_foreign_syntax(const std::vector<LexedToken>& tokens, const Diagnostics& diagnostics) {
  if (tokens.size() < 2 || tokens[0].type != KgLexer::WORD) return;
  const LexedToken& first = tokens[0];
  const std::string word = lower_ascii(diagnostics.text().substr(first.begin, first.end - first.begin));
  const std::size_t next = tokens[1].type;
  const bool foreign = next == KgLexer::VARIABLE || next == KgLexer::STAR || next == KgLexer::LBRACE ||
                       next == KgLexer::WHERE || next == KgLexer::LPAREN || next == KgLexer::DISTINCT;
  if (word == "select" && (foreign || next == KgLexer::WORD)) {
    diagnostics.fail(first.begin, first.end, "no statement starts with `select`",
                     "a query is `find ?x where ...`, with its patterns joined by `and`");
  }
  if ((word == "match" || word == "construct" || word == "insert" || word == "delete") && foreign) {
    diagnostics.fail(first.begin, first.end, fmt::format("no statement starts with `{}`", word),
                     word == "insert"   ? "write `add` and a claim: add Li Qiang visited Ganzhou"
                     : word == "delete" ? "write `remove` and a claim: remove Li Qiang visited Ganzhou"
                                        : "a query is `find ?x where ...`");
  }
}

}  // namespace kg
