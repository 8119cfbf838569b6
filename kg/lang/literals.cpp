#include "kg/lang/literals.h"

#include <algorithm>
#include <array>

#include "kg/lang/suggest.h"
#include "kg/model/date.h"
#include "kg/model/number.h"
#include "kg/model/quantity.h"

#include <fmt/format.h>

namespace kg {
namespace {

using ast::Run;
using ast::Token;
using Kind = ast::TokenKind;

bool is_number(Kind kind) { return kind == Kind::integer || kind == Kind::decimal || kind == Kind::dbl; }
bool is_date(Kind kind) { return kind == Kind::date || kind == Kind::date_time; }
bool is_bound(Kind kind) {
  return kind == Kind::less || kind == Kind::less_equal || kind == Kind::greater ||
         kind == Kind::greater_equal;
}

struct Scale {
  std::string_view word;
  int zeros;
};
constexpr std::array<Scale, 4> kScales{{{"thousand", 3}, {"million", 6}, {"billion", 9}, {"trillion", 12}}};

int zeros_of(std::string_view word) {
  const std::string lower = lower_ascii(word);
  for (const Scale& scale : kScales) {
    if (scale.word == lower) return scale.zeros;
  }
  return 0;
}

// Reads a literal's tokens from left to right.
class Cursor {
 public:
  explicit Cursor(Run run) : run_(run) {}
  [[nodiscard]] bool at(Kind kind) const { return at_ < run_.size() && run_[at_].kind == kind; }
  [[nodiscard]] bool at_number() const { return at_ < run_.size() && is_number(run_[at_].kind); }
  [[nodiscard]] bool at_date() const { return at_ < run_.size() && is_date(run_[at_].kind); }
  [[nodiscard]] const Token* take() { return &run_[at_++]; }
  [[nodiscard]] const Token* take_if(Kind kind) { return at(kind) ? take() : nullptr; }
  [[nodiscard]] std::size_t position() const { return at_; }
  void back_to(std::size_t position) { at_ = position; }

 private:
  Run run_;
  std::size_t at_ = 0;
};

// The parts of a number or quantity, as written.
struct Amount {
  const Token* sign = nullptr;  // < <= > >= or ~
  const Token* currency = nullptr;
  bool negative = false;
  const Token* low = nullptr;
  bool high_negative = false;
  const Token* high = nullptr;
  const Token* scale = nullptr;
  Run unit;
};

bool read_amount(Run run, Cursor& cursor, Amount& amount) {
  if (cursor.at(Kind::tilde) || cursor.at(Kind::less) || cursor.at(Kind::less_equal) ||
      cursor.at(Kind::greater) || cursor.at(Kind::greater_equal)) {
    amount.sign = cursor.take();
  }
  if (cursor.take_if(Kind::minus) != nullptr) amount.negative = true;
  amount.currency = cursor.take_if(Kind::currency);
  if (!cursor.at_number()) return false;
  amount.low = cursor.take();
  if (const std::size_t mark = cursor.position(); cursor.take_if(Kind::dot_dot) != nullptr) {
    if (cursor.take_if(Kind::minus) != nullptr) amount.high_negative = true;
    if (cursor.take_if(Kind::currency) != nullptr && amount.currency == nullptr) return false;
    if (cursor.at_number()) {
      amount.high = cursor.take();
    } else {
      cursor.back_to(mark);
    }
  }
  if (cursor.at(Kind::percent)) {
    amount.unit = run.subspan(cursor.position(), 1);
    static_cast<void>(cursor.take());
    return true;
  }
  if (cursor.at(Kind::word) && zeros_of(run[cursor.position()].text) != 0) amount.scale = cursor.take();
  const std::size_t first = cursor.position();
  while (cursor.at(Kind::word)) static_cast<void>(cursor.take());
  amount.unit = run.subspan(first, cursor.position() - first);
  return true;
}

std::string without_separators(std::string_view number) {
  std::string out(number);
  out.erase(std::remove(out.begin(), out.end(), '_'), out.end());
  return out;
}

[[noreturn]] void fail_size(const Token& token, const Diagnostics& diagnostics) {
  diagnostics.fail(token, fmt::format("the number {} cannot be kept exactly", quoted(token.text)),
                   "quantities have up to 38 digits");
}

Decimal exact(const Token& token, bool negative, int zeros, const Diagnostics& diagnostics) {
  const std::string digits = without_separators(token.text);
  std::optional<Decimal> value = parse_decimal(digits);
  if (token.kind == Kind::dbl) {
    if (const auto parsed = parse_double(digits)) value = decimal_of(*parsed);
  }
  std::int64_t factor = 1;
  for (int i = 0; i < zeros; ++i) factor *= 10;
  if (value) value = multiply(*value, decimal_of(factor));
  if (!value) fail_size(token, diagnostics);
  return negative ? negate(*value) : *value;
}

std::string unit_of(const Amount& amount) {
  if (amount.currency != nullptr) {
    return amount.currency->text == "$" ? "USD" : amount.currency->text == "\u20AC" ? "EUR" : "GBP";
  }
  std::string unit;
  for (const Token& word : amount.unit) {
    if (!unit.empty()) unit += ' ';
    unit += word.text;
  }
  const std::string lower = lower_ascii(unit);
  return lower == "percent" || lower == "per cent" ? "%" : unit;
}

Term plain_number(const Amount& amount, const Diagnostics& diagnostics) {
  const std::string sign = amount.negative ? "-" : "";
  if (amount.scale != nullptr) {
    const std::string lexical =
        format_decimal(exact(*amount.low, amount.negative, zeros_of(amount.scale->text), diagnostics));
    return Term::literal(lexical,
                         lexical.find('.') == std::string::npos ? iri::kXsdInteger : iri::kXsdDecimal);
  }
  const Kind kind = amount.low->kind;
  return Term::literal(sign + without_separators(amount.low->text), kind == Kind::integer ? iri::kXsdInteger
                                                                    : kind == Kind::decimal
                                                                        ? iri::kXsdDecimal
                                                                        : iri::kXsdDouble);
}

Term date_term(std::string text, const Token& first, const Token& last, const Diagnostics& diagnostics) {
  std::replace(text.begin(), text.end(), 'q', 'Q');
  const auto date = parse_any_date(text);
  if (!date) {
    const bool range = &first != &last;
    diagnostics.fail(first.begin, last.end,
                     range ? "this range of dates has an end before its start, or a day that does not exist"
                           : fmt::format("{} is not a date", quoted(text)));
  }
  return Term::literal(text, datatype_of(date->precision));
}

Term amount_term(Run run, const Amount& amount, bool temporal, const Diagnostics& diagnostics) {
  const bool unit = amount.currency != nullptr || !amount.unit.empty();
  if (amount.currency != nullptr && !amount.unit.empty()) {
    diagnostics.fail(amount.unit, fmt::format("{} already names the unit", quoted(amount.currency->text)));
  }
  const bool bare = amount.sign == nullptr && !unit && amount.scale == nullptr && !amount.negative;
  const auto is_year = [](const Token* token) {
    return token->kind == Kind::integer && token->text.size() == 4;
  };
  if (temporal && bare && is_year(amount.low) && (amount.high == nullptr || is_year(amount.high))) {
    std::string text(amount.low->text);
    if (amount.high != nullptr) text += "/" + std::string(amount.high->text);
    return date_term(text, run.front(), run.back(), diagnostics);
  }
  if (amount.sign == nullptr && amount.high == nullptr && !unit) return plain_number(amount, diagnostics);

  const int zeros = amount.scale == nullptr ? 0 : zeros_of(amount.scale->text);
  std::string text = amount.sign == nullptr ? "" : std::string(amount.sign->text);
  text += format_decimal(exact(*amount.low, amount.negative, zeros, diagnostics));
  if (amount.high != nullptr)
    text += ".." + format_decimal(exact(*amount.high, amount.high_negative, zeros, diagnostics));
  if (unit) text += " " + unit_of(amount);
  const auto quantity = parse_quantity(text);
  if (!quantity) {
    diagnostics.fail(run, fmt::format("{} is not a quantity", quoted(text)),
                     amount.high != nullptr ? "a range runs from its smaller to its larger end" : "");
  }
  return Term::literal(format_quantity(*quantity), iri::kKgQuantity);
}

Term string_term(Run run, const Diagnostics& diagnostics, const Expand& expand) {
  const std::string text = unquote(run[0].text);
  if (run.size() == 1) return Term::string(text);
  if (run[1].kind == Kind::language_tag) return Term::lang_string(text, lower_ascii(run[1].text.substr(1)));
  const Token& datatype = run[2];
  const std::string iri = datatype.kind == Kind::iri
                              ? std::string(datatype.text.substr(1, datatype.text.size() - 2))
                              : expand(datatype);
  if (iri == iri::kRdfLangString || iri == iri::kRdfDirLangString) {
    diagnostics.fail(run, "a string in a language is written with its tag", "for example 'text'@en");
  }
  return Term::literal(text, iri);
}

}  // namespace

std::size_t literal_size(Run run) {
  if (run.empty()) return 0;
  const Kind first = run[0].kind;
  if (first == Kind::truth) return 1;
  if (first == Kind::string) {
    if (run.size() > 1 && run[1].kind == Kind::language_tag) return 2;
    const bool typed = run.size() > 2 && run[1].kind == Kind::datatype_mark &&
                       (run[2].kind == Kind::iri || run[2].kind == Kind::prefixed_name);
    return typed ? 3 : 1;
  }
  if (is_date(first)) return run.size() > 2 && run[1].kind == Kind::dot_dot && is_date(run[2].kind) ? 3 : 1;
  if (is_number(first) || is_bound(first) || first == Kind::tilde || first == Kind::minus ||
      first == Kind::currency) {
    Cursor cursor(run);
    Amount amount;
    return read_amount(run, cursor, amount) ? cursor.position() : 0;
  }
  return 0;
}

Term literal_term(Run run, bool temporal, const Diagnostics& diagnostics, const Expand& expand) {
  const Token& first = run[0];
  if (first.kind == Kind::truth) return Term::boolean(lower_ascii(first.text) == "true");
  if (first.kind == Kind::string) return string_term(run, diagnostics, expand);
  if (is_date(first.kind)) {
    std::string text(first.text);
    if (run.size() == 3) text += "/" + std::string(run[2].text);
    return date_term(text, run.front(), run.back(), diagnostics);
  }
  Cursor cursor(run);
  Amount amount;
  read_amount(run, cursor, amount);
  return amount_term(run, amount, temporal, diagnostics);
}

std::string unquote(std::string_view token) {
  const char quote = token.front();
  std::string out;
  out.reserve(token.size());
  for (std::size_t i = 1; i + 1 < token.size(); ++i) {
    out += token[i];
    if (token[i] == quote) ++i;  // the second of two
  }
  return out;
}

}  // namespace kg
