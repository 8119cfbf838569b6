// Full text: how a text is cut into words, and what a query of words asks of it.
//
// Words are runs of letters, digits and the marks on them, after Unicode case folding and compatibility
// decomposition (UAX #15, NFKD) without the diacritics of Latin, Greek and Cyrillic: Café is cafe. Chinese
// characters and kana are words of one character each, so that a run of them in a query is a phrase.
//
// Queries: words, "a phrase", prefix*, AND, OR, NOT (in capitals) and parentheses. NOT binds closest, then
// AND, then words that follow each other, then OR. Words that follow each other must all be there or, in a
// ranked search, at least one of them; what NOT excludes is never there. A word with signs inside
// (low-carbon) is a phrase.
//
// Thread safety: queries are immutable. Cost: linear in the text and in the query's words.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kg {

inline constexpr std::size_t kMaxTextBytes = 1U << 20U;  // of one text: words behind are not looked at
inline constexpr std::size_t kMaxWordBytes = 64;         // longer words are the same as far as this
inline constexpr std::size_t kMaxTextQueryWords = 256;
inline constexpr std::size_t kMaxTextQueryLevels = 32;  // of parentheses and NOT

// The words of one text after the other. One object may be used for many texts.
class TextWords {
 public:
  // Precondition: well-formed UTF-8.
  void assign(std::string_view text);
  [[nodiscard]] std::size_t size() const { return ends_.size(); }
  [[nodiscard]] std::string_view operator[](std::size_t i) const {
    const std::size_t begin = i == 0 ? 0 : ends_[i - 1];
    return std::string_view(bytes_).substr(begin, ends_[i] - begin);
  }

 private:
  void take(std::int32_t point);
  void close();

  std::string bytes_;
  std::vector<std::size_t> ends_;
  std::size_t begin_ = 0;  // of the open word
  bool single_ = false;    // the open word is one character of its own
};

// The distinct words of a text, in the order of their bytes, with how often each stands in it. The views are
// those of `text`.
void count_words(const TextWords& text, std::vector<std::pair<std::string_view, std::uint32_t>>& out);

// What stands between words that follow each other without AND or OR.
enum class BetweenWords : std::uint8_t { all, any };

class TextQuery {
 public:
  // Throws Failure(query) with the place in the text.
  TextQuery(std::string_view text, BetweenWords between);

  // Words one after the other; the last one may be a prefix.
  struct Phrase {
    std::vector<std::string> words;
    bool prefix = false;
    bool wanted = true;  // not under NOT
  };
  [[nodiscard]] const std::vector<Phrase>& phrases() const { return phrases_; }

  // How often a phrase stands in the text.
  static std::uint32_t count(const Phrase& phrase, const TextWords& text);
  // How often each phrase does.
  void count(const TextWords& text, std::vector<std::uint32_t>& counts) const;
  // Whether a text with these counts is asked for.
  [[nodiscard]] bool holds(const std::vector<std::uint32_t>& counts) const;
  [[nodiscard]] bool matches(const TextWords& text) const;
  // Whether a text without any of the phrases may be asked for: then there is nothing to look up.
  [[nodiscard]] bool holds_for_nothing() const;

 private:
  friend class TextQueryParser;
  enum class Kind : std::uint8_t { phrase, all, any, negation };
  struct Node {
    Kind kind = Kind::phrase;
    std::size_t phrase = 0;
    std::vector<std::size_t> parts;  // nodes before this one
  };
  std::vector<Phrase> phrases_;
  std::vector<Node> nodes_;  // the last one is the whole
};

}  // namespace kg
