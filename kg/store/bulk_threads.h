// Runs tasks on a few threads.
#pragma once

#include <functional>
#include <vector>

namespace kg::bulk {

// Runs all tasks, at most `threads` at once and in their order, and waits for them. Throws the first failure
// (by the order of tasks); tasks that have not begun by then are left out.
void run_tasks(unsigned threads, const std::vector<std::function<void()>>& tasks);

}  // namespace kg::bulk
