#include "kg/api/evidence.h"

#include <fmt/format.h>

#include <algorithm>

#include "kg/base/utf8.h"
#include "kg/model/vocabulary.h"

namespace kg {
namespace {

constexpr std::size_t kShownBytes = 160;  // of a quote or sentence in a message

std::string shown(std::string_view text) {
  if (text.size() <= kShownBytes) return terminal_safe(text);
  std::size_t end = kShownBytes;
  while ((static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return terminal_safe(text.substr(0, end)) + "...";
}

// The last part of an IRI, for messages.
std::string_view local_name(const Term& term) {
  return std::string_view(term.value).substr(term.value.find_last_of("/#") + 1);
}

std::vector<const Term*> values_of(const std::vector<QualifierTerms>& qualifiers, std::string_view relation) {
  std::vector<const Term*> out;
  for (const QualifierTerms& q : qualifiers) {
    if (q.relation.value == relation) out.push_back(&q.value);
  }
  return out;
}

std::string first_value(const std::vector<QualifierTerms>& qualifiers, std::string_view relation) {
  const auto values = values_of(qualifiers, relation);
  return values.empty() ? std::string() : values.front()->value;
}

std::optional<TextSpan> stated_span(const std::vector<QualifierTerms>& qualifiers) {
  const auto number = [&](std::string_view relation) {
    const auto values = values_of(qualifiers, relation);
    const auto id = values.size() == 1 ? inline_term(*values[0]) : std::nullopt;
    if (!id || values[0]->datatype != iri::kXsdInteger || values[0]->value.starts_with('-'))
      return std::optional<std::size_t>();
    return std::optional<std::size_t>(std::stoull(values[0]->value));
  };
  const auto start = number(vocabulary::kStart);
  const auto end = number(vocabulary::kEnd);
  if (!start || !end) return std::nullopt;
  return TextSpan{*start, *end};
}

}  // namespace

Error quote_error(const DocumentText& text, std::string_view source, std::string_view quote,
                  bool with_context, const Place& where) {
  Error error{ErrorCode::data, {}, where, {}, {}};
  error.message = fmt::format("the quote '{}' does not stand in {}", shown(quote), terminal_safe(source));
  if (with_context && text.find(quote)) {
    error.message += " between this prefix and suffix";
    error.hint = "leave them out to take the first place where it stands";
    return error;
  }
  const std::string_view nearest = text.nearest_sentence(quote);
  error.hint = nearest.empty() ? "no sentence of the document shares a word with it"
                               : fmt::format("the nearest sentence is '{}'", shown(nearest));
  return error;
}

std::vector<QualifierTerms> QuoteVerifier::positions(const TripleSource& view,
                                                     std::vector<QualifierTerms>& qualifiers,
                                                     const Place& where) {
  if (values_of(qualifiers, vocabulary::kQuote).empty()) return {};
  std::vector<std::pair<std::string, std::shared_ptr<const DocumentText>>> sources;
  for (const Term* source : values_of(qualifiers, vocabulary::kSource)) {
    const Id id = view.find(*source);
    if (id == kMissing) continue;
    if (auto text = texts_.text(view, id)) sources.emplace_back(local_name(*source), std::move(text));
  }
  if (sources.empty()) return {};
  const std::string prefix = first_value(qualifiers, vocabulary::kPrefix);
  const std::string suffix = first_value(qualifiers, vocabulary::kSuffix);
  const std::optional<TextSpan> stated = stated_span(qualifiers);
  std::optional<TextSpan> found;
  std::size_t count = 0;
  for (QualifierTerms& qualifier : qualifiers) {
    if (qualifier.relation.value != vocabulary::kQuote) continue;
    ++count;
    found.reset();
    std::string words;
    for (const auto& [source, text] : sources) {
      if (found) continue;
      found = place_quote(*text, qualifier.value.value, prefix, suffix, stated);
      if (found) words = text->text().substr(found->begin, found->end - found->begin);
    }
    if (!found) {
      const bool with_context = !prefix.empty() || !suffix.empty();
      throw Failure(quote_error(*sources.front().second, sources.front().first, qualifier.value.value,
                                with_context, where));
    }
    qualifier.value.value = std::move(words);
  }
  if (count > 1) return {};
  std::erase_if(qualifiers, [](const QualifierTerms& q) {
    return q.relation.value == vocabulary::kStart || q.relation.value == vocabulary::kEnd;
  });
  return {{Term::iri(vocabulary::kStart), Term::integer(static_cast<std::int64_t>(found->begin))},
          {Term::iri(vocabulary::kEnd), Term::integer(static_cast<std::int64_t>(found->end))}};
}

}  // namespace kg
