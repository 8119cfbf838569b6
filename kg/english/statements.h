// Statements: from a match of a frame to the claims that the checker takes.
#pragma once

#include <string>
#include <vector>

#include "kg/english/chart.h"
#include "kg/english/matcher.h"
#include "kg/english/reader.h"

namespace kg::english {

class StatementBuilder {
 public:
  StatementBuilder(const Chart& chart, const Lexicon& lexicon, const TripleSource& source);

  // One for each combination of what its names may mean. `bare`: the match names no relation. None where the
  // match makes no sense: a figure of another dimension, a preposition that no claim of the store has.
  std::vector<Reading> readings(const Match& match, bool bare) const;
  // The same for variants that say the same.
  [[nodiscard]] static std::string signature(const Variant& variant);
  // The same for readings that are about the same things, whatever they say of them.
  [[nodiscard]] static std::string shape(const Reading& reading);

 private:
  struct Choice;  // a match with one thing for each of its names

  std::vector<Choice> choices(const Match& match) const;
  bool read(const Choice& choice, const Match& match, bool bare, Reading& out) const;
  bool part(const Choice& choice, const Match& match, Id subject, Id object, bool bare, Reading& out) const;
  bool is(Id subject, Id object, std::vector<CheckStatement>& out) const;
  void qualify(const Choice& choice, const Match& match, bool bare, Part& part) const;
  [[nodiscard]] std::vector<Qualifier> qualifiers_of(const Adjunct& adjunct, Id thing) const;
  [[nodiscard]] CheckStatement statement(Id subject, Id relation, const PatternTerm& object) const;
  [[nodiscard]] PatternTerm constant(Term term) const;
  [[nodiscard]] bool is_source(Id thing) const;
  [[nodiscard]] bool has_any(Permutation order, Id first, Id second) const;

  const Chart& chart_;
  const Lexicon& lexicon_;
  const TripleSource& source_;
  Id type_, label_, kg_source_;
};

}  // namespace kg::english
