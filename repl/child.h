// Programs that a person uses from the prompt: a pager, an editor. They have the terminal to themselves.
#pragma once

#include <sys/types.h>

#include <string>

namespace kg::repl {

// Starts a command of the shell, with `argument` as $1. `input`: the descriptor that it reads, or -1 for the
// terminal. Signals have their usual effect on it. -1 when it cannot be started.
pid_t start_command(const std::string& command, const std::string& argument, int input);
// Waits for its end; the exit status, or -1 when a signal ended it. A Ctrl-C in the meantime was meant for
// it.
int wait_for(pid_t child);
// Whether the first word of a command is a program that can be run.
bool can_run(const std::string& command);

}  // namespace kg::repl
