// Usage: what the command line takes, read off its CLI11 definitions, for the man page and the completions.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace kg::repl {

struct ArgumentUsage {
  std::string short_name;               // "s", or empty
  std::vector<std::string> long_names;  // without dashes; of a positional: empty
  std::string value;                    // what stands for its value, as PATH; of a flag: empty
  std::vector<std::string> choices;     // the values that it may have, when they are few
  std::string help;
  bool required = false;
  bool many = false;

  // Whether values are files or directories.
  [[nodiscard]] bool takes_files() const { return value == "FILE"; }
  [[nodiscard]] bool takes_directories() const {
    return value == "PATH" || value == "DIR" || value == "STORE";
  }
};

struct CommandUsage {
  std::string name;  // empty: the program; a command of a command: `document add`
  std::string help;
  std::vector<ArgumentUsage> options;
  std::vector<ArgumentUsage> positionals;
  std::vector<CommandUsage> commands;  // of the program: all, each before its own

  [[nodiscard]] bool has_option(const std::string& long_name) const;
};

CommandUsage usage_of(const CLI::App& app);

// A topic of `kg help` and `.help`: examples, or terms with what they mean, which the man page has too.
struct Topic {
  const char* name;
  const char* title;
  // Each example stands on a line of its own, two columns in, and runs on the example store; what it is for
  // stands above it as a comment of the language. Empty where there are entries.
  const char* examples;
  struct Entry {
    std::string term;
    std::string text;
  };
  std::vector<Entry> entries;
};
const std::vector<Topic>& topics();
// The topic of that name, or else the first one that has it in a line. Empty: there is none.
std::string help_topic(std::string_view word);
// With `, ` between them.
const std::string& help_topic_names();

// Says what is wrong with a command line, and what was meant. Not for requests for help.
void explain_parse_error(const CLI::App& app, const CLI::ParseError& error);

// `shell`: bash, zsh or fish.
std::string completion_script(const CommandUsage& program, const std::string& shell);
// In troff, for man(1).
std::string manual(const CommandUsage& program, const std::string& version);

// kg help, kg completions.
int command_help(const CLI::App& app, const std::vector<std::string>& arguments);
int command_completions(const CLI::App& app, const std::string& shell);

}  // namespace kg::repl
