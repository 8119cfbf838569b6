#include "kg/english/chart.h"

#include <algorithm>
#include <array>

#include "kg/base/utf8.h"
#include "kg/english/words.h"

namespace kg::english {
namespace {

constexpr std::size_t kMaxPossessedWords = 5;  // China's <Ministry of Commerce>
constexpr std::size_t kMaxLabels = 16;

// Words that a frame (reader.h) takes by themselves.
bool is_frame_word(const Token& token) {
  constexpr std::array<std::string_view, 24> kWords{
      ",",     ".",     "?",      "!",       "'s",       "that",      "there",       "place",
      "one",   "both",  "it",     "true",    "as",       "according", "took",        "take",
      "takes", "taken", "taking", "account", "accounts", "accounted", "responsible", "up"};
  return std::find(kWords.begin(), kWords.end(), token.word) != kWords.end();
}

}  // namespace

Chart::Chart(std::string_view text, const Lexicon& lexicon, NameLinker& linker, const TripleSource& source,
             const NameIndex& names)
    : text_(text), tokens_(tokens_of(text)), lexicon_(lexicon) {
  while (!tokens_.empty() && tokens_.back().kind == TokenKind::sign &&
         (tokens_.back().is(".") || tokens_.back().is("?") || tokens_.back().is("!"))) {
    tokens_.pop_back();
  }
  const Tokens all(tokens_);
  names_.resize(tokens_.size());
  for (std::size_t i = 0; i < tokens_.size(); ++i) {
    classes_.push_back(classes_of(tokens_[i].word));
    verb_classes_.push_back(verb_classes_of(tokens_[i].word));
    keys_.push_back(key_of(tokens_[i].word));
    verb_keys_.push_back(verb_key_of(tokens_[i].word));
    amounts_.push_back(read_amount(all.subspan(i)));
    dates_.push_back(read_date(all.subspan(i)));
  }
  link(linker, source, names);
}

void Chart::add_name(std::size_t begin, std::size_t end, std::vector<Id> things) {
  std::erase_if(things, [&](Id thing) { return lexicon_.is_relation(thing); });
  if (things.empty()) return;
  std::vector<Name>& here = names_[begin];
  for (Name& name : here) {
    if (name.end != end) continue;
    for (const Id thing : things) {
      if (std::find(name.things.begin(), name.things.end(), thing) == name.things.end())
        name.things.push_back(thing);
    }
    return;
  }
  here.push_back({end, std::move(things)});
}

void Chart::link(NameLinker& linker, const TripleSource& source, const NameIndex& names) {
  std::vector<std::size_t> begins(text_.size() + 1, tokens_.size());
  std::vector<std::size_t> ends(text_.size() + 1, tokens_.size());
  for (std::size_t i = 0; i < tokens_.size(); ++i) {
    begins[tokens_[i].begin] = i;
    ends[tokens_[i].end] = i;
  }
  const auto add = [&](const std::string& text) {
    for (Mention& mention : linker.link_all(text, other_number)) {
      const std::size_t first = begins[mention.begin];
      const std::size_t last = ends[mention.end];
      if (first < tokens_.size() && last < tokens_.size())
        add_name(first, last + 1, std::move(mention.things));
    }
  };
  add(text_);
  // rare-earth mining: the same names without their hyphens.
  std::string plain = text_;
  for (const Token& token : tokens_) {
    if (token.is("-") && token.joined && token.end - token.begin == 1) plain[token.begin] = ' ';
  }
  if (plain != text_) add(plain);
  for (std::size_t i = 0; i < tokens_.size(); ++i) {  // "Project Vault" in quotes
    if (tokens_[i].kind != TokenKind::text) continue;
    if (auto things = names.find(fold_name(tokens_[i].word)); !things.empty())
      add_name(i, i + 1, std::move(things));
  }
  link_possessives(source, names);
  for (std::vector<Name>& here : names_)
    std::sort(here.begin(), here.end(), [](const Name& a, const Name& b) { return a.end > b.end; });
}

// China's premier is found as `Premier of China`.
void Chart::link_possessives(const TripleSource& source, const NameIndex& names) {
  const Id label = source.find(Term::iri(iri::kRdfsLabel));
  if (label == kMissing) return;
  for (std::size_t begin = 0; begin < tokens_.size(); ++begin) {
    const std::vector<Name> owners = names_[begin];
    for (const Name& owner : owners) {
      if (!at(owner.end, "'s") || owner.things.size() > kMaxLabels) continue;
      std::vector<std::string> spellings;
      for (const Id thing : owner.things) {
        const auto cursor = source.cursor({Permutation::spo, 2, {thing, label, Id{}}, kAllIds, 0b100});
        TripleColumns rows;
        while (spellings.size() < kMaxLabels && cursor->next(rows)) {
          for (std::size_t i = 0; i < rows.size; ++i)
            spellings.push_back(fold_name(source.term(rows.column[2][i]).value));
        }
      }
      for (std::size_t length = 1; length <= kMaxPossessedWords; ++length) {
        const std::size_t end = owner.end + 1 + length;
        if (end > tokens_.size() || tokens_[end - 1].kind != TokenKind::word) break;
        const std::string noun = spelled(Tokens(tokens_).subspan(owner.end + 1, length));
        for (const std::string& spelling : spellings) {
          for (const char* const of : {" of ", " of the "}) {
            if (auto things = names.find(noun + of + spelling); !things.empty())
              add_name(begin, end, std::move(things));
          }
        }
      }
    }
  }
}

std::string Chart::text(std::size_t begin, std::size_t end) const {
  if (begin >= end || end > tokens_.size()) return {};
  return text_.substr(tokens_[begin].begin, tokens_[end - 1].end - tokens_[begin].begin);
}

bool Chart::may_be_relation(std::size_t at) const {
  return !lexicon_.starting_with(keys_[at]).empty() || !lexicon_.starting_with(verb_keys_[at]).empty();
}

bool Chart::has_relation() const {
  for (std::size_t i = 0; i < tokens_.size(); ++i) {
    if (may_be_relation(i) && classes_[i] == 0) return true;
  }
  return false;
}

// The words of forms that begin here; others may stand between them.
void Chart::cover_forms(std::size_t at, std::vector<bool>& known) const {
  for (const std::string& key : {keys_[at], verb_keys_[at]}) {
    for (const RelationForm& form : lexicon_.starting_with(key)) {
      std::vector<std::size_t> words{at};
      for (std::size_t i = at + 1; i < tokens_.size() && words.size() < form.keys.size(); ++i) {
        if (keys_[i] == form.keys[words.size()] || verb_keys_[i] == form.keys[words.size()])
          words.push_back(i);
      }
      if (words.size() < form.keys.size()) continue;
      for (const std::size_t word : words) known[word] = true;
    }
  }
}

std::vector<std::string> Chart::not_understood() const {
  std::vector<bool> known(tokens_.size(), false);
  const auto cover = [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) known[i] = true;
  };
  for (std::size_t i = 0; i < tokens_.size(); ++i) {
    for (const Name& name : names_[i]) cover(i, name.end);
    if (amounts_[i]) cover(i, i + amounts_[i]->size);
    if (dates_[i]) cover(i, i + dates_[i]->size);
    if (classes_[i] != 0 || is_frame_word(tokens_[i]) || tokens_[i].kind == TokenKind::text) known[i] = true;
    cover_forms(i, known);
  }
  return runs_without(known);
}

std::vector<std::string> Chart::no_names() const {
  std::vector<bool> known(tokens_.size(), false);
  for (std::size_t i = 0, end = 0; i < tokens_.size(); ++i) {
    if (i >= end) {
      if (!names_[i].empty()) end = std::max(end, names_[i].front().end);
      if (amounts_[i]) end = std::max(end, i + amounts_[i]->size);
      if (dates_[i]) end = std::max(end, i + dates_[i]->size);
    }
    known[i] = i < end || tokens_[i].kind == TokenKind::sign;
  }
  return runs_without(known);
}

std::vector<std::string> Chart::runs_without(const std::vector<bool>& known) const {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < tokens_.size(); ++i) {
    if (known[i]) continue;
    std::size_t end = i + 1;
    while (end < tokens_.size() && !known[end]) ++end;
    out.push_back(text(i, end));
    i = end;
  }
  return out;
}

}  // namespace kg::english
