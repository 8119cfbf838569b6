#include "kg/facts/sentences.h"

#include <fmt/format.h>

#include <array>
#include <random>

#include "kg/base/utf8.h"
#include "support/catch.h"
#include "support/random_seed.h"

namespace kg {
namespace {

std::string split(std::string_view text) {
  std::string out;
  std::uint32_t paragraph = 1;
  for (const Sentence& s : sentences_of(text)) {
    if (!out.empty()) out += s.paragraph == paragraph ? " | " : " || ";
    paragraph = s.paragraph;
    out += text.substr(s.begin, s.end - s.begin);
  }
  return out;
}

TEST_CASE("where sentences end") {
  const std::vector<std::pair<std::string, std::string>> table{
      {"One. Two! Three? Four", "One. | Two! | Three? | Four"},
      {"It grew by 3.5 percent. Then 1,000.5 more.", "It grew by 3.5 percent. | Then 1,000.5 more."},
      {"The U.S. Department spoke. The U.S. It left.", "The U.S. Department spoke. | The U.S. | It left."},
      {"Dr. Hu met Mr. J. D. Vance, i.e. him.", "Dr. Hu met Mr. J. D. Vance, i.e. him."},
      {"See No. 5 and Fig. 2. He said No. Then he left.",
       "See No. 5 and Fig. 2. | He said No. | Then he left."},
      {"Lynas Corp. of Perth. MP Inc. The rest, etc. The end.",
       "Lynas Corp. of Perth. | MP Inc. | The rest, etc. | The end."},
      {"He said: \"Go.\" She went (far). [Really?] Yes.",
       "He said: \"Go.\" | She went (far). | [Really?] | Yes."},
      {"“Why?” he asked. ‘So.’ They left.", "“Why?” he asked. | ‘So.’ | They left."},
      {"Wait ... what? Well... The end.", "Wait ... what? | Well... | The end."},
      {"中国出口稀土。美国呢？「是的！」他说。", "中国出口稀土。 | 美国呢？ | 「是的！」 | 他说。"},
      {"Soft\nwrapped line. Next\r\nline.\r\n", "Soft\nwrapped line. | Next\r\nline."},
      {"e-waste is old.\ne-waste is new.", "e-waste is old. | e-waste is new."},
      {"# A title. With a stop\nBody one.\n\nBody two.", "A title. With a stop || Body one. || Body two."},
      {"List:\n- one item\n- two. Items\n1. third\n\n---\nend",
       "List: | one item | two. | Items | 1. third || ---\nend"},
      {"| a | b |\n|---|---|\n| 1 | 2 |", "| a | b | | | 1 | 2 |"},
      {"In 2025. In 2026.", "In 2025. | In 2026."},
      {"v1.2.3 of x.y is out", "v1.2.3 of x.y is out"},
      {"\xEF\xBB\xBF"
       "With a mark. Second.",
       "With a mark. | Second."},
      {"", ""},
      {" \n\t\n\u00A0\n", ""},
      {"***\n---\n", ""},
      {"No final newline", "No final newline"},
  };
  for (const auto& [text, expected] : table) {
    INFO(text);
    CHECK(split(text) == expected);
  }
}

TEST_CASE("sentences begin where they are told to") {
  const std::string text = "---\ntitle: x\n---\nOne. Two.";
  const auto found = sentences_of(text, text.find("One"));
  REQUIRE(found.size() == 2);
  CHECK(text.substr(found[0].begin, found[0].end - found[0].begin) == "One.");
}

TEST_CASE("a sentence has at most so many bytes") {
  CHECK(sentences_of(std::string(kMaxSentenceBytes, 'x')).size() == 1);
  CHECK(sentences_of(std::string(kMaxSentenceBytes + 1, 'x')).size() == 2);
  std::string line;
  while (line.size() < 5 * kMaxSentenceBytes) line += "wörd 中国 ";
  for (const Sentence& s : sentences_of(line)) {
    CHECK(s.end - s.begin <= kMaxSentenceBytes);
    CHECK(utf8_first_invalid(std::string_view(line).substr(s.begin, s.end - s.begin)) == kUtf8Valid);
  }
}

TEST_CASE("every letter and digit lies in one sentence, in order") {
  std::mt19937_64 random(test::random_seed());
  constexpr std::array<const char*, 34> kPieces{
      "a",      "B",      "7",    " ",   " ",   "\n",  "\n\n",         "\r\n", ".",  ".",  "!",  "?",  "\"",
      ")",      "(",      "'",    "#",   "# ",  "- ",  "1. ",          "|",    "中", "。", "「", "」", "é",
      "\u00A0", "\u2026", "U.S.", "Dr.", "No.", "The", "\xEF\xBB\xBF", "---"};
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (std::size_t i = random() % 40; i > 0; --i) text += kPieces[random() % kPieces.size()];
    INFO(text);
    std::vector<bool> covered(text.size());
    std::size_t last = 0;
    for (const Sentence& s : sentences_of(text)) {
      REQUIRE(s.begin >= last);
      REQUIRE(s.begin < s.end);
      REQUIRE(s.end <= text.size());
      last = s.end;
      const std::string_view sentence = std::string_view(text).substr(s.begin, s.end - s.begin);
      REQUIRE(utf8_first_invalid(sentence) == kUtf8Valid);
      REQUIRE(!is_blank(utf8_at(sentence, 0).value));
      std::fill(covered.begin() + static_cast<std::ptrdiff_t>(s.begin),
                covered.begin() + static_cast<std::ptrdiff_t>(s.end), true);
    }
    for (std::size_t i = 0; i < text.size(); i += utf8_at(text, i).bytes) {
      if (is_word_character(utf8_at(text, i).value)) REQUIRE(covered[i]);
    }
  }
}

}  // namespace
}  // namespace kg
