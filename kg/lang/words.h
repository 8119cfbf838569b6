// The words that the language itself gives a meaning to: relations that need no declaration. They stand for
// relations of kg's own namespace, and `is a` for rdf:type.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace kg {

struct BuiltinRelation {
  std::string_view words;  // in lower case, one blank between words
  std::string_view local;  // local name under https://kg.example/ns#
  bool temporal = false;   // a bare 2026 after it is a year
};

// In the order of their words.
std::span<const BuiltinRelation> builtin_relations() noexcept;

// The IRI of a builtin relation, by its folded name (see fold_name); nothing for other names. "is a" and "is
// an" give rdf:type.
std::optional<std::string> builtin_relation_iri(std::string_view folded);

// Whether a relation spelled like this takes dates, so that a bare 2026 after it is a year: the temporal
// builtins, and relations whose last word is one of those or `date`.
bool is_temporal_relation(std::string_view folded) noexcept;

// The words of the relation that an IRI stands for, as builtin_relation_iri reads them; nothing for others.
std::optional<std::string_view> builtin_relation_words(std::string_view iri);

// A name between double quotes, or a text between single ones: the sign is doubled where it stands inside.
std::string in_quotes(std::string_view text, char quote);

// Whether a byte may stand in no statement: control characters, but for line ends and tabs.
bool is_refused(char byte) noexcept;

// A name as the last part of an IRI: percent-encodes what an IRI cannot hold there; a blank becomes `_`,
// letters of all scripts stay as they are.
std::string iri_escaped(std::string_view name);

}  // namespace kg
