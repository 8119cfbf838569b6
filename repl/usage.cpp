#include "repl/usage.h"

#include <fmt/format.h>

#include <algorithm>

#include "repl/options.h"

namespace kg::repl {
namespace {

// CLI11 names a value and its choices `WHEN:{auto,always,never}`.
void read_type(const std::string& type, ArgumentUsage& argument) {
  const std::size_t brace = type.find('{');
  argument.value = type.substr(0, type.find_first_of(":{ "));
  if (brace == std::string::npos) return;
  std::string list = type.substr(brace + 1, type.find('}', brace) - brace - 1);
  std::size_t begin = 0;
  while (begin <= list.size()) {
    const std::size_t end = std::min(list.find(',', begin), list.size());
    argument.choices.push_back(list.substr(begin, end - begin));
    begin = end + 1;
  }
}

ArgumentUsage argument_of(const CLI::Option& option) {
  ArgumentUsage argument;
  argument.help = option.get_description();
  argument.required = option.get_required();
  argument.many = option.get_expected_max() > 1;
  if (!option.get_snames().empty()) argument.short_name = option.get_snames().front();
  argument.long_names = option.get_lnames();
  if (option.get_expected_max() > 0) read_type(option.get_type_name(), argument);
  if (!option.nonpositional()) argument.value = option.get_name(true);
  return argument;
}

std::vector<const CLI::App*> commands_of(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App*) { return true; });
}

void describe(const CLI::App& app, CommandUsage& usage) {
  usage.help = app.get_description();
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_group().empty()) continue;  // hidden
    auto& list = option->nonpositional() ? usage.options : usage.positionals;
    list.push_back(argument_of(*option));
  }
}

void add_commands(const CLI::App& app, const std::string& before, std::vector<CommandUsage>& out) {
  for (const CLI::App* command : commands_of(app)) {
    CommandUsage usage;
    usage.name = before + command->get_name();
    describe(*command, usage);
    const std::vector<const CLI::App*> inner = commands_of(*command);
    if (!inner.empty()) {
      ArgumentUsage& choice = usage.positionals.emplace_back();
      choice.value = "COMMAND";
      choice.help = "What to do";
      choice.required = true;
      for (const CLI::App* one : inner) choice.choices.push_back(one->get_name());
    }
    out.push_back(usage);
    add_commands(*command, usage.name + " ", out);
  }
}

}  // namespace

bool CommandUsage::has_option(const std::string& long_name) const {
  return std::any_of(options.begin(), options.end(), [&](const ArgumentUsage& option) {
    return std::find(option.long_names.begin(), option.long_names.end(), long_name) !=
           option.long_names.end();
  });
}

CommandUsage usage_of(const CLI::App& app) {
  CommandUsage program;
  describe(app, program);
  add_commands(app, {}, program.commands);
  return program;
}

int command_help(const CLI::App& app, const std::vector<std::string>& arguments) {
  const std::string asked = fmt::format("{}", fmt::join(arguments, " "));
  const CLI::App* about = &app;
  for (const std::string& word : arguments) {
    const std::vector<const CLI::App*> commands = commands_of(*about);
    const auto named = std::find_if(commands.begin(), commands.end(),
                                    [&](const CLI::App* command) { return command->get_name() == word; });
    about = named == commands.end() ? nullptr : *named;
    if (about == nullptr) break;
  }
  if (about != nullptr) {
    const std::string name = asked.empty() ? "kg" : "kg " + asked;
    fmt::print("{}", app.get_formatter()->make_help(about, name, CLI::AppFormatMode::Normal));
    return kDone;
  }
  std::vector<std::string> known;
  for (const CommandUsage& command : usage_of(app).commands) known.push_back(command.name);
  if (const std::string text = help_topic(asked); !text.empty()) {
    fmt::print("{}", text);
    return kDone;
  }
  for (const Topic& topic : topics()) known.emplace_back(topic.name);
  const std::string_view meant = nearest(asked, std::vector<std::string_view>(known.begin(), known.end()));
  print_error({ErrorCode::usage,
               fmt::format("`{}` is neither a command nor a topic", asked),
               {},
               {},
               fmt::format("{}there are {}", meant.empty() ? "" : fmt::format("did you mean `{}`? ", meant),
                           fmt::join(known, ", "))},
              {});
  return kUsage;
}

namespace {

const CLI::App* command_given(const CLI::App& app) {
  const CLI::App* given = &app;
  for (auto inner = app.get_subcommands(); !inner.empty(); inner = given->get_subcommands())
    given = inner.front();
  return given;
}

// `extra`: what stands on the command line and is neither option, command nor argument.
Error unexpected(const CLI::App& app, const std::string& extra) {
  const CLI::App* command = command_given(app);
  std::vector<std::string> known;
  if (extra.starts_with('-')) {
    const std::string name = extra.substr(std::min(extra.find_first_not_of('-'), extra.size()));
    if (format_named(name))
      return {
          ErrorCode::usage, fmt::format("there is no option `{}`", extra), {}, {}, "write --format " + name};
    for (const CLI::App* each = command; each != nullptr; each = each->get_parent()) {
      for (const CLI::Option* option : each->get_options())
        for (const std::string& one : option->get_lnames()) known.push_back("--" + one);
    }
    const std::string_view meant = nearest(extra, std::vector<std::string_view>(known.begin(), known.end()));
    return {ErrorCode::usage,
            fmt::format("there is no option `{}`", extra),
            {},
            {},
            meant.empty() ? fmt::format("kg help{}{} lists them", command == &app ? "" : " ",
                                        command == &app ? "" : command->get_name())
                          : fmt::format("did you mean `{}`?", meant)};
  }
  if (command != &app) {
    return {ErrorCode::usage,
            fmt::format("`kg {}` cannot use `{}`", command->get_name(), extra),
            {},
            {},
            fmt::format("kg help {} says what it takes", command->get_name())};
  }
  for (const CLI::App* each : commands_of(app)) known.push_back(each->get_name());
  const std::string_view meant = nearest(extra, std::vector<std::string_view>(known.begin(), known.end()));
  return {ErrorCode::usage,
          fmt::format("there is no command `{}`", extra),
          {},
          {},
          meant.empty() ? fmt::format("there are {}; a question goes to `kg query`", fmt::join(known, ", "))
                        : fmt::format("did you mean `{}`?", meant)};
}

}  // namespace

void explain_parse_error(const CLI::App& app, const CLI::ParseError& error) {
  std::vector<std::string> extras = app.remaining(true);
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr && !extras.empty()) {
    const auto option = std::find_if(extras.begin(), extras.end(),
                                     [](const std::string& one) { return one.starts_with('-'); });
    return print_error(unexpected(app, option != extras.end() ? *option : extras.front()), {});
  }
  std::string hint;
  for (const CLI::App* each = command_given(app); each != nullptr; each = each->get_parent()) {
    for (const CLI::Option* option : each->get_options()) {
      if (hint.empty() && !option->get_lnames().empty() &&
          std::string_view(error.what()).find("--" + option->get_lnames().front()) != std::string_view::npos)
        hint = fmt::format("--{}: {}", option->get_lnames().front(), option->get_description());
    }
  }
  print_error({ErrorCode::usage, error.what(), {}, {}, hint.empty() ? "kg help says more" : hint}, {});
}

int command_completions(const CLI::App& app, const std::string& shell) {
  fmt::print("{}", completion_script(usage_of(app), shell));
  return kDone;
}

}  // namespace kg::repl
