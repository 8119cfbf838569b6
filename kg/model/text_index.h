// TextIndex: from words to the literals that hold them. It covers the searched literals: those that stand as
// the object of a searched relation in the snapshot, each with the words of its text (kg/model/text_query.h).
// Thread safety: immutable, may be used by many threads at once.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>

#include "kg/model/id.h"
#include "kg/model/term.h"

namespace kg {

// The first two are also what gives names. A change of the list is a change of the store format.
inline constexpr std::array<std::string_view, 8> kSearchedRelations{
    iri::kRdfsLabel,
    iri::kSkosAltLabel,
    "http://www.w3.org/2000/01/rdf-schema#comment",
    "http://purl.org/dc/terms/title",
    "http://purl.org/dc/terms/description",
    "https://kg.example/ns#quote",
    "https://kg.example/ns#text",
    "https://kg.example/ns#title"};

struct TextPosting {
  Id text;
  std::uint32_t count = 0;  // how often the word stands in the text
  std::uint32_t words = 0;  // of the whole text
  friend bool operator==(const TextPosting&, const TextPosting&) = default;
};

// Of all searched literals together.
struct TextTotals {
  std::uint64_t texts = 0;
  std::uint64_t words = 0;
  friend bool operator==(const TextTotals&, const TextTotals&) = default;
};

class TextIndex {
 public:
  virtual ~TextIndex() = default;

  [[nodiscard]] virtual TextTotals totals() const = 0;

  // Calls `visit` with the postings of a word, ascending by text, each text once; with `prefix` of each word
  // that begins like this, one word after the other in the order of their bytes. Until it returns false.
  // Precondition: the word is not empty.
  virtual void for_each(std::string_view word, bool prefix,
                        const std::function<bool(std::span<const TextPosting>)>& visit) const = 0;
};

}  // namespace kg
