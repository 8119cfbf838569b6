// Completions for shells, from the same definitions as --help.
#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "repl/usage.h"

namespace kg::repl {
namespace {

std::string replaced(std::string_view text, const std::function<std::string(char)>& replacement) {
  std::string out;
  for (const char c : text) out += replacement(c);
  return out;
}

std::vector<std::string> spellings(const ArgumentUsage& option) {
  std::vector<std::string> out;
  if (!option.short_name.empty()) out.push_back("-" + option.short_name);
  for (const std::string& name : option.long_names) out.push_back("--" + name);
  return out;
}

std::string words_of(const std::vector<ArgumentUsage>& options) {
  std::vector<std::string> words;
  for (const ArgumentUsage& option : options) {
    const std::vector<std::string> names = spellings(option);
    words.insert(words.end(), names.begin(), names.end());
  }
  return fmt::format("{}", fmt::join(words, " "));
}

bool is_inner(const CommandUsage& command) { return command.name.find(' ') != std::string::npos; }

std::string outer_names(const CommandUsage& program) {
  std::vector<std::string> names;
  for (const CommandUsage& command : program.commands) {
    if (!is_inner(command)) names.push_back(command.name);
  }
  return fmt::format("{}", fmt::join(names, " "));
}

// The options of the whole program that a command does not define anew.
std::vector<ArgumentUsage> common_options(const CommandUsage& program, const CommandUsage& command) {
  std::vector<ArgumentUsage> out;
  for (const ArgumentUsage& option : program.options) {
    if (option.value.empty() && option.short_name == "h") continue;
    if (option.long_names.empty() || !command.has_option(option.long_names.front())) out.push_back(option);
  }
  return out;
}

// --- bash -----------------------------------------------------------------------------------------------

std::string bash_values(const ArgumentUsage& argument) {
  if (!argument.choices.empty()) return fmt::format("_kg_words '{}'", fmt::join(argument.choices, " "));
  if (argument.takes_files()) return "_kg_paths -f";
  if (argument.takes_directories()) return "_kg_paths -d";
  return "COMPREPLY=()";
}

void bash_option_values(std::string& out, const std::string& command,
                        const std::vector<ArgumentUsage>& options) {
  for (const ArgumentUsage& option : options) {
    if (option.value.empty()) continue;
    std::vector<std::string> patterns;
    for (const std::string& name : spellings(option)) patterns.push_back(fmt::format("{}:{}", command, name));
    out += fmt::format("    {}) {}; return ;;\n", fmt::join(patterns, " | "), bash_values(option));
  }
}

std::string bash_script(const CommandUsage& program) {
  std::string with_value;
  const auto collect = [&](const CommandUsage& command) {
    for (const ArgumentUsage& option : command.options) {
      for (const std::string& name : spellings(option)) {
        if (!option.value.empty()) with_value += (with_value.empty() ? "" : " | ") + name;
      }
    }
  };
  collect(program);
  for (const CommandUsage& command : program.commands) collect(command);

  std::string recognised;
  std::string values;
  std::string options;
  std::string positionals;
  for (const CommandUsage& command : program.commands) {
    const std::string quoted = "'" + command.name + "'";
    recognised +=
        fmt::format("{}'{}{}'", recognised.empty() ? "" : " | ", is_inner(command) ? "" : " ", command.name);
    bash_option_values(values, quoted, command.options);
    options += fmt::format("      {}) _kg_words '{} {}' ;;\n", quoted, words_of(command.options),
                           words_of(common_options(program, command)));
    if (!command.positionals.empty())
      positionals += fmt::format("    {}) {} ;;\n", quoted, bash_values(command.positionals.front()));
  }
  bash_option_values(values, "*", program.options);
  return fmt::format(R"(# bash completion for kg, written by `kg completions bash`
_kg_words() {{ mapfile -t COMPREPLY < <(compgen -W "$1" -- "$current"); }}
_kg_paths() {{
  compopt -o filenames 2>/dev/null
  mapfile -t COMPREPLY < <(compgen "$1" -- "$current")
}}
_kg() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD - 1]}} command= i
  # An equals sign is a word of its own.
  if [[ $current == = ]]; then
    current=
  elif [[ $previous == = ]]; then
    previous=${{COMP_WORDS[COMP_CWORD - 2]}}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    case ${{COMP_WORDS[i]}} in
      {}) [[ ${{COMP_WORDS[i + 1]}} == = ]] && ((i++)); ((i++)) ;;
      *)
        case "$command ${{COMP_WORDS[i]}}" in
          {}) command="${{command:+$command }}${{COMP_WORDS[i]}}" ;;
        esac
        ;;
    esac
  done
  COMPREPLY=()
  case $command:$previous in
{}  esac
  if [[ $current == -* ]]; then
    case $command in
{}      *) _kg_words '{}' ;;
    esac
    return
  fi
  case $command in
{}    '') _kg_words '{}' ;;
  esac
}}
complete -F _kg kg
)",
                     with_value, recognised, values, options, words_of(program.options), positionals,
                     outer_names(program));
}

// --- zsh ------------------------------------------------------------------------------------------------

std::string zsh_text(std::string_view text) {
  return replaced(text, [](char c) -> std::string {
    if (c == '\'') return "'\\''";
    return c == '[' || c == ']' || c == ':' || c == '\\' ? std::string("\\") + c : std::string(1, c);
  });
}

std::string zsh_values(const ArgumentUsage& argument) {
  if (!argument.choices.empty()) return fmt::format("({})", fmt::join(argument.choices, " "));
  if (argument.takes_files()) return "_files";
  return argument.takes_directories() ? "_files -/" : " ";
}

void zsh_options(std::string& out, const std::vector<ArgumentUsage>& options, std::string_view indent) {
  for (const ArgumentUsage& option : options) {
    const std::string value =
        option.value.empty() ? std::string() : fmt::format(":{}:{}", option.value, zsh_values(option));
    for (const std::string& name : spellings(option)) {
      out += fmt::format(" \\\n{}'*{}[{}]{}'", indent, name, zsh_text(option.help), value);
    }
  }
}

std::string zsh_script(const CommandUsage& program) {
  std::string commands;
  std::string inner = "''";
  std::string cases;
  for (const CommandUsage& command : program.commands) {
    if (is_inner(command)) {
      inner += fmt::format("{}'{}'", inner.empty() ? "" : " | ", command.name);
    } else {
      commands += fmt::format("    '{}:{}'\n", command.name, zsh_text(command.help));
    }
    cases += fmt::format("        '{}')\n          _arguments", command.name);
    zsh_options(cases, command.options, "            ");
    zsh_options(cases, common_options(program, command), "            ");
    for (const ArgumentUsage& argument : command.positionals)
      cases += fmt::format(" \\\n            '*:{}:{}'", argument.value, zsh_values(argument));
    cases += "\n          ;;\n";
  }
  std::string options;
  zsh_options(options, program.options, "    ");
  return fmt::format(R"(#compdef kg
# zsh completion for kg, written by `kg completions zsh`
_kg() {{
  local context state line
  local -a commands
  commands=(
{}  )
  _arguments -C{} \
    '1: :->command' \
    '*:: :->arguments'
  case $state in
    command) _describe command commands ;;
    arguments)
      local command=$words[1]
      case "$words[1] $words[2]" in
        {})
          if (( CURRENT > 2 )); then
            command="$words[1] $words[2]"
            shift words
            (( CURRENT-- ))
          fi
          ;;
      esac
      case $command in
{}      esac
      ;;
  esac
}}
if [[ $funcstack[1] == _kg ]]; then _kg "$@"; else compdef _kg kg; fi
)",
                     commands, options, inner, cases);
}

// --- fish -----------------------------------------------------------------------------------------------

std::string fish_text(std::string_view text) {
  return replaced(text,
                  [](char c) { return c == '\'' || c == '\\' ? std::string("\\") + c : std::string(1, c); });
}

std::string fish_values(const ArgumentUsage& argument) {
  if (!argument.choices.empty()) return fmt::format(" -x -a '{}'", fmt::join(argument.choices, " "));
  if (argument.takes_files()) return " -r -F";
  return argument.takes_directories() ? " -x -a '(__fish_complete_directories)'" : " -x";
}

void fish_options(std::string& out, const std::vector<ArgumentUsage>& options, const std::string& condition) {
  for (const ArgumentUsage& option : options) {
    out += "complete -c kg" + condition;
    if (!option.short_name.empty()) out += " -s " + option.short_name;
    for (const std::string& name : option.long_names) out += " -l " + name;
    if (!option.value.empty()) out += fish_values(option);
    out += fmt::format(" -d '{}'\n", fish_text(option.help));
  }
}

std::string fish_script(const CommandUsage& program) {
  std::string out = "# fish completion for kg, written by `kg completions fish`\ncomplete -c kg -f\n";
  for (const CommandUsage& command : program.commands) {
    if (!is_inner(command))
      out += fmt::format("complete -c kg -n __fish_use_subcommand -a {} -d '{}'\n", command.name,
                         fish_text(command.help));
  }
  for (const ArgumentUsage& option : program.options) {
    std::string anew;
    for (const CommandUsage& command : program.commands) {
      const bool defines =
          !is_inner(command) && !option.long_names.empty() && command.has_option(option.long_names.front());
      if (defines && option.short_name != "h") anew += " " + command.name;
    }
    fish_options(out, {option}, anew.empty() ? anew : " -n 'not __fish_seen_subcommand_from" + anew + "'");
  }
  for (const CommandUsage& command : program.commands) {
    std::string condition = command.name;
    if (const std::size_t blank = condition.find(' '); blank != std::string::npos)
      condition.replace(blank, 1, "; and __fish_seen_subcommand_from ");
    condition = fmt::format(" -n '__fish_seen_subcommand_from {}'", condition);
    fish_options(out, command.options, condition);
    for (const ArgumentUsage& argument : command.positionals) {
      const std::string values = fish_values(argument);
      if (values != " -x") out += "complete -c kg" + condition + values + "\n";
    }
  }
  return out;
}

}  // namespace

std::string completion_script(const CommandUsage& program, const std::string& shell) {
  if (shell == "bash") return bash_script(program);
  return shell == "zsh" ? zsh_script(program) : fish_script(program);
}

}  // namespace kg::repl
