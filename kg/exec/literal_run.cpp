#include "kg/exec/literal_run.h"

namespace kg {
namespace {

// Takes the last code point away: the quantifier after it may allow none.
void drop_last(std::string& run) {
  while (!run.empty() && (static_cast<unsigned char>(run.back()) & 0xc0U) == 0x80U) {
    run.pop_back();
  }
  if (!run.empty()) {
    run.pop_back();
  }
}

}  // namespace

std::string required_literal(std::string_view pattern) {
  if (pattern.find('|') != std::string_view::npos || pattern.find("(?") != std::string_view::npos) {
    return {};
  }
  std::string best;
  std::string run;
  const auto end_run = [&] {
    if (run.size() > best.size()) {
      best = run;
    }
    run.clear();
  };
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    switch (pattern[i]) {
      case '*':
      case '?':
      case '{':
        drop_last(run);
        end_run();
        if (pattern[i] == '{') {  // the bounds are no text
          const std::size_t close = pattern.find('}', i);
          if (close == std::string_view::npos) {
            return best;
          }
          i = close;
        }
        break;
      case '.':
      case '^':
      case '$':
      case '+':
        end_run();
        break;
      case '\\':
      case '[':
      case '(':
      case ')':
        end_run();
        return best;  // what follows may be no text of its own
      default:
        run += pattern[i];
    }
  }
  end_run();
  return best;
}

}  // namespace kg
