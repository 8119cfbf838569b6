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

}  // namespace

std::string statement_hint(std::string_view first_word) {
  const std::string word = lower_ascii(first_word);
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
