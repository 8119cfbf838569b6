// What kg.h says about the text of scripts: no store is needed for it.
#include <algorithm>

#include "kg/api/guard.h"
#include "kg/base/utf8.h"
#include "kg/kg.h"
#include "kg/lang/language.h"
#include "kg/lang/suggest.h"
#include "kg/lang/words.h"

namespace kg {

Result<std::vector<ScriptStatement>> split_script(std::string_view script, const std::string& file) {
  return guarded<std::vector<ScriptStatement>>([&] {
    std::vector<ScriptStatement> out;
    std::uint64_t line = 1;
    std::uint64_t column = 1;
    std::size_t at = 0;
    for (const StatementExtent& extent : split_statements({script, file, 1})) {
      const std::string_view passed = script.substr(at, extent.begin - at);
      line += static_cast<std::uint64_t>(std::count(passed.begin(), passed.end(), '\n'));
      const std::size_t line_end = passed.rfind('\n');
      column = line_end == std::string_view::npos ? column + utf8_length(passed)
                                                  : utf8_length(passed.substr(line_end + 1)) + 1;
      at = extent.begin;
      out.push_back({script.substr(extent.begin, extent.end - extent.begin), line, column});
    }
    return out;
  });
}

namespace {

// White space and comments may stand in front.
std::string first_word(std::string_view statement) {
  while (!statement.empty()) {
    if (statement.front() == '#') {
      const std::size_t end = statement.find('\n');
      statement.remove_prefix(end == std::string_view::npos ? statement.size() : end);
    } else if (std::string_view(" \t\r\n").find(statement.front()) != std::string_view::npos) {
      statement.remove_prefix(1);
    } else {
      break;
    }
  }
  return fold_name(statement.substr(0, statement.find_first_of(" \t\r\n{;")));
}

}  // namespace

std::string quoted_name(std::string_view name) { return in_quotes(name, '"'); }

Status check_syntax(std::string_view statement) {
  return guarded_status([&] { static_cast<void>(ParsedStatement({statement, {}, 1})); });
}

bool statement_writes(std::string_view statement) {
  const std::string word = first_word(statement);
  const auto writing = {"add", "remove", "entity", "relation", "define", "undefine", "begin"};
  return std::find(writing.begin(), writing.end(), word) != writing.end();
}

bool statement_is_claim(std::string_view statement) {
  const std::string word = first_word(statement);
  const auto words = statement_words();
  return std::none_of(words.begin(), words.end(),
                      [&](std::string_view known) { return word == known.substr(0, known.find(' ')); });
}

}  // namespace kg
