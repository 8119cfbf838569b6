// What a person means who types a sentence at the prompt: a claim to be weighed, a question with "who" or
// "what", or only a name. The language itself stays strict; scripts and `kg query` never come here.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "repl/statements.h"

namespace kg::repl {

// What stands behind `check`, or all of a statement that does not begin so.
std::string_view claim_of(std::string_view statement);

// A verdict on a bare claim that is an error as a statement, or which no triple matches. Nothing where the
// sources say nothing of it either, unless it ends as a sentence does and can be nothing else.
std::optional<Verdict> weighed(Session& session, const Result<Answer>& answer, std::string_view text,
                               const RunOptions& run);

// `who launched FORGE?` as `? launched FORGE`. Empty where the text asks in no such way.
std::string question_with_gap(std::string_view text);

// `what is FORGE?` as `FORGE`; any other text as it is.
std::string name_asked_for(std::string_view text);

// `help`, `?`, `exit` and `quit`, which other prompts know, as the dot command; anything else as it is.
std::string spelled_command(const std::string& line);

}  // namespace kg::repl
