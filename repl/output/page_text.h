// The page that shows a graph (page.html), with @DATA@ where its JSON goes.
#pragma once

#include <string_view>

namespace kg::repl {

extern const std::string_view kPageText;

}  // namespace kg::repl
