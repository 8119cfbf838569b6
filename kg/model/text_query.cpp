#include "kg/model/text_query.h"

#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <utility>

#include "kg/base/error.h"
#include "kg/base/utf8.h"

namespace kg {
namespace {

// Diacritics of alphabets whose readers look for words without them. Marks of other scripts are letters.
bool is_diacritic(std::int32_t c) { return c >= 0x300 && c <= 0x36F; }

bool is_between(utf8proc_category_t category, utf8proc_category_t first, utf8proc_category_t last) {
  return category >= first && category <= last;
}

}  // namespace

void TextWords::assign(std::string_view text) {
  bytes_.clear();
  ends_.clear();
  begin_ = 0;
  single_ = false;
  text = text.substr(0, kMaxTextBytes);
  const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  auto left = static_cast<utf8proc_ssize_t>(text.size());
  while (left > 0) {
    if (*at < 0x80) {
      take(*at >= 'A' && *at <= 'Z' ? *at + ('a' - 'A') : *at);
      ++at;
      --left;
      continue;
    }
    utf8proc_int32_t point = 0;
    const utf8proc_ssize_t used = utf8proc_iterate(at, left, &point);
    if (used <= 0) break;  // cut off by the limit
    std::array<utf8proc_int32_t, 32> parts{};
    int last_class = 0;
    constexpr auto kOptions =
        static_cast<utf8proc_option_t>(UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD);
    const utf8proc_ssize_t count = utf8proc_decompose_char(
        point, parts.data(), static_cast<utf8proc_ssize_t>(parts.size()), kOptions, &last_class);
    for (utf8proc_ssize_t i = 0; i < count && i < static_cast<utf8proc_ssize_t>(parts.size()); ++i) {
      take(parts[static_cast<std::size_t>(i)]);
    }
    at += used;
    left -= used;
  }
  close();
}

void TextWords::take(std::int32_t point) {
  const utf8proc_category_t category = utf8proc_category(point);
  if (is_diacritic(point) || category == UTF8PROC_CATEGORY_CF) return;
  const bool mark = is_between(category, UTF8PROC_CATEGORY_MN, UTF8PROC_CATEGORY_ME);
  const bool letter = is_between(category, UTF8PROC_CATEGORY_LU, UTF8PROC_CATEGORY_LO) ||
                      is_between(category, UTF8PROC_CATEGORY_ND, UTF8PROC_CATEGORY_NO);
  if (mark && bytes_.size() == begin_) return;
  if (!mark && !letter) return close();
  const bool alone = letter && stands_alone(static_cast<std::uint32_t>(point));
  if (alone || (single_ && !mark)) close();
  single_ = single_ || alone;
  if (bytes_.size() - begin_ + 4 <= kMaxWordBytes) utf8_append(bytes_, static_cast<std::uint32_t>(point));
}

void TextWords::close() {
  single_ = false;
  if (bytes_.size() == begin_) return;
  ends_.push_back(bytes_.size());
  begin_ = bytes_.size();
}

void count_words(const TextWords& text, std::vector<std::pair<std::string_view, std::uint32_t>>& out) {
  out.clear();
  for (std::size_t i = 0; i < text.size(); ++i) out.emplace_back(text[i], 1);
  std::sort(out.begin(), out.end());
  std::size_t last = 0;
  for (std::size_t i = 1; i < out.size(); ++i) {
    if (out[i].first == out[last].first) {
      ++out[last].second;
    } else {
      out[++last] = out[i];
    }
  }
  if (!out.empty()) out.resize(last + 1);
}

class TextQueryParser {
 public:
  TextQueryParser(std::string_view text, BetweenWords between, TextQuery& out)
      : text_(text), between_(between), out_(&out) {}

  void parse() {
    next();
    if (token_.kind == Kind::end) fail(0, "a text query needs a word", "write the words to look for");
    alternatives();
    if (token_.kind != Kind::end)
      fail(token_.begin, "this `)` closes nothing", "take it away, or open it with `(`");
  }

 private:
  enum class Kind : std::uint8_t { end, word, phrase, open, close, both, either, negation };
  struct Token {
    Kind kind = Kind::end;
    std::size_t begin = 0;
    std::string_view text;  // of a word or between a phrase's quotes
  };
  using NodeKind = TextQuery::Kind;
  using Node = TextQuery::Node;

  [[noreturn]] void fail(std::size_t at, std::string message, std::string hint) const {
    Error error;
    error.code = ErrorCode::query;
    error.message = std::move(message);
    const std::string before = terminal_safe(text_.substr(0, at));
    error.excerpt =
        fmt::format("  {}\n  {}^", terminal_safe(text_), std::string(utf8_display_width(before), ' '));
    error.hint = std::move(hint);
    throw Failure(std::move(error));
  }

  void next() {
    at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size());
    token_ = {Kind::end, at_, {}};
    if (at_ == text_.size()) return;
    const char first = text_[at_];
    if (first == '(' || first == ')') {
      token_.kind = first == '(' ? Kind::open : Kind::close;
      ++at_;
    } else if (first == '"') {
      const std::size_t end = text_.find('"', at_ + 1);
      if (end == std::string_view::npos) fail(at_, "this phrase is not closed", "end it with \"");
      token_.kind = Kind::phrase;
      token_.text = text_.substr(at_ + 1, end - at_ - 1);
      at_ = end + 1;
    } else {
      const std::size_t end = std::min(text_.find_first_of(" \t\r\n()\"", at_), text_.size());
      token_.text = text_.substr(at_, end - at_);
      token_.kind = token_.text == "AND"   ? Kind::both
                    : token_.text == "OR"  ? Kind::either
                    : token_.text == "NOT" ? Kind::negation
                                           : Kind::word;
      at_ = end;
    }
  }

  std::size_t add(Node node) {
    out_->nodes_.push_back(std::move(node));
    return out_->nodes_.size() - 1;
  }
  std::size_t join(NodeKind kind, std::vector<std::size_t> parts) {
    return parts.size() == 1 ? parts[0] : add({kind, 0, std::move(parts)});
  }
  [[nodiscard]] bool is_negation(std::size_t node) const {
    return out_->nodes_[node].kind == NodeKind::negation;
  }

  std::size_t alternatives() {
    std::vector<std::size_t> parts{sequence()};
    while (token_.kind == Kind::either) {
      next();
      parts.push_back(sequence());
    }
    return join(NodeKind::any, std::move(parts));
  }

  // What follows each other without a word between: what is excluded is so whatever else is there.
  std::size_t sequence() {
    std::vector<std::size_t> wanted;
    std::vector<std::size_t> all;
    do {
      const std::size_t part = conjunction();
      (is_negation(part) ? all : wanted).push_back(part);
    } while (token_.kind != Kind::end && token_.kind != Kind::close && token_.kind != Kind::either);
    if (!wanted.empty()) {
      all.insert(all.begin(), join(between_ == BetweenWords::all ? NodeKind::all : NodeKind::any, wanted));
    }
    return join(NodeKind::all, std::move(all));
  }

  std::size_t conjunction() {
    std::vector<std::size_t> parts{unary()};
    while (token_.kind == Kind::both) {
      next();
      parts.push_back(unary());
    }
    return join(NodeKind::all, std::move(parts));
  }

  std::size_t unary() {
    if (token_.kind != Kind::negation && token_.kind != Kind::open) return phrase();
    if (++level_ > kMaxTextQueryLevels) {
      fail(token_.begin, fmt::format("a text query is nested at most {} levels deep", kMaxTextQueryLevels),
           "");
    }
    std::size_t node = 0;
    const Token opening = token_;
    next();
    if (opening.kind == Kind::negation) {
      negated_ = !negated_;
      node = unary();
      negated_ = !negated_;
      node = add({NodeKind::negation, 0, {node}});
    } else {
      node = alternatives();
      if (token_.kind != Kind::close) fail(opening.begin, "this `(` is not closed", "close it with `)`");
      next();
    }
    --level_;
    return node;
  }

  std::size_t phrase() {
    if (token_.kind != Kind::word && token_.kind != Kind::phrase) {
      fail(token_.begin, "expected a word, a \"phrase\", NOT or ( here",
           "AND, OR and NOT in capitals join words; to look for such a word itself, write it in small "
           "letters");
    }
    TextQuery::Phrase phrase;
    std::string_view text = token_.text;
    if (token_.kind == Kind::word && text.ends_with('*')) {
      phrase.prefix = true;
      text.remove_suffix(1);
    }
    if (token_.kind == Kind::word && text.find('*') != std::string_view::npos) {
      fail(token_.begin + text.find('*'), "`*` stands at the end of a word only", "for example rare*");
    }
    words_.assign(text);
    if (words_.size() == 0) fail(token_.begin, "there is no letter or digit here", "take it away");
    for (std::size_t i = 0; i < words_.size(); ++i) phrase.words.emplace_back(words_[i]);
    total_words_ += words_.size();
    if (total_words_ > kMaxTextQueryWords) {
      fail(token_.begin, fmt::format("a text query has at most {} words", kMaxTextQueryWords), "");
    }
    phrase.wanted = !negated_;
    out_->phrases_.push_back(std::move(phrase));
    next();
    return add({NodeKind::phrase, out_->phrases_.size() - 1, {}});
  }

  std::string_view text_;
  BetweenWords between_;
  TextQuery* out_;
  std::size_t at_ = 0;
  Token token_;
  std::size_t level_ = 0;
  bool negated_ = false;
  TextWords words_;
  std::size_t total_words_ = 0;
};

TextQuery::TextQuery(std::string_view text, BetweenWords between) {
  TextQueryParser(text, between, *this).parse();
}

std::uint32_t TextQuery::count(const Phrase& phrase, const TextWords& text) {
  std::uint32_t count = 0;
  const std::size_t last = phrase.words.size() - 1;
  for (std::size_t at = 0; at + last < text.size(); ++at) {
    std::size_t same = 0;
    while (same < last && text[at + same] == phrase.words[same]) ++same;
    if (same != last) continue;
    const std::string_view word = text[at + last];
    if (phrase.prefix ? word.starts_with(phrase.words[last]) : word == phrase.words[last]) ++count;
  }
  return count;
}

void TextQuery::count(const TextWords& text, std::vector<std::uint32_t>& counts) const {
  counts.clear();
  for (const Phrase& phrase : phrases_) counts.push_back(count(phrase, text));
}

bool TextQuery::holds(const std::vector<std::uint32_t>& counts) const {
  std::vector<bool> truth(nodes_.size());
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    const Node& node = nodes_[i];
    const auto holds = [&](std::size_t part) { return truth[part]; };
    switch (node.kind) {
      case Kind::phrase:
        truth[i] = counts[node.phrase] != 0;
        break;
      case Kind::all:
        truth[i] = std::all_of(node.parts.begin(), node.parts.end(), holds);
        break;
      case Kind::any:
        truth[i] = std::any_of(node.parts.begin(), node.parts.end(), holds);
        break;
      case Kind::negation:
        truth[i] = !truth[node.parts[0]];
        break;
    }
  }
  return truth.back();
}

bool TextQuery::matches(const TextWords& text) const {
  std::vector<std::uint32_t> counts;
  count(text, counts);
  return holds(counts);
}

bool TextQuery::holds_for_nothing() const { return holds(std::vector<std::uint32_t>(phrases_.size(), 0)); }

}  // namespace kg
