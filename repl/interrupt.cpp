#include "repl/interrupt.h"

#include <atomic>
#include <csignal>

namespace kg::repl {
namespace {

std::atomic<Budget*> watched{nullptr};
std::atomic<bool> pending{false};

extern "C" void on_interrupt(int) {
  Budget* budget = watched.load();
  if (budget != nullptr) {
    budget->cancel();
  } else {
    pending.store(true);
  }
}

}  // namespace

void install_interrupt_handler() {
  struct sigaction action {};
  action.sa_handler = on_interrupt;
  sigemptyset(&action.sa_mask);
  ::sigaction(SIGINT, &action, nullptr);  // without SA_RESTART: a read at the prompt returns
}

bool take_interrupt() { return pending.exchange(false); }

InterruptScope::InterruptScope(Budget& budget) { watched.store(&budget); }
InterruptScope::~InterruptScope() { watched.store(nullptr); }

}  // namespace kg::repl
