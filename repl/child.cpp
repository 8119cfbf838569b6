#include "repl/child.h"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <sstream>

#include "repl/interrupt.h"
#include "repl/options.h"

namespace kg::repl {

pid_t start_command(const std::string& command, const std::string& argument, int input) {
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&files);
  posix_spawnattr_init(&attributes);
  if (input >= 0) posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
  sigset_t usual;
  sigemptyset(&usual);
  for (const int signal : {SIGPIPE, SIGINT, SIGWINCH}) sigaddset(&usual, signal);
  posix_spawnattr_setsigdefault(&attributes, &usual);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);

  std::string shell = "sh", flag = "-c", text = command, name = "kg", last = argument;
  const std::array<char*, 6> words{shell.data(), flag.data(), text.data(), name.data(), last.data(), nullptr};
  pid_t child = -1;
  if (::posix_spawn(&child, "/bin/sh", &files, &attributes, words.data(), ::environ) != 0) child = -1;
  posix_spawn_file_actions_destroy(&files);
  posix_spawnattr_destroy(&attributes);
  return child;
}

int wait_for(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return -1;
  }
  take_interrupt();
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

bool can_run(const std::string& command) {
  std::string program;
  if (!(std::istringstream(command) >> program)) return false;
  if (program.find('/') != std::string::npos) return ::access(program.c_str(), X_OK) == 0;
  std::istringstream places(environment("PATH"));
  for (std::string place; std::getline(places, place, ':');) {
    if (::access((place + '/' + program).c_str(), X_OK) == 0) return true;
  }
  return false;
}

}  // namespace kg::repl
