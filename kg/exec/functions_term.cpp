// Functions on terms (SPARQL 1.1, 17.4.2), and conversions between datatypes (17.5) and units.
#include <algorithm>
#include <cmath>

#include "kg/exec/expression_node.h"
#include "kg/model/unit.h"

namespace kg {
namespace {

using Arguments = std::span<const Value* const>;

Value is_iri(ValueStore&, Arguments a) { return value_of_boolean(a[0]->kind == ValueKind::iri); }
Value is_blank(ValueStore&, Arguments a) { return value_of_boolean(a[0]->kind == ValueKind::blank); }
Value is_literal(ValueStore&, Arguments a) { return value_of_boolean(a[0]->is_literal()); }
Value is_numeric(ValueStore&, Arguments a) { return value_of_boolean(a[0]->kind == ValueKind::number); }

Value str(ValueStore& store, Arguments a) {
  if (a[0]->kind == ValueKind::iri || a[0]->kind == ValueKind::string ||
      a[0]->kind == ValueKind::lang_string) {
    return store.string(a[0]->text());
  }
  return a[0]->is_literal() ? store.string(lexical_form(*a[0])) : Value{};
}

// The language without its direction.
Value lang(ValueStore& store, Arguments a) {
  if (!a[0]->is_literal()) {
    return {};
  }
  return store.string(a[0]->language.substr(0, a[0]->language.find("--")));
}

Value datatype(ValueStore& store, Arguments a) {
  return a[0]->is_literal() ? store.term(Term::iri(datatype_iri(*a[0]))) : Value{};
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Whether the text begins with a scheme (RFC 3986, section 3.1): there is no base to resolve it against.
bool is_absolute(std::string_view text) {
  const std::string_view scheme = text.substr(0, text.find(':'));
  return scheme.size() < text.size() && !scheme.empty() && is_letter(scheme[0]) &&
         std::all_of(scheme.begin(), scheme.end(), [](char c) {
           return is_letter(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
         });
}

Value iri_of(ValueStore& store, Arguments a) {
  if (a[0]->kind == ValueKind::iri) {
    return *a[0];
  }
  if (a[0]->kind != ValueKind::string) {
    return {};
  }
  const std::string_view text = a[0]->text();
  const bool allowed = std::none_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) <= 0x20 ||
           std::string_view("<>\"{}|^`\\").find(c) != std::string_view::npos;
  });
  return allowed && is_absolute(text) ? store.term(Term::iri(text)) : Value{};
}

char lowered(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Basic filtering of RFC 4647, section 3.3.1: a range matches itself and whatever starts with it and "-".
Value lang_matches(ValueStore&, Arguments a) {
  if (a[0]->kind != ValueKind::string || a[1]->kind != ValueKind::string) {
    return {};
  }
  const std::string_view tag = a[0]->text();
  const std::string_view range = a[1]->text();
  if (range == "*") {
    return value_of_boolean(!tag.empty());
  }
  const bool starts =
      tag.size() >= range.size() && std::equal(range.begin(), range.end(), tag.begin(),
                                               [](char x, char y) { return lowered(x) == lowered(y); });
  return value_of_boolean(starts && (tag.size() == range.size() || tag[range.size()] == '-'));
}

Value string_with_datatype(ValueStore& store, Arguments a) {
  if (a[0]->kind != ValueKind::string || a[1]->kind != ValueKind::iri ||
      a[1]->text() == iri::kRdfLangString || a[1]->text() == iri::kRdfDirLangString) {
    return {};
  }
  return store.term(Term::literal(a[0]->text(), a[1]->text()));
}

// As in the grammar of N-Triples: letters, then parts of letters and digits after a hyphen.
bool is_language_tag(std::string_view tag) {
  std::size_t part = 0;  // characters of this part so far
  bool first = true;
  for (const char c : tag) {
    const bool letter = is_letter(c);
    if (c == '-' && part > 0) {
      part = 0;
      first = false;
    } else if (letter || (!first && c >= '0' && c <= '9')) {
      ++part;
    } else {
      return false;
    }
  }
  return part > 0;
}

Value string_with_lang(ValueStore& store, Arguments a) {
  if (a[0]->kind != ValueKind::string || a[1]->kind != ValueKind::string || !is_language_tag(a[1]->text())) {
    return {};
  }
  std::string tag(a[1]->text());
  std::transform(tag.begin(), tag.end(), tag.begin(), lowered);
  return store.term(Term::lang_string(a[0]->text(), tag));
}

// --- conversions ---------------------------------------------------------------------------------------

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kSpace);
  return first == std::string_view::npos ? std::string_view{}
                                         : text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

// A literal of the datatype, when the text has its form; an error otherwise.
Value parsed(ValueStore& store, std::string_view text, std::string_view datatype, ValueKind kind) {
  const Value value = store.term(Term::literal(trimmed(text), datatype));
  return value.kind == kind ? value : Value{};
}

Value truncated(const Number& number) {
  const double approximate = to_double(number);
  const Number whole = approximate < 0 ? ceil(number) : floor(number);
  const std::optional<Decimal> exact = whole.is_exact() ? whole.exact : decimal_of(whole.approximate);
  return exact ? value_of_number({NumberType::integer, *exact, 0}) : Value{};
}

Value to_string(ValueStore& store, Arguments a) {
  return a[0]->kind == ValueKind::lang_string ? Value{} : str(store, a);
}

Value to_integer(ValueStore& store, Arguments a) {
  switch (a[0]->kind) {
    case ValueKind::boolean:
      return value_of_number(Number::integer(a[0]->boolean ? 1 : 0));
    case ValueKind::number:
      return truncated(a[0]->number);
    case ValueKind::string:
      return parsed(store, a[0]->text(), iri::kXsdInteger, ValueKind::number);
    default:
      return {};
  }
}

Value to_decimal(ValueStore& store, Arguments a) {
  switch (a[0]->kind) {
    case ValueKind::boolean:
      return value_of_number(Number::decimal(decimal_of(std::int64_t{a[0]->boolean})));
    case ValueKind::number: {
      const Number& number = a[0]->number;
      const std::optional<Decimal> exact = number.is_exact() ? number.exact : decimal_of(number.approximate);
      return exact ? value_of_number(Number::decimal(*exact)) : Value{};
    }
    case ValueKind::string:
      return parsed(store, a[0]->text(), iri::kXsdDecimal, ValueKind::number);
    default:
      return {};
  }
}

Number make_float(double value) { return Number::single(static_cast<float>(value)); }

template <Number (*Make)(double), const std::string_view& Datatype>
Value to_floating(ValueStore& store, Arguments a) {
  switch (a[0]->kind) {
    case ValueKind::boolean:
      return value_of_number(Make(a[0]->boolean ? 1 : 0));
    case ValueKind::number:
      return value_of_number(Make(to_double(a[0]->number)));
    case ValueKind::string:
      return parsed(store, a[0]->text(), Datatype, ValueKind::number);
    default:
      return {};
  }
}

Value to_boolean(ValueStore& store, Arguments a) {
  switch (a[0]->kind) {
    case ValueKind::boolean:
      return value_of_boolean(a[0]->boolean);
    case ValueKind::number: {
      const double value = to_double(a[0]->number);
      return value_of_boolean(!std::isnan(value) && value != 0);
    }
    case ValueKind::string: {
      const Value value = parsed(store, a[0]->text(), iri::kXsdBoolean, ValueKind::boolean);
      return value.kind == ValueKind::boolean ? value_of_boolean(value.boolean) : Value{};
    }
    default:
      return {};
  }
}

Value to_date(ValueStore& store, Arguments a) {
  if (a[0]->kind == ValueKind::string) {
    return parsed(store, a[0]->text(), iri::kXsdDate, ValueKind::date);
  }
  if (a[0]->kind != ValueKind::date || a[0]->date.precision < DatePrecision::day ||
      a[0]->date.precision == DatePrecision::interval) {
    return {};
  }
  const CivilTime time = civil_of(a[0]->date);
  const std::int16_t zone = a[0]->date.zone_minutes;
  const std::int64_t shift = zone == kNoZone ? 0 : zone * std::int64_t{60'000};
  return value_of_date(
      make_date(days_of(time.year, time.month, time.day) * kMsPerDay - shift, DatePrecision::day, zone));
}

Value to_date_time(ValueStore& store, Arguments a) {
  if (a[0]->kind == ValueKind::string) {
    return parsed(store, a[0]->text(), iri::kXsdDateTime, ValueKind::date);
  }
  if (a[0]->kind != ValueKind::date || a[0]->date.precision < DatePrecision::day ||
      a[0]->date.precision == DatePrecision::interval) {
    return {};
  }
  return a[0]->date.precision == DatePrecision::instant
             ? *a[0]
             : value_of_date(make_date(a[0]->date.start, DatePrecision::instant, a[0]->date.zone_minutes));
}

Value in_unit(ValueStore& store, Arguments a) {
  if (a[0]->kind != ValueKind::quantity || a[1]->kind != ValueKind::string) return {};
  const std::optional<Quantity> converted = convert_unit(a[0]->quantity, a[1]->text());
  if (!converted) return {};
  const Value value = store.term(Term::literal(format_quantity(*converted), iri::kKgQuantity));
  return value.kind == ValueKind::quantity ? value : Value{};  // no text for a unit may spoil the form
}

}  // namespace

StrictFunction term_function(Function function) {
  switch (function) {
    case Function::is_iri:
      return is_iri;
    case Function::is_blank:
      return is_blank;
    case Function::is_literal:
      return is_literal;
    case Function::is_numeric:
      return is_numeric;
    case Function::str:
      return str;
    case Function::lang:
      return lang;
    case Function::datatype:
      return datatype;
    case Function::iri:
      return iri_of;
    case Function::lang_matches:
      return lang_matches;
    case Function::string_with_datatype:
      return string_with_datatype;
    case Function::string_with_lang:
      return string_with_lang;
    default:
      return nullptr;
  }
}

StrictFunction conversion_function(Function function) {
  switch (function) {
    case Function::to_string:
      return to_string;
    case Function::to_integer:
      return to_integer;
    case Function::to_decimal:
      return to_decimal;
    case Function::to_double:
      return to_floating<Number::dbl, iri::kXsdDouble>;
    case Function::to_float:
      return to_floating<make_float, iri::kXsdFloat>;
    case Function::to_boolean:
      return to_boolean;
    case Function::to_date:
      return to_date;
    case Function::to_date_time:
      return to_date_time;
    case Function::in_unit:
      return in_unit;
    default:
      return nullptr;
  }
}

}  // namespace kg
