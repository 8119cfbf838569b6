// Texts: the family `text`: the postings of a snapshot's searched literals, and how changes reach them.
//
// A key is a word, NUL and the first literal of a chunk; the value has the postings of up to
// kMaxPostingsOfChunk literals. Chunks of a word do not overlap. The postings are exactly those of the
// searched literals: a literal has them from its first searched triple on until its last one goes.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kg/base/budget.h"
#include "kg/model/text_index.h"
#include "kg/store/base_view.h"
#include "kg/store/permutation_rewriter.h"

namespace kg {

class Snapshot;

inline constexpr std::size_t kMaxPostingsOfChunk = 128;
inline constexpr std::string_view kTextTotalsKey{"\0", 1};  // no word begins like this

// The value of a chunk; its first literal is in the key.
std::string encode_postings(std::span<const TextPosting> postings);
// Throws Failure(damaged).
void decode_postings(Id first, std::string_view value, std::vector<TextPosting>& out);
std::string encode_text_totals(const TextTotals& totals);
TextTotals read_text_totals(const BaseView& view);  // zeros when there are none

// What a transaction changes about texts.
struct TextChanges {
  std::map<std::pair<std::string, Id>, TextPosting> postings;  // count 0: taken away
  std::optional<TextTotals> totals;                            // after the changes; nothing: as before
};

// The family `text` of a view with changes over it.
class StoredTexts final : public TextIndex {
 public:
  // The view must outlive the index; `changes` may be null.
  StoredTexts(const BaseView& view, std::shared_ptr<const TextChanges> changes)
      : view_(&view), changes_(std::move(changes)) {}

  [[nodiscard]] TextTotals totals() const override;
  void for_each(std::string_view word, bool prefix,
                const std::function<bool(std::span<const TextPosting>)>& visit) const override;

 private:
  const BaseView* view_;
  std::shared_ptr<const TextChanges> changes_;
};

// Applies sorted changes to the chunks of a view. Only chunks that a change falls into are rewritten.
class PostingsRewriter {
 public:
  // The view must outlive the rewriter.
  PostingsRewriter(const BaseView& view, BlockOutput output)
      : iterator_(view, Family::text), output_(std::move(output)) {}

  // Ascending by word and text, each pair once. Count 0 takes the posting away, if there is one.
  void change(std::string_view word, const TextPosting& posting);
  // Writes what is pending. Must be called once, at the end.
  void finish();

 private:
  void load(std::string_view word, Id text);
  void push(const TextPosting& posting);
  void emit(std::size_t count);

  BaseView::Lent iterator_;
  BlockOutput output_;
  std::string word_;
  std::string taken_;              // key of the chunk that is being rewritten; empty: none or written again
  std::vector<TextPosting> old_;   // of that chunk
  std::size_t at_ = 0;             // in old_
  std::optional<Id> end_;          // where the word's next chunk begins
  std::vector<TextPosting> rows_;  // to be written
  bool open_ = false;
};

// Calls `visit` for each searched literal of the snapshot once, ascending.
void for_each_searched_literal(const Snapshot& snapshot, const Budget& budget,
                               const std::function<void(Id)>& visit);

// Makes the family anew from the triples, for a store that has it empty or not up to date. Memory does not
// grow with the store. `directory` is for temporary files, `ingest_directory` see Ingest.
void build_texts(Families& database, const Snapshot& snapshot, const std::string& directory,
                 const std::string& ingest_directory);

}  // namespace kg
