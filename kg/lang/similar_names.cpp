// Names that look like an unknown one, at a bounded cost however many names there are.
#include <algorithm>
#include <set>

#include "kg/lang/names.h"
#include "kg/lang/suggest.h"

namespace kg {
namespace {

constexpr std::size_t kScannedNames = 20'000;
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
  explicit Collector(std::string_view wanted)
      : wanted_(wanted), edits_(std::min(kMaxEdits, allowed_edits(wanted))) {}

  void consider(std::string_view name) {
    const std::size_t distance = edit_distance(wanted_, name, edits_);
    if (distance <= edits_) {
      found_.insert({distance, std::string(name)});
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
  std::size_t edits_;
  std::set<Candidate> found_;
};

// Considers the names that start with `prefix`; false when there were too many to see them all.
bool scan(const NameIndex& names, std::string_view prefix, Collector& collector) {
  std::size_t seen = 0;
  names.for_each(prefix, [&](std::string_view name, Id /*id*/) {
    collector.consider(name);
    return ++seen < kScannedNames;
  });
  return seen < kScannedNames;
}

// The slips in the first two bytes, which a scan by prefix cannot find: each is looked up.
void try_slips_at_front(const NameIndex& names, std::string_view wanted, Collector& collector) {
  const auto look_up = [&](const std::string& name) {
    if (!names.find(name).empty()) collector.consider(name);
  };
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

}  // namespace

std::vector<std::string> similar_names(const NameIndex& names, std::string_view folded, std::size_t limit) {
  constexpr std::size_t kMaxNameBytes = 200;
  if (folded.empty() || folded.size() > kMaxNameBytes) return {};
  Collector collector(folded);
  if (!scan(names, {}, collector)) {
    try_slips_at_front(names, folded, collector);
    for (const std::size_t bytes : {2U, 4U, 8U}) {  // as wide a neighbourhood as can be seen whole
      if (folded.size() < bytes || scan(names, folded.substr(0, bytes), collector)) break;
    }
  }
  return collector.best(limit);
}

}  // namespace kg
