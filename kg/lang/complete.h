// Completion: what could stand where a text breaks off, for a prompt.
//
// What comes before decides what is offered: words of statements at the start; after a thing the relations
// that it has, those with most values first; after a thing and a relation its values; after `?` the
// variables of the text; elsewhere things (after a variable relations) whose names begin with what is typed,
// each once, then words of the language; and when nothing begins so, names of which the beginning looks like
// it. What begins in the case that is typed comes first, and alone when that case has a capital. Reads a
// bounded part of any store (kMaxCompletionReads names and triples), so that a keystroke costs milliseconds.
//
// Reentrant. Never fails on odd text; throws what the source throws.
#pragma once

#include <cstddef>
#include <string_view>

#include "kg/lang/language.h"
#include "kg/model/completion.h"

namespace kg {

inline constexpr std::size_t kMaxCompletionReads = 2'000;

// `cursor`: a byte offset into the text. At most `limit` candidates.
Completions complete(std::string_view text, std::size_t cursor, const LanguageContext& context,
                     std::size_t limit);

}  // namespace kg
