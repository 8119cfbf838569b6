// Ctrl-C: while a budget is being watched, an interrupt cancels it; otherwise it is remembered.
#pragma once

#include "kg/kg.h"

namespace kg::repl {

void install_interrupt_handler();

// Whether an interrupt came since the last call, outside of any watched budget.
bool take_interrupt();

// Points the interrupt handler at a budget for as long as it lives.
class InterruptScope {
 public:
  explicit InterruptScope(Budget& budget);
  InterruptScope(const InterruptScope&) = delete;
  InterruptScope& operator=(const InterruptScope&) = delete;
  ~InterruptScope();
};

}  // namespace kg::repl
