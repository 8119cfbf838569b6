// Suggestions: what the sentences of a document seem to claim (kg/english/proposals.h), as statements that
// add it.
#pragma once

#include "kg/base/budget.h"
#include "kg/model/document.h"
#include "kg/model/suggestion.h"
#include "kg/store/store.h"

namespace kg {

// The document may be in the store or not yet; claims name it as their source by the name that it would get
// (metadata_of). Sentences are those of sentences_of() behind the front matter. Reads only. Throws Failure as
// add_document does for a text and a name, and limit and cancelled.
SuggestionReport suggest_claims(const SnapshotPtr& snapshot, const DocumentSource& document,
                                const Budget& budget);

}  // namespace kg
