// Functions on strings (SPARQL 1.1, 17.4.3). Positions and lengths count code points.
#include <utf8proc.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "kg/base/utf8.h"
#include "kg/exec/expression_node.h"
#include "kg/model/path_value.h"

namespace kg {
namespace {

using Arguments = std::span<const Value* const>;

bool is_string(const Value& value) {
  return value.kind == ValueKind::string || value.kind == ValueKind::lang_string;
}

// Two strings may be searched in one another (17.4.3.1.2): the second is plain, or has the first's language.
bool comparable(const Value& text, const Value& part) {
  return is_string(text) && is_string(part) &&
         (part.kind == ValueKind::string ||
          (text.kind == ValueKind::lang_string && text.language == part.language));
}

// A string in the language of `like`.
Value string_like(ValueStore& store, std::string_view text, const Value& like) {
  if (like.kind == ValueKind::lang_string) {
    return store.term(Term::lang_string(text, like.language));
  }
  return store.string(text);
}

Value contains(ValueStore&, Arguments a) {
  return comparable(*a[0], *a[1])
             ? value_of_boolean(a[0]->text().find(a[1]->text()) != std::string_view::npos)
             : Value{};
}
Value starts_with(ValueStore&, Arguments a) {
  return comparable(*a[0], *a[1]) ? value_of_boolean(a[0]->text().starts_with(a[1]->text())) : Value{};
}
Value ends_with(ValueStore&, Arguments a) {
  return comparable(*a[0], *a[1]) ? value_of_boolean(a[0]->text().ends_with(a[1]->text())) : Value{};
}

template <typename Convert>
std::string converted(std::string_view text, Convert convert) {
  std::string out;
  out.reserve(text.size());
  const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  auto left = static_cast<utf8proc_ssize_t>(text.size());
  while (left > 0) {
    utf8proc_int32_t code_point = 0;
    const utf8proc_ssize_t used = utf8proc_iterate(at, left, &code_point);
    if (used <= 0) {
      break;
    }
    utf8_append(out, static_cast<std::uint32_t>(convert(code_point)));
    at += used;
    left -= used;
  }
  return out;
}

Value lower(ValueStore& store, Arguments a) {
  return is_string(*a[0]) ? string_like(store, converted(a[0]->text(), utf8proc_tolower), *a[0]) : Value{};
}
Value upper(ValueStore& store, Arguments a) {
  return is_string(*a[0]) ? string_like(store, converted(a[0]->text(), utf8proc_toupper), *a[0]) : Value{};
}

// Of a path, its steps.
Value length(ValueStore&, Arguments a) {
  if (a[0]->kind == ValueKind::typed && a[0]->datatype == iri::kKgPath) {
    const auto steps = path_length(a[0]->borrowed_text);
    return steps ? value_of_number(Number::integer(static_cast<std::int64_t>(*steps))) : Value{};
  }
  return is_string(*a[0])
             ? value_of_number(Number::integer(static_cast<std::int64_t>(utf8_length(a[0]->text()))))
             : Value{};
}

// fn:substring: characters whose 1-based position p has round(start) <= p < round(start) + round(length).
Value substring(ValueStore& store, Arguments a) {
  if (!is_string(*a[0]) || a[1]->kind != ValueKind::number ||
      (a.size() > 2 && a[2]->kind != ValueKind::number)) {
    return {};
  }
  const double first = to_double(round(a[1]->number));
  const double last = a.size() > 2 ? first + to_double(round(a[2]->number)) : HUGE_VAL;
  const std::string_view text = a[0]->text();
  std::size_t from = text.size();
  std::size_t to = text.size();
  double position = 1;
  bool found = false;
  for (std::size_t at = 0; at < text.size(); ++position) {
    if (!found && position >= first && position < last) {
      from = at;
      found = true;
    }
    if (found && !(position < last)) {
      to = at;
      break;
    }
    do {
      ++at;
    } while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0U) == 0x80U);
  }
  return string_like(store, text.substr(from, to - from), *a[0]);
}

Value concat(ValueStore& store, Arguments a) {
  std::string out;
  bool one_language = !a.empty();
  for (const Value* part : a) {
    if (!is_string(*part)) {
      return {};
    }
    one_language = one_language && part->kind == ValueKind::lang_string && part->language == a[0]->language;
    out += part->text();
  }
  return one_language ? string_like(store, out, *a[0]) : store.string(out);
}

Value before_text(ValueStore& store, Arguments a) {
  if (!comparable(*a[0], *a[1])) {
    return {};
  }
  const std::size_t at = a[0]->text().find(a[1]->text());
  return at == std::string_view::npos ? store.string({})
                                      : string_like(store, a[0]->text().substr(0, at), *a[0]);
}

Value after_text(ValueStore& store, Arguments a) {
  if (!comparable(*a[0], *a[1])) {
    return {};
  }
  const std::size_t at = a[0]->text().find(a[1]->text());
  return at == std::string_view::npos
             ? store.string({})
             : string_like(store, a[0]->text().substr(at + a[1]->text().size()), *a[0]);
}

Value encode_for_uri(ValueStore& store, Arguments a) {
  if (!is_string(*a[0])) {
    return {};
  }
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : a[0]->text()) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_' || c == '.' || c == '~';
    if (plain) {
      out += c;
    } else {
      out += {'%', kHex[byte >> 4U], kHex[byte & 15U]};
    }
  }
  return store.string(out);
}

}  // namespace

StrictFunction string_function(Function function) {
  switch (function) {
    case Function::contains:
      return contains;
    case Function::starts_with:
      return starts_with;
    case Function::ends_with:
      return ends_with;
    case Function::lower:
      return lower;
    case Function::upper:
      return upper;
    case Function::length:
      return length;
    case Function::substring:
      return substring;
    case Function::concat:
      return concat;
    case Function::before_text:
      return before_text;
    case Function::after_text:
      return after_text;
    case Function::encode_for_uri:
      return encode_for_uri;
    default:
      return nullptr;
  }
}

}  // namespace kg
