#include "repl/help.h"

#include <fmt/format.h>

#include "repl/shell.h"
#include "repl/usage.h"

namespace kg::repl {

std::string help_overview() {
  std::string out =
      "Ask in plain words; ? stands for what you want to know:  Li Qiang visited ?\n"
      "\"Double quotes\" hold a name together, 'single quotes' are text. A statement ends\n"
      "with its line, or goes on while a bracket is open; ; stands between statements.\n"
      "TAB completes, Ctrl-R searches the history, Ctrl-C stops a query.\n";
  for (const bool examples : {true, false}) {
    std::string names;
    for (const Topic& topic : topics()) {
      if (topic.entries.empty() == examples)
        names += fmt::format("{}{}", names.empty() ? "" : ", ", topic.name);
    }
    out += fmt::format("{} .help {}\n", examples ? "Examples:" : "More:    ", names);
  }
  out += '\n';
  for (const DotCommand& command : dot_commands()) {
    const std::string form = fmt::format("{} {}", command.name, command.arguments);
    out += fmt::format("  {:<31} {}\n", form, command.help);
  }
  return out;
}

}  // namespace kg::repl
