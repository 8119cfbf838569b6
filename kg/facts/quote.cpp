#include "kg/facts/quote.h"

#include <algorithm>
#include <cstring>
#include <set>

#include "kg/base/utf8.h"
#include "kg/facts/sentences.h"
#include "kg/model/text_query.h"

namespace kg {
namespace {

// std::string_view::find takes time with the product of the sizes; memmem is linear.
std::size_t find_text(std::string_view text, std::string_view wanted, std::size_t from) {
  if (from > text.size()) return std::string_view::npos;
  const void* found = ::memmem(text.data() + from, text.size() - from, wanted.data(), wanted.size());
  return found == nullptr ? std::string_view::npos
                          : static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

// The keyboard's sign for a dash or a quote; 0 for anything else.
char keyboard_sign(std::uint32_t c) {
  if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xFE58 || c == 0xFE63 || c == 0xFF0D) return '-';
  if ((c >= 0x2018 && c <= 0x201B) || c == 0x02BC || c == 0x2032 || c == 0x2039 || c == 0x203A) return '\'';
  if ((c >= 0x201C && c <= 0x201F) || c == 0x2033 || c == 0xAB || c == 0xBB) return '"';
  return 0;
}

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

}  // namespace

DocumentText::Plain DocumentText::make_plain(std::string_view text) {
  Plain out;
  out.text.reserve(text.size());
  out.offsets.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint c = utf8_at(text, i);
    const char sign = keyboard_sign(c.value);
    if (is_blank(c.value)) {
      if (!out.text.empty() && out.text.back() != ' ') out.text += ' ';
    } else if (sign != 0) {
      out.text += sign;
    } else {
      out.text += text.substr(i, c.bytes);
    }
    out.offsets.resize(out.text.size(), static_cast<std::uint32_t>(i));
    i += c.bytes;
  }
  if (!out.text.empty() && out.text.back() == ' ') {
    out.text.pop_back();
    out.offsets.pop_back();
  }
  return out;
}

std::string plain_text(std::string_view text) { return DocumentText::make_plain(text).text; }

const DocumentText::Plain& DocumentText::plain() const {
  if (!plain_) plain_ = make_plain(text_);
  return *plain_;
}

std::optional<TextSpan> DocumentText::find_plain(std::string_view quote, std::string_view prefix,
                                                 std::string_view suffix, std::size_t from) const {
  std::optional<TextSpan> first;
  for (const bool blank_before : {false, true}) {
    for (const bool blank_behind : {false, true}) {
      if ((blank_before && prefix.empty()) || (blank_behind && suffix.empty())) continue;
      std::string wanted(prefix);
      if (blank_before) wanted += ' ';
      const std::size_t lead = wanted.size();
      wanted += quote;
      if (blank_behind) wanted += ' ';
      wanted += suffix;
      const std::size_t at = find_text(plain().text, wanted, from);
      if (at == std::string_view::npos) continue;
      const std::uint32_t last = plain().offsets[at + lead + quote.size() - 1];
      const TextSpan span{plain().offsets[at + lead], last + utf8_at(text_, last).bytes};
      if (!first || span.begin < first->begin) first = span;
    }
  }
  return first;
}

std::optional<TextSpan> DocumentText::find(std::string_view quote, std::string_view prefix,
                                           std::string_view suffix) const {
  const std::string plain_quote = plain_text(quote);
  if (plain_quote.empty()) return std::nullopt;
  std::string wanted(prefix);
  wanted += quote;
  wanted += suffix;
  if (const std::size_t at = find_text(text_, wanted, 0); at != std::string_view::npos)
    return TextSpan{at + prefix.size(), at + prefix.size() + quote.size()};
  return find_plain(plain_quote, plain_text(prefix), plain_text(suffix), 0);
}

std::optional<TextSpan> DocumentText::find_only(std::string_view quote) const {
  const std::string plain_quote = plain_text(quote);
  if (plain_quote.empty()) return std::nullopt;
  const std::size_t at = find_text(plain().text, plain_quote, 0);
  if (at == std::string_view::npos || find_text(plain().text, plain_quote, at + 1) != std::string_view::npos)
    return std::nullopt;
  return find_plain(plain_quote, {}, {}, 0);
}

bool DocumentText::holds(const TextSpan& span, std::string_view quote) const {
  if (span.begin >= span.end || span.end > text_.size() || is_continuation(text_[span.begin]) ||
      (span.end < text_.size() && is_continuation(text_[span.end]))) {
    return false;
  }
  const std::string_view there = std::string_view(text_).substr(span.begin, span.end - span.begin);
  return there == quote || plain_text(there) == plain_text(quote);
}

std::string_view DocumentText::before(const TextSpan& span) const {
  std::size_t begin = span.begin;
  for (std::size_t n = 0; n < kContextCharacters && begin > 0; ++n) {
    do --begin;
    while (is_continuation(text_[begin]));
  }
  return std::string_view(text_).substr(begin, span.begin - begin);
}

std::string_view DocumentText::behind(const TextSpan& span) const {
  std::size_t end = span.end;
  for (std::size_t n = 0; n < kContextCharacters && end < text_.size(); ++n) end += utf8_at(text_, end).bytes;
  return std::string_view(text_).substr(span.end, end - span.end);
}

std::string_view DocumentText::nearest_sentence(std::string_view quote) const {
  TextWords words;
  words.assign(quote);
  std::set<std::string, std::less<>> wanted;
  for (std::size_t i = 0; i < words.size(); ++i) wanted.emplace(words[i]);
  std::string_view best;
  std::size_t best_shared = 0;
  std::size_t best_words = 0;
  std::vector<std::pair<std::string_view, std::uint32_t>> counts;
  for (const Sentence& sentence : sentences_of(text_)) {
    const std::string_view there =
        std::string_view(text_).substr(sentence.begin, sentence.end - sentence.begin);
    words.assign(there);
    count_words(words, counts);
    const auto shared = static_cast<std::size_t>(std::count_if(
        counts.begin(), counts.end(), [&](const auto& word) { return wanted.contains(word.first); }));
    // Of those that share as many words the one with the fewest others.
    if (shared > best_shared || (shared == best_shared && shared > 0 && counts.size() < best_words)) {
      best = there;
      best_shared = shared;
      best_words = counts.size();
    }
  }
  return best;
}

}  // namespace kg
