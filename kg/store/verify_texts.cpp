// Check of the text index.
#include <fmt/format.h>
#include <xxhash.h>

#include "kg/model/text_query.h"
#include "kg/store/verifier.h"

namespace kg {
namespace {

// What postings add up to, in whatever order they come.
struct PostingSum {
  std::uint64_t postings = 0;
  std::uint64_t hashes = 0;
  TextTotals totals;
  void add(std::string_view word, const TextPosting& posting) {
    ++postings;
    const std::uint64_t numbers = std::uint64_t{posting.count} << 32U | posting.words;
    hashes += mix(XXH3_64bits_withSeed(word.data(), word.size(), posting.text.bits) + mix(numbers));
  }
  friend bool operator==(const PostingSum&, const PostingSum&) = default;
};

}  // namespace

void Verifier::check_texts() {
  if (snapshot_->text_index() == nullptr) return;  // format version 1
  PostingSum stored;
  stored.totals = snapshot_->text_index()->totals();
  std::vector<TextPosting> postings;
  std::string last_word;
  Id last;
  const BaseView::Lent chunks = view_->iterator(Family::text);
  for (bool more = chunks.seek_first(); more; more = chunks.next()) {
    if (chunks.key() == kTextTotalsKey) continue;
    const auto [word, first] = parse_name_key(chunks.key());
    if (word == last_word && first <= last) throw_damaged("two chunks of a word overlap");
    decode_postings(first, chunks.value(), postings);
    if (postings.size() > kMaxPostingsOfChunk) throw_damaged("a chunk of a word is too long");
    for (const TextPosting& posting : postings) stored.add(word, posting);
    last_word.assign(word);
    last = postings.back().text;
    budget_->check();
  }
  PostingSum implied;
  TextWords words;
  std::vector<std::pair<std::string_view, std::uint32_t>> counts;
  for_each_searched_literal(*snapshot_, *budget_, [&](Id literal) {
    const bool keyed = tag_in_dictionary(literal.tag());
    words.assign(text_of_literal(literal, keyed ? snapshot_->key_of(literal) : std::string()));
    count_words(words, counts);
    const auto size = static_cast<std::uint32_t>(words.size());
    for (const auto& [word, count] : counts) implied.add(word, {literal, count, size});
    ++implied.totals.texts;
    implied.totals.words += size;
  });
  if (stored != implied) {
    problem(fmt::format("the {} postings kept of {} texts are not the {} that {} searched texts give",
                        stored.postings, stored.totals.texts, implied.postings, implied.totals.texts));
  }
}

}  // namespace kg
