#include "kg/english/reader.h"

#include <algorithm>
#include <functional>
#include <limits>

#include "kg/base/utf8.h"
#include "kg/english/chart.h"
#include "kg/english/frames.h"
#include "kg/english/matcher.h"
#include "kg/english/statements.h"
#include "kg/english/words.h"

namespace kg::english {
namespace {

constexpr std::size_t kMaxHalves = 4;  // ways of cutting a sentence in two that are tried
// To find out which words a sentence cannot be read for: how many they may be, and how often it is tried.
constexpr std::size_t kMaxLeftOut = 3;
constexpr std::size_t kMaxLeaveOuts = 48;

// Keeps the readings with the fewest pieces, each once.
class Collector {
 public:
  Collector(const Chart& chart, const Lexicon& lexicon, const TripleSource& source)
      : builder_(chart, lexicon, source) {}

  void take(const Match& match, bool bare) {
    const std::pair rank(match.pieces + (bare ? 1 : 0), kMaxClaimTokens - match.form_words);
    if (rank > best_) return;
    std::vector<Reading> made = builder_.readings(match, bare);
    if (made.empty()) return;
    if (rank < best_) found_.clear();
    best_ = rank;
    for (Reading& reading : made) {
      std::string shape = builder_.shape(reading);
      const auto same =
          std::find_if(found_.begin(), found_.end(), [&](const auto& other) { return other.first == shape; });
      if (same != found_.end()) {
        merge(same->second, std::move(reading));
      } else if (found_.size() < kMaxReadings) {
        found_.emplace_back(std::move(shape), std::move(reading));
      } else {
        full_ = true;
      }
    }
  }
  [[nodiscard]] bool full() const { return full_; }
  std::vector<Reading> readings() {
    std::vector<Reading> out;
    for (auto& [shape, reading] : found_) out.push_back(std::move(reading));
    return out;
  }

 private:
  // What the words say of the same things may be said in several ways; each is one of the part's variants.
  void merge(Reading& known, Reading reading) {
    for (std::size_t i = 0; i < known.parts.size(); ++i) {
      std::vector<Variant>& variants = known.parts[i].variants;
      for (Variant& variant : reading.parts[i].variants) {
        const std::string signature = builder_.signature(variant);
        const bool there = std::any_of(variants.begin(), variants.end(), [&](const Variant& other) {
          return builder_.signature(other) == signature;
        });
        if (there) continue;
        full_ = full_ || variants.size() >= kMaxVariants;
        if (!full_) variants.push_back(std::move(variant));
      }
    }
  }

  StatementBuilder builder_;
  std::pair<std::size_t, std::size_t> best_{std::numeric_limits<std::size_t>::max(), 0};
  bool full_ = false;
  std::vector<std::pair<std::string, Reading>> found_;
};

std::vector<Id> things_of(const Chart& chart) {
  std::vector<Name> names;
  for (std::size_t i = 0; i < chart.size(); ++i) {
    if (chart.names(i).empty()) continue;
    names.push_back(chart.names(i).front());
    names.back().end -= i;  // its length
  }
  std::stable_sort(names.begin(), names.end(), [](const Name& a, const Name& b) { return a.end > b.end; });
  std::vector<Id> out;
  for (const Name& name : names) {
    if (std::find(out.begin(), out.end(), name.things.front()) == out.end())
      out.push_back(name.things.front());
  }
  return out;
}

// Where a sentence that begins with a name says two things of it: `X did this and did that`; `X, who did
// this, did that`. Each as a sentence of its own.
std::vector<std::pair<std::string, std::string>> halves(const Chart& chart) {
  std::vector<std::pair<std::string, std::string>> out;
  std::size_t begin = 0;
  while ((chart.classes(begin) & kArticle) != 0) ++begin;
  if (begin >= chart.size() || chart.names(begin).empty()) return out;
  const std::size_t end = chart.names(begin).front().end;
  const std::string name = chart.text(0, end) + ' ';
  if (chart.at(end, ",") && (chart.at(end + 1, "who") || chart.at(end + 1, "which"))) {
    for (std::size_t i = end + 2; i + 1 < chart.size(); ++i) {
      if (chart.at(i, ","))
        out.emplace_back(name + chart.text(end + 2, i), name + chart.text(i + 1, chart.size()));
    }
  }
  for (std::size_t i = end; i + 1 < chart.size(); ++i) {
    if ((chart.classes(i) & kNot) != 0) break;  // whether it goes for both is not sure
    if ((chart.classes(i) & kAnd) == 0) continue;
    const std::size_t stop = chart.at(i - 1, ",") ? i - 1 : i;
    out.emplace_back(chart.text(0, stop), name + chart.text(i + 1, chart.size()));
  }
  return out;
}

ReadingResult read_sentence(const Chart& chart, const Lexicon& lexicon, const TripleSource& source,
                            const Budget& budget) {
  ReadingResult out;
  Collector collector(chart, lexicon, source);
  bool bare = false;
  Matcher matcher(chart, budget, [&](const Match& match) { collector.take(match, bare); });
  for (const SentenceFrame& frame : sentence_frames()) {
    bare = frame.bare;
    matcher.match(frame.steps);
  }
  out.exhausted = matcher.exhausted() || collector.full();
  if (!out.exhausted) out.readings = collector.readings();
  return out;
}

using Reads = std::function<bool(const std::string&)>;

// The fewest words in a row without which the sentence can be read; empty when that takes more.
std::string words_in_the_way(const Chart& chart, const Reads& reads) {
  std::size_t tries = 0;
  for (std::size_t length = 1; length <= kMaxLeftOut; ++length) {
    for (std::size_t i = 0; i + length < chart.size() && tries < kMaxLeaveOuts; ++i, ++tries) {
      const std::string rest = chart.text(0, i) + ' ' + chart.text(i + length, chart.size());
      if (reads(rest)) return chart.text(i, i + length);
    }
  }
  return {};
}

// Sentences that stand one behind the other, or are joined by one `and`, each of which can be read.
std::vector<std::string> separate_claims(const Chart& chart, const Reads& reads) {
  std::vector<std::string> sentences;
  std::vector<std::pair<std::string, std::string>> halves;
  std::size_t begin = 0;
  for (std::size_t i = 1; i + 1 < chart.size(); ++i) {
    const bool ends = chart.at(i, ".") || chart.at(i, ";") || chart.at(i, "!") || chart.at(i, "?");
    if (ends && sentences.size() < kMaxParts) {
      sentences.push_back(chart.text(begin, i));
      begin = i + 1;
    }
    if ((chart.classes(i) & kAnd) != 0)
      halves.emplace_back(chart.text(0, chart.at(i - 1, ",") ? i - 1 : i), chart.text(i + 1, chart.size()));
  }
  sentences.push_back(chart.text(begin, chart.size()));
  if (sentences.size() > 1) {
    const bool all = std::all_of(sentences.begin(), sentences.end(), reads);
    return all ? sentences : std::vector<std::string>{};
  }
  for (std::size_t i = 0; i < std::min(halves.size(), kMaxHalves); ++i) {
    if (reads(halves[i].first) && reads(halves[i].second)) return {halves[i].first, halves[i].second};
  }
  return {};
}

}  // namespace

ReadingResult read_claim(std::string_view text, const Lexicon& lexicon, const TripleSource& source,
                         const NameIndex& names, const Budget& budget) {
  NameLinker linker(source, names, budget, [&](Id thing) { return !lexicon.is_relation(thing); });
  const Chart chart(text, lexicon, linker, source, names);
  if (chart.size() == 0) return {};
  ReadingResult out = read_sentence(chart, lexicon, source, budget);
  out.things = things_of(chart);
  const auto pairs = out.readings.empty() && !out.exhausted
                         ? halves(chart)
                         : std::vector<std::pair<std::string, std::string>>{};
  for (std::size_t i = 0; i < std::min(pairs.size(), kMaxHalves) && out.readings.empty(); ++i) {
    const auto one = [&](const std::string& half) {
      return read_sentence(Chart(half, lexicon, linker, source, names), lexicon, source, budget).readings;
    };
    std::vector<Reading> first = one(pairs[i].first);
    if (first.size() != 1) continue;
    const std::vector<Reading> second = one(pairs[i].second);
    if (second.size() != 1) continue;
    const std::vector<Part>& more = second.front().parts;
    first.front().parts.insert(first.front().parts.end(), more.begin(), more.end());
    out.readings = std::move(first);
  }
  if (!out.readings.empty()) return out;
  const Reads reads = [&](const std::string& sentence) {
    const Chart part(sentence, lexicon, linker, source, names);
    return part.size() > 0 && !read_sentence(part, lexicon, source, budget).readings.empty();
  };
  out.not_understood = chart.not_understood();
  out.unknown_words = !out.not_understood.empty();
  for (const std::string& words : out.not_understood) {
    for (std::size_t i = 0; i < words.size();) {
      const CodePoint c = utf8_at(words, i);
      out.unknown_name = out.unknown_name || is_capital(c.value);
      i += c.bytes;
    }
  }
  out.unknown_relation = !chart.has_relation();
  if (out.unknown_words) return out;
  if (!out.exhausted) {
    out.parts = separate_claims(chart, reads);
    if (!out.parts.empty()) return out;
    const std::string words = words_in_the_way(chart, reads);
    if (!words.empty()) out.not_understood.push_back(words);
  }
  if (out.not_understood.empty()) out.not_understood = chart.no_names();
  if (out.not_understood.empty()) out.not_understood.emplace_back(text);
  return out;
}

}  // namespace kg::english
