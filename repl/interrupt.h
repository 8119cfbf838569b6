// Ctrl-C: while a budget is being watched, an interrupt cancels it; otherwise it ends the program with 130,
// or, once a prompt asked for that, is remembered.
//
// The signal may be handled on any thread (RocksDB has its own), so nothing here relies on an interrupted
// system call: who waits for input waits for interrupt_descriptor() too.
#pragma once

#include "kg/kg.h"

namespace kg::repl {

// Call once, before anything else here.
void install_interrupt_handler();

// From now on interrupts that nothing watches are remembered.
void remember_interrupts();
// Whether an interrupt came since the last call, outside of any watched budget.
bool take_interrupt();
// Readable for poll() as long as take_interrupt() would say yes.
int interrupt_descriptor();

// Whether the window's size changed since the last call; the descriptor is readable when it did. Counts from
// remember_interrupts() on.
bool take_resize();
int resize_descriptor();

// Points the interrupt handler at a budget for as long as it lives.
class InterruptScope {
 public:
  explicit InterruptScope(Budget& budget);
  InterruptScope(const InterruptScope&) = delete;
  InterruptScope& operator=(const InterruptScope&) = delete;
  ~InterruptScope();
};

}  // namespace kg::repl
