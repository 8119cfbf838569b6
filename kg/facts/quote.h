// Where a quote stands in a document's text (W3C Web Annotation: TextQuoteSelector, TextPositionSelector).
//
// A quote is found when its words stand there byte for byte; if they do not, when both are equal after runs
// of white space of any kind became one blank, dashes `-` and typographic quotes `'` and `"`. Never in
// another way. Time is linear in text and quote. Offsets are bytes and lie on character boundaries.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kg {

// Characters to either side of a quote that tell where it stood.
inline constexpr std::size_t kContextCharacters = 32;

struct TextSpan {
  std::size_t begin = 0;
  std::size_t end = 0;
  friend bool operator==(const TextSpan&, const TextSpan&) = default;
};

// A text with white space, dashes and quotes made plain, without white space at its ends. Precondition:
// well-formed UTF-8.
std::string plain_text(std::string_view text);

// Used by one thread. Precondition everywhere: well-formed UTF-8.
class DocumentText {
 public:
  explicit DocumentText(std::string text) : text_(std::move(text)) {}

  [[nodiscard]] const std::string& text() const { return text_; }
  // The first place where the quote stands with `prefix` right before and `suffix` right behind it (white
  // space between them or not); empty ones ask for nothing. Nothing for a quote of white space alone.
  [[nodiscard]] std::optional<TextSpan> find(std::string_view quote, std::string_view prefix = {},
                                             std::string_view suffix = {}) const;
  // The same, of the only place; nothing when there are several.
  [[nodiscard]] std::optional<TextSpan> find_only(std::string_view quote) const;
  // Whether text[span) is the quote, as it is or made plain.
  [[nodiscard]] bool holds(const TextSpan& span, std::string_view quote) const;
  // Up to kContextCharacters before and behind a span.
  [[nodiscard]] std::string_view before(const TextSpan& span) const;
  [[nodiscard]] std::string_view behind(const TextSpan& span) const;
  // The sentence that shares the most words with the quote; empty when none shares one.
  [[nodiscard]] std::string_view nearest_sentence(std::string_view quote) const;

 private:
  struct Plain {
    std::string text;
    std::vector<std::uint32_t> offsets;  // of the character of text_ that each byte comes from
  };
  static Plain make_plain(std::string_view text);
  [[nodiscard]] const Plain& plain() const;
  [[nodiscard]] std::optional<TextSpan> find_plain(std::string_view quote, std::string_view prefix,
                                                   std::string_view suffix, std::size_t from) const;

  std::string text_;
  mutable std::optional<Plain> plain_;  // made when it is first needed
  friend std::string plain_text(std::string_view text);
};

}  // namespace kg
