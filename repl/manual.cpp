// The man page, from the same definitions as --help.
#include <fmt/format.h>

#include <algorithm>

#include "repl/usage.h"

namespace kg::repl {
namespace {

// Text as troff prints it: no sign of it is a request or an escape.
std::string plain(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else if (c == '\'') {
      out += "\\(aq";
    } else if (c == '`') {
      out += "\\(ga";
    } else if (c == '~') {
      out += "\\(ti";
    } else if (c == '^') {
      out += "\\(ha";
    } else {
      out += c;
    }
  }
  return out.starts_with('.') ? "\\&" + out : out;
}

std::string bold(std::string_view text) { return fmt::format("\\fB{}\\fR", plain(text)); }
std::string italic(std::string_view text) { return fmt::format("\\fI{}\\fR", plain(text)); }

std::string names_of(const ArgumentUsage& option) {
  std::string out;
  const auto add = [&](const std::string& name) { out += (out.empty() ? "" : ", ") + bold(name); };
  if (!option.short_name.empty()) add("-" + option.short_name);
  for (const std::string& name : option.long_names) add("--" + name);
  if (!option.value.empty()) out += " " + italic(option.value);
  return out;
}

// Nothing where the help names them.
std::string choices_of(const ArgumentUsage& argument) {
  const bool named =
      std::all_of(argument.choices.begin(), argument.choices.end(),
                  [&](const std::string& choice) { return argument.help.find(choice) != std::string::npos; });
  return named ? std::string() : plain(fmt::format(": {}", fmt::join(argument.choices, ", ")));
}

std::string synopsis(const CommandUsage& command) {
  std::string out = bold("kg " + command.name);
  for (const ArgumentUsage& argument : command.positionals) {
    const std::string value = italic(argument.value) + (argument.many ? "..." : "");
    out += argument.required ? " " + value : " [" + value + "]";
  }
  return out;
}

void add_options(std::string& page, const CommandUsage& command) {
  for (const ArgumentUsage& option : command.options) {
    if (!command.name.empty() && option.short_name == "h") continue;  // said once, for all commands
    page += fmt::format(".TP\n{}\n{}{}\n", names_of(option), plain(option.help), choices_of(option));
  }
}

}  // namespace

std::string manual(const CommandUsage& program, const std::string& version) {
  std::string page = fmt::format(
      ".TH KG 1 \"\" \"kg {}\" \"User Commands\"\n.SH NAME\nkg \\- embedded knowledge\\-graph query tool\n"
      ".SH SYNOPSIS\n{} [{}]\n.br\n{} {} [{}]...\n.SH DESCRIPTION\n{}\n"
      "Without a command it opens a prompt on the store.\n.SH COMMANDS\n",
      plain(version), bold("kg"), italic("OPTION"), bold("kg"), italic("COMMAND"), italic("ARGUMENT"),
      plain(program.help));
  for (const CommandUsage& command : program.commands) {
    page += fmt::format(".TP\n{}\n{}\n", synopsis(command), plain(command.help));
    std::string options;
    for (const ArgumentUsage& argument : command.positionals) {
      options +=
          fmt::format(".TP\n{}\n{}{}\n", italic(argument.value), plain(argument.help), choices_of(argument));
    }
    add_options(options, command);
    if (!options.empty()) page += ".RS\n" + options + ".RE\n";
  }
  page += ".SH OPTIONS\nOptions work in any order, before or after the command.\n";
  add_options(page, program);
  for (const Topic& topic : topics()) {
    if (topic.entries.empty()) continue;
    page += fmt::format(".SH \"{}\"\n", plain(topic.title));
    for (const Topic::Entry& entry : topic.entries)
      page += fmt::format(".TP\n{}\n{}\n", bold(entry.term), plain(entry.text));
  }
  return page;
}

}  // namespace kg::repl
