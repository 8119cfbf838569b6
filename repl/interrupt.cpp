#include "repl/interrupt.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>

namespace kg::repl {
namespace {

std::atomic<Budget*> watched{nullptr};
std::atomic<bool> remembering{false};
std::array<int, 2> pipe_ends{-1, -1};    // the handler writes a byte for each interrupt that nothing watches
std::array<int, 2> resize_ends{-1, -1};  // and here for each change of the window's size

extern "C" void on_interrupt(int) {
  const int saved = errno;
  Budget* budget = watched.load();
  if (budget != nullptr) {
    budget->cancel();
  } else if (!remembering.load()) {
    ::_exit(130);
  } else {
    // A full pipe is no loss: an interrupt is remembered already.
    [[maybe_unused]] const ssize_t written = ::write(pipe_ends[1], "!", 1);
  }
  errno = saved;
}

extern "C" void on_resize(int) {
  const int saved = errno;
  [[maybe_unused]] const ssize_t written = ::write(resize_ends[1], "!", 1);
  errno = saved;
}

void handle(int signal, void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  ::sigaction(signal, &action, nullptr);
}

bool drain(int descriptor) {
  std::array<char, 16> bytes{};
  bool any = false;
  while (::read(descriptor, bytes.data(), bytes.size()) > 0) any = true;
  return any;
}

}  // namespace

void install_interrupt_handler() {
  if (::pipe2(pipe_ends.data(), O_CLOEXEC | O_NONBLOCK) != 0)
    return;  // Ctrl-C ends the program, as by default
  handle(SIGINT, on_interrupt);
}

void remember_interrupts() {
  remembering.store(true);
  if (::pipe2(resize_ends.data(), O_CLOEXEC | O_NONBLOCK) == 0) handle(SIGWINCH, on_resize);
}

bool take_interrupt() { return drain(pipe_ends[0]); }
bool take_resize() { return drain(resize_ends[0]); }
int resize_descriptor() { return resize_ends[0]; }

int interrupt_descriptor() { return pipe_ends[0]; }

InterruptScope::InterruptScope(Budget& budget) { watched.store(&budget); }
InterruptScope::~InterruptScope() { watched.store(nullptr); }

}  // namespace kg::repl
