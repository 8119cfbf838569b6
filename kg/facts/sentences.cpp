#include "kg/facts/sentences.h"

#include <algorithm>
#include <array>

#include "kg/base/utf8.h"

namespace kg {
namespace {

// Never the end of a sentence.
constexpr std::array<std::string_view, 37> kTitles{
    "Capt", "Col",  "Dr",  "Drs",  "Gen",  "Gov", "Hon", "Lt",  "Messrs", "Mr", "Mrs", "Ms",  "Mt",
    "Pres", "Prof", "Rep", "Rev",  "Sen",  "Sgt", "St",  "Ste", "approx", "ca", "cf",  "e.g", "eg",
    "esp",  "i.e",  "ie",  "incl", "resp", "viz", "vs",  "v",   "op",     "ed", "eds"};
// Before a figure: No. 5, Fig. 2, Jan. 3.
constexpr std::array<std::string_view, 27> kBeforeFigures{
    "Apr", "Art", "Aug", "Ch",  "Chap", "Dec", "Eq",  "Feb",  "Fig", "Figs", "Jan", "Jul", "Jun", "Mar",
    "No",  "Nos", "Nov", "Oct", "Para", "Sec", "Sep", "Sept", "Vol", "no",   "p",   "pp",  "vol"};
// The end of a sentence or not.
constexpr std::array<std::string_view, 14> kPerhapsLast{"Bros", "Co", "Corp", "Esq", "Inc", "Jr",  "Ltd",
                                                        "Ph.D", "Sr", "al",   "etc", "a.m", "p.m", "plc"};
constexpr std::array<std::string_view, 44> kFirstWords{
    "A",     "According", "After", "All",  "Also", "Although", "An",  "And",     "As", "At",   "Both", "But",
    "By",    "For",       "From",  "He",   "Her",  "His",      "How", "However", "If", "In",   "It",   "Its",
    "Many",  "Meanwhile", "Most",  "On",   "One",  "Our",      "She", "Since",   "So", "Some", "That", "The",
    "Their", "There",     "These", "They", "This", "Those",    "We",  "When"};

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool ends_alone(std::uint32_t c) { return c == 0x3002 || c == 0xFF01 || c == 0xFF1F || c == 0xFF61; }
bool ends(std::uint32_t c) { return c == '.' || c == '!' || c == '?' || c == 0x2026; }
bool closes(std::uint32_t c) {
  constexpr std::array<std::uint32_t, 16> kClosing{'"',    '\'',   ')',    ']',    '}',    0x2019,
                                                   0x201D, 0xBB,   0x203A, 0x300D, 0x300F, 0xFF09,
                                                   0x3011, 0x300B, '*',    '_'};
  return std::find(kClosing.begin(), kClosing.end(), c) != kClosing.end();
}
bool opens(std::uint32_t c) {
  constexpr std::array<std::uint32_t, 13> kOpening{'"',  '\'',   '(',    '[',    '{', 0x2018, 0x201C,
                                                   0xAB, 0x2039, 0x300C, 0x300E, '*', '_'};
  return std::find(kOpening.begin(), kOpening.end(), c) != kOpening.end();
}
bool is_digit(char c) { return c >= '0' && c <= '9'; }

class Splitter {
 public:
  explicit Splitter(std::string_view text) : text_(text) {}

  void lines(std::size_t at);
  std::vector<Sentence> found;

 private:
  void line(std::size_t begin, std::size_t end);
  void close_block();
  void split(std::size_t begin, std::size_t end);
  void add(std::size_t begin, std::size_t end);
  [[nodiscard]] CodePoint at(std::size_t i) const { return utf8_at(text_, i); }
  [[nodiscard]] std::size_t skip_blanks(std::size_t i, std::size_t end) const {
    while (i < end && is_blank(at(i).value)) i += at(i).bytes;
    return i;
  }
  // Where the white space before `i` begins.
  [[nodiscard]] std::size_t before_blanks(std::size_t begin, std::size_t i) const;
  [[nodiscard]] std::string_view word_before(std::size_t begin, std::size_t i) const;
  [[nodiscard]] std::string_view word_at(std::size_t i, std::size_t end) const;
  // Whether a sentence ends between the stop at `stop` and the word at `next`, with white space between.
  [[nodiscard]] bool ends_between(std::size_t begin, std::size_t stop, std::size_t behind, std::size_t next,
                                  std::size_t end) const;

  std::string_view text_;
  std::size_t block_begin_ = 0;
  std::size_t block_end_ = 0;  // the same: no block is open
  std::uint32_t paragraph_ = 0;
  bool new_paragraph_ = true;
};

std::size_t Splitter::before_blanks(std::size_t begin, std::size_t i) const {
  while (i > begin) {
    std::size_t last = i - 1;
    while (last > begin && (static_cast<unsigned char>(text_[last]) & 0xC0U) == 0x80U) --last;
    if (!is_blank(at(last).value)) break;
    i = last;
  }
  return i;
}

void Splitter::lines(std::size_t at) {
  while (at < text_.size()) {
    const std::size_t end = std::min(text_.find('\n', at), text_.size());
    line(at, end);
    at = end + 1;
  }
  close_block();
}

// Length of a list marker, 0 for none: `- `, `* `, `+ `, `• `, and `1. ` or `1) `, which stay in the
// sentence.
std::size_t bullet_size(std::string_view line) {
  for (const std::string_view bullet : {"- ", "* ", "+ ", "\xE2\x80\xA2 "}) {
    if (line.starts_with(bullet)) return bullet.size();
  }
  return 0;
}
bool is_numbered(std::string_view line) {
  std::size_t digits = 0;
  while (digits < line.size() && digits < 4 && is_digit(line[digits])) ++digits;
  return digits > 0 && digits + 1 < line.size() && (line[digits] == '.' || line[digits] == ')') &&
         line[digits + 1] == ' ';
}
std::size_t heading_size(std::string_view line) {
  const std::size_t marks = std::min(line.find_first_not_of('#'), line.size());
  return marks > 0 && marks <= 6 && (marks == line.size() || line[marks] == ' ') ? marks : 0;
}

void Splitter::line(std::size_t begin, std::size_t end) {
  begin = skip_blanks(begin, end);
  end = before_blanks(begin, end);
  const std::string_view line = text_.substr(begin, end - begin);
  if (line.empty()) {
    close_block();
    new_paragraph_ = true;
    return;
  }
  const std::size_t heading = heading_size(line);
  const std::size_t bullet = bullet_size(line);
  const bool starts_block = heading > 0 || bullet > 0 || is_numbered(line) || line.front() == '|';
  if (starts_block) close_block();
  if (heading > 0) new_paragraph_ = true;
  if (new_paragraph_) ++paragraph_;
  new_paragraph_ = heading > 0;
  begin = skip_blanks(begin + heading + bullet, end);
  if (heading > 0) {
    add(begin, end);
    return;
  }
  if (block_begin_ == block_end_) block_begin_ = begin;
  block_end_ = end;
}

void Splitter::close_block() {
  if (block_begin_ != block_end_) split(block_begin_, block_end_);
  block_begin_ = block_end_;
}

// Letters, digits and inner stops before `i`: `U.S` before the last stop of `U.S.`. At most 16 bytes of it.
std::string_view Splitter::word_before(std::size_t begin, std::size_t i) const {
  std::size_t first = i;
  while (first > begin && i - first < 16) {
    const char c = text_[first - 1];
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '.' ||
                        static_cast<unsigned char>(c) >= 0x80;
    if (!letter) break;
    --first;
  }
  return text_.substr(first, i - first);
}

std::string_view Splitter::word_at(std::size_t i, std::size_t end) const {
  std::size_t last = i;
  while (last < end &&
         ((text_[last] >= 'a' && text_[last] <= 'z') || (text_[last] >= 'A' && text_[last] <= 'Z')))
    ++last;
  return text_.substr(i, last - i);
}

// One letter, or letters with stops between them: J, U.S, D.C.
bool is_initials(std::string_view word) {
  for (std::size_t i = 0; i < word.size(); ++i) {
    const bool capital = word[i] >= 'A' && word[i] <= 'Z';
    if (i % 2 == 0 ? !capital : word[i] != '.') return false;
  }
  return word.size() % 2 == 1;
}

bool Splitter::ends_between(std::size_t begin, std::size_t stop, std::size_t behind, std::size_t next,
                            std::size_t end) const {
  const bool new_line = text_.substr(behind, next - behind).find('\n') != std::string_view::npos;
  std::size_t word = next;
  while (word < end && opens(at(word).value)) word += at(word).bytes;
  const CodePoint first = word < end ? at(word) : CodePoint{};
  const bool small = is_word_character(first.value) && !is_capital(first.value) &&
                     !stands_alone(first.value) && !(first.value >= '0' && first.value <= '9');
  if (small && !new_line) return false;
  if (at(stop).value != '.') return true;
  const std::string_view before = word_before(begin, stop);
  if (is_one_of(kTitles, before)) return false;
  if (is_one_of(kBeforeFigures, before)) return !(first.value >= '0' && first.value <= '9');
  if (is_initials(before) || is_one_of(kPerhapsLast, before)) {
    return !small && is_one_of(kFirstWords, word_at(word, end));
  }
  return true;
}

void Splitter::split(std::size_t begin, std::size_t end) {
  std::size_t start = begin;
  for (std::size_t i = begin; i < end;) {
    const CodePoint c = at(i);
    const std::size_t stop = i;
    i += c.bytes;
    if (!ends(c.value) && !ends_alone(c.value)) continue;
    bool alone = ends_alone(c.value);
    for (; i < end && (ends(at(i).value) || ends_alone(at(i).value)); i += at(i).bytes)
      alone = alone || ends_alone(at(i).value);
    while (i < end && closes(at(i).value)) i += at(i).bytes;
    if (i >= end) break;
    const std::size_t next = skip_blanks(i, end);
    if (alone || (next > i && ends_between(start, stop, i, next, end))) {
      add(start, i);
      start = i = next;
    }
  }
  add(start, end);
}

void Splitter::add(std::size_t begin, std::size_t end) {
  begin = skip_blanks(begin, end);
  end = before_blanks(begin, end);
  while (end - begin > kMaxSentenceBytes) {
    std::size_t cut = begin + kMaxSentenceBytes;
    while ((static_cast<unsigned char>(text_[cut]) & 0xC0U) == 0x80U) --cut;
    const std::size_t blank = text_.substr(begin, cut - begin).find_last_of(" \t\n");
    if (blank != std::string_view::npos && blank > 0) cut = begin + blank;
    found.push_back({begin, before_blanks(begin, cut), paragraph_});
    begin = skip_blanks(cut, end);
  }
  // Rules, table borders and other lines of signs alone say nothing.
  for (std::size_t i = begin; i < end; i += at(i).bytes) {
    if (!is_word_character(at(i).value)) continue;
    found.push_back({begin, end, paragraph_});
    return;
  }
}

}  // namespace

std::vector<Sentence> sentences_of(std::string_view text, std::size_t from) {
  Splitter splitter(text);
  splitter.lines(from);
  return std::move(splitter.found);
}

}  // namespace kg
