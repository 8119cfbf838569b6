#include "kg/lang/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "kg/model/term.h"

namespace kg {
namespace {

constexpr std::array kRelations{
    BuiltinRelation{"about", "about"},
    BuiltinRelation{"after", "after", true},
    BuiltinRelation{"at", "at"},
    BuiltinRelation{"attributed to", "attributedTo"},
    BuiltinRelation{"before", "before", true},
    BuiltinRelation{"by", "by"},
    BuiltinRelation{"during", "during", true},
    BuiltinRelation{"for", "for"},
    BuiltinRelation{"from", "from"},
    BuiltinRelation{"in", "in"},
    BuiltinRelation{"of", "of"},
    BuiltinRelation{"on", "on", true},
    BuiltinRelation{"place", "place"},
    BuiltinRelation{"prefix", "prefix"},
    BuiltinRelation{"quote", "quote"},
    BuiltinRelation{"since", "since", true},
    BuiltinRelation{"source", "source"},
    BuiltinRelation{"stance", "stance"},
    BuiltinRelation{"suffix", "suffix"},
    BuiltinRelation{"to", "to"},
    BuiltinRelation{"unit", "unit"},
    BuiltinRelation{"until", "until", true},
    BuiltinRelation{"where", "where"},
    BuiltinRelation{"with", "with"},
};

const BuiltinRelation* find_builtin(std::string_view folded) noexcept {
  const auto found = std::lower_bound(
      kRelations.begin(), kRelations.end(), folded,
      [](const BuiltinRelation& relation, std::string_view words) { return relation.words < words; });
  return found != kRelations.end() && found->words == folded ? &*found : nullptr;
}

}  // namespace

std::span<const BuiltinRelation> builtin_relations() noexcept { return kRelations; }

std::optional<std::string> builtin_relation_iri(std::string_view folded) {
  if (folded == "is a" || folded == "is an") return std::string(iri::kRdfType);
  const BuiltinRelation* relation = find_builtin(folded);
  if (relation == nullptr) return std::nullopt;
  return std::string(iri::kKg) + std::string(relation->local);
}

std::optional<std::string_view> builtin_relation_words(std::string_view iri) {
  if (iri == iri::kRdfType) return "is a";
  if (!iri.starts_with(iri::kKg)) return std::nullopt;
  const auto found = std::find_if(kRelations.begin(), kRelations.end(), [&](const BuiltinRelation& relation) {
    return relation.local == iri.substr(iri::kKg.size());
  });
  return found == kRelations.end() ? std::nullopt : std::optional(found->words);
}

std::string in_quotes(std::string_view text, char quote) {
  std::string out(1, quote);
  for (const char c : text) {
    if (c == quote) out += c;
    out += c;
  }
  return out + quote;
}

bool is_refused(char byte) noexcept {
  return (static_cast<unsigned char>(byte) < 0x20 && byte != '\n' && byte != '\r' && byte != '\t') ||
         byte == 0x7F;
}

bool is_temporal_relation(std::string_view folded) noexcept {
  const std::size_t blank = folded.rfind(' ');
  const std::string_view last = blank == std::string_view::npos ? folded : folded.substr(blank + 1);
  const BuiltinRelation* relation = find_builtin(last);
  return last == "date" || (relation != nullptr && relation->temporal);
}

std::string iri_escaped(std::string_view name) {
  constexpr std::string_view kForbidden = "<>\"{}|^`\\%#?/[]:;,&=+$@!'()*";
  std::string out;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == ' ') {
      out += '_';
    } else if (byte < 0x21 || byte == 0x7F || kForbidden.find(c) != std::string_view::npos) {
      out += fmt::format("%{:02X}", byte);
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace kg
