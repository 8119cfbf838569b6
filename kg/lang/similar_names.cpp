// Names that look like an unknown one, at a bounded cost however many names there are.
#include <algorithm>
#include <functional>
#include <set>

#include "kg/lang/names.h"
#include "kg/lang/suggest.h"

namespace kg {
namespace {

constexpr std::size_t kScannedNames = 20'000;
constexpr std::size_t kScannedBeginnings = 5'000;  // somebody waits at a key
constexpr std::size_t kMaxEdits = 2;
constexpr std::size_t kContained =
    3;  // rank of a name that holds the unknown one as whole words, or is held by it
constexpr std::size_t kMinContainedBytes = 3;

struct Candidate {
  std::size_t rank;
  std::string name;
  friend auto operator<=>(const Candidate&, const Candidate&) = default;
};

bool holds_words(std::string_view text, std::string_view words) {
  if (words.size() < kMinContainedBytes) return false;
  for (std::size_t at = text.find(words); at != std::string_view::npos; at = text.find(words, at + 1)) {
    const std::size_t end = at + words.size();
    if ((at == 0 || text[at - 1] == ' ') && (end == text.size() || text[end] == ' ')) return true;
  }
  return false;
}

class Collector {
 public:
  Collector(std::string_view wanted, bool beginnings)
      : wanted_(wanted), beginnings_(beginnings), edits_(std::min(kMaxEdits, allowed_edits(wanted))) {}

  void consider(std::string_view name) {
    const std::size_t distance = beginnings_ ? edit_distance_to_beginning(wanted_, name, edits_)
                                             : edit_distance(wanted_, name, edits_);
    if (distance <= edits_) {
      found_.insert({distance, std::string(name)});
    } else if (beginnings_) {
      return;
    } else if (holds_words(name, wanted_) || holds_words(wanted_, name) ||
               (wanted_.size() >= kMinContainedBytes && name.starts_with(wanted_))) {
      found_.insert({kContained, std::string(name)});
    }
    if (found_.size() > kKept) found_.erase(std::prev(found_.end()));
  }

  [[nodiscard]] std::vector<std::string> best(std::size_t limit) const {
    std::vector<std::string> out;
    for (const Candidate& candidate : found_) {
      if (out.size() == limit) break;
      if (std::find(out.begin(), out.end(), candidate.name) == out.end()) out.push_back(candidate.name);
    }
    return out;
  }

 private:
  static constexpr std::size_t kKept = 32;
  std::string_view wanted_;
  bool beginnings_;
  std::size_t edits_;
  std::set<Candidate> found_;
};

// Considers the names that start with `prefix`; false when there were too many to see them all.
bool scan(const NameIndex& names, std::string_view prefix, std::size_t most, Collector& collector) {
  std::size_t seen = 0;
  names.for_each(prefix, [&](std::string_view name, Id /*id*/) {
    collector.consider(name);
    return ++seen < most;
  });
  return seen < most;
}

// The slips in the first two bytes, which a scan by prefix cannot find: each is looked up.
void try_slips_at_front(std::string_view wanted, const std::function<void(const std::string&)>& look_up) {
  for (std::size_t at = 0; at < std::min<std::size_t>(2, wanted.size()); ++at) {
    std::string name(wanted);
    name.erase(at, 1);
    look_up(name);
    if (at + 1 < wanted.size()) {
      name = wanted;
      std::swap(name[at], name[at + 1]);
      look_up(name);
    }
    for (char c = 'a'; c <= 'z'; ++c) {
      name = wanted;
      name[at] = c;
      look_up(name);
      name = wanted;
      name.insert(at, 1, c);
      look_up(name);
    }
  }
}

std::vector<std::string> alike(const NameIndex& names, std::string_view folded, bool beginnings,
                               std::size_t limit) {
  constexpr std::size_t kMaxNameBytes = 200;
  constexpr std::size_t kNamesOfSlip = 8;
  if (folded.empty() || folded.size() > kMaxNameBytes) return {};
  const std::size_t most = beginnings ? kScannedBeginnings : kScannedNames;
  Collector collector(folded, beginnings);
  if (!scan(names, {}, most, collector)) {
    try_slips_at_front(folded, [&](const std::string& name) {
      if (!beginnings) {
        if (!names.find(name).empty()) collector.consider(name);
        return;
      }
      std::size_t left = kNamesOfSlip;
      names.for_each(name, [&](std::string_view found, Id /*id*/) {
        collector.consider(found);
        return --left > 0;
      });
    });
    for (const std::size_t bytes : {2U, 4U, 8U}) {  // as wide a neighbourhood as can be seen whole
      if (folded.size() < bytes || scan(names, folded.substr(0, bytes), most, collector)) break;
    }
  }
  return collector.best(limit);
}

}  // namespace

std::vector<std::string> similar_names(const NameIndex& names, std::string_view folded, std::size_t limit) {
  return alike(names, folded, false, limit);
}

std::vector<std::string> names_beginning_like(const NameIndex& names, std::string_view folded,
                                              std::size_t limit) {
  return allowed_edits(folded) == 0 ? std::vector<std::string>{} : alike(names, folded, true, limit);
}

}  // namespace kg
