#include "kg/api/show.h"

#include <algorithm>

#include "kg/api/documents.h"
#include "kg/api/moment.h"
#include "kg/api/namer.h"
#include "kg/model/vocabulary.h"

namespace kg {
namespace {

// Tables are for people: a topic with more entries than this shows the first ones.
constexpr std::size_t kMaxShownRows = 10'000;

Cell number(std::uint64_t value) { return {Term::integer(static_cast<std::int64_t>(value)), {}}; }
Cell text(std::string_view value) { return {Term::string(value), {}}; }

Table show_relations(const SnapshotPtr& snapshot) {
  Table table{{"relation", "triples", "subjects", "objects"}, {}};
  std::vector<std::pair<Id, RelationStatistics>> relations;
  snapshot->statistics().for_each_relation(
      [&](Id id, const RelationStatistics& s) { relations.emplace_back(id, s); });
  std::stable_sort(relations.begin(), relations.end(),
                   [](const auto& a, const auto& b) { return a.second.triples > b.second.triples; });
  if (relations.size() > kMaxShownRows) relations.resize(kMaxShownRows);
  Namer namer(snapshot);
  for (const auto& [id, s] : relations) {
    add_row(table, {{snapshot->term(id), namer.name(id)},
                    number(s.triples),
                    number(s.distinct_subjects),
                    number(s.distinct_objects)});
  }
  return table;
}

Table show_rules(const SnapshotPtr& snapshot) {
  Table table{{"rule", "definition"}, {}};
  const Id definition = snapshot->find(Term::iri(vocabulary::kDefinition));
  if (definition == kMissing) return table;
  Namer namer(snapshot);
  const auto cursor = snapshot->cursor({Permutation::pso, 1, {definition, Id{}, Id{}}, kAllIds, 0b110});
  TripleColumns rows;
  while (cursor->next(rows)) {
    for (std::size_t i = 0; i < rows.size && table.rows.rows < kMaxShownRows; ++i) {
      const Id rule = rows.column[1][i];
      add_row(table, {{snapshot->term(rule), namer.name(rule)}, {snapshot->term(rows.column[2][i]), {}}});
    }
  }
  return table;
}

Table show_names(const SnapshotPtr& snapshot) {
  Table table{{"name", "thing"}, {}};
  Namer namer(snapshot);
  snapshot->names().for_each("", [&](std::string_view name, Id id) {
    add_row(table, {text(name), {snapshot->term(id), namer.name(id)}});
    return table.rows.rows < kMaxShownRows;
  });
  return table;
}

// Every object of the `source` qualifier, with how many claims name it.
Table show_sources(const SnapshotPtr& snapshot) {
  Table table{{"source", "claims"}, {}};
  const Id source = snapshot->find(Term::iri(std::string(iri::kKg) + "source"));
  if (source == kMissing) return table;
  Namer namer(snapshot);
  const auto cursor = snapshot->cursor({Permutation::pos, 1, {source, Id{}, Id{}}, kAllIds, 0b010});
  TripleColumns rows;
  Id current;
  std::uint64_t claims = 0;
  const auto flush = [&] {
    if (claims > 0) add_row(table, {{snapshot->term(current), namer.name(current)}, number(claims)});
    claims = 0;
  };
  while (cursor->next(rows) && table.rows.rows < kMaxShownRows) {
    for (std::size_t i = 0; i < rows.size; ++i) {
      if (rows.column[1][i] != current) {
        flush();
        current = rows.column[1][i];
      }
      ++claims;
    }
  }
  flush();
  return table;
}

Table show_stats(const StoreInfo& info, const SnapshotPtr& snapshot) {
  Table table{{"what", "value"}, {}};
  std::uint64_t relations = 0;
  snapshot->statistics().for_each_relation([&](Id, const RelationStatistics&) { ++relations; });
  add_row(table, {text("triples"), number(snapshot->statistics().triples())});
  add_row(table, {text("relations"), number(relations)});
  add_row(table, {text("dictionary terms"), number(info.dictionary_terms)});
  add_row(table, {text("triple terms"), number(info.triple_terms)});
  add_row(table, {text("last commit"), number(snapshot->commit())});
  add_row(table, {text("bytes on disk"), number(info.disk_bytes)});
  add_row(table, {text("store id"), text(info.store_id)});
  return table;
}

// Newest first.
Table show_commits(const Store& store) {
  Table table{{"commit", "time", "added", "removed", "kind"}, {}};
  store.for_each_commit([&](const CommitInfo& commit) {
    add_row(table, {number(commit.commit),
                    {time_term(commit.time_ms), {}},
                    number(commit.added),
                    number(commit.removed),
                    text(commit.load ? "load" : "changes")});
    return table.rows.rows < kMaxShownRows;
  });
  return table;
}

}  // namespace

Cell text_cell(const std::string& text) {
  Cell cell;
  if (!text.empty()) cell.term = Term::string(text);
  return cell;
}

void add_row(Table& table, std::vector<Cell> cells) {
  table.rows.columns.resize(table.columns.size());
  for (std::size_t i = 0; i < cells.size(); ++i) table.rows.columns[i].push_back(std::move(cells[i]));
  ++table.rows.rows;
}

Table show(ShowTopic topic, const SnapshotPtr& snapshot, const Store& store,
           const std::map<std::string, std::string>& prefixes) {
  switch (topic) {
    case ShowTopic::names:
      return show_names(snapshot);
    case ShowTopic::relations:
      return show_relations(snapshot);
    case ShowTopic::rules:
      return show_rules(snapshot);
    case ShowTopic::sources:
      return show_sources(snapshot);
    case ShowTopic::documents:
      return document_table(snapshot);
    case ShowTopic::stats:
      return show_stats(store.info(), snapshot);
    case ShowTopic::commits:
      return show_commits(store);
    case ShowTopic::prefixes:
      break;
  }
  Table table{{"prefix", "iri"}, {}};
  for (const auto& [prefix, iri] : prefixes) add_row(table, {text(prefix), text(iri)});
  return table;
}

}  // namespace kg
