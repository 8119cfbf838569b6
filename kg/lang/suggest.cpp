#include "kg/lang/suggest.h"

#include <algorithm>
#include <array>
#include <vector>

namespace kg {
namespace {

// The words with which statements start. Those that are words of claims too where the statement is not
// written as shown have a form.
struct StatementWord {
  std::string_view word;
  std::string_view form;
};
constexpr std::array kStatements{
    StatementWord{"find", ""},
    StatementWord{"ask", ""},
    StatementWord{"add", ""},
    StatementWord{"remove", ""},
    StatementWord{"entity", ""},
    StatementWord{"relation", ""},
    StatementWord{"prefix", ""},
    StatementWord{"begin", ""},
    StatementWord{"commit", ""},
    StatementWord{"rollback", ""},
    StatementWord{"explain", ""},
    StatementWord{"profile", ""},
    StatementWord{"show", ""},
    StatementWord{"path", "path from Li Qiang to China"},
    StatementWord{"describe", ""},
    StatementWord{"build", "build { ?a knows ?b } where ..."},
    StatementWord{"search", "search 'some words'"},
    StatementWord{"check", ""},
    StatementWord{"evidence", "evidence for Li Qiang visited Ganzhou"},
    StatementWord{"conflicts", "conflicts, or conflicts about China"},
    StatementWord{"define", ""},
    StatementWord{"undefine", ""},
    StatementWord{"set", ""},
    StatementWord{"as of", "as of 12 find ..."},
};
// Words with which other languages, and people, begin what this language says so.
constexpr std::array kForeign{
    StatementWord{"delete", "remove Li Qiang visited Ganzhou"},
    StatementWord{"drop", "remove Li Qiang visited Ganzhou"},
    StatementWord{"insert", R"(add "Ada" "wrote to" "Grace")"},
    StatementWord{"create", R"(entity "Ada" is a person)"},
    StatementWord{"update", R"(remove Ada salary 300; add Ada salary 400)"},
    StatementWord{"select", "find ?who, ?what where ?who visited ?what"},
    StatementWord{"match", "find ?who, ?what where ?who visited ?what"},
    StatementWord{"list", "find ?who where ?who visited Ganzhou"},
    StatementWord{"count", "find count(*) as ?n where ?who visited Ganzhou"},
    StatementWord{"who", "? launched FORGE"},
    StatementWord{"what", "Li Qiang visited ?"},
    StatementWord{"which", "find ?x where ?x is a country and ?x member of FORGE"},
    StatementWord{"where", "Li Qiang visited ?"},
    StatementWord{"when", "Li Qiang visited Ganzhou [on ?when]"},
    StatementWord{"how", "find count(*) as ?n where ?who visited Ganzhou"},
    StatementWord{"why", "evidence for Li Qiang visited Ganzhou"},
    StatementWord{"is", "check 'Ganzhou is in China'"},
    StatementWord{"did", "check 'Did Li Qiang visit Ganzhou?'"},
    StatementWord{"was", "check 'Was FORGE launched by the US?'"},
    StatementWord{"tell", "describe Li Qiang"},
    StatementWord{"about", "describe Li Qiang"},
    StatementWord{"undo", "begin; ...; rollback"},
    StatementWord{"derive", "evidence for Li Qiang visited Ganzhou"},
};

}  // namespace

std::string statement_hint(std::string_view first_word) {
  const std::string word = lower_ascii(first_word);
  for (const StatementWord& foreign : kForeign) {
    if (word == foreign.word) return "write `" + std::string(foreign.form) + '`';
  }
  std::vector<std::string_view> words;
  for (const StatementWord& statement : kStatements) {
    if (word == statement.word.substr(0, statement.word.find(' ')) && !statement.form.empty()) {
      return "write `" + std::string(statement.form) + '`';
    }
    words.push_back(statement.word);
  }
  const std::string_view meant = nearest(word, words);
  return meant.empty() || meant == word ? std::string{} : "did you mean `" + std::string(meant) + "`?";
}

std::span<const std::string_view> statement_words() {
  static const std::vector<std::string_view> kWords = [] {
    std::vector<std::string_view> words;
    for (const StatementWord& statement : kStatements) words.push_back(statement.word);
    return words;
  }();
  return kWords;
}

}  // namespace kg
