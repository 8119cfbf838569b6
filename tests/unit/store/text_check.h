// The text index of a snapshot against one made naively from its triples.
#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "kg/model/text_query.h"
#include "kg/store/store.h"
#include "support/catch.h"

namespace kg::test {

using Words = std::map<std::string, std::vector<TextPosting>>;

inline Words naive_words(const StoreSnapshot& snapshot, TextTotals& totals) {
  std::set<Id> relations;
  for (const std::string_view iri : kSearchedRelations) relations.insert(snapshot.find(Term::iri(iri)));
  std::set<Id> texts;
  const auto cursor = snapshot.cursor({});
  TripleColumns rows;
  while (cursor->next(rows)) {
    for (std::size_t i = 0; i < rows.size; ++i) {
      const Id object = rows.column[2][i];
      if (relations.contains(rows.column[1][i]) && tag_is_literal(object.tag())) texts.insert(object);
    }
  }
  Words out;
  for (const Id text : texts) {
    TextWords words;
    words.assign(snapshot.term(text).value);
    ++totals.texts;
    totals.words += words.size();
    std::map<std::string, std::uint32_t> counts;
    for (std::size_t i = 0; i < words.size(); ++i) ++counts[std::string(words[i])];
    for (const auto& [word, count] : counts) {
      out[word].push_back({text, count, static_cast<std::uint32_t>(words.size())});
    }
  }
  return out;
}

inline std::vector<TextPosting> postings_of(const TextIndex& index, std::string_view word, bool prefix) {
  std::vector<TextPosting> out;
  index.for_each(word, prefix, [&](std::span<const TextPosting> some) {
    CHECK(!some.empty());
    out.insert(out.end(), some.begin(), some.end());
    return true;
  });
  return out;
}

inline void check_texts(const StoreSnapshot& snapshot) {
  const TextIndex* index = snapshot.text_index();
  REQUIRE(index != nullptr);
  TextTotals totals;
  const Words expected = naive_words(snapshot, totals);
  CHECK(index->totals() == totals);
  std::map<std::string, std::vector<TextPosting>> prefixes;
  for (const auto& [word, postings] : expected) {
    if (postings_of(*index, word, false) != postings) FAIL_CHECK("the postings of " << word);
    for (std::size_t size = 1; size <= word.size(); ++size) {
      std::vector<TextPosting>& all = prefixes[word.substr(0, size)];
      all.insert(all.end(), postings.begin(), postings.end());
    }
  }
  for (const auto& [prefix, postings] : prefixes) {
    if (postings_of(*index, prefix, true) != postings) FAIL_CHECK("the postings of " << prefix << "*");
  }
  for (const char* absent : {"absent", "\x7f", "zz"}) {
    if (!prefixes.contains(absent)) CHECK(postings_of(*index, absent, true).empty());
  }
}

}  // namespace kg::test
