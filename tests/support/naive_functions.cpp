// Functions on dates and quantities as intervals, of hashes, and of the run, for the naive evaluator.
#include <md5.h>
#include <re2/re2.h>
#include <sha1.h>
#include <sha2.h>

#include <array>

#include "kg/model/unit.h"
#include "kg/model/value.h"
#include "support/naive_evaluator.h"

namespace kg::test {
namespace {

using Result = std::optional<Term>;
using Terms = std::vector<Term>;

bool is_plain(const Term& term) { return term.kind == TermKind::literal && term.datatype == iri::kXsdString; }

// By the ends of the two intervals; an instant has one end only.
Result interval_test(Function function, const Term& x, const Term& y) {
  const Value a = value_of(x);
  const Value b = value_of(y);
  if (a.kind != ValueKind::date || b.kind != ValueKind::date) return std::nullopt;
  const auto precedes = [](const Date& one, const Date& other) {
    const bool instants =
        one.precision == DatePrecision::instant && other.precision == DatePrecision::instant;
    if (instants && one.start == other.start) return one.nanoseconds < other.nanoseconds;
    return one.end <= other.start;
  };
  if (function == Function::before) return Term::boolean(precedes(a.date, b.date));
  if (function == Function::overlaps) {
    return Term::boolean(!precedes(a.date, b.date) && !precedes(b.date, a.date));
  }
  const bool inside = b.date.start <= a.date.start && a.date.end <= b.date.end;
  const bool point = b.date.precision == DatePrecision::instant;
  return Term::boolean(inside && (!point || a.date.nanoseconds == b.date.nanoseconds));
}

Result zone(Function function, const Term& term) {
  const Value value = value_of(term);
  if (value.kind != ValueKind::date) return std::nullopt;
  const bool as_text = function == Function::timezone_text;
  if (value.date.zone_minutes == kNoZone) return as_text ? Result(Term::string("")) : std::nullopt;
  const int minutes = value.date.zone_minutes < 0 ? -value.date.zone_minutes : value.date.zone_minutes;
  const auto two = [](int n) { return std::string(n < 10 ? "0" : "") + std::to_string(n); };
  if (as_text) {
    if (minutes == 0) return Term::string("Z");
    return Term::string((value.date.zone_minutes < 0 ? "-" : "+") + two(minutes / 60) + ":" +
                        two(minutes % 60));
  }
  std::string text = value.date.zone_minutes < 0 ? "-PT" : "PT";
  text += minutes / 60 == 0 ? "" : std::to_string(minutes / 60) + "H";
  text += minutes % 60 == 0 ? "" : std::to_string(minutes % 60) + "M";
  return Term::literal(minutes == 0 ? "PT0S" : text, iri::kXsdDayTimeDuration);
}

Result hash(Function function, const Term& term) {
  if (!is_plain(term)) return std::nullopt;
  const auto data = function == Function::md5      ? MD5Data
                    : function == Function::sha1   ? SHA1Data
                    : function == Function::sha256 ? SHA256Data
                    : function == Function::sha384 ? SHA384Data
                                                   : SHA512Data;
  std::array<char, SHA512_DIGEST_STRING_LENGTH> hex{};
  return Term::string(
      data(reinterpret_cast<const std::uint8_t*>(term.value.data()), term.value.size(), hex.data()));
}

// Of texts of that form, and of days and moments by their text.
Result to_day_or_moment(Function function, const Term& term) {
  const bool day = function == Function::to_date;
  if (is_plain(term)) {
    const Term read = Term::literal(term.value, day ? iri::kXsdDate : iri::kXsdDateTime);
    return value_of(read).kind == ValueKind::date ? Result(read) : std::nullopt;
  }
  const std::string& wanted = term.datatype;
  if (value_of(term).kind != ValueKind::date || (wanted != iri::kXsdDate && wanted != iri::kXsdDateTime)) {
    return std::nullopt;
  }
  if ((wanted == iri::kXsdDate) == day) return term;
  const std::string zone_text = zone(Function::timezone_text, term)->value;
  constexpr std::size_t kDay = 10;  // years of four digits
  return day ? Term::literal(term.value.substr(0, kDay) + zone_text, iri::kXsdDate)
             : Term::literal(term.value.substr(0, kDay) + "T00:00:00" + zone_text, iri::kXsdDateTime);
}

Result replace_regex(const std::vector<Term>& a) {
  const bool text = a[0].kind == TermKind::literal && (is_plain(a[0]) || !a[0].language.empty());
  if (!text || !is_plain(a[1]) || !is_plain(a[2])) return std::nullopt;
  Term out = a[0];
  RE2::GlobalReplace(&out.value, a[1].value, a[2].value);
  return out;
}

Result to_float(const Term& term) {
  const Value value = value_of(term);
  std::optional<Number> number;
  if (is_plain(term)) number = parse_number(term.value, iri::kXsdFloat);
  if (value.kind == ValueKind::boolean) number = Number::integer(value.boolean ? 1 : 0);
  if (value.kind == ValueKind::number) number = value.number;
  if (!number) return std::nullopt;
  return number_term(Number::single(static_cast<float>(to_double(*number))));
}

Result in_unit(const Term& term, const Term& unit) {
  const Value value = value_of(term);
  if (value.kind != ValueKind::quantity || !is_plain(unit)) return std::nullopt;
  const auto converted = convert_unit(value.quantity, unit.value);
  if (!converted) return std::nullopt;
  Term out = Term::literal(format_quantity(*converted), iri::kKgQuantity);
  return value_of(out).kind == ValueKind::quantity ? Result(std::move(out)) : std::nullopt;
}

}  // namespace

std::optional<Term> call_newer_function(Function function, const std::vector<Term>& a) {
  static std::uint64_t calls = 0;
  switch (function) {
    case Function::during:
    case Function::before:
    case Function::overlaps:
      return interval_test(function, a[0], a[1]);
    case Function::timezone:
    case Function::timezone_text:
      return zone(function, a[0]);
    case Function::md5:
    case Function::sha1:
    case Function::sha256:
    case Function::sha384:
    case Function::sha512:
      return hash(function, a[0]);
    case Function::to_date:
    case Function::to_date_time:
      return to_day_or_moment(function, a[0]);
    case Function::replace_regex:
      return replace_regex(a);
    case Function::to_float:
      return to_float(a[0]);
    case Function::in_unit:
      return in_unit(a[0], a[1]);
    case Function::now:
      return Term::literal("2026-02-10T08:00:00.000Z", iri::kXsdDateTime);
    case Function::random:
      return Term::literal("5.0E-1", iri::kXsdDouble);
    case Function::uuid:
      return Term::iri("urn:uuid:" + std::to_string(++calls));
    case Function::uuid_text:
      return Term::string("01234567-89ab-4def-8123-456789abcdef");
    case Function::blank_node:
      if (a.empty()) return Term::blank("new" + std::to_string(++calls));
      return is_plain(a[0]) ? Result(Term::blank("of" + a[0].value)) : std::nullopt;
    default:
      return std::nullopt;
  }
}

}  // namespace kg::test
