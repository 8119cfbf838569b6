#include "kg/model/value.h"

#include <tuple>

#include "kg/model/path_value.h"

namespace kg {
namespace {

bool is_numeric_or_boolean(std::string_view datatype) {
  return datatype == iri::kXsdBoolean || is_numeric_datatype(datatype);
}

std::optional<DatePrecision> date_precision(std::string_view datatype) {
  for (const auto precision : {DatePrecision::day, DatePrecision::instant, DatePrecision::year,
                               DatePrecision::month, DatePrecision::quarter, DatePrecision::interval}) {
    if (datatype == datatype_of(precision)) return precision;
  }
  return std::nullopt;
}

std::optional<bool> parse_boolean(std::string_view lexical) {
  if (lexical == "true" || lexical == "1") return true;
  if (lexical == "false" || lexical == "0") return false;
  return std::nullopt;
}

// A literal that is not inline and has no language.
Value literal_value(std::string_view lexical, std::string_view datatype) noexcept {
  Value out;
  out.kind = ValueKind::typed;
  out.borrowed_text = lexical;
  out.datatype = datatype;
  if (datatype == iri::kXsdString) {
    out.kind = ValueKind::string;
  } else if (datatype == iri::kKgQuantity) {
    if (const auto quantity = parse_quantity(lexical)) {
      out.kind = ValueKind::quantity;
      out.quantity = *quantity;
    }
  } else if (const auto precision = date_precision(datatype)) {
    if (const auto date = parse_date(lexical, *precision)) {
      out.kind = ValueKind::date;
      out.date = *date;
    }
  } else if (datatype == iri::kXsdBoolean) {
    if (const auto boolean = parse_boolean(lexical)) {
      out.kind = ValueKind::boolean;
      out.boolean = *boolean;
    }
  } else if (const auto number = parse_number(lexical, datatype)) {
    out.kind = ValueKind::number;
    out.number = *number;
  }
  return out;
}

Value text_value(ValueKind kind, std::string_view text) {
  Value out;
  out.kind = kind;
  out.borrowed_text = text;
  return out;
}

// --- intervals --------------------------------------------------------------------------------------

bool both_instants(const Date& a, const Date& b) {
  return a.precision == DatePrecision::instant && b.precision == DatePrecision::instant;
}

auto instant_key(const Date& date) { return std::tuple(date.start, date.nanoseconds); }

bool lies_before(const Date& a, const Date& b) {
  return both_instants(a, b) ? instant_key(a) < instant_key(b) : a.end <= b.start;
}

// Whether everything up to `high` lies below everything from `low` on.
bool lies_below(const QuantityBound& high, const QuantityBound& low) {
  if (!high.finite || !low.finite) return false;
  const auto order = compare(high.value, low.value);
  return order < 0 || (order == 0 && (high.open || low.open));
}

bool lies_at_or_below(const QuantityBound& high, const QuantityBound& low) {
  return high.finite && low.finite && compare(high.value, low.value) <= 0;
}

bool same_quantity(const Quantity& a, const Quantity& b) {
  return a.low == b.low && a.high == b.high && a.approximate == b.approximate;
}

Truth equal_dates(const Date& a, const Date& b) {
  if (a.same_time(b)) return Truth::yes;
  return lies_before(a, b) || lies_before(b, a) ? Truth::no : Truth::error;
}

Truth less_dates(const Date& a, const Date& b, bool or_equal) {
  if (a.same_time(b)) return truth(or_equal);
  if (lies_before(a, b)) return Truth::yes;
  return lies_before(b, a) ? Truth::no : Truth::error;
}

Truth equal_quantities(const Quantity& a, const Quantity& b) {
  if (a.unit != b.unit) return Truth::error;
  if (same_quantity(a, b)) return Truth::yes;
  return lies_below(a.high, b.low) || lies_below(b.high, a.low) ? Truth::no : Truth::error;
}

Truth less_quantities(const Quantity& a, const Quantity& b, bool or_equal) {
  if (a.unit != b.unit) return Truth::error;
  if (same_quantity(a, b)) return truth(or_equal);
  if (or_equal) {
    if (lies_at_or_below(a.high, b.low)) return Truth::yes;
    return lies_below(b.high, a.low) ? Truth::no : Truth::error;
  }
  if (lies_below(a.high, b.low)) return Truth::yes;
  return lies_at_or_below(b.high, a.low) ? Truth::no : Truth::error;
}

Truth less(const Value& a, const Value& b, bool or_equal) {
  if (a.kind != b.kind) return Truth::error;
  switch (a.kind) {
    case ValueKind::number: {
      const auto order = compare(a.number, b.number);
      return truth(or_equal ? order <= 0 : order < 0);
    }
    case ValueKind::boolean:
      return truth(or_equal ? a.boolean <= b.boolean : a.boolean < b.boolean);
    case ValueKind::string:
      return truth(or_equal ? a.text() <= b.text() : a.text() < b.text());
    case ValueKind::date:
      return less_dates(a.date, b.date, or_equal);
    case ValueKind::quantity:
      return less_quantities(a.quantity, b.quantity, or_equal);
    default:
      return Truth::error;
  }
}

bool same_literal(const Value& a, const Value& b) {
  if (a.id.bound() || b.id.bound()) return a.id == b.id;
  if (!a.datatype.empty() && !b.datatype.empty()) {
    return a.borrowed_text == b.borrowed_text && a.datatype == b.datatype && a.language == b.language;
  }
  return a.language == b.language && datatype_iri(a) == datatype_iri(b) && lexical_form(a) == lexical_form(b);
}

// --- total order ------------------------------------------------------------------------------------

std::strong_ordering order_text(std::string_view a, std::string_view b) { return a.compare(b) <=> 0; }

std::strong_ordering order_dates(const Date& a, const Date& b) {
  // At one start the wider date comes first, so ends compare the other way round.
  const auto key = [](const Date& date, std::int64_t other_end) {
    return std::tuple(date.start, date.nanoseconds, other_end, date.precision, date.fraction_digits,
                      date.zone_minutes);
  };
  return key(a, b.end) <=> key(b, a.end);
}

std::strong_ordering order_bounds(const QuantityBound& a, const QuantityBound& b, bool low) {
  // Without an end: before all others at the low end, after all others at the high one.
  if (a.finite != b.finite) return (a.finite == low) <=> (b.finite == low);
  if (!a.finite) return std::strong_ordering::equal;
  if (const auto order = compare(a.value, b.value); order != 0) return order;
  return (a.open == low) <=> (b.open == low);
}

std::strong_ordering order_quantities(const Quantity& a, const Quantity& b) {
  if (const auto order = order_text(a.unit, b.unit); order != 0) return order;
  if (const auto order = order_bounds(a.low, b.low, true); order != 0) return order;
  if (const auto order = order_bounds(a.high, b.high, false); order != 0) return order;
  return a.approximate <=> b.approximate;
}

std::strong_ordering order_lexical(const Value& a, const Value& b) {
  if (a.id.bound() && a.id.tag() == b.id.tag()) return a.id <=> b.id;
  if (const auto order = order_text(datatype_iri(a), datatype_iri(b)); order != 0) return order;
  return order_text(lexical_form(a), lexical_form(b));
}

std::strong_ordering order_triples(const Term& a, const Term& b) {
  for (std::size_t i = 0; i < 3; ++i) {
    const auto order = order_compare(value_of((*a.triple)[i]), value_of((*b.triple)[i]));
    if (order != 0) return order;
  }
  return std::strong_ordering::equal;
}

std::strong_ordering as_strong(std::weak_ordering order) {
  return order < 0   ? std::strong_ordering::less
         : order > 0 ? std::strong_ordering::greater
                     : std::strong_ordering::equal;
}

}  // namespace

Value value_of_inline(Id id) noexcept {
  Value out;
  out.id = id;
  switch (id.tag()) {
    case Tag::boolean:
      out.kind = ValueKind::boolean;
      out.boolean = inline_boolean(id);
      break;
    case Tag::integer:
    case Tag::decimal:
    case Tag::dbl:
      out.kind = ValueKind::number;
      out.number = number_of_inline(id);
      break;
    case Tag::date:
      out.kind = ValueKind::date;
      out.date = inline_date(id);
      break;
    case Tag::short_string:
      out.kind = ValueKind::string;
      out.short_text = inline_string(id);
      break;
    default:
      break;
  }
  return out;
}

Value value_of(const Term& term) noexcept {
  switch (term.kind) {
    case TermKind::undefined:
      return {};
    case TermKind::blank:
      return text_value(ValueKind::blank, term.value);
    case TermKind::iri:
      return text_value(ValueKind::iri, term.value);
    case TermKind::triple: {
      Value out;
      out.kind = ValueKind::triple;
      out.term = &term;
      return out;
    }
    case TermKind::literal:
      break;
  }
  if (const auto id = inline_term(term)) return value_of_inline(*id);
  if (term.language.empty()) return literal_value(term.value, term.datatype);
  Value out = text_value(ValueKind::lang_string, term.value);
  out.datatype = term.datatype;
  out.language = term.language;
  return out;
}

Value value_of_dictionary(Tag tag, std::string_view key) noexcept {
  if (tag == Tag::blank) return text_value(ValueKind::blank, key);
  if (tag == Tag::iri) return text_value(ValueKind::iri, key);
  if (tag == Tag::string) return literal_value(key, iri::kXsdString);
  const std::size_t separator = key.rfind('\0');
  if (separator == std::string_view::npos) return {};
  const std::string_view text = key.substr(0, separator);
  const std::string_view suffix = key.substr(separator + 1);
  if (tag != Tag::lang_string) return literal_value(text, suffix);
  Value out = text_value(ValueKind::lang_string, text);
  out.language = suffix;
  out.datatype = suffix.find("--") == std::string_view::npos ? iri::kRdfLangString : iri::kRdfDirLangString;
  return out;
}

Value value_of_string(std::string_view text) noexcept {
  if (const auto id = string_id(text)) return value_of_inline(*id);
  return literal_value(text, iri::kXsdString);
}

Value value_of_number(const Number& number) noexcept {
  Value out;
  out.kind = ValueKind::number;
  out.number = number;
  out.id = number_id(number).value_or(kUnbound);
  return out;
}

Value value_of_boolean(bool boolean) noexcept { return value_of_inline(boolean_id(boolean)); }

Value value_of_date(const Date& date) noexcept {
  Value out;
  out.kind = ValueKind::date;
  out.date = date;
  out.id = date_id(date).value_or(kUnbound);
  return out;
}

std::string_view datatype_iri(const Value& value) noexcept {
  if (!value.datatype.empty()) return value.datatype;
  switch (value.kind) {
    case ValueKind::boolean:
      return iri::kXsdBoolean;
    case ValueKind::string:
      return iri::kXsdString;
    case ValueKind::date:
      return datatype_of(value.date.precision);
    case ValueKind::quantity:
      return iri::kKgQuantity;
    case ValueKind::number:
      switch (value.number.type) {
        case NumberType::integer:
          return iri::kXsdInteger;
        case NumberType::decimal:
          return iri::kXsdDecimal;
        case NumberType::single:
          return iri::kXsdFloat;
        case NumberType::dbl:
          return iri::kXsdDouble;
      }
      return {};
    default:
      return {};
  }
}

std::string lexical_form(const Value& value) {
  if (value.id.bound()) return term_of_inline(value.id).value;
  if (!value.datatype.empty()) return std::string(value.borrowed_text);
  switch (value.kind) {
    case ValueKind::number:
      return number_term(value.number).value;
    case ValueKind::date:
      return format_date(value.date);
    case ValueKind::triple:
      return value.term->to_ntriples();
    default:
      return std::string(value.borrowed_text);
  }
}

Term term_of_value(const Value& value) {
  if (value.id.bound()) return term_of_inline(value.id);
  switch (value.kind) {
    case ValueKind::unbound:
      return {};
    case ValueKind::blank:
      return Term::blank(value.borrowed_text);
    case ValueKind::iri:
      return Term::iri(value.borrowed_text);
    case ValueKind::lang_string:
      return Term::lang_string(value.borrowed_text, value.language);
    case ValueKind::triple:
      return *value.term;
    default:
      return Term::literal(lexical_form(value), datatype_iri(value));
  }
}

bool same_term(const Value& a, const Value& b) {
  if (a.kind != b.kind) return false;
  switch (a.kind) {
    case ValueKind::unbound:
      return false;
    case ValueKind::blank:
    case ValueKind::iri:
      return a.borrowed_text == b.borrowed_text;
    case ValueKind::triple:
      return *a.term == *b.term;
    default:
      return same_literal(a, b);
  }
}

Truth compare_equal(const Value& a, const Value& b) noexcept {
  if (a.kind == ValueKind::unbound || b.kind == ValueKind::unbound) return Truth::error;
  if (a.kind == b.kind) {
    switch (a.kind) {
      case ValueKind::number:
        return truth(compare(a.number, b.number) == 0);
      case ValueKind::boolean:
        return truth(a.boolean == b.boolean);
      case ValueKind::string:
        return truth(a.text() == b.text());
      case ValueKind::date:
        return equal_dates(a.date, b.date);
      case ValueKind::quantity:
        return equal_quantities(a.quantity, b.quantity);
      default:
        break;
    }
  }
  if (same_term(a, b)) return Truth::yes;
  return a.is_literal() && b.is_literal() ? Truth::error : Truth::no;
}

Truth compare_less(const Value& a, const Value& b) noexcept { return less(a, b, false); }
Truth compare_less_equal(const Value& a, const Value& b) noexcept { return less(a, b, true); }

Truth effective_boolean(const Value& value) noexcept {
  switch (value.kind) {
    case ValueKind::boolean:
      return truth(value.boolean);
    case ValueKind::number:
      return truth(!is_nan(value.number) && to_double(value.number) != 0);
    case ValueKind::string:
    case ValueKind::lang_string:
      return truth(!value.text().empty());
    case ValueKind::typed:
      return is_numeric_or_boolean(value.datatype) ? Truth::no : Truth::error;
    default:
      return Truth::error;
  }
}

bool compare_equal_inline(Id a, Id b, Truth& result) noexcept {
  if (a.tag() != b.tag() || !tag_is_inline(a.tag())) return false;
  switch (a.tag()) {
    case Tag::decimal:
      result = truth(a.bits >> 4U == b.bits >> 4U);
      break;
    case Tag::dbl:
      result = truth(inline_double(a) == inline_double(b));
      break;
    case Tag::date:
      result = a == b ? Truth::yes : equal_dates(inline_date(a), inline_date(b));
      break;
    default:
      result = truth(a == b);
  }
  return true;
}

bool compare_less_inline(Id a, Id b, Truth& result) noexcept {
  if (a.tag() != b.tag() || !tag_is_inline(a.tag())) return false;
  switch (a.tag()) {
    case Tag::decimal:
      result = truth(a.bits >> 4U < b.bits >> 4U);
      break;
    case Tag::dbl:
      result = truth(inline_double(a) < inline_double(b));
      break;
    case Tag::date:
      result = less_dates(inline_date(a), inline_date(b), false);
      break;
    default:
      result = truth(a < b);
  }
  return true;
}

std::strong_ordering order_compare(const Value& a, const Value& b) {
  if (a.kind != b.kind) return a.kind <=> b.kind;
  switch (a.kind) {
    case ValueKind::unbound:
      return std::strong_ordering::equal;
    case ValueKind::blank:
    case ValueKind::iri:
    case ValueKind::string:
      return order_text(a.text(), b.text());
    case ValueKind::triple:
      return order_triples(*a.term, *b.term);
    case ValueKind::lang_string: {
      const auto order = order_text(a.text(), b.text());
      return order != 0 ? order : order_text(a.language, b.language);
    }
    case ValueKind::boolean:
      if (a.boolean != b.boolean) return a.boolean <=> b.boolean;
      break;
    case ValueKind::number:
      if (const auto order = order_compare(a.number, b.number); order != 0) return as_strong(order);
      break;
    case ValueKind::date:
      if (const auto order = order_dates(a.date, b.date); order != 0) return order;
      break;
    case ValueKind::quantity:
      if (const auto order = order_quantities(a.quantity, b.quantity); order != 0) return order;
      break;
    case ValueKind::typed:
      if (a.datatype == iri::kKgPath && b.datatype == iri::kKgPath) {
        const auto order = path_length(a.borrowed_text) <=> path_length(b.borrowed_text);
        if (order != 0) return order;
      }
      break;
  }
  return order_lexical(a, b);
}

}  // namespace kg
