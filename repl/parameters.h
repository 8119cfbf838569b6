// Parameters of statements: -p name=value, and --params FILE.
#pragma once

#include "repl/statements.h"

namespace kg::repl {

// Binds the parameters that the options give. A file is one JSON object: a text is a text literal, a number
// or boolean is itself, {"name": ...} is the thing of that name, {"iri": ...} an IRI, {"term": ...} a term as
// the language writes it. `-` is standard input.
Status set_parameters(Workspace& workspace);

// A parameter's value, written as in the language. Error: which parameter has none.
Status set_parameter(Session& session, const std::string& name, const std::string& text);

}  // namespace kg::repl
