#include "kg/english/figures.h"

#include <fmt/format.h>

#include <algorithm>

#include "kg/english/words.h"
#include "kg/model/date.h"
#include "kg/model/number.h"
#include "kg/model/quantity.h"

namespace kg::english {
namespace {

constexpr std::size_t kMaxPhrase = 4;  // words of a unit or of what widens an amount

// Reads tokens from left to right.
class Cursor {
 public:
  explicit Cursor(Tokens tokens) : tokens_(tokens) {}
  [[nodiscard]] const Token* peek(std::size_t ahead = 0) const {
    return at_ + ahead < tokens_.size() ? &tokens_[at_ + ahead] : nullptr;
  }
  [[nodiscard]] bool at(std::string_view word) const { return peek() != nullptr && peek()->is(word); }
  bool take(std::string_view word) {
    const bool found = at(word);
    if (found) ++at_;
    return found;
  }
  void skip(std::size_t count) { at_ += count; }
  [[nodiscard]] std::size_t position() const { return at_; }
  void back_to(std::size_t position) { at_ = position; }
  [[nodiscard]] Tokens rest() const { return tokens_.subspan(at_); }
  [[nodiscard]] Tokens taken() const { return tokens_.first(at_); }

 private:
  Tokens tokens_;
  std::size_t at_ = 0;
};

// The number of tokens at the front that spell the words, or 0.
std::size_t spells(Tokens tokens, std::string_view words) {
  std::size_t used = 0;
  while (!words.empty()) {
    const std::size_t blank = std::min(words.find(' '), words.size());
    if (used >= tokens.size() || tokens[used].word != words.substr(0, blank)) return 0;
    ++used;
    words.remove_prefix(std::min(words.size(), blank + 1));
  }
  return used;
}

std::optional<Decimal> scaled(const Decimal& value, int zeros) {
  std::int64_t factor = 1;
  for (int i = 0; i < zeros; ++i) factor *= 10;
  return multiply(value, decimal_of(factor));
}

// twelve, twenty-one, two hundred and five, a dozen.
std::optional<Decimal> word_number(Cursor& cursor) {
  const std::size_t start = cursor.position();
  if ((cursor.at("a") || cursor.at("an")) && cursor.peek(1) != nullptr &&
      (cursor.peek(1)->is("dozen") || zeros_of_scale(cursor.peek(1)->word).value_or(0) >= 2)) {
    cursor.skip(1);
    if (cursor.take("dozen")) return decimal_of(std::int64_t{12});
    return decimal_of(std::int64_t{1});
  }
  const auto small = cursor.peek() == nullptr ? std::nullopt : small_number(cursor.peek()->word);
  if (!small) {
    cursor.back_to(start);
    return std::nullopt;
  }
  cursor.skip(1);
  int value = *small;
  if (value >= 20 && value % 10 == 0) {
    const std::size_t mark = cursor.position();
    cursor.take("-");
    const auto unit = cursor.peek() == nullptr ? std::nullopt : small_number(cursor.peek()->word);
    if (unit && *unit >= 1 && *unit <= 9) {
      cursor.skip(1);
      value += *unit;
    } else {
      cursor.back_to(mark);
    }
  }
  if (cursor.take("hundred")) {
    value *= 100;
    const std::size_t mark = cursor.position();
    cursor.take("and");
    if (const auto rest = cursor.peek() != nullptr ? word_number(cursor) : std::nullopt;
        rest && compare(*rest, decimal_of(std::int64_t{100})) < 0) {
      return add(decimal_of(std::int64_t{value}), *rest);
    }
    cursor.back_to(mark);
  }
  if (cursor.take("dozen")) value *= 12;
  return decimal_of(std::int64_t{value});
}

// One end of an amount, with its scale. `m`, `b` and `k` are scales only right behind digits.
struct Number {
  Decimal value;
  bool scaled = false;
};
std::optional<Number> read_number(Cursor& cursor) {
  const Token* first = cursor.peek();
  if (first == nullptr) return std::nullopt;
  std::optional<Decimal> value;
  if (first->kind == TokenKind::number) {
    value = parse_decimal(first->word);
    cursor.skip(1);
  } else {
    value = word_number(cursor);
  }
  if (!value) return std::nullopt;
  Number out{*value, false};
  while (const Token* next = cursor.peek()) {
    const auto zeros = zeros_of_scale(next->word);
    if (!zeros || (next->word.size() == 1 && !next->joined)) break;
    const auto larger = scaled(out.value, *zeros);
    if (!larger) return std::nullopt;
    out = {*larger, true};
    cursor.skip(1);
  }
  return out;
}

// two-thirds, a third of, half, one in three: the share in percent, cut after the first decimal.
struct Share {
  Decimal percent;
  bool exact = true;
};
std::optional<Share> read_share(Cursor& cursor) {
  const std::size_t start = cursor.position();
  const auto fail = [&]() -> std::optional<Share> {
    cursor.back_to(start);
    return std::nullopt;
  };
  std::int64_t parts = 1;
  const bool article = cursor.take("a") || cursor.take("an");
  const auto count = article || cursor.peek() == nullptr ? std::nullopt : small_number(cursor.peek()->word);
  if (count && *count >= 1 && *count <= 20) {
    parts = *count;
    cursor.skip(1);
    cursor.take("-");
  }
  std::optional<int> whole = cursor.peek() == nullptr ? std::nullopt : fraction_of(cursor.peek()->word);
  if (whole && (article || count || *whole == 2)) {
    cursor.skip(1);
  } else if (count && (cursor.take("in") || (cursor.take("out") && cursor.take("of")))) {
    whole = cursor.peek() == nullptr ? std::nullopt : small_number(cursor.peek()->word);
    if (!whole || *whole <= parts || *whole > 20) return fail();
    cursor.skip(1);
  } else {
    return fail();
  }
  if (parts > *whole) return fail();
  const std::int64_t permille = parts * 1000 / *whole;
  return Share{*make_decimal(permille, 1), parts * 1000 % *whole == 0};
}

std::string read_currency(Cursor& cursor) {
  const std::size_t start = cursor.position();
  const bool country = cursor.take("us");
  if (cursor.take("$")) return "USD";
  if (country) cursor.back_to(start);
  if (cursor.take("usd")) return "USD";
  if (cursor.take("\u20AC")) return "EUR";
  if (cursor.take("\u00A3")) return "GBP";
  return {};
}

std::string read_unit(Cursor& cursor) {
  const std::size_t start = cursor.position();
  cursor.take("-");
  for (std::size_t length = std::min(kMaxPhrase, cursor.rest().size()); length > 0; --length) {
    if (const auto unit = unit_of(spelled(cursor.rest().first(length)))) {
      cursor.skip(length);
      return std::string(*unit);
    }
  }
  cursor.back_to(start);
  return {};
}

std::string read_sign(Cursor& cursor) {
  std::size_t used = 0;
  std::string_view sign;
  for (const Approximation& approximation : approximations()) {
    const std::size_t size = spells(cursor.rest(), approximation.words);
    if (size <= used) continue;
    used = size;
    sign = approximation.sign;
  }
  cursor.skip(used);
  return std::string(sign);
}

bool is_bound(std::string_view sign) { return sign.starts_with('<') || sign.starts_with('>'); }

std::optional<Amount> read_fraction(Cursor& cursor, std::string sign) {
  const auto share = read_share(cursor);
  if (!share) return std::nullopt;
  Decimal percent = share->percent;
  if (!share->exact && !sign.starts_with('>')) percent = *add(percent, *make_decimal(1, 1));
  if (!share->exact && !is_bound(sign)) {
    sign = "~";
    percent = share->percent;
  }
  return Amount{cursor.position(), sign, format_decimal(percent), "%"};
}

// `A to B`, `A-B`, and after `between` `A and B`; the units of both ends must be one.
bool read_upper(Cursor& cursor, bool between, Number& low, std::string& unit, std::optional<Number>& high) {
  const std::size_t mark = cursor.position();
  const bool joint = between ? cursor.take("and") : cursor.take("to") || cursor.take("-");
  if (!joint) return !between;
  const std::string currency = read_currency(cursor);
  high = read_number(cursor);
  const std::string second = high ? currency.empty() ? read_unit(cursor) : currency : std::string();
  const bool fits = high && (unit.empty() || second.empty() || second == unit);
  if (!fits) {
    high.reset();
    cursor.back_to(mark);
    return !between;
  }
  if (!second.empty()) unit = second;
  if (!low.scaled && high->scaled && compare(low.value, decimal_of(std::int64_t{1000})) < 0) {
    // 2 to 3 billion: both ends have the scale.
    Decimal scaled_low = low.value;
    Decimal bare = high->value;
    while (compare(bare, decimal_of(std::int64_t{1000})) >= 0) {
      bare = *divide(bare, decimal_of(std::int64_t{1000}));
      const auto next = multiply(scaled_low, decimal_of(std::int64_t{1000}));
      if (!next) return false;
      scaled_low = *next;
    }
    low.value = scaled_low;
  }
  return compare(low.value, high->value) <= 0;
}

std::optional<Amount> read_figure(Cursor& cursor, std::string sign, bool between) {
  std::string unit = read_currency(cursor);
  std::optional<Number> low = read_number(cursor);
  if (!low) return std::nullopt;
  if (unit.empty()) unit = read_unit(cursor);
  std::optional<Number> high;
  if (!read_upper(cursor, between, *low, unit, high)) return std::nullopt;
  if (high && !sign.empty() && sign != "~") return std::nullopt;
  std::string number = format_decimal(low->value);
  if (high) number += ".." + format_decimal(high->value);
  if (high) sign.clear();
  return Amount{cursor.position(), std::move(sign), std::move(number), std::move(unit)};
}

std::string date_text(std::int64_t year, int month, int day) {
  if (month == 0) return fmt::format("{:04}", year);
  return day == 0 ? fmt::format("{:04}-{:02}", year, month)
                  : fmt::format("{:04}-{:02}-{:02}", year, month, day);
}

struct Calendar {
  std::string first;
  std::string last;  // empty: the first alone
};

std::optional<int> read_day(Cursor& cursor) {
  const Token* token = cursor.peek();
  if (token == nullptr || token->word.size() > 4) return std::nullopt;
  int day = 0;
  for (const char c : token->word) {
    if (c < '0' || c > '9') break;
    day = day * 10 + (c - '0');
  }
  const bool plain = token->kind == TokenKind::number && token->word.find('.') == std::string::npos;
  const bool ordinal = token->kind == TokenKind::word && token->word[0] >= '1' && token->word[0] <= '9';
  if (day < 1 || day > 31 || !(plain || ordinal)) return std::nullopt;
  cursor.skip(1);
  return day;
}

std::optional<int> read_month(Cursor& cursor) {
  const Token* token = cursor.peek();
  if (token == nullptr || token->kind != TokenKind::word || !token->capital) return std::nullopt;
  const auto month = month_of(token->word);
  if (!month) return std::nullopt;
  cursor.skip(1);
  if (token->word.size() <= 4) cursor.take(".");
  return month;
}

std::optional<std::int64_t> read_year(Cursor& cursor) {
  const Token* token = cursor.peek();
  if (token == nullptr || token->kind != TokenKind::number || token->word.size() != 4) return std::nullopt;
  if (token->word[0] != '1' && token->word[0] != '2') return std::nullopt;
  if (token->word.find('.') != std::string::npos) return std::nullopt;
  cursor.skip(1);
  return std::stoi(token->word);
}

// A second day: 10 and 11 February, 10-11 February, 10 to 11 February; 0 when there is none.
int read_second_day(Cursor& cursor) {
  const std::size_t mark = cursor.position();
  if (cursor.take("and") || cursor.take("-") || cursor.take("to")) {
    cursor.take("the");
    if (const auto day = read_day(cursor)) return *day;
  }
  cursor.back_to(mark);
  return 0;
}

std::optional<Calendar> read_days(Cursor& cursor) {
  cursor.take("the");
  std::optional<int> month = read_month(cursor);
  const bool month_first = month.has_value();
  std::optional<int> day = read_day(cursor);
  if (!month_first && !day) return std::nullopt;
  const int second = day ? read_second_day(cursor) : 0;
  if (!month_first) {
    cursor.take("of");
    month = read_month(cursor);
    if (!month) return std::nullopt;
  }
  if (!cursor.take(",")) cursor.take("of");
  const auto year = read_year(cursor);
  if (!year) return std::nullopt;
  if (second != 0 && second <= *day) return std::nullopt;
  Calendar out{date_text(*year, *month, day.value_or(0)), {}};
  if (second != 0) out.last = date_text(*year, *month, second);
  return out;
}

// early 2024, late 2024, the first half of 2024, the third quarter of 2024.
std::optional<Calendar> read_part_of_year(Cursor& cursor) {
  cursor.take("the");
  int half = 0;
  int quarter = 0;
  if (cursor.take("early")) {
    half = 1;
  } else if (cursor.take("late")) {
    half = 2;
  } else {
    const bool first = cursor.take("first");
    const bool second = !first && cursor.take("second");
    const bool third = !first && !second && cursor.take("third");
    const bool fourth = !first && !second && !third && cursor.take("fourth");
    const int place = first ? 1 : second ? 2 : third ? 3 : fourth ? 4 : 0;
    if (place == 0) return std::nullopt;
    if (cursor.take("half")) {
      half = place;
    } else if (cursor.take("quarter")) {
      quarter = place;
    }
    if ((half == 0 && quarter == 0) || half > 2) return std::nullopt;
    cursor.take("of");
  }
  cursor.take("-");
  const auto year = read_year(cursor);
  if (!year) return std::nullopt;
  if (quarter != 0) return Calendar{fmt::format("{:04}-Q{}", *year, quarter), {}};
  return half == 1 ? Calendar{date_text(*year, 1, 0), date_text(*year, 6, 0)}
                   : Calendar{date_text(*year, 7, 0), date_text(*year, 12, 0)};
}

std::optional<Calendar> read_calendar(Cursor& cursor) {
  const std::size_t start = cursor.position();
  if (const Token* token = cursor.peek(); token != nullptr && token->kind == TokenKind::date) {
    cursor.skip(1);
    return Calendar{token->word, {}};
  }
  if (auto days = read_days(cursor)) return days;
  cursor.back_to(start);
  if (auto part = read_part_of_year(cursor)) return part;
  cursor.back_to(start);
  cursor.take("the");
  if (cursor.take("year")) cursor.take("of");
  if (const auto year = read_year(cursor)) return Calendar{date_text(*year, 0, 0), {}};
  cursor.back_to(start);
  return std::nullopt;
}

}  // namespace

Term Amount::term() const {
  if (sign.empty() && unit.empty() && number.find("..") == std::string::npos) {
    const bool whole = number.find('.') == std::string::npos;
    return Term::literal(number, whole ? iri::kXsdInteger : iri::kXsdDecimal);
  }
  const std::string text = sign + number + (unit.empty() ? "" : " " + unit);
  const auto quantity = parse_quantity(text);
  return Term::literal(quantity ? format_quantity(*quantity) : text, iri::kKgQuantity);
}

std::optional<Amount> read_amount(Tokens tokens) {
  Cursor cursor(tokens);
  std::string sign = read_sign(cursor);
  const bool exact = sign == "=" && (tokens[0].is("exactly") || tokens[0].is("precisely"));
  if (sign == "=") sign.clear();
  const std::size_t mark = cursor.position();
  const bool between = sign.empty() && (cursor.take("between") || cursor.take("from"));
  const bool from = between && tokens[mark].is("from");
  const std::size_t start = cursor.position();
  std::optional<Amount> out = between ? std::nullopt : read_fraction(cursor, sign);
  if (!out) {
    cursor.back_to(start);
    out = read_figure(cursor, sign, between && !from);
    if (from && out && out->number.find("..") == std::string::npos) out.reset();
  }
  if (out) out->exact = exact;
  return out;
}

std::optional<DateMention> read_date(Tokens tokens) {
  Cursor cursor(tokens);
  const bool between = cursor.take("between");
  const bool from = !between && cursor.take("from");
  auto out = read_calendar(cursor);
  if (!out) return std::nullopt;
  const std::size_t mark = cursor.position();
  const bool joint =
      between ? cursor.take("and") : cursor.take("to") || cursor.take("until") || cursor.take("-");
  if (joint) {
    const auto second = read_calendar(cursor);
    if (second) {
      out->last = second->last.empty() ? second->first : second->last;
    } else {
      cursor.back_to(mark);
    }
  }
  if ((between || from) && out->last.empty()) return std::nullopt;
  const std::string text = out->last.empty() ? out->first : out->first + '/' + out->last;
  const auto date = parse_any_date(text);
  if (!date) return std::nullopt;
  return DateMention{cursor.position(), Term::literal(text, datatype_of(date->precision))};
}

}  // namespace kg::english
