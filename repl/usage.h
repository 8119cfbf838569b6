// Usage: what the command line takes, read off its CLI11 definitions, for the man page and the completions.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
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

// A chapter of `kg help` and a section of the man page: terms with what they mean.
struct Topic {
  const char* name;
  const char* title;
  struct Entry {
    std::string term;
    std::string text;
  };
  std::vector<Entry> entries;
};
const std::vector<Topic>& topics();

// `shell`: bash, zsh or fish.
std::string completion_script(const CommandUsage& program, const std::string& shell);
// In troff, for man(1).
std::string manual(const CommandUsage& program, const std::string& version);

// kg help, kg completions.
int command_help(const CLI::App& app, const std::vector<std::string>& arguments);
int command_completions(const CLI::App& app, const std::string& shell);

}  // namespace kg::repl
