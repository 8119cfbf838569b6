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
bool turn(Shell& shell, bool& what, std::string_view name, const std::string& word) {
  if (!word.empty() && word != "on" && word != "off") {
    say_wrong(shell, fmt::format("`{}` is neither on nor off", word),
              fmt::format("{} on, or {} off", name, name));
    return true;
  }
  const bool on = word.empty() ? !what : word == "on";
  what = on;
  shell.say(fmt::format("{} is {}\n", name.substr(1), on ? "on" : "off"));
  return true;
}

std::vector<std::string_view> listed(std::string_view names) {
  std::vector<std::string_view> out;
  while (!names.empty()) {
    const std::size_t comma = std::min(names.find(", "), names.size());
    out.push_back(names.substr(0, comma));
    names.remove_prefix(std::min(comma + 2, names.size()));
  }
  return out;
}

// The name that was meant, or all there are.
std::string among(std::string_view word, std::string_view names) {
  const std::string_view meant = nearest(word, listed(names));
  return meant.empty() ? fmt::format("one of {}", names)
                       : fmt::format("did you mean `{}`? There are {}", meant, names);
}

bool set_mode(Shell& shell, const std::string& word) {
  const std::string name = lower_ascii(word);
  if (name.empty()) {
    const std::string& now = shell.options().format;
    shell.say(fmt::format("mode is {}; there are {}\n", now.empty() ? "table" : now, kFormatNames));
  } else if (format_named(name).has_value()) {
    shell.options().format = name;
  } else {
    say_wrong(shell, fmt::format("`{}` is not a format", word), among(name, kFormatNames));
  }
  return true;
}

// Without a word tells; `auto` is how a prompt begins.
bool set_evidence(Shell& shell, const std::string& word) {
  std::optional<bool>& now = shell.options().evidence;
  if (word == "auto") {
    now.reset();
  } else if (word == "on" || word == "off") {
    now = word == "on";
  } else if (!word.empty()) {
    say_wrong(shell, fmt::format("`{}` is neither on, off nor auto", word),
              ".evidence on, .evidence off, or .evidence auto");
    return true;
  }
  shell.say(
      now ? fmt::format("evidence is {}\n", *now ? "on" : "off")
          : fmt::format("evidence is auto: for the first {} rows of bare claims\n", kUnaskedEvidenceRows));
  return true;
}

bool conflicts(Shell& shell, const std::string& name) {
  const bool quoted = name.empty() || name.front() == '"' || name.front() == '<';
  std::string about = quoted ? name : quoted_name(name);
  shell.execute(name.empty() ? "conflicts" : "conflicts about " + about);
  return true;
}

bool show_help(Shell& shell, const std::string& topic) {
  if (const std::string text = topic.empty() ? help_overview() : help_topic(topic); !text.empty()) {
    shell.say(text);
    return true;
  }
  say_wrong(shell, fmt::format("there is no help on `{}`", topic), among(topic, help_topic_names()));
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
      {".last", "[FORMAT]", "the last answer whole, nothing cut", kFormatNames,
       [](Shell& shell, Text text) { return shell.last(text), true; }},
      {".edit", "", "the last statement in $EDITOR, then runs it", "",
       [](Shell& shell, Text) { return shell.edit(), true; }},
      {".read", "FILE", "runs the statements of a file", "",
       [](Shell& shell, Text text) { return shell.read(text), true; }},
      {".output", "[FILE|-]", "answers go to a file; - is the screen", "",
       [](Shell& shell, Text text) { return shell.output(text), true; }},
      {".param", "[NAME=VALUE]", "a value to use as $NAME; or lists them", "",
       [](Shell& shell, Text text) { return shell.parameter(text), true; }},
      {".mode", "[FORMAT]", "how answers are written: table, json, ...", kFormatNames, set_mode},
      {".evidence", "on|off|auto", "the sources' words under the rows", "on, off, auto", set_evidence},
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
