// From text to tokens with the generated lexer, and what is checked before a grammar is needed.
#include <algorithm>
#include <array>
#include <string>

#include "KgLexer.h"
#include "kg/base/limits.h"
#include "kg/base/utf8.h"
#include "kg/lang/parser.h"
#include "kg/lang/parser_cache.h"
#include "kg/lang/words.h"

#include <fmt/format.h>

namespace kg {
namespace {

using grammar::KgLexer;

// What the lexer reads for characters outside ASCII, and for control characters that would be taken for
// these.
constexpr char32_t kLetter = 1;
constexpr char32_t kUnknown = 2;
constexpr char32_t kJoiner = 3;
constexpr char32_t kControl = 4;

struct PointRange {
  char32_t first;
  char32_t last;
};
// Everything above U+00A1 that is no blank, control or punctuation, roughly: letters, marks, digits and
// symbols of every script. A name with a character that is missing here can be put in double quotes.
constexpr PointRange kLetters[] = {{0xAA, 0xAA},     {0xB2, 0xB3},      {0xB5, 0xB5},     {0xB9, 0xBA},
                                   {0xC0, 0xD6},     {0xD8, 0xF6},      {0xF8, 0x167F},   {0x1681, 0x1FFF},
                                   {0x200C, 0x200D}, {0x2070, 0x209F},  {0x20D0, 0x218F}, {0x2C00, 0x2DFF},
                                   {0x3005, 0x3007}, {0x3021, 0xD7FF},  {0xF900, 0xFDFF}, {0xFE20, 0xFE2F},
                                   {0xFE70, 0xFEFC}, {0xFF10, 0xFF19},  {0xFF21, 0xFF3A}, {0xFF41, 0xFF5A},
                                   {0xFF66, 0xFFDC}, {0x10000, 0xEFFFF}};

char32_t lexical_class(char32_t point) {
  if (point < 0x80) return point >= kLetter && point <= kJoiner ? kControl : point;
  if (point == 0xA3 || point == 0x20AC) return point;  // currency signs of the grammar
  if (point == 0x2019 || (point >= 0x2010 && point <= 0x2013)) return kJoiner;
  const bool blank = point == 0xA0 || point == 0x1680 || (point >= 0x2000 && point <= 0x200A) ||
                     point == 0x2028 || point == 0x2029 || point == 0x202F || point == 0x205F ||
                     point == 0x3000;
  if (blank) return ' ';
  const PointRange* range = std::lower_bound(std::begin(kLetters), std::end(kLetters), point,
                                             [](const PointRange& r, char32_t p) { return r.last < p; });
  return range != std::end(kLetters) && range->first <= point ? kLetter : kUnknown;
}

// Well-formed UTF-8 as the lexer reads it, one code point after the other.
class CodePointStream final : public antlr4::CharStream {
 public:
  explicit CodePointStream(std::string_view text) {
    points_.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) i = append(text, i);
    if (!offsets_.empty()) offsets_.push_back(static_cast<std::uint32_t>(text.size()));
  }
  // Byte offset of a code point; the number of code points gives the size in bytes.
  [[nodiscard]] std::uint32_t byte_offset(std::size_t index) const {
    return offsets_.empty() ? static_cast<std::uint32_t>(index) : offsets_[index];
  }

  void consume() override { ++index_; }
  std::size_t LA(ssize_t i) override {
    const std::size_t at = index_ + static_cast<std::size_t>(i > 0 ? i - 1 : i);
    return at < points_.size() ? points_[at] : static_cast<std::size_t>(antlr4::IntStream::EOF);
  }
  ssize_t mark() override { return 0; }
  void release(ssize_t /*marker*/) override {}
  std::size_t index() override { return index_; }
  void seek(std::size_t index) override { index_ = std::min(index, points_.size()); }
  std::size_t size() override { return points_.size(); }
  std::string getSourceName() const override { return {}; }
  std::string getText(const antlr4::misc::Interval& /*interval*/) override { return {}; }
  std::string toString() const override { return {}; }

 private:
  std::size_t append(std::string_view text, std::size_t i) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (length > 1 && offsets_.empty()) {  // up to here offsets and indices were the same
      for (std::size_t k = 0; k < i; ++k) offsets_.push_back(static_cast<std::uint32_t>(k));
    }
    if (length > 1 || !offsets_.empty()) offsets_.push_back(static_cast<std::uint32_t>(i));
    std::uint32_t point = length == 1 ? lead : lead & (0xFFU >> (length + 1));
    for (std::size_t k = 1; k < length; ++k) {
      point = (point << 6U) | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
    }
    points_.push_back(lexical_class(point));
    return i + length;
  }

  std::u32string points_;
  std::vector<std::uint32_t> offsets_;  // empty while all of the text is ASCII
  std::size_t index_ = 0;
};

constexpr std::size_t kSkipped = static_cast<std::size_t>(antlr4::Lexer::SKIP);

const char* closer_of(std::uint32_t opener) {
  return opener == KgLexer::LBRACE ? "}" : opener == KgLexer::LPAREN ? ")" : "]";
}

bool closes(std::uint32_t opener, std::uint32_t closer) {
  return (opener == KgLexer::LBRACE && closer == KgLexer::RBRACE) ||
         (opener == KgLexer::LPAREN && closer == KgLexer::RPAREN) ||
         (opener == KgLexer::LBRACKET && closer == KgLexer::RBRACKET);
}

[[noreturn]] void fail_other(const LexedToken& token, const Diagnostics& diagnostics) {
  const std::string_view text = diagnostics.text().substr(token.begin, token.end - token.begin);
  std::string hint;
  if (text == "&") hint = "conditions are joined by `and`";
  if (text == "!") hint = "write `not` for a negation and `!=` for an inequality";
  if (text == "\u201C" || text == "\u201D") hint = "names are put in straight double quotes: \"Li Qiang\"";
  if (text == "\u2018" || text == "\u2019") hint = "strings are put in straight single quotes: 'rare earths'";
  if (text == "\\") hint = "a backslash has its place inside strings only";
  if (text == "$") hint = "a parameter is `$` and a name that starts with a letter: $country";
  if (text == "@") hint = "a language tag follows its string at once: 'text'@en";
  const auto first = static_cast<unsigned char>(text.front());
  const bool control =
      first < 0x20 || first == 0x7F || (first == 0xC2 && static_cast<unsigned char>(text[1]) < 0xA0);
  diagnostics.fail(token.begin, token.end,
                   control ? fmt::format("the text holds a control character ({})", terminal_safe(text))
                           : fmt::format("{} has no meaning here", quoted(text)),
                   hint);
}

void check_bad_token(const LexedToken& token, const Diagnostics& diagnostics) {
  switch (token.type) {
    case KgLexer::OTHER:
      fail_other(token, diagnostics);
    case KgLexer::UNTERMINATED_STRING:
      diagnostics.fail(token.begin, token.begin + 1, "this string is not closed",
                       "end it with ' and write '' for an apostrophe inside it");
    case KgLexer::UNTERMINATED_NAME:
      diagnostics.fail(token.begin, token.begin + 1, "this quoted name is not closed",
                       "end it with \" and write \"\" for a double quote inside it");
    case KgLexer::STRING:
    case KgLexer::QUOTED_NAME: {
      const std::string_view text = diagnostics.text().substr(token.begin, token.end - token.begin);
      const auto control = std::find_if(text.begin(), text.end(), is_refused);
      if (control != text.end()) {
        const auto at = token.begin + static_cast<std::size_t>(control - text.begin());
        diagnostics.fail(at, at + 1,
                         fmt::format("the text holds a control character ({})",
                                     terminal_safe(std::string_view(&*control, 1))));
      }
      break;
    }
    default:
      break;
  }
}

}  // namespace

std::vector<LexedToken> lex(const Diagnostics& diagnostics) {
  const std::string_view text = diagnostics.text();
  if (text.size() > kMaxQueryTextBytes) {
    throw Failure(
        ErrorCode::query,
        fmt::format("the text is {} bytes long; the limit is {} (1 MiB)", text.size(), kMaxQueryTextBytes),
        "load data with `kg load`, or run the text statement by statement");
  }
  if (const std::size_t bad = utf8_first_invalid(text); bad != kUtf8Valid) {
    diagnostics.fail(
        bad, bad + 1,
        fmt::format("the text is not UTF-8: byte 0x{:02X}", static_cast<unsigned char>(text[bad])),
        "save the text as UTF-8");
  }
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  const std::uint32_t start = text.starts_with(kByteOrderMark) ? 3 : 0;
  CodePointStream stream(text.substr(start));
  const CacheUse cache_use;
  KgLexer lexer(&stream);
  lexer.removeErrorListeners();
  auto* simulator = lexer.getInterpreter<antlr4::atn::LexerATNSimulator>();

  std::vector<LexedToken> tokens;
  tokens.reserve(32);
  while (stream.index() < stream.size()) {
    const std::size_t begin = stream.index();
    lexer.setType(antlr4::Token::INVALID_TYPE);
    const std::size_t matched = simulator->match(&stream, antlr4::Lexer::DEFAULT_MODE);
    if (lexer.getType() == kSkipped) continue;
    if (tokens.size() == kMaxQueryTokens) {
      diagnostics.fail(start + stream.byte_offset(begin), start + stream.byte_offset(begin) + 1,
                       fmt::format("the statement has more than {} words and signs", kMaxQueryTokens));
    }
    tokens.push_back({static_cast<std::uint32_t>(matched), start + stream.byte_offset(begin),
                      start + stream.byte_offset(stream.index())});
  }
  return tokens;
}

void check_tokens(const std::vector<LexedToken>& tokens, const Diagnostics& diagnostics) {
  std::vector<const LexedToken*> open;
  std::size_t prefix_operators = 0;
  for (const LexedToken& token : tokens) {
    check_bad_token(token, diagnostics);
    const bool prefix =
        token.type == KgLexer::NOT || token.type == KgLexer::MINUS || token.type == KgLexer::PLUS;
    prefix_operators = prefix ? prefix_operators + 1 : 0;
    if (token.type == KgLexer::LBRACE || token.type == KgLexer::LPAREN || token.type == KgLexer::LBRACKET) {
      open.push_back(&token);
    }
    if (open.size() + prefix_operators > kMaxQueryNestingLevels) {
      diagnostics.fail(
          token.begin, token.end,
          fmt::format("the statement is nested more than {} levels deep", kMaxQueryNestingLevels));
    }
    if (token.type == KgLexer::RBRACE || token.type == KgLexer::RPAREN || token.type == KgLexer::RBRACKET) {
      const std::string_view sign = diagnostics.text().substr(token.begin, 1);
      if (open.empty())
        diagnostics.fail(token.begin, token.end, fmt::format("this `{}` closes nothing", sign));
      if (!closes(open.back()->type, token.type)) {
        const Place place = diagnostics.place(open.back()->begin);
        diagnostics.fail(token.begin, token.end,
                         fmt::format("expected `{}` before this `{}`, to close what opens at {}:{}",
                                     closer_of(open.back()->type), sign, place.line, place.column));
      }
      open.pop_back();
    }
  }
  if (!open.empty()) {
    const LexedToken& token = *open.back();
    diagnostics.fail(token.begin, token.end,
                     fmt::format("this `{}` is never closed", diagnostics.text().substr(token.begin, 1)),
                     fmt::format("add `{}`", closer_of(token.type)));
  }
}

std::vector<StatementExtent> split_statements(const SourceText& source) {
  const Diagnostics diagnostics(source);
  std::vector<StatementExtent> extents;
  StatementExtent current;
  bool empty = true;
  for (const LexedToken& token : lex(diagnostics)) {
    if (token.type == KgLexer::UNTERMINATED_STRING || token.type == KgLexer::UNTERMINATED_NAME) {
      check_bad_token(token, diagnostics);
    }
    if (token.type == KgLexer::SEMICOLON) {
      current.terminated = true;
      if (!empty) extents.push_back(current);
      empty = true;
      continue;
    }
    if (empty) current = {token.begin, token.end, false};
    current.end = token.end;
    empty = false;
  }
  if (!empty) extents.push_back(current);
  return extents;
}

char open_sign(std::string_view text) {
  const SourceText source{text, {}, 1};
  std::vector<LexedToken> tokens;
  try {
    tokens = lex(Diagnostics(source));
  } catch (const Failure&) {
    return 0;  // running it tells what is wrong
  }
  std::string open;
  std::size_t last = 0;
  for (const LexedToken& token : tokens) {
    switch (token.type) {
      case KgLexer::UNTERMINATED_STRING:
        return '\'';
      case KgLexer::UNTERMINATED_NAME:
        return '"';
      case KgLexer::LBRACE:
        open += '{';
        break;
      case KgLexer::LPAREN:
        open += '(';
        break;
      case KgLexer::LBRACKET:
        open += '[';
        break;
      case KgLexer::RBRACE:
      case KgLexer::RPAREN:
      case KgLexer::RBRACKET:
        if (open.empty()) return 0;
        open.pop_back();
        break;
      default:
        break;
    }
    if (token.begin < token.end) last = token.type;
  }
  if (!open.empty()) return open.back();
  constexpr std::array<std::size_t, 7> kMoreFollows{
      KgLexer::WHERE, KgLexer::AND, KgLexer::OR, KgLexer::NOT, KgLexer::AS, KgLexer::HAVING, KgLexer::COMMA};
  return std::find(kMoreFollows.begin(), kMoreFollows.end(), last) == kMoreFollows.end() ? '\0' : ' ';
}

}  // namespace kg
