// Help at the prompt: an overview made from the table of dot commands, and topics with examples.
#pragma once

#include <string>
#include <string_view>

namespace kg::repl {

std::string help_overview();
// Each example stands on a line of its own, two columns in, and runs on the example store; what it is for
// stands above it as a comment of the language. Empty: there is no such topic.
std::string help_topic(std::string_view topic);
// With `, ` between them.
std::string_view help_topic_names();

}  // namespace kg::repl
