// Claim split: which tokens of a flat claim are its subject, its relation and its object.
//
// Every cut of the run into three parts is a reading. One in which all parts are known names, values,
// variables and paths must be the only one of its kind; where there is none, the reading with the most that
// is known (its relation first, then by length) stands, and what is unknown in it is reported by name.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "kg/lang/ast.h"
#include "kg/lang/names.h"

namespace kg {

// A path as written, before its names are resolved.
struct PathSyntax {
  PathExpression::Kind kind = PathExpression::Kind::link;
  ast::Run name;  // link
  std::vector<PathSyntax> parts;
  std::uint32_t at_least = 1;
  std::uint32_t at_most = 1;
};

struct ClaimParts {
  ast::Run subject;
  ast::Run relation;
  ast::Run object;
};

struct QualifierParts {
  ast::Run relation;
  ast::Run value;
};

// Throws Failure(query) where no reading, or more than one, makes sense of the run.
ClaimParts split_claim(ast::Run run, Names& names);
QualifierParts split_qualifier(ast::Run run, Names& names);

// The path that a relation's tokens spell; nothing when they spell none. A `?` right after a name or
// parenthesis is the operator, with a blank before it the wildcard.
std::optional<PathSyntax> read_path(ast::Run run);

// The triples of the longest walk that a path without `+`, `*` and `{m,}` describes; each of these counts as
// its least walk. Stops counting above kMaxPathSteps.
std::uint64_t path_steps(const PathSyntax& path);
inline constexpr std::uint64_t kMaxPathSteps = 1'000'000;

// Throws Failure(query) for signs in a run that are meant as a path and make none: {3,2}, a variable with a
// `+`, too many repetitions.
void check_path_signs(ast::Run run, const Diagnostics& diagnostics);

// Whether the tokens can be one name: words and numbers that start with a word, or one quoted name, IRI or
// prefixed name.
bool is_name(ast::Run run);
// Whether the run is one token of this kind.
inline bool is(ast::Run run, ast::TokenKind kind) { return run.size() == 1 && run[0].kind == kind; }

}  // namespace kg
