#include "kg/model/inline.h"

#include <charconv>

#include "kg/model/number.h"
#include "kg/model/term.h"

// A date's payload, from the highest bit down: start in ms since the epoch + 2^49 (50 bits), form (3 bits,
// see DateForm), zone (7 bits: 0 none, otherwise quarters of an hour + 64).
namespace kg {
namespace {

constexpr int kZoneBits = 7;
constexpr int kFormBits = 3;
constexpr std::int64_t kDateOffset = std::int64_t{1} << 49;
// Precision, and for instants the number of fraction digits: year, quarter, month, day, then 0 to 3 digits.
constexpr int kInstantForm = 4;
constexpr int kMaxInlineFractionDigits = 3;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::optional<Id> inline_integer_literal(std::string_view lexical) noexcept {
  const bool negative = !lexical.empty() && lexical.front() == '-';
  const std::string_view digits = lexical.substr(negative ? 1 : 0);
  if (digits.empty() || digits.size() > 18) return std::nullopt;
  if (digits.front() == '0' && (digits.size() > 1 || negative)) return std::nullopt;
  std::int64_t value = 0;
  for (const char c : digits) {
    if (!is_digit(c)) return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return integer_id(negative ? -value : value);
}

std::optional<Id> inline_decimal_literal(std::string_view lexical) noexcept {
  const bool negative = !lexical.empty() && lexical.front() == '-';
  std::size_t at = negative ? 1 : 0;
  const std::size_t begin = at;
  std::int64_t value = 0;
  while (at < lexical.size() && is_digit(lexical[at])) {
    if (at - begin >= 11) return std::nullopt;
    value = value * 10 + (lexical[at++] - '0');
  }
  const std::size_t whole_digits = at - begin;
  if (whole_digits == 0 || (whole_digits > 1 && lexical[begin] == '0')) return std::nullopt;
  int digits = 0;
  if (at < lexical.size()) {
    if (lexical[at++] != '.') return std::nullopt;
    for (; at < lexical.size(); ++at, ++digits) {
      if (!is_digit(lexical[at]) || digits == kInlineDecimalDigits) return std::nullopt;
      value = value * 10 + (lexical[at] - '0');
    }
    if (digits == 0) return std::nullopt;
  }
  for (int i = digits; i < kInlineDecimalDigits; ++i) value *= 10;
  if (negative && value == 0) return std::nullopt;
  return decimal_id(negative ? -value : value, digits);
}

std::optional<Id> inline_double_literal(std::string_view lexical) noexcept {
  DoubleText canonical;
  double value = 0;
  if (lexical == "INF" || lexical == "-INF" || lexical == "NaN") {
    const auto parsed = parse_double(lexical);
    return parsed ? double_id(*parsed) : std::nullopt;
  }
  if (lexical.size() > canonical.size() || lexical.find('E') == std::string_view::npos) return std::nullopt;
  const auto [end, error] = std::from_chars(lexical.data(), lexical.data() + lexical.size(), value);
  if (error != std::errc() || end != lexical.data() + lexical.size()) return std::nullopt;
  if (format_double(value, canonical) != lexical) return std::nullopt;
  return double_id(value);
}

std::optional<Id> inline_date_literal(std::string_view lexical, DatePrecision precision) noexcept {
  const auto date = parse_date(lexical, precision);
  return date ? date_id(*date) : std::nullopt;
}

std::string format_inline_decimal(Id id) {
  const std::int64_t millionths = inline_decimal_millionths(id);
  const int digits = inline_decimal_digits(id);
  const std::uint64_t magnitude = static_cast<std::uint64_t>(millionths < 0 ? -millionths : millionths);
  std::string out = millionths < 0 ? "-" : "";
  out += std::to_string(magnitude / 1'000'000);
  if (digits == 0) return out;
  const std::string fraction = std::to_string(magnitude % 1'000'000 + 1'000'000);
  out += '.';
  out.append(fraction, 1, static_cast<std::size_t>(digits));
  return out;
}

}  // namespace

std::optional<Id> date_id(const Date& date) noexcept {
  if (!date.regular || date.precision == DatePrecision::interval || date.nanoseconds != 0 ||
      date.fraction_digits > kMaxInlineFractionDigits) {
    return std::nullopt;
  }
  if (date.start < -kDateOffset || date.start >= kDateOffset) return std::nullopt;
  std::uint64_t zone = 0;
  if (date.zone_minutes != kNoZone) {
    if (date.zone_minutes % 15 != 0) return std::nullopt;
    zone = static_cast<std::uint64_t>(date.zone_minutes / 15 + 64);
  }
  const auto form = static_cast<std::uint64_t>(date.precision) + date.fraction_digits;
  return Id{Tag::date, static_cast<std::uint64_t>(date.start + kDateOffset) << (kFormBits + kZoneBits) |
                           form << kZoneBits | zone};
}

Date inline_date(Id id) noexcept {
  const auto zone = static_cast<int>(id.bits & ((1U << kZoneBits) - 1));
  const auto form = static_cast<int>(id.bits >> kZoneBits & ((1U << kFormBits) - 1));
  const auto start = static_cast<std::int64_t>(id.payload() >> (kFormBits + kZoneBits)) - kDateOffset;
  Date date = make_date(start, static_cast<DatePrecision>(form < kInstantForm ? form : kInstantForm),
                        zone == 0 ? kNoZone : static_cast<std::int16_t>((zone - 64) * 15));
  if (form > kInstantForm) date.fraction_digits = static_cast<std::uint8_t>(form - kInstantForm);
  return date;
}

std::optional<Id> inline_literal(std::string_view lexical, std::string_view datatype) noexcept {
  if (datatype.empty()) return string_id(lexical);
  if (!datatype.starts_with(iri::kXsd)) {
    if (datatype == iri::kKgQuarter) return inline_date_literal(lexical, DatePrecision::quarter);
    return std::nullopt;
  }
  const std::string_view name = datatype.substr(iri::kXsd.size());
  switch (name.size()) {
    case 4:
      return name == "date" ? inline_date_literal(lexical, DatePrecision::day) : std::nullopt;
    case 5:
      return name == "gYear" ? inline_date_literal(lexical, DatePrecision::year) : std::nullopt;
    case 6:
      if (name == "string") return string_id(lexical);
      return name == "double" ? inline_double_literal(lexical) : std::nullopt;
    case 7:
      if (name == "integer") return inline_integer_literal(lexical);
      if (name == "decimal") return inline_decimal_literal(lexical);
      if (name != "boolean") return std::nullopt;
      if (lexical == "true") return boolean_id(true);
      return lexical == "false" ? std::optional(boolean_id(false)) : std::nullopt;
    case 8:
      return name == "dateTime" ? inline_date_literal(lexical, DatePrecision::instant) : std::nullopt;
    case 10:
      return name == "gYearMonth" ? inline_date_literal(lexical, DatePrecision::month) : std::nullopt;
    default:
      return std::nullopt;
  }
}

std::optional<Id> inline_term(const Term& term) noexcept {
  if (term.kind == TermKind::undefined) return kUnbound;
  if (term.kind != TermKind::literal || !term.language.empty()) return std::nullopt;
  return inline_literal(term.value, term.datatype);
}

Term term_of_inline(Id id) {
  switch (id.tag()) {
    case Tag::boolean:
      return Term::boolean(inline_boolean(id));
    case Tag::integer:
      return Term::integer(inline_integer(id));
    case Tag::decimal:
      return Term::literal(format_inline_decimal(id), iri::kXsdDecimal);
    case Tag::dbl: {
      DoubleText buffer;
      return Term::literal(format_double(inline_double(id), buffer), iri::kXsdDouble);
    }
    case Tag::date: {
      const Date date = inline_date(id);
      return Term::literal(format_date(date), datatype_of(date.precision));
    }
    case Tag::short_string:
      return Term::string(inline_string(id).view());
    default:
      return {};
  }
}

}  // namespace kg
