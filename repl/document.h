// Files of texts.
#pragma once

#include <optional>
#include <string>

namespace kg::repl {

// The bytes of a regular file, at most one more than kMaxDocumentBytes; nothing when it cannot be read. A
// path may come from a store: nothing but a regular file is opened.
std::optional<std::string> read_file(const std::string& path);

}  // namespace kg::repl
