// What kg.h says about the text of scripts: no store is needed for it.
#include <algorithm>

#include "kg/api/guard.h"
#include "kg/base/utf8.h"
#include "kg/kg.h"
#include "kg/lang/language.h"

namespace kg {

Result<std::vector<ScriptStatement>> split_script(std::string_view script, const std::string& file) {
  return guarded<std::vector<ScriptStatement>>([&] {
    std::vector<ScriptStatement> out;
    std::uint64_t line = 1;
    std::size_t at = 0;
    for (const StatementExtent& extent : split_statements({script, file, 1})) {
      line += static_cast<std::uint64_t>(
          std::count(script.begin() + static_cast<std::ptrdiff_t>(at),
                     script.begin() + static_cast<std::ptrdiff_t>(extent.begin), '\n'));
      at = extent.begin;
      out.push_back({script.substr(extent.begin, extent.end - extent.begin), line});
    }
    return out;
  });
}

bool statement_writes(std::string_view statement) {
  // White space and comments may stand in front.
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
  const std::string word = fold_name(statement.substr(0, statement.find_first_of(" \t\r\n{;")));
  const auto writing = {"add", "remove", "entity", "relation", "define", "undefine", "begin"};
  return std::find(writing.begin(), writing.end(), word) != writing.end();
}

bool is_complete_statement(std::string_view text) { return is_complete(text); }

}  // namespace kg
