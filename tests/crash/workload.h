// The changes that the crash tests make: commit number n is a function of n and a seed, so that whoever
// knows how many commits a store has knows what must be in it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "kg/rdf/ntriples.h"
#include "kg/store/open_store.h"

namespace kg::test {

struct Line {
  std::string subject;
  std::string relation;
  std::string text;  // the object is a string
  friend auto operator<=>(const Line&, const Line&) = default;
};

struct Change {
  std::vector<Line> added;
  std::vector<Line> removed;
  bool bulk = false;     // done by a load
  bool compact = false;  // followed by compact()
};

inline std::vector<Line> lines_of(std::uint64_t seed, std::uint64_t commit) {
  std::mt19937_64 random(seed * 1'000'003 + commit);
  const bool bulk = commit % 12 == 11;
  const std::size_t size = bulk ? 500 + random() % 3000 : 1 + random() % 60;
  std::vector<Line> lines;
  for (std::size_t i = 0; i < size; ++i) {
    const std::uint64_t kind = random() % 8;
    lines.push_back({"http://example.org/c" + std::to_string(commit) + "/" + std::to_string(i / 5),
                     kind == 0 ? std::string(iri::kRdfsLabel) : "http://example.org/r" + std::to_string(kind),
                     "text " + std::to_string(random() % 500) + " of " + std::to_string(i)});
  }
  return lines;
}

// Commit numbers start at 1. Every third commit also takes away part of an earlier one.
inline Change change_of(std::uint64_t seed, std::uint64_t commit) {
  Change change;
  change.added = lines_of(seed, commit);
  change.bulk = commit % 12 == 11;
  change.compact = commit % 50 == 7;
  if (!change.bulk && commit % 3 == 0 && commit > 5) {
    const std::vector<Line> earlier = lines_of(seed, commit - 5);
    for (std::size_t i = 0; i < earlier.size(); i += 2) change.removed.push_back(earlier[i]);
  }
  return change;
}

inline std::set<Line> state_after(std::uint64_t seed, std::uint64_t commits) {
  std::set<Line> state;
  for (std::uint64_t n = 1; n <= commits; ++n) {
    const Change change = change_of(seed, n);
    for (const Line& line : change.removed) state.erase(line);
    state.insert(change.added.begin(), change.added.end());
  }
  return state;
}

inline std::set<Line> state_of(const StoreSnapshot& snapshot) {
  std::set<Line> state;
  const auto cursor = snapshot.cursor({});
  TripleColumns columns;
  while (cursor->next(columns)) {
    for (std::size_t i = 0; i < columns.size; ++i) {
      state.insert({snapshot.term(columns.column[0][i]).value, snapshot.term(columns.column[1][i]).value,
                    snapshot.term(columns.column[2][i]).value});
    }
  }
  return state;
}

// Makes the commit and returns its number.
inline std::uint64_t apply(Store& store, const Change& change) {
  if (change.bulk) {
    std::string text;
    for (const Line& line : change.added) {
      text += "<" + line.subject + "> <" + line.relation + "> \"" + line.text + "\" .\n";
    }
    std::vector<LoadInput> inputs(1);
    inputs[0].name = "generated";
    inputs[0].read = [text, at = std::size_t{0}](char* buffer, std::size_t capacity) mutable {
      const std::size_t size = text.copy(buffer, capacity, at);
      at += size;
      return size;
    };
    inputs[0].make_parser = [] { return std::make_unique<NTriplesParser>(); };
    LoadOptions options;
    options.memory_bytes = std::size_t{16} << 20U;
    return store.load(std::move(inputs), options).commit;
  }
  const auto transaction = store.begin();
  const auto triple = [&](const Line& line) {
    return Triple{transaction->intern(Term::iri(line.subject)), transaction->intern(Term::iri(line.relation)),
                  transaction->intern(Term::string(line.text))};
  };
  for (const Line& line : change.removed) transaction->remove(triple(line));
  for (const Line& line : change.added) transaction->add(triple(line));
  const std::uint64_t commit = transaction->commit().commit;
  if (change.compact) store.compact();
  return commit;
}

}  // namespace kg::test
