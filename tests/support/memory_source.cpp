#include "support/memory_source.h"

#include <algorithm>
#include <random>
#include <set>

#include "kg/base/utf8.h"
#include "kg/model/inline.h"
#include "kg/model/text_query.h"

namespace kg::test {
namespace {

using Rows = std::vector<PermutedTriple>;

PermutedTriple permute(const Triple& triple, Permutation permutation) {
  const auto order = positions(permutation);
  return {triple[order[0]], triple[order[1]], triple[order[2]]};
}

bool matches(const PermutedTriple& row, const ScanSpec& spec) {
  for (std::size_t i = 0; i < spec.bound; ++i) {
    if (row[i] != spec.prefix[i]) return false;
  }
  return spec.bound == 3 || spec.range.contains(row[spec.bound]);
}

// The rows of a spec, found from its lowest possible row on.
std::pair<Rows::const_iterator, Rows::const_iterator> rows_of(const Rows& rows, const ScanSpec& spec) {
  PermutedTriple lowest{};
  for (std::size_t i = 0; i < spec.bound; ++i) lowest[i] = spec.prefix[i];
  if (spec.bound < 3) lowest[spec.bound] = spec.range.first;
  const auto first = std::lower_bound(rows.begin(), rows.end(), lowest);
  const auto last =
      std::partition_point(first, rows.end(), [&](const PermutedTriple& row) { return matches(row, spec); });
  return {first, last};
}

class MemoryCursor final : public TripleCursor {
 public:
  MemoryCursor(const std::array<Rows, kPermutations>& rows, const MemorySourceOptions& options,
               const ScanSpec& spec)
      : rows_(rows), random_(options.seed), max_rows_(options.max_block_rows) {
    start(spec);
  }

  void reset(const ScanSpec& spec) override { start(spec); }

  bool next(TripleColumns& out) override {
    block_ = at_;
    const std::size_t wanted = 1 + random_() % max_rows_;
    const std::size_t end = std::min(matching_.size(), at_ + wanted);
    out = {};
    out.size = end - at_;
    // Fresh memory each time, so that a reader that keeps old columns is caught by a sanitizer.
    for (std::size_t place = 0; place < 3; ++place) {
      std::vector<Id> column;
      for (std::size_t i = at_; i < end; ++i) column.push_back(matching_[i][place]);
      columns_[place] = std::move(column);
      if ((unsigned{spec_.needed} >> place & 1U) != 0) out.column[place] = columns_[place].data();
    }
    at_ = end;
    return out.size != 0;
  }

  // Back to the start of the last block handed out at most.
  void seek(const PermutedTriple& key) override {
    const auto from = matching_.begin() + static_cast<std::ptrdiff_t>(block_);
    at_ = static_cast<std::size_t>(std::lower_bound(from, matching_.end(), key) - matching_.begin());
    block_ = at_;
  }

 private:
  void start(const ScanSpec& spec) {
    spec_ = spec;
    const auto [first, last] = rows_of(rows_[static_cast<std::size_t>(spec.permutation)], spec);
    matching_.assign(first, last);
    at_ = 0;
    block_ = 0;
  }

  const std::array<Rows, kPermutations>& rows_;
  std::mt19937_64 random_;
  std::size_t max_rows_;
  ScanSpec spec_;
  Rows matching_;
  std::size_t at_ = 0;
  std::size_t block_ = 0;  // where the last block started
  std::array<std::vector<Id>, 3> columns_;
};

}  // namespace

void MemorySource::add(const Term& subject, const Term& predicate, const Term& object) {
  added_.push_back({subject, predicate, object});
}

void MemorySource::add_iris(std::string_view subject, std::string_view predicate, std::string_view object) {
  add(Term::iri(subject), Term::iri(predicate), Term::iri(object));
}

void MemorySource::build() {
  build_dictionaries();
  std::set<Triple> distinct;
  for (const auto& triple : added_)
    distinct.insert({make_id(triple[0]), make_id(triple[1]), make_id(triple[2])});
  for (const Term& term : terms_) make_id(term);
  for (std::size_t p = 0; p < kPermutations; ++p) {
    rows_[p].clear();
    for (const Triple& triple : distinct) rows_[p].push_back(permute(triple, static_cast<Permutation>(p)));
    std::sort(rows_[p].begin(), rows_[p].end());
  }
  build_statistics();
  build_names();
  build_texts();
}

void MemorySource::collect(const Term& term, std::map<Tag, std::vector<std::string>>& keys) const {
  if (inline_term(term)) return;
  if (term.kind == TermKind::triple) {
    for (const Term& part : *term.triple) collect(part, keys);
    return;
  }
  DictionaryKey key = dictionary_key(term);
  keys[key.tag].push_back(std::move(key.key));
}

void MemorySource::build_dictionaries() {
  std::map<Tag, std::vector<std::string>> keys;
  for (const auto& triple : added_) {
    for (const Term& term : triple) collect(term, keys);
  }
  for (const Term& term : terms_) collect(term, keys);
  std::mt19937_64 random(options_.seed);
  dictionaries_.clear();
  for (auto& [tag, all_keys] : keys) {
    std::sort(all_keys.begin(), all_keys.end());
    all_keys.erase(std::unique(all_keys.begin(), all_keys.end()), all_keys.end());
    Dictionary& dictionary = dictionaries_[tag];
    std::vector<std::string> late;
    for (std::string& key : all_keys) {
      (options_.ordered || random() % 3 != 0 ? dictionary.keys : late).push_back(std::move(key));
    }
    std::shuffle(late.begin(), late.end(), random);
    dictionary.ordered = dictionary.keys.size();
    dictionary.keys.insert(dictionary.keys.end(), late.begin(), late.end());
    for (std::size_t place = 0; place < dictionary.keys.size(); ++place) {
      dictionary.places.emplace(dictionary.keys[place], place);
    }
  }
}

Id MemorySource::make_id(const Term& term) {
  if (term.kind != TermKind::triple) return find(term);
  const Triple parts{make_id((*term.triple)[0]), make_id((*term.triple)[1]), make_id((*term.triple)[2])};
  const auto [at, added] = triple_term_ids_.emplace(parts, Id{Tag::triple, triple_terms_.size()});
  if (added) triple_terms_.push_back(parts);
  return at->second;
}

void MemorySource::build_statistics() {
  relations_.clear();
  std::map<Id, std::pair<std::set<Id>, std::set<Id>>> ends;
  for (const Triple& triple : all()) {
    ++relations_[triple[1]].triples;
    ends[triple[1]].first.insert(triple[0]);
    ends[triple[1]].second.insert(triple[2]);
  }
  for (auto& [relation, statistics] : relations_) {
    statistics.distinct_subjects = ends[relation].first.size();
    statistics.distinct_objects = ends[relation].second.size();
  }
}

void MemorySource::build_names() {
  names_.clear();
  const Id label = find(Term::iri(iri::kRdfsLabel));
  const Id alias = find(Term::iri(iri::kSkosAltLabel));
  for (const Triple& triple : all()) {
    if (triple[1] != label && triple[1] != alias) continue;
    const Term name = term(triple[2]);
    if (name.datatype != iri::kXsdString && name.language.empty()) continue;
    std::vector<Id>& ids = names_[fold_name(name.value)];
    const auto at = std::lower_bound(ids.begin(), ids.end(), triple[0]);
    if (at == ids.end() || *at != triple[0]) ids.insert(at, triple[0]);
  }
}

void MemorySource::build_texts() {
  words_.clear();
  text_totals_ = {};
  std::set<Id> relations;
  for (const std::string_view iri : kSearchedRelations) relations.insert(find(Term::iri(iri)));
  std::set<Id> texts;
  for (const Triple& triple : all()) {
    if (relations.contains(triple[1]) && tag_is_literal(triple[2].tag())) texts.insert(triple[2]);
  }
  for (const Id text : texts) {
    TextWords words;
    words.assign(term(text).value);
    ++text_totals_.texts;
    text_totals_.words += words.size();
    for (std::size_t i = 0; i < words.size(); ++i) {
      std::vector<TextPosting>& postings = words_[std::string(words[i])];
      if (postings.empty() || postings.back().text != text) {
        postings.push_back({text, 0, static_cast<std::uint32_t>(words.size())});
      }
      ++postings.back().count;
    }
  }
}

std::unique_ptr<TripleCursor> MemorySource::cursor(const ScanSpec& spec) const {
  return std::make_unique<MemoryCursor>(rows_, options_, spec);
}

bool MemorySource::contains(const Triple& triple) const {
  return std::binary_search(rows_[0].begin(), rows_[0].end(), triple);
}

std::uint64_t MemorySource::count(const ScanSpec& spec, std::uint64_t /*exact_rows*/) const {
  const auto [first, last] = rows_of(rows_[static_cast<std::size_t>(spec.permutation)], spec);
  return static_cast<std::uint64_t>(last - first);
}

Id MemorySource::find(const Term& term) const {
  if (const auto id = inline_term(term)) return *id;
  if (term.kind == TermKind::triple) {
    return fold({find((*term.triple)[0]), find((*term.triple)[1]), find((*term.triple)[2])});
  }
  const DictionaryKey key = dictionary_key(term);
  const auto dictionary = dictionaries_.find(key.tag);
  if (dictionary == dictionaries_.end()) return kMissing;
  const auto place = dictionary->second.places.find(key.key);
  return place == dictionary->second.places.end() ? kMissing : Id{key.tag, place->second};
}

Term MemorySource::term(Id id) const {
  if (tag_is_inline(id.tag())) return term_of_inline(id);
  if (id.tag() == Tag::triple) {
    const Triple parts = unfold(id);
    return Term::triple_term(term(parts[0]), term(parts[1]), term(parts[2]));
  }
  if (!tag_in_dictionary(id.tag())) return {};
  return term_of_dictionary(id.tag(), dictionaries_.at(id.tag()).keys.at(id.payload()));
}

void MemorySource::decode(std::span<const Id> ids,
                          const std::function<void(std::size_t, std::string_view)>& visit) const {
  for (std::size_t i = ids.size(); i-- > 0;) {
    if (!tag_in_dictionary(ids[i].tag())) continue;
    const std::string key = dictionaries_.at(ids[i].tag()).keys.at(ids[i].payload());
    visit(i, key);
  }
}

TripleSource::PrefixRanges MemorySource::string_prefix(std::string_view prefix) const {
  PrefixRanges ranges;
  if (const auto first = string_id(prefix)) {
    const std::uint64_t free_bits = (std::uint64_t{1} << (60 - 8 * prefix.size())) - 1;
    ranges.exact.push_back({*first, Id{first->bits | free_bits}});
  }
  const auto found = dictionaries_.find(Tag::string);
  if (found == dictionaries_.end()) return ranges;
  const Dictionary& dictionary = found->second;
  for (std::size_t place = 0; place < dictionary.ordered; ++place) {
    if (!dictionary.keys[place].starts_with(prefix)) continue;
    const Id id{Tag::string, place};
    if (ranges.exact.empty() || ranges.exact.back().last.bits + 1 != id.bits)
      ranges.exact.push_back({id, id});
    ranges.exact.back().last = id;
  }
  if (dictionary.ordered < dictionary.keys.size()) {
    ranges.rest.push_back({Id{Tag::string, dictionary.ordered}, Id{Tag::string, dictionary.keys.size() - 1}});
  }
  return ranges;
}

Id MemorySource::ordered_up_to(Tag tag) const {
  if (tag_is_inline(tag)) return tag_range(tag).last;
  const auto dictionary = dictionaries_.find(tag);
  if (dictionary == dictionaries_.end() || dictionary->second.ordered == 0) return kUnbound;
  return Id{tag, dictionary->second.ordered - 1};
}

Id MemorySource::fold(const Triple& triple) const {
  const auto found = triple_term_ids_.find(triple);
  return found == triple_term_ids_.end() ? kMissing : found->second;
}

Triple MemorySource::unfold(Id id) const { return triple_terms_.at(id.payload()); }

void MemorySource::for_each_triple_term(const Triple& prefix, std::uint8_t bound,
                                        const std::function<bool(Id, const Triple&)>& visit) const {
  for (const auto& [parts, id] : triple_term_ids_) {
    if (std::equal(prefix.begin(), prefix.begin() + bound, parts.begin()) && !visit(id, parts)) return;
  }
}

RelationStatistics MemorySource::relation(Id relation) const {
  const auto found = relations_.find(relation);
  return found == relations_.end() ? RelationStatistics{} : found->second;
}

void MemorySource::for_each_relation(const std::function<void(Id, const RelationStatistics&)>& visit) const {
  for (const auto& [relation, statistics] : relations_) visit(relation, statistics);
}

std::vector<Id> MemorySource::find(std::string_view folded) const {
  const auto found = names_.find(folded);
  return found == names_.end() ? std::vector<Id>{} : found->second;
}

void MemorySource::for_each(std::string_view prefix,
                            const std::function<bool(std::string_view, Id)>& visit) const {
  for (auto at = names_.lower_bound(prefix); at != names_.end() && at->first.starts_with(prefix); ++at) {
    for (const Id id : at->second) {
      if (!visit(at->first, id)) return;
    }
  }
}

void MemorySource::for_each(std::string_view word, bool prefix,
                            const std::function<bool(std::span<const TextPosting>)>& visit) const {
  for (auto at = words_.lower_bound(word); at != words_.end() && at->first.starts_with(word); ++at) {
    if ((!prefix && at->first != word) || !visit(at->second)) return;
  }
}

}  // namespace kg::test
