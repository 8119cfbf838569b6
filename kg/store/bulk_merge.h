// Merging the terms of all runs of a load: every distinct term gets a rank and an id.
//
// Ranks number the terms of the load in order of (tag, key): first those of group 0, then those of group
// 1, then the triple terms by nesting level. In a store without terms this is the order of the ids, too;
// otherwise terms have ids from before or are appended, and Terms::final_of turns ranks into final ranks,
// which are in the order of the ids.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "kg/store/bulk_files.h"
#include "kg/store/bulk_run.h"
#include "kg/store/bulk_texts.h"
#include "kg/store/dictionary.h"
#include "kg/store/ingest.h"

namespace kg::bulk {

// Where a load finds and puts terms.
struct Target {
  const BaseView& view;     // of the store before the load, without a delta
  const MetaRecord before;  // its state
  MetaRecord& after;        // the state to be: payloads are taken from here
  Ingest& ingest;
  [[nodiscard]] bool first_load() const { return before.dictionary_terms() == 0 && before.triple_terms == 0; }
};

struct Terms {
  std::array<std::uint64_t, kGroups> group_size{};
  std::uint64_t ranks = 0;                // of everything
  std::uint64_t resources = 0;            // blank nodes and IRIs: these come first among final ranks, too
  TempFile ids;                           // Id bits by rank
  TempFile names;                         // rank (u32), folded text; ascending by rank
  std::unique_ptr<PostingsSorter> texts;  // of literals that were not searched before
  MappedArray<std::uint32_t> final_of;    // by rank; empty: every rank is final
  TempFile final_ids;                     // Id bits by final rank, if final_of is not empty
  TempFile final_file;                    // behind final_of

  [[nodiscard]] std::uint32_t final_rank(std::uint32_t rank) const {
    return final_of.size() == 0 ? rank : final_of[rank];
  }
  [[nodiscard]] const TempFile& ids_by_final_rank() const { return final_of.size() == 0 ? ids : final_ids; }
};

// Ids by final rank. After a first load the ids of IRIs follow each other and are computed: looking them up
// would be the dearest part of writing blocks.
class FinalIds {
 public:
  FinalIds(const Terms& terms, const Target& target);
  Id operator[](std::uint32_t rank) const {
    const std::uint32_t offset = rank - first_iri_;
    return offset < iris_ ? Id{iri_base_ + offset} : Id{table_[rank]};
  }

 private:
  MappedArray<std::uint64_t> table_;
  std::uint32_t first_iri_ = 0;
  std::uint32_t iris_ = 0;
  std::uint64_t iri_base_ = 0;
};

// Ranks have 32 bits. Throws Failure(limit) for more.
void check_ranks(std::uint64_t ranks);

// Gives ids to all terms that are not triple terms, and writes Run::ranks.
Terms merge_terms(std::vector<Run>& runs, const Context& context, Target& target);

// Gives ids to triple terms, level by level, and writes Run::triple_ranks.
void resolve_triple_terms(std::vector<Run>& runs, const Context& context, Target& target, Terms& terms);

// Brings ranks into the order of ids. Call it once, after all terms have ids.
void finish_ranks(const Context& context, const Target& target, Terms& terms);

// The ranks (not final ones) of a run's terms, by their numbers.
HugeBuffer<std::uint32_t> load_ranks(const Run& run, const Terms& terms);

}  // namespace kg::bulk
