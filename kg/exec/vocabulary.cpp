#include "kg/exec/vocabulary.h"

#include <optional>
#include <utility>

namespace kg {
namespace {

// Identifies a term among those that are not inline: its tag, then its dictionary key.
std::string vocabulary_key(const Term& term) {
  if (term.kind == TermKind::triple) {
    return static_cast<char>(Tag::triple) + term.to_ntriples();
  }
  DictionaryKey key = dictionary_key(term);
  key.key.insert(key.key.begin(), static_cast<char>(key.tag));
  return std::move(key.key);
}

}  // namespace

Id LocalVocabulary::intern(const Term& term) {
  if (term.kind == TermKind::undefined) {
    return kUnbound;
  }
  if (const std::optional<Id> id = inline_term(term)) {
    return *id;
  }
  return remember(vocabulary_key(term), term);
}

Id LocalVocabulary::intern_string(std::string_view text) {
  if (const std::optional<Id> id = inline_literal(text, {})) {
    return *id;
  }
  std::string key(1, static_cast<char>(Tag::string));
  key += text;
  const auto known = ids_.find(key);
  return known != ids_.end() ? known->second : remember(std::move(key), Term::string(text));
}

Id LocalVocabulary::remember(std::string key, const Term& term) {
  const auto known = ids_.find(key);
  if (known != ids_.end()) {
    return known->second;
  }
  Id id = source_.find(term);
  const bool is_new = id == kMissing;
  charge_.add(key.size() + 64 + (is_new ? sizeof(Term) + term.value.size() + term.datatype.size() : 0));
  if (is_new) {
    id = Id{Tag::local, terms_.size()};
    terms_.push_back(term);
  }
  ids_.emplace(std::move(key), id);
  return id;
}

Term LocalVocabulary::term(Id id) const {
  return id.tag() == Tag::local ? terms_.at(id.payload()) : source_.term(id);
}

}  // namespace kg
