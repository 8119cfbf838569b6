// The commands that begin with a dot. `.help` and completion are made from their table.
#include <fmt/format.h>

#include <algorithm>

#include "repl/help.h"
#include "repl/shell.h"
#include "repl/usage.h"

namespace kg::repl {
namespace {

constexpr std::string_view kOnOff = "on, off";

void say_wrong(Shell& shell, std::string message, std::string hint) {
  shell.fail({ErrorCode::usage, std::move(message), {}, {}, std::move(hint)});
}

// Sets a switch by `on` or `off`; without a word, turns it over.
template <typename Switch>
bool turn(Shell& shell, Switch& what, std::string_view name, const std::string& word) {
  if (!word.empty() && word != "on" && word != "off") {
    say_wrong(shell, fmt::format("`{}` is neither on nor off", word),
              fmt::format("{} on, or {} off", name, name));
    return true;
  }
  const bool on = word.empty() ? !static_cast<bool>(what == Switch{true}) : word == "on";
  what = on;
  shell.say(fmt::format("{} is {}\n", name.substr(1), on ? "on" : "off"));
  return true;
}

bool set_mode(Shell& shell, const std::string& name) {
  if (name.empty()) {
    const std::string& now = shell.options().format;
    shell.say(fmt::format("mode is {}; there are {}\n", now.empty() ? "table" : now, kFormatNames));
  } else if (format_named(name).has_value()) {
    shell.options().format = name;
  } else {
    say_wrong(shell, fmt::format("`{}` is not a format", name), fmt::format("one of {}", kFormatNames));
  }
  return true;
}

bool conflicts(Shell& shell, const std::string& name) {
  const bool quoted = name.empty() || name.front() == '"' || name.front() == '<';
  std::string about = quoted ? name : '"' + name + '"';
  shell.execute(name.empty() ? "conflicts" : "conflicts about " + about);
  return true;
}

bool show_help(Shell& shell, const std::string& topic) {
  if (const std::string text = topic.empty() ? help_overview() : help_topic(topic); !text.empty()) {
    shell.say(text);
    return true;
  }
  say_wrong(shell, fmt::format("there is no help on `{}`", topic),
            fmt::format("topics are {}", help_topic_names()));
  return true;
}

bool leave(Shell& /*shell*/, const std::string& /*argument*/) { return false; }

}  // namespace

const std::vector<DotCommand>& dot_commands() {
  using Text = const std::string&;
  static const std::vector<DotCommand> kCommands{
      {".help", "[TOPIC]", "this, or a topic with examples", help_topic_names(), show_help},
      {".graph", "NAME [DEPTH] [FILE]", "what surrounds a thing; or to a .svg, .html, .dot", "",
       [](Shell& shell, Text text) { return shell.graph(text), true; }},
      {".conflicts", "[NAME]", "claims that contradict each other", "", conflicts},
      {".last", "", "the last answer whole, nothing cut", "",
       [](Shell& shell, Text) { return shell.last(), true; }},
      {".edit", "", "the last statement in $EDITOR, then runs it", "",
       [](Shell& shell, Text) { return shell.edit(), true; }},
      {".read", "FILE", "runs the statements of a file", "",
       [](Shell& shell, Text text) { return shell.read(text), true; }},
      {".output", "FILE|-", "answers go to a file; - is the screen", "",
       [](Shell& shell, Text text) { return shell.output(text), true; }},
      {".param", "[NAME=VALUE]", "a value to use as $NAME; or lists them", "",
       [](Shell& shell, Text text) { return shell.parameter(text), true; }},
      {".mode", "[FORMAT]", "how answers are written: table, json, ...", kFormatNames, set_mode},
      {".evidence", "on|off", "the sources' words under the rows", kOnOff,
       [](Shell& shell, Text word) { return turn(shell, shell.options().evidence, ".evidence", word); }},
      {".explain", "on|off", "the plan before the rows", kOnOff,
       [](Shell& shell, Text word) { return turn(shell, shell.explain, ".explain", word); }},
      {".timer", "on|off", "how long each statement took", kOnOff,
       [](Shell& shell, Text word) { return turn(shell, shell.timer, ".timer", word); }},
      {".iris", "on|off", "IRIs instead of names", kOnOff,
       [](Shell& shell, Text word) { return turn(shell, shell.options().iris, ".iris", word); }},
      {".pager", "on|off", "long answers in $PAGER", kOnOff,
       [](Shell& shell, Text word) { return turn(shell, shell.pager, ".pager", word); }},
      {".quit", "", "leaves, as Ctrl-D does", "", leave},
  };
  return kCommands;
}

bool Shell::dot_command(std::string_view line) {
  const std::size_t blank = std::min(line.find_first_of(" \t"), line.size());
  const std::string_view name = line.substr(0, blank);
  std::string argument(line.substr(blank));
  argument.erase(0, argument.find_first_not_of(" \t"));
  argument.erase(argument.find_last_not_of(" \t;") + 1);
  std::vector<std::string_view> names;
  for (const DotCommand& command : dot_commands()) {
    if (command.name == name) return command.run(*this, argument);
    names.push_back(command.name);
  }
  if (name == ".exit" || name == ".q") return false;
  const std::string_view meant = nearest(name, names);
  fail({ErrorCode::usage,
        fmt::format("there is no command `{}`", name),
        {},
        {},
        meant.empty() ? ".help lists them" : fmt::format("did you mean `{}`?", meant)});
  return true;
}

}  // namespace kg::repl
