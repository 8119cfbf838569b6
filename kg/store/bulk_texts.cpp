#include "kg/store/bulk_texts.h"

#include <algorithm>

#include "kg/store/dictionary.h"

namespace kg::bulk {

void PostingsSorter::add(Id literal, std::string_view text) {
  words_.assign(text);
  count_words(words_, counts_);
  ++totals_.texts;
  totals_.words += words_.size();
  for (const auto& [word, count] : counts_) {
    sorter_.add(name_key(word, literal), std::uint64_t{count} << 32U | words_.size());
  }
}

void PostingsSorter::write(const BaseView& view, Ingest& ingest) {
  if (totals_.texts == 0) return;
  ingest.put(Family::text, kTextTotalsKey, encode_text_totals(totals_));
  PostingsRewriter rewriter(
      view, {[&](std::string_view key, std::string_view value) { ingest.put(Family::text, key, value); },
             [&](std::string_view key) { ingest.erase(Family::text, key); }});
  sorter_.for_each([&](std::string_view key, std::uint64_t number) {
    const auto [word, literal] = parse_name_key(key);
    rewriter.change(word,
                    {literal, static_cast<std::uint32_t>(number >> 32U), static_cast<std::uint32_t>(number)});
  });
  rewriter.finish();
}

SearchedBefore::SearchedBefore(const BaseView& view, const MetaRecord& meta)
    : cursor_(view, Permutation::pos) {
  const Dictionary dictionary(view, meta);
  for (const std::string_view iri : kSearchedRelations) {
    const Id relation = dictionary.find(Tag::iri, iri);
    if (relation != kMissing) relations_.push_back(relation);
  }
}

bool SearchedBefore::operator()(Id literal) {
  return std::any_of(relations_.begin(), relations_.end(), [&](Id relation) {
    cursor_.reset({Permutation::pos, 2, {relation, literal, Id{}}, kAllIds, 0});
    return cursor_.next();
  });
}

}  // namespace kg::bulk
