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

std::string topic_text(const Topic& topic) {
  std::size_t width = 0;
  for (const Topic::Entry& entry : topic.entries) width = std::max(width, entry.term.size());
  std::string text = fmt::format("{}\n\n", topic.title);
  for (const Topic::Entry& entry : topic.entries)
    text += fmt::format("  {:{}}  {}\n", entry.term, width, entry.text);
  return text;
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
  for (const Topic& topic : topics()) {
    if (topic.name == asked) {
      fmt::print("{}", topic_text(topic));
      return kDone;
    }
    known.emplace_back(topic.name);
  }
  print_error({ErrorCode::usage,
               fmt::format("`{}` is neither a command nor a topic", asked),
               {},
               {},
               fmt::format("there are {}", fmt::join(known, ", "))},
              {});
  return kUsage;
}

int command_completions(const CLI::App& app, const std::string& shell) {
  fmt::print("{}", completion_script(usage_of(app), shell));
  return kDone;
}

}  // namespace kg::repl
