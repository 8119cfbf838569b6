#include "kg/facts/name_linker.h"

#include <algorithm>
#include <array>

#include "kg/base/utf8.h"

namespace kg {
namespace {

bool is_digit(std::string_view text, std::size_t at) { return text[at] >= '0' && text[at] <= '9'; }

// What a keyboard has for a typographic sign; empty for anything else.
std::string_view plain_sign(std::string_view sign) {
  const std::uint32_t c = utf8_at(sign, 0).value;
  if (c == 0x2018 || c == 0x2019 || c == 0x02BC) return "'";
  if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212) return "-";
  return {};
}

// Whether the text has a capital wherever the name has one. Both are the same when folded.
bool case_fits(std::string_view name, std::string_view text) {
  bool any_capital = false;
  std::size_t j = 0;
  for (std::size_t i = 0; i < name.size();) {
    const CodePoint a = utf8_at(name, i);
    i += a.bytes;
    if (is_blank(a.value)) continue;
    CodePoint b;
    for (; j < text.size() && is_blank((b = utf8_at(text, j)).value); j += b.bytes) {
    }
    if (j >= text.size()) break;  // folding made one of them longer
    j += b.bytes;
    any_capital = any_capital || is_capital(b.value);
    if (is_capital(a.value) && !is_capital(b.value)) return false;
  }
  return true;
}

}  // namespace

NameLinker::NameLinker(const TripleSource& source, const NameIndex& names, const Budget& budget,
                       std::function<bool(Id)> accepts)
    : source_(source),
      names_(names),
      budget_(budget),
      accepts_(std::move(accepts)),
      label_(source.find(Term::iri(iri::kRdfsLabel))),
      alias_(source.find(Term::iri(iri::kSkosAltLabel))) {}

// Words, and signs and Chinese characters one by one.
std::vector<NameLinker::Token> NameLinker::tokens_of(std::string_view text) {
  std::vector<Token> tokens;
  bool gap = false;
  bool in_word = false;
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint c = utf8_at(text, i);
    const bool word = is_word_character(c.value);
    if (is_blank(c.value)) {
      gap = true;
      in_word = false;
    } else if (word && in_word && !stands_alone(c.value)) {
      tokens.back().end = i + c.bytes;
    } else {
      Token token;
      token.begin = i;
      token.end = i + c.bytes;
      token.gap = gap;
      tokens.push_back(std::move(token));
      gap = false;
      in_word = word && !stands_alone(c.value);
    }
    i += c.bytes;
  }
  for (Token& token : tokens) token.folded = fold_name(text.substr(token.begin, token.end - token.begin));
  find_boundaries(text, tokens);
  return tokens;
}

void NameLinker::find_boundaries(std::string_view text, std::vector<Token>& tokens) {
  const auto sign = [&](std::size_t i) {
    return text.substr(tokens[i].begin, tokens[i].end - tokens[i].begin);
  };
  const auto word = [&](std::size_t i) { return is_word_character(utf8_at(text, tokens[i].begin).value); };
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    Token& token = tokens[i];
    // Of what came before: a word, and a sign that ties the two together.
    const bool tied = i >= 2 && !token.gap && !tokens[i - 1].gap && word(i) && word(i - 2);
    const bool apostrophe = tied && (sign(i - 1) == "'" || plain_sign(sign(i - 1)) == "'");
    const bool figure = tied && (sign(i - 1) == "." || sign(i - 1) == ",") && is_digit(text, token.begin) &&
                        is_digit(text, tokens[i - 2].end - 1);
    token.starts = !apostrophe && !figure;
    token.ends = true;
    if (figure) tokens[i - 2].ends = tokens[i - 1].ends = false;
  }
}

NameLinker::Bearer NameLinker::bearer(Id thing, std::string_view folded) const {
  Bearer out{thing, {}};
  std::size_t left = kMaxSpellings;
  for (const Id relation : {label_, alias_}) {
    if (relation == kMissing) continue;
    const auto cursor = source_.cursor({Permutation::spo, 2, {thing, relation, Id{}}, kAllIds, 0b100});
    TripleColumns rows;
    while (left > 0 && cursor->next(rows)) {
      for (std::size_t i = 0; i < rows.size && left > 0; ++i, --left) {
        std::string spelling = source_.term(rows.column[2][i]).value;
        if (fold_name(spelling) == folded) out.spellings.push_back(std::move(spelling));
      }
    }
  }
  return out;
}

const NameLinker::Known& NameLinker::look_up(const std::string& folded) {
  const auto found = known_.find(folded);
  if (found != known_.end()) return found->second;
  budget_.check();
  if (known_.size() >= kMaxRememberedPrefixes) known_.clear();
  Known known;
  std::vector<Id> things;
  names_.for_each(folded, [&](std::string_view name, Id thing) {
    known.longer = name != folded || things.size() > kMaxMentionedThings;
    if (!known.longer) things.push_back(thing);
    return !known.longer;
  });
  if (things.size() > kMaxMentionedThings) things.clear();
  for (const Id thing : things) {
    if (!accepts_ || accepts_(thing)) known.bearers.push_back(bearer(thing, folded));
  }
  return known_.emplace(folded, std::move(known)).first->second;
}

Mention NameLinker::longest(std::string_view text, std::span<const Token> tokens, bool plain_signs) {
  Mention out;
  std::string folded;
  for (std::size_t i = 0; i < std::min(tokens.size(), kMaxNameTokens); ++i) {
    const Token& token = tokens[i];
    if (i > 0 && token.gap) folded += ' ';
    const std::string_view plain =
        plain_signs ? plain_sign(text.substr(token.begin, token.end - token.begin)) : std::string_view();
    folded += plain.empty() ? token.folded : plain;
    const Known& known = look_up(folded);
    if (token.ends) {
      const std::string_view surface = text.substr(tokens[0].begin, token.end - tokens[0].begin);
      Mention here{tokens[0].begin, token.end, {}};
      for (const Bearer& bearer : known.bearers) {
        const bool fits = std::any_of(bearer.spellings.begin(), bearer.spellings.end(),
                                      [&](const std::string& name) { return case_fits(name, surface); });
        if (fits) here.things.push_back(bearer.thing);
      }
      if (!here.things.empty()) out = std::move(here);
    }
    if (!known.longer) break;
  }
  return out;
}

std::vector<Mention> NameLinker::link(std::string_view text) {
  std::vector<Mention> out;
  if (label_ == kMissing && alias_ == kMissing) return out;
  const std::vector<Token> tokens = tokens_of(text);
  const bool typographic = std::any_of(tokens.begin(), tokens.end(), [&](const Token& token) {
    return !plain_sign(text.substr(token.begin, token.end - token.begin)).empty();
  });
  for (std::size_t i = 0; i < tokens.size();) {
    Mention found;
    if (tokens[i].starts) {
      const std::span<const Token> rest = std::span(tokens).subspan(i);
      found = longest(text, rest, false);
      if (typographic) {
        Mention plain = longest(text, rest, true);
        if (plain.end > found.end) found = std::move(plain);
      }
    }
    if (found.things.empty()) {
      ++i;
      continue;
    }
    while (i < tokens.size() && tokens[i].begin < found.end) ++i;
    out.push_back(std::move(found));
  }
  return out;
}

void NameLinker::add_all(std::string_view text, std::span<const Token> tokens, bool any_case,
                         const OtherForm& other_form, std::vector<Mention>& out) {
  std::string folded;
  std::size_t words = 0;
  for (std::size_t i = 0; i < std::min(tokens.size(), kMaxNameTokens); ++i) {
    const Token& token = tokens[i];
    if (i > 0 && token.gap) folded += ' ';
    const std::string before = folded;
    const std::string_view written = text.substr(token.begin, token.end - token.begin);
    const std::string_view plain = plain_sign(written);
    folded += plain.empty() ? token.folded : plain;
    const bool word = is_word_character(utf8_at(written, 0).value);
    if (word) ++words;
    const bool longer = look_up(folded).longer;
    const auto add = [&](const Known& known) {
      const std::string_view surface = text.substr(tokens[0].begin, token.end - tokens[0].begin);
      Mention here{tokens[0].begin, token.end, {}};
      for (const Bearer& bearer : known.bearers) {
        const bool fits = any_case || words > 1 ||
                          std::any_of(bearer.spellings.begin(), bearer.spellings.end(),
                                      [&](const std::string& name) { return case_fits(name, surface); });
        if (fits) here.things.push_back(bearer.thing);
      }
      if (!here.things.empty()) out.push_back(std::move(here));
      return !known.bearers.empty();
    };
    if (token.ends && !add(look_up(folded)) && word && !is_capital(utf8_at(written, 0).value)) {
      const std::string other = other_form(token.folded);
      if (!other.empty()) add(look_up(before + other));
    }
    if (!longer) break;
  }
}

std::vector<Mention> NameLinker::link_all(std::string_view text, const OtherForm& other_form) {
  std::vector<Mention> out;
  if (label_ == kMissing && alias_ == kMissing) return out;
  const std::vector<Token> tokens = tokens_of(text);
  bool any_case = true;
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint c = utf8_at(text, i);
    any_case = any_case && !is_capital(c.value);
    i += c.bytes;
  }
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].starts) add_all(text, std::span(tokens).subspan(i), any_case, other_form, out);
  }
  return out;
}

}  // namespace kg
