// Chart: what each stretch of a claim's tokens may be: names, amounts, dates, forms of relations. All
// candidates are kept, by the token they begin with; which of them hold is for the frames (reader.h) to say.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kg/english/figures.h"
#include "kg/english/lexicon.h"
#include "kg/english/tokens.h"
#include "kg/facts/name_linker.h"

namespace kg::english {

// Tokens [.., end) that may name each of these things.
struct Name {
  std::size_t end = 0;
  std::vector<Id> things;
};

class Chart {
 public:
  // Throws Failure(limit) as tokens_of does.
  Chart(std::string_view text, const Lexicon& lexicon, NameLinker& linker, const TripleSource& source,
        const NameIndex& names);

  [[nodiscard]] std::size_t size() const { return tokens_.size(); }
  [[nodiscard]] const Token& token(std::size_t at) const { return tokens_[at]; }
  [[nodiscard]] bool at(std::size_t place, std::string_view word) const {
    return place < tokens_.size() && tokens_[place].word == word;
  }
  [[nodiscard]] std::uint32_t classes(std::size_t at) const { return at < size() ? classes_[at] : 0; }
  [[nodiscard]] std::uint32_t verb_classes(std::size_t at) const {
    return at < size() ? verb_classes_[at] : 0;
  }
  [[nodiscard]] const std::string& key(std::size_t at) const { return keys_[at]; }
  // The key of the verb that a noun is made of.
  [[nodiscard]] const std::string& verb_key(std::size_t at) const { return verb_keys_[at]; }

  // Longest first.
  [[nodiscard]] const std::vector<Name>& names(std::size_t at) const { return names_[at]; }
  [[nodiscard]] const std::optional<Amount>& amount(std::size_t at) const { return amounts_[at]; }
  [[nodiscard]] const std::optional<DateMention>& date(std::size_t at) const { return dates_[at]; }
  [[nodiscard]] const Lexicon& lexicon() const { return lexicon_; }
  [[nodiscard]] std::string text(std::size_t begin, std::size_t end) const;

  // Runs of words that are part of no name, figure or relation, and that no claim may leave out.
  [[nodiscard]] std::vector<std::string> not_understood() const;
  // Runs of words outside of the longest names, figures and dates.
  [[nodiscard]] std::vector<std::string> no_names() const;
  [[nodiscard]] bool has_relation() const;

 private:
  void link(NameLinker& linker, const TripleSource& source, const NameIndex& names);
  void add_name(std::size_t begin, std::size_t end, std::vector<Id> things);
  void link_possessives(const TripleSource& source, const NameIndex& names);
  void cover_forms(std::size_t at, std::vector<bool>& known) const;
  [[nodiscard]] std::vector<std::string> runs_without(const std::vector<bool>& known) const;
  [[nodiscard]] bool may_be_relation(std::size_t at) const;

  std::string text_;
  std::vector<Token> tokens_;
  const Lexicon& lexicon_;
  std::vector<std::uint32_t> classes_, verb_classes_;
  std::vector<std::string> keys_, verb_keys_;
  std::vector<std::vector<Name>> names_;
  std::vector<std::optional<Amount>> amounts_;
  std::vector<std::optional<DateMention>> dates_;
};

}  // namespace kg::english
