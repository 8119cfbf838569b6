#include "kg/store/texts.h"

#include <algorithm>

#include "kg/store/bulk_texts.h"
#include "kg/store/snapshot.h"

namespace kg {
namespace {

// All literals of one searched relation, ascending, with repetitions.
class ObjectReader {
 public:
  ObjectReader(const Snapshot& snapshot, Id relation)
      : cursor_(snapshot.cursor({Permutation::pos, 1, {relation, Id{}, Id{}}, kAllIds, 0b010})) {
    advance(kUnbound);
  }
  [[nodiscard]] bool done() const { return done_; }
  [[nodiscard]] Id object() const { return rows_.column[1][at_]; }
  // To the next literal that is not `past`.
  void advance(Id past) {
    while (!done_) {
      for (; at_ < rows_.size; ++at_) {
        if (object() != past && tag_is_literal(object().tag())) return;
      }
      at_ = 0;
      done_ = !cursor_->next(rows_);
    }
  }

 private:
  std::unique_ptr<TripleCursor> cursor_;
  TripleColumns rows_;
  std::size_t at_ = 0;
  bool done_ = false;
};

}  // namespace

std::string encode_postings(std::span<const TextPosting> postings) {
  std::string value;
  for (std::size_t i = 0; i < postings.size(); ++i) {
    if (i != 0) put_varint(value, postings[i].text.bits - postings[i - 1].text.bits);
    put_varint(value, postings[i].count);
    put_varint(value, postings[i].words);
  }
  return value;
}

void decode_postings(Id first, std::string_view value, std::vector<TextPosting>& out) {
  out.clear();
  do {
    if (!out.empty()) first.bits += get_varint(value);
    const auto count = static_cast<std::uint32_t>(get_varint(value));
    out.push_back({first, count, static_cast<std::uint32_t>(get_varint(value))});
  } while (!value.empty());
}

std::string encode_text_totals(const TextTotals& totals) {
  std::string value;
  put_varint(value, totals.texts);
  put_varint(value, totals.words);
  return value;
}

TextTotals read_text_totals(const BaseView& view) {
  const std::optional<std::string> value = view.get(Family::text, kTextTotalsKey);
  if (!value) return {};
  std::string_view rest = *value;
  TextTotals totals;
  totals.texts = get_varint(rest);
  totals.words = get_varint(rest);
  if (!rest.empty()) throw_damaged("the totals of its texts are too long");
  return totals;
}

TextTotals StoredTexts::totals() const {
  return changes_ && changes_->totals ? *changes_->totals : read_text_totals(*view_);
}

void StoredTexts::for_each(std::string_view word, bool prefix,
                           const std::function<bool(std::span<const TextPosting>)>& visit) const {
  static const TextChanges none;
  const auto& changed = changes_ ? changes_->postings : none.postings;
  const auto wanted = [&](std::string_view found) {
    return prefix ? found.starts_with(word) : found == word;
  };
  auto pending = changed.lower_bound({std::string(word), Id{}});
  const auto waits = [&] { return pending != changed.end() && wanted(pending->first.first); };
  std::vector<TextPosting> stored;
  std::vector<TextPosting> merged;
  std::string last;  // the word of `merged`
  const auto add = [&](std::string_view of, const TextPosting& posting) {
    if (posting.count == 0) return true;
    const bool full = !merged.empty() && (last != of || merged.size() == kMaxPostingsOfChunk);
    const bool more = !full || visit(merged);
    if (full) merged.clear();
    last.assign(of);
    merged.push_back(posting);
    return more;
  };
  const auto add_pending = [&] {
    const bool more = add(pending->first.first, pending->second);
    ++pending;
    return more;
  };
  std::string from(word);
  if (!prefix) from.push_back('\0');
  const BaseView::Lent chunks = view_->iterator(Family::text);
  for (bool more = chunks.seek(from); more && chunks.key().starts_with(from); more = chunks.next()) {
    const auto [found, first] = parse_name_key(chunks.key());
    decode_postings(first, chunks.value(), stored);
    if (!waits()) {
      if (!merged.empty() && !visit(merged)) return;
      merged.clear();
      if (!visit(stored)) return;
      continue;
    }
    for (const TextPosting& posting : stored) {
      while (waits() && std::pair<std::string_view, Id>(pending->first) < std::pair(found, posting.text)) {
        if (!add_pending()) return;
      }
      const bool replaced = waits() && pending->first.first == found && pending->first.second == posting.text;
      if (!(replaced ? add_pending() : add(found, posting))) return;
    }
  }
  while (waits()) {
    if (!add_pending()) return;
  }
  if (!merged.empty()) visit(merged);
}

void PostingsRewriter::change(std::string_view word, const TextPosting& posting) {
  if (!open_ || word != word_ || (end_ && posting.text >= *end_)) {
    finish();
    load(word, posting.text);
  }
  for (; at_ < old_.size() && old_[at_].text < posting.text; ++at_) push(old_[at_]);
  if (at_ < old_.size() && old_[at_].text == posting.text) ++at_;
  if (posting.count != 0) push(posting);
}

// The chunk into which a text falls: the last one that does not begin behind it, else the word's first.
void PostingsRewriter::load(std::string_view word, Id text) {
  open_ = true;
  word_.assign(word);
  const auto at_word = [&] {
    return iterator_.valid() && iterator_.key() != kTextTotalsKey &&
           parse_name_key(iterator_.key()).first == word_;
  };
  iterator_->SeekForPrev(slice_of(name_key(word_, text)));
  if (!at_word()) static_cast<void>(iterator_.seek(name_key(word_, Id{})));
  if (!at_word()) return;
  taken_ = iterator_.key();
  decode_postings(parse_name_key(taken_).second, iterator_.value(), old_);
  static_cast<void>(iterator_.next());
  if (at_word()) end_ = parse_name_key(iterator_.key()).second;
}

void PostingsRewriter::push(const TextPosting& posting) {
  rows_.push_back(posting);
  if (rows_.size() == 2 * kMaxPostingsOfChunk) emit(kMaxPostingsOfChunk);
}

void PostingsRewriter::emit(std::size_t count) {
  const std::string key = name_key(word_, rows_.front().text);
  if (!taken_.empty() && taken_ <= key) {
    if (taken_ != key) output_.erase(taken_);
    taken_.clear();
  }
  output_.put(key, encode_postings(std::span(rows_).first(count)));
  rows_.erase(rows_.begin(), rows_.begin() + static_cast<std::ptrdiff_t>(count));
}

void PostingsRewriter::finish() {
  for (; at_ < old_.size(); ++at_) push(old_[at_]);
  if (rows_.size() > kMaxPostingsOfChunk) emit(rows_.size() / 2);
  if (!rows_.empty()) emit(rows_.size());
  if (!taken_.empty()) output_.erase(taken_);
  taken_.clear();
  old_.clear();
  at_ = 0;
  end_.reset();
  open_ = false;
}

void for_each_searched_literal(const Snapshot& snapshot, const Budget& budget,
                               const std::function<void(Id)>& visit) {
  std::vector<ObjectReader> readers;
  for (const Id relation : snapshot.searched_relations()) {
    if (relation != kMissing) readers.emplace_back(snapshot, relation);
  }
  for (std::uint64_t count = 0;; ++count) {
    if (count % 1024 == 0) budget.check();
    Id least = kAllIds.last;
    for (const ObjectReader& reader : readers) {
      if (!reader.done()) least = std::min(least, reader.object());
    }
    if (least == kAllIds.last) return;
    visit(least);
    for (ObjectReader& reader : readers) {
      if (!reader.done() && reader.object() == least) reader.advance(least);
    }
  }
}

void build_texts(Families& database, const Snapshot& snapshot, const std::string& directory,
                 const std::string& ingest_directory) {
  constexpr std::size_t kMemoryBytes = std::size_t{64} << 20U;
  const Budget unlimited;
  bulk::PostingsSorter sorter(directory, kMemoryBytes, {});
  for_each_searched_literal(snapshot, unlimited, [&](Id literal) {
    const bool stored = tag_in_dictionary(literal.tag());
    sorter.add(literal, text_of_literal(literal, stored ? snapshot.key_of(literal) : std::string()));
  });
  rocksdb::ColumnFamilyHandle* family = database.family(Family::text);
  const std::string behind_all_words = "\xff";
  check_status(database.db().DeleteRange({}, family, "", behind_all_words), "cannot index the texts");
  const auto none = std::make_shared<const BaseView>(snapshot.view().shared_database());
  Ingest ingest(database, ingest_directory);
  sorter.write(*none, ingest);
  ingest.finish();
}

}  // namespace kg
