#include "repl/highlight.h"

#include <algorithm>
#include <array>

namespace kg::repl {
namespace {

constexpr std::string_view kKeyword = "\x1b[1;34m";
constexpr std::string_view kVariable = "\x1b[36m";
constexpr std::string_view kText = "\x1b[32m";
constexpr std::string_view kName = "\x1b[33m";
constexpr std::string_view kNumber = "\x1b[35m";
constexpr std::string_view kComment = "\x1b[2m";
constexpr std::string_view kPlain = "\x1b[0m";

// Words that the language uses inside of statements; those that begin one are coloured at the start only.
constexpr std::array<std::string_view, 17> kInner{
    "where", "and", "or",     "not",   "exists", "optional", "let",     "values", "group",
    "order", "by",  "having", "limit", "offset", "distinct", "matches", "as"};
constexpr std::array<std::string_view, 24> kStarts{
    "find",   "ask",      "add",       "remove",  "entity",   "relation", "prefix", "begin",
    "commit", "rollback", "explain",   "profile", "path",     "describe", "build",  "search",
    "check",  "evidence", "conflicts", "define",  "undefine", "set",      "show",   "as"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || is_digit(c) || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
         c == '_' || c == '-' || c == '.';
}

template <std::size_t N>
bool among(const std::array<std::string_view, N>& words, std::string_view word) {
  std::string folded(word);
  for (char& c : folded) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return std::find(words.begin(), words.end(), folded) != words.end();
}

// The end of the token that begins at `at`, and its colour; empty: none.
struct Piece {
  std::size_t end = 0;
  std::string_view colour;
};

Piece piece_at(std::string_view text, std::size_t at, bool starts) {
  const char c = text[at];
  const auto closed = [&](char quote) {
    const std::size_t end = text.find(quote, at + 1);
    return end == std::string_view::npos ? text.size() : end + 1;
  };
  if (c == '\'') return {closed('\''), kText};
  if (c == '"') return {closed('"'), kName};
  if (c == '#') return {std::min(text.find('\n', at), text.size()), kComment};
  std::size_t end = at + 1;
  if (c != '?' && c != '$' && !is_word(c)) return {end, {}};
  while (end < text.size() && is_word(text[end])) ++end;
  if (c == '?' || c == '$') return {end, kVariable};
  const std::string_view word = text.substr(at, end - at);
  if (is_digit(c)) return {end, kNumber};
  return {end, among(kInner, word) || (starts && among(kStarts, word)) ? kKeyword : std::string_view{}};
}

}  // namespace

std::string highlight(std::string_view statement) {
  std::string out;
  bool starts = true;  // a statement may begin here
  for (std::size_t at = 0; at < statement.size();) {
    const Piece piece = piece_at(statement, at, starts);
    const std::string_view text = statement.substr(at, piece.end - at);
    if (piece.colour.empty()) {
      out += text;
    } else {
      out += piece.colour;
      out += text;
      out += kPlain;
    }
    if (text != " ") starts = text == ";" || (starts && (text == "explain" || text == "profile"));
    at = piece.end;
  }
  return out;
}

}  // namespace kg::repl
