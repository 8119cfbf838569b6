// Suggestion: a claim that a sentence of a document seems to make, for a person to accept or not. Plain
// values; docs/checking.md says how they are found.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace kg {

struct Suggestion {
  std::string statement;  // add "Li Qiang" "visited" "Ganzhou" [..., source "brief-1", quote '...']
  // Its parts as the statement has them; the qualifiers without source and quote.
  std::string subject, relation, object;
  std::vector<std::pair<std::string, std::string>> qualifiers;
  std::string quote;  // bytes [start, end) of the text: the sentence
  std::uint64_t start = 0;
  std::uint64_t end = 0;
  std::vector<std::string> left_out;  // words of the sentence that no suggestion accounts for
  std::vector<std::string> others;    // claims that the same words may make instead
  bool known = false;                 // the store has it from this document
};

struct SuggestionReport {
  std::string document;                 // its name
  std::vector<Suggestion> suggestions;  // by place
  std::uint64_t sentences = 0;
  std::uint64_t unread = 0;  // sentences that gave none
};

}  // namespace kg
