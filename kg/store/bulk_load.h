// The bulk loader's way in, and the page to read first about it.
//
//   parse     One thread reads and cuts chunks of whole lines; the others parse them. (Turtle and CSV, which
//             cannot be cut so, the first thread parses, too, and packs what it finds.) Each has a table that
//             numbers the distinct terms it sees, and writes its triples as numbers. A full table is a run:
//             its terms are sorted and written. (bulk_input, bulk_run, bulk_terms)
//   merge     The runs' sorted terms are merged, literals beside everything else. The place of a term in the
//             merged order is its rank; ids come from the dictionary writer, or, in a store that has terms,
//             from a lookup or from the late terms. Triple terms follow by nesting level. (bulk_merge,
//             bulk_existing, bulk_triple_terms)
//   sort      Triples as ranks are packed into one number of 64 bits if that is enough, else 128, and sorted
//             by radix. The other permutations need a sort on their first place only, because each is made
//             from one that is in order of the other two. (external_sort, bulk_triples)
//   write     Rows become blocks, statistics are counted on the way, names are joined and sorted, words
//   sorted. All goes to
//             table files, which are taken in by one atomic step together with the commit. (bulk_names,
//             bulk_texts)
//
// Everything spills to unnamed temporary files in the store's directory, so that a killed process leaves
// none. Nothing in the store changes before the last step.
//
// Blank node labels are scoped by the commit and the input: `_:x` of the first input of the load that makes
// commit 7 has the key `7_x`, of the second `7.1_x`. Labels
// that a parser calls global are kept as they are. A dump writes blank nodes by their ids, not by their
// keys (NTriplesWriter), so that labels do not grow from dump to load to dump.
#pragma once

#include <vector>

#include "kg/store/store.h"
#include "kg/store/store_core.h"

namespace kg {

struct BulkTuning {
  unsigned narrow_key_bits = 64;  // triples that need more are sorted as 128 bits; fewer only to test that
};

// Store::load. The caller holds the right to write. Throws Failure; then the store is as it was.
LoadResult bulk_load(StoreCore& core, std::vector<LoadInput> inputs, const LoadOptions& options,
                     const BulkTuning& tuning);

}  // namespace kg
