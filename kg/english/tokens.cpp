#include "kg/english/tokens.h"

#include <fmt/format.h>

#include <array>

#include "kg/base/error.h"
#include "kg/base/utf8.h"

namespace kg::english {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v'; }

struct Sign {
  std::string_view written;
  std::string_view plain;  // empty: white space
};
// Typographic signs and what a keyboard has for them.
constexpr std::array kSigns{
    Sign{"\u2018", "'"}, Sign{"\u2019", "'"}, Sign{"\u201C", "\""},     Sign{"\u201D", "\""},
    Sign{"\u2010", "-"}, Sign{"\u2011", "-"}, Sign{"\u2012", "-"},      Sign{"\u2013", "-"},
    Sign{"\u2014", ","}, Sign{"\u2212", "-"}, Sign{"\u00A0", {}},       Sign{"\u202F", {}},
    Sign{"\u2009", {}},  Sign{"\u2026", "."}, Sign{"\u20AC", "\u20AC"}, Sign{"\u00A3", "\u00A3"}};

class Tokenizer {
 public:
  explicit Tokenizer(std::string_view text) : text_(text) {}

  std::vector<Token> run() {
    while (at_ < text_.size()) step();
    return std::move(out_);
  }

 private:
  [[nodiscard]] char peek(std::size_t ahead) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  [[nodiscard]] const Sign* sign_at(std::size_t at) const {
    for (const Sign& sign : kSigns) {
      if (text_.substr(at).starts_with(sign.written)) return &sign;
    }
    return nullptr;
  }
  void add(std::size_t end, TokenKind kind, std::string word) {
    if (out_.size() >= kMaxClaimTokens) {
      throw Failure(ErrorCode::limit,
                    fmt::format("a claim in English has at most {} words and signs", kMaxClaimTokens),
                    "check one sentence at a time");
    }
    const char first = text_[at_];
    out_.push_back({at_, end, kind, !gap_ && !out_.empty(), first >= 'A' && first <= 'Z', std::move(word)});
    gap_ = false;
    at_ = end;
  }
  void step();
  void number();
  void word();
  void sign(std::string_view plain, std::size_t bytes);
  bool quoted();

  std::string_view text_;
  std::size_t at_ = 0;
  bool gap_ = false;
  std::vector<Token> out_;
};

// Digits with separators; 2026-02 and 2026-02-10 are dates.
void Tokenizer::number() {
  std::size_t end = at_;
  std::string digits;
  const auto two = [&](std::size_t at) {
    return at + 2 < text_.size() && text_[at] == '-' && is_digit(text_[at + 1]) && is_digit(text_[at + 2]) &&
           !(at + 3 < text_.size() && is_digit(text_[at + 3]));
  };
  while (end < text_.size() && is_digit(text_[end])) digits += text_[end++];
  if (digits.size() == 4 && two(end)) {
    end += 3;
    if (two(end)) end += 3;
    return add(end, TokenKind::date, std::string(text_.substr(at_, end - at_)));
  }
  const auto group = [&] {  // ,000
    return end + 3 < text_.size() && text_[end] == ',' && is_digit(text_[end + 1]) &&
           is_digit(text_[end + 2]) && is_digit(text_[end + 3]) &&
           !(end + 4 < text_.size() && is_digit(text_[end + 4]));
  };
  if (digits.size() <= 3) {
    while (group()) {
      digits += text_.substr(end + 1, 3);
      end += 4;
    }
  }
  if (end + 1 < text_.size() && text_[end] == '.' && is_digit(text_[end + 1])) {
    digits += text_[end++];
    while (end < text_.size() && is_digit(text_[end])) digits += text_[end++];
  }
  // 10th, 1st: days of a month.
  for (const std::string_view ordinal : {"st", "nd", "rd", "th"}) {
    const bool whole = end + 2 >= text_.size() || !is_letter(text_[end + 2]);
    if (text_.substr(end).starts_with(ordinal) && whole)
      return add(end + 2, TokenKind::word, digits + std::string(ordinal));
  }
  add(end, TokenKind::number, std::move(digits));
}

// Letters and digits; U.S. and D.C. keep their points, what follows an apostrophe is a word of its own.
void Tokenizer::word() {
  std::size_t end = at_;
  const auto initial = [&](std::size_t at) {
    return at + 1 < text_.size() && is_letter(text_[at]) && text_[at + 1] == '.';
  };
  const auto single = [&](std::size_t at) { return at + 1 >= text_.size() || !is_letter(text_[at + 1]); };
  if (initial(at_) && at_ + 2 < text_.size() && is_letter(text_[at_ + 2]) && single(at_ + 2)) {
    while (initial(end)) end += 2;
    if (end < text_.size() && is_letter(text_[end]) && single(end)) ++end;
    return add(end, TokenKind::word, fold_name(text_.substr(at_, end - at_)));
  }
  while (end < text_.size() && (is_letter(text_[end]) || is_digit(text_[end])) && sign_at(end) == nullptr)
    ++end;
  std::string folded = fold_name(text_.substr(at_, end - at_));
  if (end - at_ > 2 && folded.ends_with('n') && end < text_.size()) {  // did|n't
    const Sign* sign = sign_at(end);
    const bool typographic = sign != nullptr && sign->plain == "'";
    const std::size_t t = end + (typographic ? sign->written.size() : 1);
    const bool apostrophe = typographic || text_[end] == '\'';
    if (apostrophe && t < text_.size() && (text_[t] == 't' || text_[t] == 'T') && single(t)) {
      folded.pop_back();
      add(end - 1, TokenKind::word, std::move(folded));
      return add(t + 1, TokenKind::word, "n't");
    }
  }
  if (end == at_) return sign(text_.substr(at_, 1), 1);
  add(end, TokenKind::word, std::move(folded));
}

// "a text": one token, when its other quote follows.
bool Tokenizer::quoted() {
  const auto quote = [&](std::size_t at) -> std::size_t {
    if (text_[at] == '"') return 1;
    const Sign* sign = sign_at(at);
    return sign != nullptr && sign->plain == "\"" ? sign->written.size() : 0;
  };
  const std::size_t opening = quote(at_);
  if (opening == 0) return false;
  for (std::size_t end = at_ + opening; end < text_.size(); ++end) {
    const std::size_t closing = quote(end);
    if (closing == 0) continue;
    const std::string inner(text_.substr(at_ + opening, end - at_ - opening));
    add(end + closing, TokenKind::text, inner);
    return true;
  }
  return false;
}

void Tokenizer::sign(std::string_view plain, std::size_t bytes) {
  if (plain == "'") {
    const char next = peek(bytes);
    const bool after_word = !out_.empty() && !gap_ && out_.back().kind == TokenKind::word;
    const bool single = (next | 0x20) == 's' && !is_letter(peek(bytes + 1)) && !is_digit(peek(bytes + 1));
    if (after_word && single) return add(at_ + bytes + 1, TokenKind::word, "'s");
    if (after_word && out_.back().word.ends_with('s')) return add(at_ + bytes, TokenKind::word, "'s");
  }
  add(at_ + bytes, TokenKind::sign, std::string(plain));
}

void Tokenizer::step() {
  const char c = text_[at_];
  if (is_blank(c)) {
    gap_ = true;
    ++at_;
    return;
  }
  if (quoted()) return;
  if (const Sign* known = sign_at(at_); known != nullptr) {
    if (known->plain.empty()) {
      gap_ = true;
      at_ += known->written.size();
      return;
    }
    return sign(known->plain, known->written.size());
  }
  if (is_digit(c)) return number();
  if (is_letter(c)) return word();
  sign(text_.substr(at_, 1), 1);
}

}  // namespace

std::vector<Token> tokens_of(std::string_view text) {
  if (text.size() > kMaxClaimBytes) {
    throw Failure(ErrorCode::limit, fmt::format("a claim in English has at most {} bytes", kMaxClaimBytes),
                  "check one sentence at a time");
  }
  return Tokenizer(text).run();
}

std::string spelled(Tokens tokens) {
  std::string out;
  for (const Token& token : tokens) {
    if (!out.empty() && !token.joined) out += ' ';
    out += token.word;
  }
  return out;
}

}  // namespace kg::english
