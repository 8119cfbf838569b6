// kg lint: what somebody who keeps a store of claims would want to look at.
#include <unistd.h>

#include "repl/commands.h"
#include "repl/interrupt.h"
#include "repl/statements.h"

namespace kg::repl {

int command_lint(const Options& options) {
  Workspace workspace(options);
  const auto fail = [&](const Error& error) {
    print_error(error, options);
    return exit_status(error);
  };
  if (const Status ready = workspace.prepare(false); !ready.ok()) return fail(ready.error());
  Budget budget;
  configure(budget, options);
  const InterruptScope interrupts(budget);
  RunOptions run;
  run.budget = &budget;
  Result<Answer> answer = workspace.session().lint(options.arguments, run);
  if (!answer.ok()) return fail(answer.error());
  Output output(STDOUT_FILENO);
  return write_answer(*answer, workspace, output).status;
}

}  // namespace kg::repl
