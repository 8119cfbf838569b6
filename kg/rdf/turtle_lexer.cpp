#include "kg/rdf/turtle_lexer.h"

#include <fmt/format.h>

#include <array>

#include "kg/base/limits.h"
#include "kg/base/utf8.h"
#include "kg/rdf/characters.h"

namespace kg::rdf {
namespace {

// What a token may take in the file: escapes make text longer.
constexpr std::size_t kMaxTokenBytes = kMaxLineBytes;

// Ends of the plain part of a string in one or in three quotes.
constexpr std::array<std::uint8_t, 256> make_string_stops() {
  std::array<std::uint8_t, 256> table{};
  for (const char c : {'\0', '\\', '"', '\''}) table[static_cast<unsigned char>(c)] = 3;
  for (const char c : {'\n', '\r'}) table[static_cast<unsigned char>(c)] = 1;
  return table;
}
constexpr std::array<std::uint8_t, 256> kStringStops = make_string_stops();

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

}  // namespace

TurtleLexer::TurtleLexer(TextWindow& window) : window_(&window), p_(window.end()), start_(p_) {}

// The character at `p`, zero at the end of the input.
char TurtleLexer::look(const char* p) const {
  if (*p == '\0' && p >= window_->end() && !window_->complete()) throw Starved{};
  return *p;
}

void TurtleLexer::fail(const char* at, std::string reason) const {
  if (token == Token::end && window_->invalid() && p_ >= window_->end()) {
    throw SyntaxError{window_->end(), "the text is not valid UTF-8"};
  }
  throw SyntaxError{at, std::move(reason)};
}

std::string TurtleLexer::shown(const char* p) const {
  if (p >= window_->end()) return "the end of the file";
  const auto c = static_cast<unsigned char>(*p);
  if (c == '\n' || c == '\r') return "the end of the line";
  if (c < 0x20 || c == 0x7F) return fmt::format("the control character U+{:04X}", c);
  if (c < 0x80) return fmt::format("'{}'", *p);
  return fmt::format("'{}'", between(p, p + decode(p).second));
}

void TurtleLexer::fail_expecting(std::string_view what) const {
  constexpr std::size_t kShownBytes = 40;
  std::string found;
  if (token == Token::end) {
    found = "the end of the file";
  } else if (token == Token::string) {
    found = "a string";
  } else {
    const char* end = start_ + 1;
    while (end < p_ && !is_space(*end)) ++end;
    found = between(start_, end).size() <= kShownBytes ? fmt::format("'{}'", between(start_, end))
                                                       : shown(start_);
  }
  fail(start_, fmt::format("expected {}, found {}", what, found));
}

Token TurtleLexer::next() {
  for (;;) {
    try {
      skip_blanks();
      start_ = p_;
      token = Token::end;
      long_string = false;
      token = scan();
      if (text.size() > kMaxTermBytes) {
        fail(start_, fmt::format("the term is larger than {} MiB", kMaxTermBytes >> 20U));
      }
      return token;
    } catch (const Starved&) {
      if (static_cast<std::size_t>(window_->end() - start_) > kMaxTokenBytes) {
        fail(start_, fmt::format("the term is larger than {} MiB", kMaxTermBytes >> 20U));
      }
      p_ = start_ = window_->read_on(start_);
    }
  }
}

// Moves start_, too: what is skipped need not be kept.
void TurtleLexer::skip_blanks() {
  for (;;) {
    while (is_space(*p_)) ++p_;
    start_ = p_;
    if (look(p_) != '#') return;
    // A comment is skipped piece by piece: it may be longer than a term.
    while (*p_ != '\n' && *p_ != '\r') {
      if (*p_ == '\0' && p_ >= window_->end()) {
        if (window_->complete()) break;
        p_ = window_->read_on(p_);
        continue;
      }
      ++p_;
    }
    start_ = p_;
  }
}

Token TurtleLexer::scan() {
  text = {};
  const char c = look(p_);
  if (is(c, kDigit) || c == '+' || c == '-') return number();
  if (is(c, kAlpha) || static_cast<unsigned char>(c) >= 0x80) return word_or_name();
  switch (c) {
    case '<':
      return angle();
    case '"':
    case '\'':
      return string();
    case '_':
      return blank();
    case ':':
      return name(p_);
    case '@':
      return at_sign();
    case '[':
      return bracket();
    case '.':
      return is(look(p_ + 1), kDigit) ? number() : (++p_, Token::dot);
    case '\0':
      if (p_ < window_->end()) break;
      if (window_->invalid()) fail(p_, "the text is not valid UTF-8");
      return Token::end;
    default:
      return punctuation();
  }
  fail(p_, "this character is not allowed here: the control character U+0000");
}

Token TurtleLexer::punctuation() {
  const char c = *p_;
  const auto one_of_two = [&](char second, Token pair, Token single) {
    const bool two = look(p_ + 1) == second;
    p_ += two ? 2 : 1;
    return two ? pair : single;
  };
  switch (c) {
    case ';':
      return ++p_, Token::semicolon;
    case ',':
      return ++p_, Token::comma;
    case ']':
      return ++p_, Token::close_bracket;
    case '(':
      return ++p_, Token::open_parenthesis;
    case ')':
      if (look(p_ + 1) == '>' && look(p_ + 2) == '>') return p_ += 3, Token::close_term;
      return ++p_, Token::close_parenthesis;
    case '{':
      return one_of_two('|', Token::open_annotation, Token::open_brace);
    case '}':
      return ++p_, Token::close_brace;
    case '~':
      return ++p_, Token::tilde;
    case '|':
      if (look(p_ + 1) == '}') return p_ += 2, Token::close_annotation;
      break;
    case '>':
      if (look(p_ + 1) == '>') return p_ += 2, Token::close_reified;
      break;
    case '^':
      if (look(p_ + 1) == '^') return p_ += 2, Token::datatype;
      break;
    default:
      break;
  }
  fail(p_, fmt::format("{} cannot stand here", shown(p_)));
}

// An IRI, or the start of a triple.
Token TurtleLexer::angle() {
  if (look(p_ + 1) == '<') {
    const bool term = look(p_ + 2) == '(';
    p_ += term ? 3 : 2;
    return term ? Token::open_term : Token::open_reified;
  }
  const char* plain = ++p_;
  unescaped_.clear();
  for (;;) {
    while (!is(*p_, kIriStop)) ++p_;
    const char c = look(p_);
    if (c == '>') break;
    if (c != '\\') {
      if (p_ >= window_->end() || c == '\n' || c == '\r') fail(p_, "the IRI is not closed with '>'");
      if (c == ' ') fail(p_, "an IRI cannot contain a space");
      fail(p_, fmt::format("an IRI cannot contain {}", shown(p_)));
    }
    unescaped_.append(plain, p_);
    const char* escaped = p_;
    const std::size_t before = unescaped_.size();
    escape(p_, false);
    if (unescaped_.size() == before + 1 && is(unescaped_.back(), kIriStop)) {
      fail(escaped, fmt::format("an IRI cannot contain U+{:04X}, escaped or not",
                                static_cast<unsigned char>(unescaped_.back())));
    }
    plain = p_;
  }
  text = between(plain, p_);
  if (plain != start_ + 1) {
    unescaped_ += text;
    text = unescaped_;
  }
  ++p_;
  return Token::iri;
}

// Appends what the escape at `p` means to unescaped_ and moves behind it.
void TurtleLexer::escape(const char*& p, bool letters) {
  constexpr std::string_view kLetters = "tbnrf\"'\\";
  constexpr std::string_view kMeanings = "\t\b\n\r\f\"'\\";
  const char c = look(p + 1);
  const std::size_t letter = kLetters.find(c);
  if (letters && letter != std::string_view::npos) {
    unescaped_ += kMeanings[letter];
    p += 2;
    return;
  }
  const int digits = c == 'u' ? 4 : c == 'U' ? 8 : 0;
  if (digits == 0)
    fail(p, fmt::format("\\ followed by {} is not an escape that is allowed here", shown(p + 1)));
  std::uint32_t code_point = 0;
  for (int i = 0; i < digits; ++i) {
    const int value = hex_value(look(p + 2 + i));
    if (value < 0) fail(p, fmt::format("\\{} must be followed by {} hexadecimal digits", c, digits));
    code_point = code_point << 4U | static_cast<std::uint32_t>(value);
  }
  if (code_point >= 0xD800 && code_point <= 0xDFFF) {
    fail(p, fmt::format("U+{:04X} is a surrogate and no character", code_point));
  }
  if (code_point > 0x10FFFF) {
    fail(p, fmt::format("U+{:X} is no character: the last one is U+10FFFF", code_point));
  }
  utf8_append(unescaped_, code_point);
  p += 2 + digits;
}

Token TurtleLexer::string() {
  const char quote = *p_;
  ++p_;
  if (look(p_) == quote) {
    if (look(p_ + 1) != quote) return ++p_, Token::string;
    long_string = true;
    p_ += 2;
  }
  const unsigned stops = long_string ? 2 : 1;
  const char* const first = p_;
  const char* plain = p_;
  unescaped_.clear();
  for (;;) {
    while ((kStringStops[static_cast<unsigned char>(*p_)] & stops) == 0) ++p_;
    const char c = look(p_);
    if (c == quote && (!long_string || (look(p_ + 1) == quote && look(p_ + 2) == quote))) break;
    if (c == '\\') {
      unescaped_.append(plain, p_);
      escape(p_, true);
      plain = p_;
    } else if (p_ >= window_->end() || c == '\n' || c == '\r') {
      if (!long_string && c != '\0') {
        fail(p_, fmt::format("the string is not closed with {} before the end of the line", quote));
      }
      fail(start_, "the string is not closed before the end of the file");
    } else {
      ++p_;
    }
  }
  text = between(plain, p_);
  if (plain != first) {
    unescaped_ += text;
    text = unescaped_;
  }
  p_ += long_string ? 3 : 1;
  return Token::string;
}

Token TurtleLexer::number() {
  const char* p = p_;
  const auto digits = [&] {
    const char* first = p;
    while (is(look(p), kDigit)) ++p;
    return p != first;
  };
  // Whether an exponent with digits stands at `from`; then `p` is behind it.
  const auto exponent = [&](const char* from) {
    const char* e = from;
    if (look(e) != 'e' && *e != 'E') return false;
    ++e;
    if (look(e) == '+' || *e == '-') ++e;
    if (!is(look(e), kDigit)) return false;
    p = e;
    return digits();
  };
  if (*p == '+' || *p == '-') ++p;
  const bool whole = digits();
  Token kind = Token::integer;
  if (look(p) == '.' && is(look(p + 1), kDigit)) {
    ++p;
    digits();
    kind = exponent(p) ? Token::dbl : Token::decimal;
  } else if (!whole) {
    fail(p_, fmt::format("expected a number after {}", shown(p_)));
  } else if (exponent(p) || (*p == '.' && exponent(p + 1))) {
    kind = Token::dbl;
  }
  text = between(p_, p);
  p_ = p;
  return kind;
}

// A language tag, checked, or a directive.
Token TurtleLexer::at_sign() {
  constexpr std::ptrdiff_t kMaxSubtag = 8;
  const char* p = p_ + 1;
  for (bool first = true;; first = false) {
    const char* subtag = p;
    while (is(look(p), first ? kAlpha : kAlpha | kDigit)) ++p;
    if (p == subtag) {
      fail(start_, fmt::format("expected a language or a directive after '@': {} is no {}", shown(p),
                               first ? "letter" : "letter or digit"));
    }
    if (p - subtag > kMaxSubtag) {
      fail(start_, "the language tag is not well-formed: a part is longer than eight characters");
    }
    if (*p != '-' || look(p + 1) == '-') break;
    ++p;
  }
  if (*p == '-') {
    p += 2;
    const char* direction = p;
    while (is(look(p), kAlpha)) ++p;
    const std::string_view written = between(direction, p);
    if (written != "ltr" && written != "rtl") fail(direction - 2, "a text direction is --ltr or --rtl");
  }
  text = between(p_ + 1, p);
  p_ = p;
  return Token::at_word;
}

// Behind the last character of a name that starts at `p` (its first character is checked by the caller).
const char* TurtleLexer::label_end(const char* p, bool colon) {
  const char* end = p;  // after the last character that is not a '.'
  for (;;) {
    const char c = look(p);
    std::size_t n = 1;
    if (static_cast<unsigned char>(c) >= 0x80) {
      const auto [code_point, bytes] = decode(p);
      if (!is_label_rest(code_point)) return end;
      n = bytes;
    } else if (colon && c == '\\') {
      if (std::string_view("_~.-!$&'()*+,;=/?#@%").find(look(p + 1)) == std::string_view::npos ||
          p[1] == '\0') {
        fail(p, fmt::format("\\ followed by {} is not an escape of a name", shown(p + 1)));
      }
      n = 2;
    } else if (colon && c == '%') {
      if (hex_value(look(p + 1)) < 0 || hex_value(look(p + 2)) < 0) {
        fail(p, "'%' in a name must be followed by two hexadecimal digits");
      }
      n = 3;
    } else if (!is(c, kLabel) && !(colon && c == ':')) {
      return end;
    }
    p += n;
    if (c != '.') end = p;
  }
}

Token TurtleLexer::word_or_name() {
  const auto c = static_cast<unsigned char>(*p_);
  if (c >= 0x80 && !is_label_base(decode(p_).first)) fail(p_, fmt::format("{} cannot stand here", shown(p_)));
  const char* end = label_end(p_, false);
  if (look(end) == ':') return name(end);
  text = between(p_, end);
  p_ = end;
  return Token::word;
}

// `prefix_end`: at the colon.
Token TurtleLexer::name(const char* prefix_end) {
  prefix = between(p_, prefix_end);
  const char* local = prefix_end + 1;
  const char c = look(local);
  const char* end = local;
  // A local name may not start with what may only stand within one.
  const bool starts =
      static_cast<unsigned char>(c) >= 0x80 ? is_label_base(decode(local).first) : c != '-' && c != '.';
  if (starts) end = label_end(local, true);
  text = between(local, end);
  if (text.find('\\') != std::string_view::npos) unescape_name(local, end);
  p_ = end;
  return Token::name;
}

void TurtleLexer::unescape_name(const char* first, const char* last) {
  unescaped_.clear();
  for (; first != last; ++first) {
    if (*first == '\\') ++first;
    unescaped_ += *first;
  }
  text = unescaped_;
}

Token TurtleLexer::blank() {
  if (look(p_ + 1) != ':') fail(p_, "a blank node is written _:label");
  const char* label = p_ + 2;
  const char c = look(label);
  const bool starts = static_cast<unsigned char>(c) >= 0x80 ? is_label_base(decode(label).first)
                                                            : is(c, kLabel) && c != '-' && c != '.';
  if (!starts) fail(label, fmt::format("a blank node's label cannot start with {}", shown(label)));
  p_ = label_end(label, false);
  text = between(label, p_);
  return Token::blank;
}

Token TurtleLexer::bracket() {
  const char* p = p_ + 1;
  while (is_space(*p)) ++p;
  const bool empty = look(p) == ']';
  p_ = empty ? p + 1 : p_ + 1;
  return empty ? Token::anonymous : Token::open_bracket;
}

bool TurtleLexer::suffix_may_follow() const {
  const char c = *p_ == ' ' ? p_[1] : *p_;
  return is_space(c) || c == '@' || c == '^' || c == '#' || c == '\0';
}

bool TurtleLexer::annotation_may_follow() const {
  const char* p = p_;
  while (is_space(*p)) ++p;
  return *p == '~' || *p == '{' || *p == '#' || *p == '\0';
}

bool TurtleLexer::skip_statement() {
  if (token == Token::end && p_ < window_->end()) p_ = start_;
  bool brace = token == Token::open_brace || token == Token::close_brace;
  bool dot = token == Token::dot;  // the last character that was no blank and in no comment
  bool comment = false;
  for (;; ++p_) {
    while (*p_ == '\0' && p_ >= window_->end()) {
      if (window_->complete()) return brace;
      p_ = window_->read_on(p_);
    }
    const char c = *p_;
    if (c == '\n' || c == '\r') {
      if (dot) return brace;
      comment = false;
    } else if (c == '#' && dot) {
      comment = true;
    } else if (!is_space(c) && !comment) {
      dot = c == '.';
      brace = brace || c == '{' || c == '}';
    }
  }
}

}  // namespace kg::rdf
