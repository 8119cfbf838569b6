// The texts of a load: postings in any order, sorted externally and merged into the family `text`.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kg/model/text_query.h"
#include "kg/store/block_cursor.h"
#include "kg/store/bulk_text_sorter.h"
#include "kg/store/ingest.h"
#include "kg/store/texts.h"

namespace kg::bulk {

class PostingsSorter {
 public:
  // `before`: the totals to which those of the added texts come.
  PostingsSorter(std::string directory, std::size_t memory_bytes, TextTotals before)
      : sorter_(std::move(directory), memory_bytes), totals_(before) {}

  // Each literal once, and none that has postings already.
  void add(Id literal, std::string_view text);
  // Ends the sorter's life.
  void write(const BaseView& view, Ingest& ingest);

 private:
  TextSorter sorter_;
  TextTotals totals_;
  TextWords words_;
  std::vector<std::pair<std::string_view, std::uint32_t>> counts_;
};

// Tells whether a literal of a load was searched before it.
class SearchedBefore {
 public:
  // Both must outlive this object; the view is one without a delta.
  SearchedBefore(const BaseView& view, const MetaRecord& meta);
  bool operator()(Id literal);

 private:
  std::vector<Id> relations_;
  BlockCursor cursor_;
};

}  // namespace kg::bulk
