#include "kg/api/claim_text.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "kg/lang/words.h"
#include "kg/model/spoken.h"
#include "kg/model/value.h"

namespace kg {
namespace {

bool is_word(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
  });
}

}  // namespace

std::string ClaimText::relation(Id id) {
  const FactVocabulary& words = checker_.vocabulary();
  if (id == words.type) return "is a";
  if (id == words.sub_property || id == words.sub_class) return "narrower than";
  if (id == words.inverse) return "inverse of";
  if (id == words.disjoint) return "disjoint with";
  if (id == words.stands_for) return "stands for";
  const std::string& name = namer_.name(id);
  if (!name.empty()) return name;
  const Term term = checker_.source().term(id);
  if (id == words.attributed_to) return "attributed to";
  if (term.value.starts_with(iri::kKg)) return term.value.substr(iri::kKg.size());
  return term.to_ntriples();
}

std::string ClaimText::quoted_name(Id id) {
  if (id == checker_.vocabulary().symmetric) return "symmetric relation";
  const std::string& name = namer_.name(id);
  return name.empty() || is_word(name) ? name : in_quotes(name, '"');
}

std::string ClaimText::value(Id id) {
  if (!id.bound()) return {};
  std::string name = quoted_name(id);
  return name.empty() ? value(checker_.source().term(id), id) : name;
}

std::string ClaimText::value(const Term& term, Id id) {
  if (term.kind != TermKind::literal) {
    std::string name = quoted_name(id);
    return name.empty() ? term.to_ntriples() : name;
  }
  const Value value = value_of(term);
  if (value.kind == ValueKind::quantity || value.kind == ValueKind::number || value.kind == ValueKind::date)
    return spoken(term);
  if (term.datatype == iri::kXsdBoolean) return term.value;
  if (term.datatype == iri::kXsdString) return in_quotes(term.value, '\'');
  return term.to_ntriples();
}

std::string ClaimText::plain(Id id) {
  if (!id.bound()) return {};
  const std::string& name = namer_.name(id);
  return name.empty() ? checker_.source().term(id).value : name;
}

std::string ClaimText::claim(const StoredClaim& claim) {
  std::string out = value(claim.triple[0]) + ' ' + relation(claim.triple[1]) + ' ' + value(claim.triple[2]);
  std::string qualifiers;
  for (const auto& [name, id] : claim.qualifiers) {
    if (checker_.vocabulary().is_evidence(name)) continue;
    qualifiers += qualifiers.empty() ? " [" : ", ";
    qualifiers += relation(name) + ' ' + value(id);
  }
  return qualifiers.empty() ? out : out + qualifiers + ']';
}

std::optional<std::uint64_t> ClaimText::offset(Id id) const {
  std::uint64_t value = 0;
  if (!tag_is_literal(id.tag())) return std::nullopt;
  const std::string text = checker_.source().term(id).value;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// Where its quote stands, with what is around it and the hash, where the text has it.
void ClaimText::place(const StoredClaim& claim, VerdictEvidence& out) {
  if (out.quote.empty()) return;
  const FactVocabulary& words = checker_.vocabulary();
  const Id document = claim.value(words.source);
  const auto text = document.bound() ? texts_.text(checker_.source(), document) : nullptr;
  out.quote_state = text == nullptr ? QuotePlace::no_document : QuotePlace::not_found;
  if (text == nullptr) return;
  std::optional<TextSpan> span;
  if (out.start && out.end) span = TextSpan{*out.start, *out.end};
  if (!span || !text->holds(*span, out.quote)) span = text->find(out.quote);
  if (!span) return;
  out.quote_state = QuotePlace::verified;
  out.start = span->begin;
  out.end = span->end;
  out.prefix = text->before(*span);
  out.suffix = text->behind(*span);
  for (const Id hash : checker_.reader().completions(Permutation::spo, document, words.sha256))
    out.sha256 = plain(hash);
}

VerdictEvidence ClaimText::evidence(const StoredClaim& stored) {
  constexpr std::array<const char*, 3> kStances{"asserted", "attributed", "denied"};
  const FactVocabulary& words = checker_.vocabulary();
  VerdictEvidence out;
  out.claim = claim(stored);
  out.source = plain(stored.value(words.source));
  out.quote = plain(stored.value(words.quote));
  out.start = offset(stored.value(words.start));
  out.end = offset(stored.value(words.end));
  out.stance = kStances[static_cast<std::size_t>(stored.stance)];
  out.attributed_to = plain(stored.value(words.attributed_to));
  const Id on = stored.value(words.on);
  out.on = on.bound() ? value(on) : std::string();
  place(stored, out);
  return out;
}

}  // namespace kg
