#include "kg/api/diff.h"

#include <string>
#include <unordered_map>
#include <vector>

#include "kg/base/limits.h"
#include "kg/rdf/ntriples_writer.h"

namespace kg {
namespace {

constexpr std::size_t kRowsAtOnce = 65'536;
constexpr std::size_t kMaxIdsKept = std::size_t{1} << 20U;  // about 48 MB

// The ids of one source's terms in another source, kMissing where it does not hold them.
class Translation {
 public:
  Translation(const TripleSource& from, const TripleSource& to) : from_(&from), to_(&to) {}

  // Makes ready for rows: their texts are decoded together.
  void learn(const std::vector<Triple>& rows) {
    if (known_.size() > kMaxIdsKept) known_.clear();
    wanted_.clear();
    for (const Triple& row : rows) {
      for (const Id id : row) {
        if (tag_in_dictionary(id.tag()) && known_.try_emplace(id, kMissing).second) wanted_.push_back(id);
      }
    }
    from_->decode(wanted_, [&](std::size_t i, std::string_view key) {
      known_[wanted_[i]] = to_->find(term_of_dictionary(wanted_[i].tag(), key));
    });
  }

  // Triple terms nest at most kMaxTripleTermNestingLevels deep.
  Id translate(Id id) {
    const bool triple = id.tag() == Tag::triple;
    if (!triple && !tag_in_dictionary(id.tag())) return id;
    const auto known = known_.find(id);
    if (known != known_.end()) return known->second;
    const Id there = triple ? fold(from_->unfold(id)) : to_->find(from_->term(id));
    known_.emplace(id, there);
    return there;
  }

 private:
  Id fold(Triple parts) {
    for (Id& part : parts) {
      part = translate(part);
      if (part == kMissing) return kMissing;
    }
    return to_->fold(parts);
  }

  const TripleSource* from_;
  const TripleSource* to_;
  std::unordered_map<Id, Id> known_;
  std::vector<Id> wanted_;
};

bool holds(const TripleSource& source, Translation& translation, const Triple& row) {
  Triple there{};
  for (std::size_t i = 0; i < row.size(); ++i) {
    there[i] = translation.translate(row[i]);
    if (there[i] == kMissing) return false;
  }
  return source.contains(there);
}

// Rows of `from` that `to` does not hold, in pieces of text until `sink` returns false or there are no more
// than the `most` found; gives their number.
std::uint64_t only_in(const TripleSource& from, const TripleSource& to,
                      const std::function<bool(std::string_view)>& sink, const Budget& budget,
                      std::uint64_t most, bool& stopped) {
  const auto cursor = from.cursor({});
  Translation translation(from, to);
  NTriplesWriter writer(from);
  TripleColumns columns;
  std::vector<Triple> rows;
  std::string lines;
  std::uint64_t found = 0;
  bool more = true;
  while (more && !stopped && found < most) {
    rows.clear();
    while (rows.size() < kRowsAtOnce && (more = cursor->next(columns))) {
      for (std::size_t i = 0; i < columns.size; ++i)
        rows.push_back({columns.column[0][i], columns.column[1][i], columns.column[2][i]});
    }
    translation.learn(rows);
    std::size_t seen = 0;
    std::erase_if(rows, [&](const Triple& row) {
      if (seen++ % kBatchRows == 0) budget.check();
      return holds(to, translation, row);
    });
    found += rows.size();
    lines.clear();
    writer.write(rows, lines);
    stopped = !lines.empty() && !sink(lines);
  }
  return found;
}

}  // namespace

DiffReport diff_sources(const TripleSource& ours, const TripleSource& theirs,
                        const std::function<bool(bool, std::string_view)>& sink, const Budget& budget) {
  DiffReport report;
  bool stopped = false;
  const std::uint64_t held = ours.statistics().triples();
  report.removed = only_in(
      ours, theirs, [&](std::string_view lines) { return sink(false, lines); }, budget, held, stopped);
  const std::uint64_t common = held - report.removed;
  if (stopped) return report;
  report.added = only_in(
      theirs, ours, [&](std::string_view lines) { return sink(true, lines); }, budget,
      theirs.statistics().triples() - common, stopped);
  return report;
}

}  // namespace kg
