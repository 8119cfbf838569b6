#include "repl/paste.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "kg/kg.h"

namespace kg::repl {
namespace {

constexpr char kDelete = 0x7F;

// Whether a line begins as no statement does.
bool continues(std::string_view line) {
  const auto word = [&line] {
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    const std::size_t end = std::min(line.find_first_of(" \t"), line.size());
    std::string out(line.substr(0, end));
    std::transform(out.begin(), out.end(), out.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    line.remove_prefix(end);
    return out;
  };
  const std::string first = word();
  const std::string second = word();
  if (first == "order" || first == "group") return second == "by";
  if (first == "limit" || first == "offset")
    return !second.empty() && (std::isdigit(static_cast<unsigned char>(second[0])) != 0 || second[0] == '$');
  return first == "where" || first == "and" || first == "or" || first == "having";
}

}  // namespace

std::string one_line(std::string_view pasted) {
  std::string out;
  char quote = 0;
  for (std::size_t at = 0; at < pasted.size(); ++at) {
    const char c = pasted[at];
    if (quote == 0 && c == '#') {
      at = std::min(pasted.find('\n', at), pasted.size()) - 1;
      continue;
    }
    const bool in_word = c == '\'' && quote == 0 && !out.empty() && out.back() != ' ' &&
                         std::ispunct(static_cast<unsigned char>(out.back())) == 0;  // People's
    if ((c == '\'' || c == '"') && !in_word) quote = quote == 0 ? c : quote == c ? '\0' : quote;
    const bool blank = c == '\n' || c == '\t' || c == ' ';
    if (blank && quote == 0) {
      if (!out.empty() && out.back() != ' ') out += ' ';
    } else if ((static_cast<unsigned char>(c) >= 0x20 && c != kDelete) || c == '\n') {
      out += c;
    }
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::vector<std::string> pasted_statements(std::string_view pasted) {
  std::string text(pasted);
  for (std::size_t at = 0; (at = text.find('\r', at)) != std::string::npos;) {
    // terminals send \r for a line's end
    if (text.compare(at, 2, "\r\n") == 0) {
      text.erase(at, 1);
    } else {
      text[at] = '\n';
    }
  }
  std::vector<std::string> out;
  std::string statement;
  const auto finish = [&] {
    if (std::string line = one_line(std::exchange(statement, {})); !line.empty())
      out.push_back(std::move(line));
  };
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string line = text.substr(at, end - at);
    at = end + 1;
    if (!statement.empty() && open_sign(statement) == '\0' && !continues(line)) finish();
    statement += (statement.empty() ? "" : "\n") + line;
    if (statement.starts_with('.') || statement.find_first_not_of(" \t\n") == std::string::npos) finish();
  }
  finish();
  return out;
}

bool ends_with_line(std::string_view pasted) { return pasted.ends_with('\n') || pasted.ends_with('\r'); }

}  // namespace kg::repl
