// Name linker: where a text names things of the store.
//
// At each place the longest name counts that begins there, and the search goes on behind it. A name is what a
// NameIndex has (labels and aliases); it stands between word boundaries: not inside a word, not inside a
// figure, not on the `s` of `China's`, but on the `US` of `US-led`. Chinese characters are words of their
// own. Between words any white space will do, and the typographic apostrophes and dashes of a text are those
// of a keyboard too. Case: where the name as it is declared has a capital, the text must have one, so that
// `US` is not `us` and `FORGE` not `forge`; what is declared in small letters is found in any case.
//
// Time: a token costs as many lookups in the index as the longest name that begins with it has tokens, at
// most kMaxNameTokens, whatever the number of names; what was looked up is remembered
// (kMaxRememberedPrefixes). Used by one thread; source, names and budget must outlive it.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "kg/base/budget.h"
#include "kg/model/name_index.h"
#include "kg/model/triple_source.h"

namespace kg {

inline constexpr std::size_t kMaxNameTokens = 32;
// A name of more things than these says nothing about which is meant and is left out.
inline constexpr std::size_t kMaxMentionedThings = 64;
inline constexpr std::size_t kMaxSpellings = 256;  // labels and aliases looked at of one thing
inline constexpr std::size_t kMaxRememberedPrefixes = 1U << 16U;

// The things that text[begin, end) may name; never none, ascending.
struct Mention {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::vector<Id> things;
};

class NameLinker {
 public:
  // `accepts`: which things are looked for; without it all.
  NameLinker(const TripleSource& source, const NameIndex& names, const Budget& budget,
             std::function<bool(Id)> accepts = {});

  // The mentions in a text, in its order; they do not overlap. Precondition: well-formed UTF-8.
  std::vector<Mention> link(std::string_view text);

  // Every mention of every length, those within others too, by where they begin and end. Capitals count in
  // names of one word only, and not at all in a text without any. `other_form`: the other number of a noun in
  // small letters, or empty; the last word of a name is found in either.
  using OtherForm = std::function<std::string(std::string_view)>;
  std::vector<Mention> link_all(std::string_view text, const OtherForm& other_form);

 private:
  struct Token {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool gap = false;     // white space before it
    bool starts = false;  // a name may begin here
    bool ends = false;    // a name may end here
    std::string folded;
  };
  struct Bearer {
    Id thing;
    std::vector<std::string> spellings;
  };
  // What the index has for a folded text.
  struct Known {
    std::vector<Bearer> bearers;
    bool longer = false;  // some name begins with it and goes on
  };

  static std::vector<Token> tokens_of(std::string_view text);
  static void find_boundaries(std::string_view text, std::vector<Token>& tokens);
  // The longest name that begins with the first token; no things when there is none.
  Mention longest(std::string_view text, std::span<const Token> tokens, bool plain_signs);
  // Those that begin with the first token.
  void add_all(std::string_view text, std::span<const Token> tokens, bool any_case,
               const OtherForm& other_form, std::vector<Mention>& out);
  const Known& look_up(const std::string& folded);
  Bearer bearer(Id thing, std::string_view folded) const;

  const TripleSource& source_;
  const NameIndex& names_;
  const Budget& budget_;
  std::function<bool(Id)> accepts_;
  Id label_, alias_;
  std::unordered_map<std::string, Known> known_;
};

}  // namespace kg
