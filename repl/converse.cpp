#include "repl/converse.h"

#include <algorithm>
#include <array>
#include <utility>

namespace kg::repl {
namespace {

constexpr std::string_view kBlank = " \t\r\n";

std::string_view trimmed(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(kBlank), text.size()));
  return text.substr(0, text.find_last_not_of(kBlank) + 1);
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

// A full stop, or a sign that stands right behind a word; a wildcard stands by itself.
bool ends_as_a_sentence(std::string_view text) {
  if (text.size() < 2 || text.find(' ') == std::string_view::npos) return false;
  const char before = text[text.size() - 2];
  return std::string_view(".?!").find(text.back()) != std::string_view::npos &&
         kBlank.find(before) == std::string_view::npos;
}

}  // namespace

std::string_view claim_of(std::string_view statement) {
  constexpr std::string_view kCheck = "check ";
  const std::string_view text = trimmed(statement);
  return lower(text.substr(0, kCheck.size())) == kCheck ? trimmed(text.substr(kCheck.size())) : text;
}

std::optional<Verdict> weighed(Session& session, const Result<Answer>& answer, std::string_view text,
                               const RunOptions& run) {
  const bool error = !answer.ok() && answer.error().code == ErrorCode::query;
  const bool no = answer.ok() && answer->kind() == AnswerKind::yes_no && !answer->yes();
  text = trimmed(text);
  if (!(error || no) || text.find(' ') == std::string_view::npos) return std::nullopt;
  Result<Verdict> verdict = session.check(text, {}, run);
  if (!verdict.ok()) return std::nullopt;
  const bool decided = verdict->kind != VerdictKind::not_covered;
  const bool sentence = error && ends_as_a_sentence(text) && question_with_gap(text).empty();
  if (!decided && !sentence) return std::nullopt;
  return std::move(verdict).value();
}

std::string question_with_gap(std::string_view text) {
  text = trimmed(text);
  while (text.ends_with('?') || text.ends_with('.')) text = trimmed(text.substr(0, text.size() - 1));
  const std::size_t blank = text.find(' ');
  if (blank == std::string_view::npos) return {};
  const std::string word = lower(text.substr(0, blank));
  if (word != "who" && word != "what" && word != "which") return {};
  return "? " + std::string(trimmed(text.substr(blank)));
}

std::string name_asked_for(std::string_view text) {
  const std::string question = question_with_gap(text);
  for (const std::string_view verb : {"? is ", "? are ", "? was ", "? were "}) {
    if (question.starts_with(verb)) return question.substr(verb.size());
  }
  return std::string(trimmed(text));
}

std::string spelled_command(const std::string& line) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kKnown{
      {{"help", ".help"}, {"?", ".help"}, {"exit", ".quit"}, {"quit", ".quit"}}};
  const std::string word = lower(trimmed(line));
  for (const auto& [spelled, command] : kKnown) {
    if (word == spelled || word == std::string(spelled) + ';') return std::string(command);
  }
  return line;
}

}  // namespace kg::repl
