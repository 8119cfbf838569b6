#include "kg/store/change_effects.h"

#include <algorithm>
#include <array>
#include <set>

#include "kg/model/term.h"
#include "kg/model/text_query.h"
#include "kg/store/snapshot.h"

namespace kg {

namespace {

// Walks the changes in groups of equal first two places (relation and subject, or relation and
// object) and tells by how much the number of such pairs changes.
void for_each_pair_change(
    const Snapshot& before, const DeltaRun& net, Permutation permutation,
    const std::function<void(Id relation, std::int64_t triples, std::int64_t pairs)>& visit) {
  const DeltaEntries& entries = net.entries(permutation);
  ScanSpec spec{permutation, 2, {}, kAllIds, 0};
  std::unique_ptr<TripleCursor> cursor;
  for (std::size_t i = 0; i < entries.size();) {
    const PermutedTriple& first = entries[i].key;
    std::uint64_t added = 0;
    std::uint64_t removed = 0;
    for (; i < entries.size() && entries[i].key[0] == first[0] && entries[i].key[1] == first[1]; ++i) {
      ++(entries[i].added ? added : removed);
    }
    spec.prefix = first;
    if (cursor) {
      cursor->reset(spec);
    } else {
      cursor = before.cursor(spec);
    }
    std::uint64_t rows = 0;  // counted only as far as it matters
    TripleColumns columns;
    while (rows <= removed && cursor->next(columns)) rows += columns.size;
    const bool existed = rows != 0;
    const bool exists = added != 0 || rows > removed;
    visit(first[0], static_cast<std::int64_t>(added) - static_cast<std::int64_t>(removed),
          static_cast<std::int64_t>(exists) - static_cast<std::int64_t>(existed));
  }
}

std::uint64_t shifted(std::uint64_t value, std::int64_t by) { return value + static_cast<std::uint64_t>(by); }

void compute_statistics(const Snapshot& before, const DeltaRun& net, std::map<Id, RelationStatistics>& out) {
  const auto row = [&](Id relation) -> RelationStatistics& {
    const auto [at, added] = out.try_emplace(relation);
    if (added) at->second = before.statistics().relation(relation);
    return at->second;
  };
  for_each_pair_change(before, net, Permutation::pso,
                       [&](Id relation, std::int64_t triples, std::int64_t pairs) {
                         RelationStatistics& statistics = row(relation);
                         statistics.triples = shifted(statistics.triples, triples);
                         statistics.distinct_subjects = shifted(statistics.distinct_subjects, pairs);
                       });
  for_each_pair_change(before, net, Permutation::pos, [&](Id relation, std::int64_t, std::int64_t pairs) {
    RelationStatistics& statistics = row(relation);
    statistics.distinct_objects = shifted(statistics.distinct_objects, pairs);
  });
}

void collect_names(const Snapshot& snapshot, Id subject, const std::array<Id, 2>& relations,
                   std::set<NameChanges::Name>& out) {
  for (const Id relation : relations) {
    if (relation == kMissing) continue;
    const auto cursor = snapshot.cursor({Permutation::spo, 2, {subject, relation, Id{}}, kAllIds, 0b100});
    TripleColumns columns;
    while (cursor->next(columns)) {
      for (std::size_t i = 0; i < columns.size; ++i) {
        const Id object = columns.column[2][i];
        if (!tag_is_literal(object.tag())) continue;
        const bool stored = tag_in_dictionary(object.tag());
        std::string name = name_of_label(object, stored ? snapshot.key_of(object) : std::string());
        if (!name.empty()) out.emplace(std::move(name), subject);
      }
    }
  }
}

// A name stays as long as any label of its bearer folds to it, so whole bearers are compared.
void compute_names(const Snapshot& before, const Snapshot& after, const DeltaRun& net, NameChanges& out) {
  const std::array<Id, 2> relations = after.label_relations();
  std::set<Id> bearers;
  const DeltaEntries& entries = net.entries(Permutation::pso);
  for (const Id relation : relations) {
    if (relation == kMissing) continue;
    auto at = std::lower_bound(entries.begin(), entries.end(), relation,
                               [](const DeltaEntry& entry, Id id) { return entry.key[0] < id; });
    for (; at != entries.end() && at->key[0] == relation; ++at) bearers.insert(at->key[1]);
  }
  for (const Id bearer : bearers) {
    std::set<NameChanges::Name> old_names;
    std::set<NameChanges::Name> new_names;
    collect_names(before, bearer, relations, old_names);
    collect_names(after, bearer, relations, new_names);
    std::set_difference(new_names.begin(), new_names.end(), old_names.begin(), old_names.end(),
                        std::inserter(out.added, out.added.end()));
    std::set_difference(old_names.begin(), old_names.end(), new_names.begin(), new_names.end(),
                        std::inserter(out.removed, out.removed.end()));
  }
}

// The literals that stand in changed triples of searched relations.
std::set<Id> touched_texts(const std::vector<Id>& relations, const DeltaRun& net) {
  std::set<Id> texts;
  const DeltaEntries& entries = net.entries(Permutation::pos);
  for (const Id relation : relations) {
    auto at = std::lower_bound(entries.begin(), entries.end(), relation,
                               [](const DeltaEntry& entry, Id id) { return entry.key[0] < id; });
    for (; at != entries.end() && at->key[0] == relation; ++at) {
      if (tag_is_literal(at->key[1].tag())) texts.insert(at->key[1]);
    }
  }
  return texts;
}

bool is_searched(const std::vector<Id>& relations, TripleCursor& cursor, Id text) {
  return std::any_of(relations.begin(), relations.end(), [&](Id relation) {
    TripleColumns columns;
    cursor.reset({Permutation::pos, 2, {relation, text, Id{}}, kAllIds, 0});
    return cursor.next(columns);
  });
}

void compute_texts(const Snapshot& before, const Snapshot& after, const DeltaRun& net, TextChanges& out) {
  std::vector<Id> relations;
  for (const Id relation : after.searched_relations()) {
    if (relation != kMissing) relations.push_back(relation);
  }
  const std::set<Id> texts = touched_texts(relations, net);
  if (texts.empty() || before.text_index() == nullptr) return;
  TextTotals totals = before.text_index()->totals();
  const ScanSpec any{Permutation::pos, 0, {}, kAllIds, 0};
  const auto cursor_before = before.cursor(any);
  const auto cursor_after = after.cursor(any);
  TextWords words;
  std::vector<std::pair<std::string_view, std::uint32_t>> counts;
  for (const Id text : texts) {
    const bool was = is_searched(relations, *cursor_before, text);
    const bool is = is_searched(relations, *cursor_after, text);
    if (was == is) continue;
    const bool stored = tag_in_dictionary(text.tag());
    words.assign(text_of_literal(text, stored ? after.key_of(text) : std::string()));
    count_words(words, counts);
    totals.texts += is ? 1U : ~std::uint64_t{0};
    totals.words += is ? words.size() : std::uint64_t{0} - words.size();
    for (const auto& [word, count] : counts) {
      out.postings[{std::string(word), text}] = {text, is ? count : 0,
                                                 static_cast<std::uint32_t>(words.size())};
    }
  }
  out.totals = totals;
}

}  // namespace

void ChangeEffects::append(const ChangeEffects& later) {
  for (const auto& [place, posting] : later.texts.postings) texts.postings[place] = posting;
  if (later.texts.totals) texts.totals = later.texts.totals;
  for (const auto& [relation, row] : later.statistics) statistics[relation] = row;
  for (const NameChanges::Name& name : later.names.removed) {
    if (names.added.erase(name) == 0) names.removed.insert(name);
  }
  for (const NameChanges::Name& name : later.names.added) {
    if (names.removed.erase(name) == 0) names.added.insert(name);
  }
}

ChangeEffects compute_effects(const Snapshot& before, const Snapshot& after, const DeltaRun& net) {
  ChangeEffects effects;
  compute_statistics(before, net, effects.statistics);
  compute_names(before, after, net, effects.names);
  compute_texts(before, after, net, effects.texts);
  return effects;
}

}  // namespace kg
