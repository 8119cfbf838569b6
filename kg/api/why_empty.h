// Why a query has no answer: its first part that has no solution, in one sentence.
#pragma once

#include <string>

#include "kg/lang/language.h"
#include "kg/store/store.h"

namespace kg {

// Runs the query's parts against the snapshot, for a quarter of a second at most; empty when no part is to
// blame or that time is over. Never throws.
std::string why_empty(const SourceText& query, const LanguageContext& context, const SnapshotPtr& snapshot);

}  // namespace kg
